//! Prices in scaled integers: the fast way for a configuration that is complete and allowed.
//!
//! A component is lowered once for a currency (`lower`): its waterfall becomes a list of entries,
//! its conditions an index over them, its amounts integers of one scale. A run (`run`) then
//! touches only the entries whose conditions hold, allocates nothing, and gives the total and the
//! lines as numbers. It gives them only where the general evaluator would say `priced`, and then
//! the same ones: every operation is exact in 64 bits or there is no result, and whatever waits,
//! is forbidden, on request or cannot be said in integers is left to the general evaluator. So
//! there is one meaning of a plan, and this is a shorter way to it; tests/scaled.rs compares the
//! two over examples, cases and generated catalogs.

mod condition;
mod entry;
mod free;
mod grid;
mod index;
mod lower;
mod names;
mod program;
mod reads;
mod run;
mod shape;
mod sums;
#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
mod text;
mod values;
mod whole;
mod worked;

use std::sync::Arc;

use condition::canonical;
use names::Names;
use program::{Program, Shape};
pub(super) use run::Line;
use run::Machine;
pub(super) use values::Put;
use values::Values;
use whole::{EMPTY, OTHER_TEXT};
use worked::counted;

use super::draft::LineLabel;
use super::memo::Work;
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Item, Order, Value};
use crate::money::Decimal;
use crate::plan::{
    ComponentIndex, ComponentPlan, CurrencyIndex, FeatureKind, FeaturePlan, PlanData, SlotId,
    TextId, ValueKind,
};

/// A component with the values of one configuration.
#[derive(Debug)]
pub(super) struct Scaled {
    program: Arc<Program>,
    values: Values,
    machine: Machine,
    names: Names,
    /// Slots with values of the order that is being read.
    #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
    resolved: Vec<(SlotId, i64)>,
}

impl Scaled {
    /// A component in a currency, with nothing given. None where nothing of it can be priced here.
    pub fn new(
        plan: &PlanData,
        component: ComponentIndex,
        currency: CurrencyIndex,
    ) -> Option<Self> {
        let program = lower::lower(plan, component, currency)?;
        let values = Values::new(&program);
        let machine = Machine::new(&program);
        Some(Self {
            program: Arc::new(program),
            values,
            machine,
            names: Names::default(),
            #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
            resolved: Vec::new(),
        })
    }

    /// The one item of an order. None for an order whose faults or manual lines the general
    /// evaluator has to see.
    pub fn of(plan: &PlanData, order: &Order, item: &Item) -> Option<Self> {
        let component = plan
            .components
            .iter()
            .position(|c| plan.text(c.id) == item.component)?;
        let component = ComponentIndex(u32::try_from(component).ok()?);
        let currency = match (order.currency, plan.currencies.as_slice()) {
            (None, [_]) => 0,
            (None, _) => return None,
            (Some(code), all) => all.iter().position(|currency| currency.code == code)?,
        };
        let mut new = Self::new(
            plan,
            component,
            CurrencyIndex(u32::try_from(currency).ok()?),
        )?;
        new.replace(plan, order, item).then_some(new)
    }

    /// Takes the values of an order of the same component and currency. False for an order whose
    /// faults or manual lines the general evaluator has to see.
    pub fn replace(&mut self, plan: &PlanData, order: &Order, item: &Item) -> bool {
        let mut tax = [order.tax_rate, item.tax_rate].into_iter().flatten();
        if !order.adjustments.is_empty()
            || tax.any(|rate| rate.is_negative() || rate > Decimal::HUNDRED)
        {
            return false;
        }
        self.values.clear(&self.program);
        self.values.forget_untold();
        self.give(SlotId::CURRENCY, self.program.currency_text);
        self.put_quantity(item.quantity);
        self.put_day(plan, order.as_of);
        // of a name that is given twice the first value counts
        let Some(component) = self.component(plan) else {
            return false;
        };
        for (at, (name, value)) in order.inputs.iter().enumerate().rev() {
            match self.names.input(plan, at, name) {
                Some(slot) => self.put(plan, slot, value),
                None => return false,
            }
        }
        for (at, (name, value)) in item.values.iter().enumerate().rev() {
            match self.names.feature(plan, component, at, name) {
                Some(slot) => self.put(plan, slot, value),
                None => return false,
            }
        }
        true
    }

    /// The amount of the order; none where the general evaluator has to price it.
    pub fn run(&mut self, plan: &PlanData, work: &mut Work) -> Option<Decimal> {
        let Self {
            program,
            values,
            machine,
            ..
        } = self;
        let amount = machine.run(program, plan, values, work)?;
        Some(Decimal::from_scaled(amount, program.scale))
    }

    /// How many lines the last run made.
    pub fn count(&self) -> usize {
        self.machine.count()
    }

    /// Calls with each line of the last run: those of the item, then those of the order.
    #[inline]
    pub fn each_line(&self, each: impl FnMut(Line)) {
        self.machine.each_line(&self.values, each);
    }

    /// Amounts of lines are integers ÷ 10^scale.
    pub fn scale(&self) -> u32 {
        self.program.scale
    }

    /// What a line is called.
    pub fn label(&self, number: u32) -> Option<&LineLabel> {
        self.program.labels.get(number as usize)
    }

    /// How many names lines have.
    pub fn labels(&self) -> usize {
        self.program.labels.len()
    }

    /// The currency of the amounts.
    pub fn currency(&self) -> CurrencyIndex {
        self.program.currency
    }

    /// The value by which a fee is charged, as people read it.
    pub fn key(&self, plan: &PlanData, slot: SlotId) -> Option<String> {
        let value = self.values.known(slot)?;
        Some(match self.program.shapes.get(slot.index())? {
            Shape::Text(..) => match u32::try_from(value) {
                // one of the plan, which a default is, too
                Ok(text) => plan.text(TextId(text)).to_owned(),
                Err(_) => self.values.text(slot)?.to_owned(),
            },
            Shape::Truth => (value != 0).to_string(),
            Shape::Number(span) => Decimal::from_parts(i128::from(value), span.scale)
                .ok()?
                .to_string(),
            Shape::Option(_) => self.option_id(plan, slot, value)?.to_owned(),
            Shape::Day | Shape::Options | Shape::None => return None,
        })
    }

    /// Gives a slot a value.
    pub fn put(&mut self, plan: &PlanData, slot: SlotId, value: &Value) {
        if !self.holds(plan, slot, value) {
            self.values.give_foreign(slot);
        }
    }

    /// Gives a slot a value of which the order will be told.
    pub fn put_value(&mut self, plan: &PlanData, slot: SlotId, value: &Value) -> Put {
        let shape = self.program.shapes.get(slot.index());
        match (shape, value) {
            (Some(Shape::Number(_)), Value::Number(number)) => {
                return self.put_number(slot, *number);
            }
            (Some(Shape::Truth), Value::Boolean(truth)) => {
                return self.values.put(&self.program, slot, (*truth).into());
            }
            // the order keeps a day as it was written
            (Some(Shape::Day), _) => return Put::Refused,
            _ if slot == SlotId::QUANTITY => return Put::Refused,
            _ => {}
        }
        if !self.holds(plan, slot, value) {
            return Put::Refused;
        }
        self.values.keep_untold(slot);
        Put::Other
    }

    /// Takes a value away of which the order may know. The quantity stays.
    #[inline]
    pub fn take(&mut self, slot: SlotId) -> Put {
        if slot == SlotId::QUANTITY {
            return Put::Refused;
        }
        self.values.put(&self.program, slot, EMPTY)
    }

    /// Gives a slot a value if it can hold it.
    fn holds(&mut self, plan: &PlanData, slot: SlotId, value: &Value) -> bool {
        let held = match (self.program.shapes.get(slot.index()), value) {
            (Some(Shape::Number(_)), Value::Number(number)) => self.number(slot, *number),
            (Some(Shape::Number(_)), Value::Text(text)) => {
                let number = Decimal::parse(text).ok();
                number.and_then(|number| self.number(slot, number))
            }
            (Some(Shape::Option(_)), Value::Text(id)) => self.option(plan, slot, id),
            (Some(Shape::Truth), Value::Boolean(truth)) => Some(i64::from(*truth)),
            (Some(Shape::Day), Value::Text(text)) => Date::parse(text).map(counted),
            (Some(Shape::Text(least, most)), Value::Text(text)) => {
                let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                let fits = length >= *least && length <= *most;
                if fits {
                    let value = canonical(plan, text).unwrap_or(OTHER_TEXT);
                    self.values.give_text(&self.program, slot, text, value);
                }
                return fits;
            }
            (Some(Shape::Options), Value::Choices(choices)) => {
                let chosen = self.chosen(plan, slot, choices);
                if let Some(chosen) = &chosen {
                    self.values.give_choices(&self.program, slot, chosen);
                }
                return chosen.is_some();
            }
            _ => None,
        };
        if let Some(value) = held {
            self.give(slot, value);
        }
        held.is_some()
    }

    /// Gives a slot a number of which the order will be told.
    #[inline]
    pub fn put_number(&mut self, slot: SlotId, number: Decimal) -> Put {
        let Some(value) = self.number(slot, number) else {
            return Put::Refused;
        };
        if slot == SlotId::QUANTITY {
            self.values.give_pieces(&self.program, value);
        }
        self.values.put(&self.program, slot, value)
    }

    /// Gives a select its option by number, of which the order will be told.
    #[inline]
    pub fn put_option(&mut self, slot: SlotId, option: u32) -> Put {
        self.values.put_option(&self.program, slot, option)
    }

    /// The next slot of whose value the order does not know, and what it has to say.
    pub fn tell(&mut self, plan: &PlanData) -> Option<(SlotId, Option<Value>)> {
        let slot = self.values.next_untold()?;
        Some((slot, self.given(plan, slot)))
    }

    fn given(&self, plan: &PlanData, slot: SlotId) -> Option<Value> {
        let value = self.values.given(slot)?;
        Some(match self.program.shapes.get(slot.index())? {
            Shape::Number(span) => Value::Number(Decimal::from_scaled(value, span.scale)),
            Shape::Option(_) => Value::Text(self.option_id(plan, slot, value)?.to_owned()),
            Shape::Truth => Value::Boolean(value != 0),
            Shape::Text(..) => Value::Text(self.values.text(slot)?.to_owned()),
            Shape::Options => Value::Choices(self.choices(plan, slot)?),
            Shape::Day | Shape::None => return None,
        })
    }

    /// What was chosen of a multiselect.
    fn choices(&self, plan: &PlanData, slot: SlotId) -> Option<Vec<ChosenOption>> {
        let options = &self.feature_of(plan, slot)?.options;
        let chosen = self.values.chosen(slot);
        let chosen = chosen.map(|(option, count)| {
            Some(ChosenOption {
                option: plan.text(options.get(option)?.id).to_owned(),
                quantity: Decimal::from_integer(count),
            })
        });
        chosen.collect()
    }

    /// Sets the quantity.
    pub fn put_quantity(&mut self, quantity: Decimal) {
        match self.number(SlotId::QUANTITY, quantity) {
            Some(value) => {
                self.values.give_pieces(&self.program, value);
                self.give(SlotId::QUANTITY, value);
            }
            None => self.values.give_foreign(SlotId::QUANTITY),
        }
    }

    /// Sets the day. Without one a catalog with validities has no prices.
    pub fn put_day(&mut self, plan: &PlanData, day: Option<Date>) {
        match day {
            Some(day) => self.give(SlotId::AS_OF, counted(day)),
            None if plan.needs_as_of => self.values.give_foreign(SlotId::AS_OF),
            None => self.give(SlotId::AS_OF, EMPTY),
        }
    }

    /// Takes a value away.
    pub fn unset(&mut self, slot: SlotId) {
        self.give(slot, EMPTY);
    }

    fn give(&mut self, slot: SlotId, value: i64) {
        self.values.give(&self.program, slot, value);
    }

    #[inline]
    fn number(&self, slot: SlotId, number: Decimal) -> Option<i64> {
        let Shape::Number(span) = self.program.shapes.get(slot.index())? else {
            return None;
        };
        let value = number.to_scaled(span.scale)?;
        span.admits(value).then_some(value)
    }

    fn component<'a>(&self, plan: &'a PlanData) -> Option<&'a ComponentPlan> {
        plan.components.get(self.program.component.index())
    }

    /// The number of an option of a select.
    fn option(&mut self, plan: &PlanData, slot: SlotId, id: &str) -> Option<i64> {
        let component = self.component(plan)?;
        let number = self.names.option(plan, component, slot, id)?;
        Some(number.into())
    }

    fn option_id<'a>(&self, plan: &'a PlanData, slot: SlotId, option: i64) -> Option<&'a str> {
        let ValueKind::Option(ids) = &self.component(plan)?.slots.get(slot.index())?.kind else {
            return None;
        };
        ids.get(usize::try_from(option).ok()?)
            .map(|id| plan.text(*id))
    }

    /// The choices of a multiselect by rising option; none where they are not allowed.
    fn chosen(
        &self,
        plan: &PlanData,
        slot: SlotId,
        choices: &[ChosenOption],
    ) -> Option<Vec<(usize, i64)>> {
        let feature = self.feature_of(plan, slot)?;
        let FeatureKind::Multiselect {
            min_choices,
            max_choices,
            quantities,
        } = feature.kind
        else {
            return None;
        };
        let mut chosen: Vec<(usize, i64)> = Vec::with_capacity(choices.len());
        for choice in choices {
            let mut options = feature.options.iter();
            let option = options.position(|option| plan.text(option.id) == choice.option)?;
            let count = choice.quantity.to_i64().filter(|count| *count > 0)?;
            let most = feature.options.get(option)?.max_quantity;
            let fits = quantities && most.is_none_or(|most| choice.quantity <= most);
            let at = chosen.partition_point(|(other, _)| *other < option);
            let twice = chosen.get(at).is_some_and(|(other, _)| *other == option);
            if twice || !(count == 1 || fits) {
                return None;
            }
            chosen.insert(at, (option, count));
        }
        let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        let allowed = count == 0 || (min_choices..=max_choices).contains(&count);
        allowed.then_some(chosen)
    }

    fn feature_of<'a>(&self, plan: &'a PlanData, slot: SlotId) -> Option<&'a FeaturePlan> {
        let features = &self.component(plan)?.features;
        features.iter().find(|feature| feature.slot == slot)
    }
}
