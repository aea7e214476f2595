//! The configurations of a component: what can be set, and to which values.

use super::DiffOptions;
use super::text::shown;
use crate::analyze::random::Random;
use crate::analyze::thresholds::{Grid, of_slot};
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Value};
use crate::money::Decimal;
use crate::plan::{ComponentPlan, FeatureKind, FeaturePlan, PlanData, SlotId, Validity, ValueKind};
use crate::sorting::sort;

/// A multiselect of so many options is taken with all its subsets.
const SUBSETS_OF: usize = 6;
/// A number of so many values is taken with all of them.
const ALL_NUMBERS: u64 = 24;
/// Numbers that are drawn between the thresholds.
const BETWEEN: usize = 3;

/// Something that can be set.
#[derive(Debug)]
pub(super) struct Dimension {
    /// A feature, an input, `quantity` or `as_of`.
    pub name: String,
    /// Its values; none is unset.
    pub values: Vec<Option<Value>>,
    /// Whether these are all.
    pub is_complete: bool,
    /// Whether it is a feature.
    pub is_feature: bool,
    /// The numbers that a sample may draw besides.
    grid: Option<Grid>,
}

/// A component in one of the plans.
#[derive(Clone, Copy)]
pub(super) struct Side<'p> {
    /// The plan.
    pub plan: &'p PlanData,
    /// The component.
    pub component: &'p ComponentPlan,
}

impl Dimension {
    /// A value by number.
    pub fn value(&self, number: usize) -> Option<&Value> {
        self.values.get(number).and_then(Option::as_ref)
    }

    /// The value that the text of a fix names.
    pub fn read(&self, text: &str) -> Option<Value> {
        let known = self.values.iter().flatten();
        let mut known = known.filter(|value| shown(value) == text);
        let number = || Decimal::parse(text).ok().filter(|_| self.grid.is_some());
        known
            .next()
            .cloned()
            .or_else(|| number().map(Value::Number))
    }

    /// A value by chance: half of the numbers from the whole range.
    pub fn draw(&self, random: &mut Random) -> Option<Value> {
        if let Some(grid) = self.grid
            && let Some(count) = grid.count()
            && random.below(2) == 0
        {
            return grid.at(random.below(count)).map(Value::Number);
        }
        let count = u64::try_from(self.values.len()).unwrap_or(u64::MAX);
        let number = usize::try_from(random.below(count)).unwrap_or(0);
        self.value(number).cloned()
    }
}

/// Everything that can be set of a component in either plan.
pub(super) fn dimensions(
    old: Side<'_>,
    new: Side<'_>,
    options: &DiffOptions,
    random: &mut Random,
) -> Vec<Dimension> {
    let mut found = vec![quantities(old, new)];
    found.extend(days(old, new, options));
    found.extend(inputs(old.plan, new.plan));
    for feature in &new.component.features {
        let id = new.plan.text(feature.id);
        found.push(of_feature(
            id,
            old.feature(id),
            Some(feature),
            (old, new),
            random,
        ));
    }
    for feature in &old.component.features {
        let id = old.plan.text(feature.id);
        if new.feature(id).is_none() {
            found.push(of_feature(id, Some(feature), None, (old, new), random));
        }
    }
    found
}

impl<'p> Side<'p> {
    fn feature(self, id: &str) -> Option<&'p FeaturePlan> {
        let mut features = self.component.features.iter();
        features.find(|feature| self.plan.text(feature.id) == id)
    }

    /// Whether a name can be set here.
    pub fn knows(self, name: &str) -> bool {
        let mut inputs = self.plan.inputs.iter();
        ["quantity", "as_of"].contains(&name)
            || self.feature(name).is_some()
            || inputs.any(|input| self.plan.text(input.id) == name)
    }
}

fn quantities(old: Side<'_>, new: Side<'_>) -> Dimension {
    let mut numbers = Vec::new();
    for side in [old, new] {
        let grid = Grid::of_quantities(side.component.quantity_step);
        numbers.extend(grid.min());
        let of_order = crate::analyze::thresholds::of_order(side.component);
        let thresholds = of_slot(side.component, SlotId::QUANTITY).into_iter();
        let from = thresholds.chain(of_order);
        numbers.extend(from.flat_map(|number| grid.around(number)));
    }
    sort(&mut numbers);
    numbers.dedup();
    let values = numbers
        .into_iter()
        .map(|number| Some(Value::Number(number)));
    Dimension {
        name: "quantity".to_owned(),
        values: values.collect(),
        // of what is ordered once nothing is said about many pieces
        is_complete: true,
        is_feature: false,
        grid: None,
    }
}

/// The days on which something begins or ends, where the order has to say its day.
fn days(old: Side<'_>, new: Side<'_>, options: &DiffOptions) -> Option<Dimension> {
    let needed = old.plan.needs_as_of || new.plan.needs_as_of;
    let mut days: Vec<Date> = options.as_of.into_iter().collect();
    if days.is_empty() && !needed {
        return None;
    }
    if days.is_empty() {
        days = [old, new].into_iter().flat_map(validities).collect();
        sort(&mut days);
        days.dedup();
    }
    if days.is_empty() {
        // only another component has a validity, so any day does
        days.extend(Date::from_parts(2000, 1, 1));
    }
    let values = days
        .into_iter()
        .map(|day| Some(Value::Text(day.to_string())));
    Some(Dimension {
        name: "as_of".to_owned(),
        values: values.collect(),
        is_complete: true,
        is_feature: false,
        grid: None,
    })
}

fn validities(side: Side<'_>) -> Vec<Date> {
    let Side { plan, component } = side;
    let phases = component.phases.iter().flat_map(|phase| &phase.steps);
    let steps = phases.chain(&plan.order.steps).map(|step| step.validity);
    let constraints = component.constraints.iter().chain(&plan.order.constraints);
    let notices = component.notices.iter().chain(&plan.order.notices);
    let all = steps
        .chain(constraints.map(|constraint| constraint.validity))
        .chain(notices.map(|notice| notice.validity));
    all.flat_map(|Validity { from, until }| [from, until])
        .flatten()
        .collect()
}

/// The inputs of both plans; a text or number that nobody gives stays unset.
fn inputs(old: &PlanData, new: &PlanData) -> Vec<Dimension> {
    let mut found: Vec<Dimension> = Vec::new();
    for plan in [new, old] {
        for input in &plan.inputs {
            let name = plan.text(input.id);
            if found.iter().any(|dimension| dimension.name == name) {
                continue;
            }
            let other = [old, new].into_iter().flat_map(|plan| {
                let named = plan.inputs.iter();
                let named = named.filter(|input| plan.text(input.id) == name);
                named.map(move |input| (plan, input))
            });
            let mut values: Vec<Option<Value>> = Vec::new();
            let mut is_complete = true;
            for (plan, input) in other {
                let of_kind = match &input.kind {
                    ValueKind::Option(ids) => ids
                        .iter()
                        .map(|id| Value::Text(plan.text(*id).to_owned()))
                        .collect(),
                    ValueKind::Boolean => vec![Value::Boolean(false), Value::Boolean(true)],
                    ValueKind::Number => vec![Value::Number(Decimal::ONE)],
                    ValueKind::Text => vec![Value::Text("x".to_owned())],
                    ValueKind::Date | ValueKind::Options(_) | ValueKind::List => Vec::new(),
                };
                is_complete &= matches!(input.kind, ValueKind::Option(_) | ValueKind::Boolean);
                let unset = (!input.required && input.default.is_none()).then_some(None);
                for value in unset.into_iter().chain(of_kind.into_iter().map(Some)) {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
            }
            if values.is_empty() {
                values.push(None);
            }
            found.push(Dimension {
                name: name.to_owned(),
                values,
                is_complete,
                is_feature: false,
                grid: None,
            });
        }
    }
    found
}

fn of_feature(
    id: &str,
    old: Option<&FeaturePlan>,
    new: Option<&FeaturePlan>,
    sides: (Side<'_>, Side<'_>),
    random: &mut Random,
) -> Dimension {
    let both: Vec<(Side<'_>, &FeaturePlan)> = [(sides.1, new), (sides.0, old)]
        .into_iter()
        .filter_map(|(side, feature)| Some((side, feature?)))
        .collect();
    let may_be_unset = both.iter().any(|(_, feature)| {
        !feature.required || feature.available_when.is_some() || feature.default.is_some()
    });
    let mut dimension = Dimension {
        name: id.to_owned(),
        values: may_be_unset.then_some(None).into_iter().collect(),
        is_complete: true,
        is_feature: true,
        grid: None,
    };
    for (side, feature) in &both {
        let (values, is_complete) = values(*side, feature, &both, random);
        dimension.is_complete &= is_complete;
        dimension.grid = dimension
            .grid
            .or(Grid::of(&feature.kind).filter(|_| !is_complete));
        for value in values {
            if !dimension.values.contains(&Some(value.clone())) {
                dimension.values.push(Some(value));
            }
        }
    }
    dimension
}

/// Values of a feature, and whether these are all.
fn values(
    side: Side<'_>,
    feature: &FeaturePlan,
    both: &[(Side<'_>, &FeaturePlan)],
    random: &mut Random,
) -> (Vec<Value>, bool) {
    let ids = feature
        .options
        .iter()
        .map(|option| side.plan.text(option.id));
    match &feature.kind {
        FeatureKind::Select => (ids.map(|id| Value::Text(id.to_owned())).collect(), true),
        FeatureKind::Boolean => (vec![Value::Boolean(false), Value::Boolean(true)], true),
        FeatureKind::Multiselect {
            min_choices,
            max_choices,
            quantities,
        } => {
            let ids: Vec<_> = ids.collect();
            let fits = |count: usize| {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                (*min_choices.max(&1)..=*max_choices).contains(&count)
            };
            let subsets = subsets(&ids)
                .into_iter()
                .filter(|chosen| fits(chosen.len()));
            let values =
                subsets.map(|chosen| Value::Choices(chosen.into_iter().map(one).collect()));
            (values.collect(), ids.len() <= SUBSETS_OF && !quantities)
        }
        FeatureKind::Number { .. } => {
            let grid = Grid::of(&feature.kind);
            grid.map_or((Vec::new(), false), |grid| numbers(grid, both, random))
        }
        FeatureKind::Text { min_length, .. } => {
            let length = usize::try_from(*min_length).unwrap_or(1).max(1);
            (vec![Value::Text("x".repeat(length))], false)
        }
    }
}

/// All subsets of few options; of many each by itself, and all.
fn subsets<'i>(ids: &[&'i str]) -> Vec<Vec<&'i str>> {
    if ids.len() > SUBSETS_OF {
        let each = ids.iter().map(|id| vec![*id]);
        return each.chain([ids.to_vec()]).collect();
    }
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for id in ids {
        let with = all.iter().map(|chosen| {
            let mut chosen = chosen.clone();
            chosen.push(*id);
            chosen
        });
        let with: Vec<_> = with.collect();
        all.extend(with);
    }
    all
}

fn one(id: &str) -> ChosenOption {
    ChosenOption {
        option: id.to_owned(),
        quantity: Decimal::ONE,
    }
}

/// All numbers if they are few; else thresholds of both plans with their neighbors, the ends, and
/// some between.
fn numbers(
    grid: Grid,
    both: &[(Side<'_>, &FeaturePlan)],
    random: &mut Random,
) -> (Vec<Value>, bool) {
    let count = grid.count();
    if let Some(count) = count.filter(|count| *count <= ALL_NUMBERS) {
        let all = (0..count).filter_map(|number| grid.at(number));
        return (all.map(Value::Number).collect(), true);
    }
    let thresholds = both
        .iter()
        .flat_map(|(side, feature)| of_slot(side.component, feature.slot));
    let mut found: Vec<_> = thresholds.flat_map(|number| grid.around(number)).collect();
    found.extend(grid.min().into_iter().chain(grid.max()));
    if let Some(count) = count {
        let between = (0..BETWEEN).filter_map(|_| grid.at(random.below(count)));
        found.extend(between);
    }
    if found.is_empty() {
        found.push(Decimal::ONE);
    }
    sort(&mut found);
    found.dedup();
    (found.into_iter().map(Value::Number).collect(), false)
}
