//! The configurations that an order's item can become: what is given stays, what is not given is
//! free.

use super::bound::{Judge, Wish};
use super::contents;
use super::domain::{Choice, FAR, FINEST_DIGITS, Field, Grid, Region, Values};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::evaluate::Session;
use crate::evaluate::answer::Question;
use crate::evaluate::order_input::Setting;
use crate::evaluate::value::Value;
use crate::model::order::{ChosenOption, Item, Order, Value as Given};
use crate::model::quote::Status;
use crate::money::Decimal;
use crate::plan::{ComponentPlan, FeatureKind, FeaturePlan, OptionIndex, OptionPlan, Plan};

/// An order of one item, and its component.
pub(crate) struct Space<'a> {
    order: &'a Order,
    item: &'a Item,
    pub component: &'a ComponentPlan,
    setting: &'a Setting<'a>,
    session: Session,
    /// By feature: whether it is a text whose content decides something.
    read_contents: Vec<bool>,
}

/// The one item of an order.
///
/// # Errors
/// The order has none or several.
pub(crate) fn only_item(order: &Order) -> Result<&Item, Diagnostics> {
    match order.items.as_slice() {
        [item] => Ok(item),
        items => {
            let message = format!("expected an order of one item, found {}", items.len());
            let place = Place::in_document(None, "$.items");
            Err(Diagnostic::new(Code::InvalidValue, place, message).into())
        }
    }
}

impl<'a> Space<'a> {
    /// The space of an order; none where its component is not known.
    pub fn new(plan: &Plan, setting: &'a Setting<'a>, item: &'a Item) -> Option<Self> {
        let component = setting.plan.component(&item.component)?;
        Some(Self {
            order: setting.order,
            item,
            component,
            setting,
            session: Session::new(plan, setting.order.clone(), item.clone()),
            read_contents: contents::read(component),
        })
    }

    /// Every configuration; none where something given is not allowed by itself, or an input that
    /// every order needs is not given.
    pub fn region(&self) -> Option<Region> {
        let can_be_ordered = self.component.accepts_quantity(self.item.quantity);
        if !can_be_ordered || !self.setting.missing_inputs.is_empty() {
            return None;
        }
        let fields = self.component.features.iter().map(|feature| {
            let id = self.setting.plan.text(feature.id);
            let given = self.item.values.iter().find(|(name, _)| name == id);
            match given {
                Some((_, given)) => self.given(feature, given),
                None => free(feature),
            }
        });
        let known = |name: &String| {
            let mut features = self.component.features.iter();
            features.any(|feature| self.setting.plan.text(feature.id) == name)
        };
        let all_known = self.item.values.iter().all(|(name, _)| known(name));
        let fields = fields.collect::<Option<Vec<_>>>()?;
        all_known.then_some(Region { fields })
    }

    /// Whether a region that cannot be cut further still holds configurations that differ: by
    /// the content of a text.
    pub fn leaves_texts_open(&self, region: &Region) -> bool {
        contents::are_open(region, &self.read_contents)
    }

    /// The amount of one configuration, if it has one.
    pub fn price(&mut self, item: &Item) -> Option<Decimal> {
        self.session.replace(self.order.clone(), item.clone());
        match self.session.status() {
            Ok(Status::Priced) => self.session.total().ok().flatten(),
            _ => None,
        }
    }

    /// Whether nobody waits for an answer any more.
    pub fn is_stopped(&self) -> bool {
        self.session.plan().is_stopped()
    }

    /// The id of a feature.
    pub fn name(&self, feature: usize) -> Option<&'a str> {
        let feature = self.component.features.get(feature)?;
        Some(self.setting.plan.text(feature.id))
    }

    /// Number features that are free and have no minimum or no maximum.
    pub fn open_numbers(&self) -> Vec<String> {
        let features = self.component.features.iter();
        let is_open = |feature: &&FeaturePlan| {
            matches!(
                feature.kind,
                FeatureKind::Number { min: None, .. } | FeatureKind::Number { max: None, .. }
            )
        };
        let names = features.filter(is_open);
        names
            .map(|feature| self.setting.plan.text(feature.id).to_owned())
            .filter(|name| self.item.values.iter().all(|(id, _)| id != name))
            .collect()
    }

    /// What the order of one configuration is.
    pub fn status(&mut self, item: &Item) -> Option<Status> {
        self.session.replace(self.order.clone(), item.clone());
        self.session.status().ok()
    }

    /// The order of a configuration.
    pub fn order_of(&self, item: Item) -> Order {
        let mut order = self.order.clone();
        order.items = vec![item];
        order
    }

    /// One configuration of a region that was just judged, near its lowest or highest price;
    /// numbers of which nothing is known are at their lowest or highest end. None where the
    /// features that are available do not fit it.
    pub fn corner(
        &self,
        judge: &mut Judge<'_>,
        region: &Region,
        highest: bool,
        numbers_up: bool,
    ) -> Option<Item> {
        let fields = region.fields.iter().zip(&self.component.features);
        let picked = fields.enumerate().map(|(index, (field, feature))| {
            pick(judge, index, field, feature, highest, numbers_up)
        });
        let mut point = Region {
            fields: picked.collect(),
        };
        judge.availability(&mut point).ok()?;
        for field in &mut point.fields {
            field.absent &= matches!(field.values, Values::None);
        }
        Some(self.item_of(&point))
    }

    /// One configuration of a region with all that is optional, as far as it is available.
    pub fn filled(&self, judge: &mut Judge<'_>, region: &Region) -> Option<Item> {
        let mut point = self.any_point(judge, region);
        judge.availability(&mut point).ok()?;
        for field in &mut point.fields {
            field.absent &= matches!(field.values, Values::None);
        }
        Some(self.item_of(&point))
    }

    /// One configuration of a region that holds some, whether its features are available or not.
    pub fn any_of(&self, judge: &mut Judge<'_>, region: &Region) -> Option<Item> {
        let mut point = self.any_point(judge, region);
        for field in &mut point.fields {
            field.absent &= matches!(field.values, Values::None);
        }
        (!point.is_empty()).then(|| self.item_of(&point))
    }

    fn any_point(&self, judge: &Judge<'_>, region: &Region) -> Region {
        let fields = region.fields.iter().zip(&self.component.features);
        let picked = fields.enumerate().map(|(index, (field, feature))| {
            let full = Field::of(field.values.clone());
            let from = if full.is_empty() { field } else { &full };
            Field {
                absent: field.absent,
                ..pick(judge, index, from, feature, false, false)
            }
        });
        Region {
            fields: picked.collect(),
        }
    }

    /// The item of a region with one configuration.
    pub fn item_of(&self, point: &Region) -> Item {
        let mut item = self.item.clone();
        item.values.clear();
        for (feature, field) in self.component.features.iter().zip(&point.fields) {
            if let Some(value) = self.value_of(feature, field) {
                let id = self.setting.plan.text(feature.id).to_owned();
                item.values.push((id, value));
            }
        }
        item
    }

    fn value_of(&self, feature: &FeaturePlan, field: &Field) -> Option<Given> {
        let id = |option: OptionIndex| {
            let option = feature.options.get(option.index())?;
            Some(self.setting.plan.text(option.id).to_owned())
        };
        match &field.values {
            Values::None => {
                // a default would take its place
                let is_choice = matches!(feature.kind, FeatureKind::Multiselect { .. });
                (is_choice && feature.default.is_some()).then(|| Given::Choices(Vec::new()))
            }
            Values::Options(options) => Some(Given::Text(id(*options.first()?)?)),
            Values::Truths { yes, .. } => Some(Given::Boolean(*yes)),
            Values::Numbers(grid) => Some(Given::Number(grid.low)),
            Values::Text(text) => Some(Given::Text(text.clone())),
            Values::Lengths { least, .. } => Some(Given::Text("A".repeat(*least as usize))),
            Values::Choices(choices) => {
                let chosen = choices.iter().filter(|choice| choice.least.is_positive());
                let chosen: Vec<ChosenOption> = chosen
                    .filter_map(|choice| {
                        Some(ChosenOption {
                            option: id(choice.option)?,
                            quantity: choice.least,
                        })
                    })
                    .collect();
                let needed = !chosen.is_empty() || feature.default.is_some();
                needed.then_some(Given::Choices(chosen))
            }
        }
    }

    /// A value that stays.
    fn given(&self, feature: &'a FeaturePlan, given: &'a Given) -> Option<Field> {
        let plan = self.setting.plan;
        let (value, violations) = Question { plan, feature }.read(given);
        if !violations.is_empty() {
            return None;
        }
        let one = |option: OptionIndex, quantity: Decimal| Choice {
            option,
            least: quantity,
            most: quantity,
        };
        let values = match value {
            Some(Value::Option(option)) => Values::Options(vec![option]),
            Some(Value::Options(options)) => Values::Choices(
                options
                    .iter()
                    .map(|(o, quantity)| one(*o, *quantity))
                    .collect(),
            ),
            Some(Value::Boolean(yes)) => Values::Truths { yes, no: !yes },
            Some(Value::Number(number)) => Values::Numbers(Grid {
                low: number,
                high: number,
                step: Decimal::ONE,
            }),
            Some(Value::Text(text)) => Values::Text(text.to_string()),
            // an empty choice
            _ => return Some(Field::ABSENT),
        };
        Some(Field::of(values))
    }
}

/// Every value of a feature that is not given.
fn free(feature: &FeaturePlan) -> Option<Field> {
    let options = || (0..).map(OptionIndex).zip(&feature.options);
    let values = match feature.kind {
        FeatureKind::Select => Values::Options(options().map(|(option, _)| option).collect()),
        FeatureKind::Boolean => Values::Truths {
            yes: true,
            no: true,
        },
        FeatureKind::Number { min, max, step } => {
            let far = Decimal::from_integer(FAR);
            let step = step.map_or_else(|| Decimal::from_parts(1, FINEST_DIGITS).ok(), Some)?;
            let low = min.unwrap_or(far.negated());
            let origin = min.unwrap_or(Decimal::ZERO);
            Values::Numbers(Grid::within(origin, step, low, max.unwrap_or(far))?)
        }
        FeatureKind::Text {
            min_length,
            max_length,
        } => Values::Lengths {
            least: min_length,
            most: max_length,
        },
        FeatureKind::Multiselect { quantities, .. } => {
            let most = |limit: Option<Decimal>| {
                if quantities {
                    limit.map_or(Decimal::from_integer(FAR), Decimal::floor)
                } else {
                    Decimal::ONE
                }
            };
            let choice = |(option, plan): (OptionIndex, &OptionPlan)| Choice {
                option,
                least: Decimal::ZERO,
                most: most(plan.max_quantity),
            };
            Values::Choices(options().map(choice).collect())
        }
    };
    let is_choice = matches!(feature.kind, FeatureKind::Multiselect { .. });
    let absent = !is_choice && (!feature.required || feature.available_when.is_some())
        || is_choice && feature.available_when.is_some();
    Some(Field { values, absent })
}

/// One way for a field to be.
fn pick(
    judge: &Judge<'_>,
    index: usize,
    field: &Field,
    feature: &FeaturePlan,
    highest: bool,
    numbers_up: bool,
) -> Field {
    let wish = judge.wished(index, highest);
    let leave_out = match wish {
        Some(Wish::Chosen(chosen)) => !chosen,
        Some(_) => false,
        None => !feature.required,
    };
    let is_choice = matches!(feature.kind, FeatureKind::Multiselect { .. });
    if field.absent && leave_out && !is_choice {
        return Field::ABSENT;
    }
    let values = match &field.values {
        Values::Options(options) => {
            let wished = options.iter().find(|o| wish == Some(Wish::Option(**o)));
            let option = wished.or(options.first()).copied();
            Values::Options(option.into_iter().collect())
        }
        Values::Truths { yes, no } => {
            let wanted = wish == Some(Wish::Chosen(true));
            let yes = if wanted { *yes } else { !*no };
            Values::Truths { yes, no: !yes }
        }
        Values::Numbers(grid) => {
            let at = match wish {
                Some(Wish::Number(number)) => grid.near(number),
                _ if numbers_up => grid.high,
                _ => grid.low,
            };
            Values::Numbers(Grid {
                low: at,
                high: at,
                step: grid.step,
            })
        }
        Values::Lengths { least, most } => {
            let length = if numbers_up { *most } else { *least };
            Values::Lengths {
                least: length,
                most: length,
            }
        }
        Values::Choices(choices) => pick_choices(judge, index, choices, feature, highest),
        other => other.clone(),
    };
    Field {
        values,
        absent: field.absent,
    }
}

/// What must be chosen, then what is wished for, then what is needed to have enough.
fn pick_choices(
    judge: &Judge<'_>,
    index: usize,
    choices: &[Choice],
    feature: &FeaturePlan,
    highest: bool,
) -> Values {
    let FeatureKind::Multiselect {
        min_choices,
        max_choices,
        ..
    } = feature.kind
    else {
        return Values::None;
    };
    let wished = judge.wished_choices(index, highest);
    let is_wished = |choice: &Choice| wished.contains(&choice.option);
    let certain = choices.iter().filter(|c| c.least.is_positive()).count();
    let open = |choice: &&Choice| choice.least.is_zero() && choice.most.is_positive();
    let room = (max_choices as usize).saturating_sub(certain);
    let taken: Vec<OptionIndex> = choices
        .iter()
        .filter(open)
        .filter(|choice| is_wished(choice))
        .map(|choice| choice.option)
        .take(room)
        .collect();
    let chosen = certain.saturating_add(taken.len());
    let needed = if chosen > 0 || feature.required {
        (min_choices as usize).max(1).saturating_sub(chosen)
    } else {
        0
    };
    let more: Vec<OptionIndex> = choices
        .iter()
        .filter(open)
        .map(|choice| choice.option)
        .filter(|option| !taken.contains(option))
        .take(needed)
        .collect();
    let settled = choices.iter().map(|choice| {
        let at = if taken.contains(&choice.option) || choice.least.is_positive() {
            if is_wished(choice) {
                choice.most
            } else {
                choice.least
            }
        } else if more.contains(&choice.option) {
            Decimal::ONE
        } else {
            Decimal::ZERO
        };
        Choice {
            least: at,
            most: at,
            ..*choice
        }
    });
    Values::Choices(settled.collect())
}
