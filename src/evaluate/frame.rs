//! A component's values while it is priced: slots, amounts, what is left of the step limit.
//!
//! Computed values are worked out when they are first read, and then kept, also when they have
//! none: what a second reader sees cannot differ, and no chain of them is walked twice.

use std::sync::Arc;

use super::limits;
use super::memo::Memo;
use super::slot_set::SlotSet;
use super::value::{SlotState, Stop, Value};
use crate::diagnostic::Code;
use crate::model::quote::ComputedValue;
use crate::money::{Decimal, Exactness};
use crate::plan::{
    AmountName, AttributePlan, ComputedPlan, CurrencyIndex, NodeId, OptionIndex, PlanData, Program,
    SlotId, SlotPlan, SourceSpan, Table, TextId, ValueKind,
};

/// The amounts of the waterfall that expressions read, per piece before × quantity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Amounts {
    /// Σ lines of phase `base`.
    pub base: Option<Decimal>,
    /// Σ lines of phase `options`.
    pub options: Option<Decimal>,
    /// The list price.
    pub list: Option<Decimal>,
    /// The amount at the start of the phase, or running in a compound phase.
    pub subtotal: Option<Decimal>,
    /// The amount after × quantity.
    pub extended: Option<Decimal>,
    /// Σ amounts of the order's items.
    pub items: Option<Decimal>,
    /// Σ surcharges of each feature.
    pub features: Vec<Option<Decimal>>,
    /// Why an amount is none, when that is because values are missing.
    pub waits: SlotSet,
}

/// The values of a component, or of the order, and what evaluates its expressions.
pub(crate) struct Frame<'a> {
    /// The plan.
    pub plan: &'a PlanData,
    /// The component's expressions.
    pub program: &'a Program,
    /// What is known of each slot.
    pub slots: Vec<SlotState>,
    /// What each slot is; as long as `slots`.
    pub slot_plans: &'a [SlotPlan],
    /// The component's computed values.
    pub computed: &'a [ComputedPlan],
    /// The component's attributes.
    pub attributes: &'a [AttributePlan],
    /// The component's tables.
    pub tables: &'a [Table],
    /// The order's currency.
    pub currency: CurrencyIndex,
    /// What the waterfall knows so far.
    pub amounts: Amounts,
    /// Whether every operation since it was last set was exact.
    pub exact: Exactness,
    /// Computed values that were rounded on the way: whoever reads one is not exact either.
    pub rounded: SlotSet,
    /// Nodes that may still be evaluated.
    pub steps_left: u64,
    /// How deep the evaluation is; 0 outside of it.
    pub depth: u32,
    /// What a session keeps.
    pub memo: Memo,
}

impl<'a> Frame<'a> {
    /// A value of a slot as a quote shows it: options by their ids.
    pub fn shown(&self, slot: SlotId, value: &Value) -> ComputedValue {
        match value {
            Value::Number(number) => ComputedValue::Number(*number),
            Value::Text(text) => ComputedValue::Text(text.to_string()),
            Value::Boolean(boolean) => ComputedValue::Boolean(*boolean),
            Value::Date(date) => ComputedValue::Date(*date),
            Value::Option(_) => ComputedValue::Text(self.text_of(slot, value)),
            Value::Options(options) => {
                let text = |(option, _): &(_, _)| self.option_id(slot, *option).to_owned();
                ComputedValue::List(options.iter().map(text).map(ComputedValue::Text).collect())
            }
            Value::List(values) => {
                ComputedValue::List(values.iter().map(|value| self.shown(slot, value)).collect())
            }
        }
    }

    /// The value of an expression.
    pub fn evaluate(&mut self, node: NodeId) -> Result<Value, Stop> {
        let Some(left) = self.steps_left.checked_sub(1) else {
            let message = "the calculation takes more steps than the limit of an order";
            return Err(Stop::problem(Code::StepLimit, message));
        };
        if self.depth >= limits::DEPTH {
            let message = format!("the calculation nests deeper than {}", limits::DEPTH);
            return Err(Stop::problem(Code::StepLimit, message));
        }
        self.steps_left = left;
        self.memo.work.expressions = self.memo.work.expressions.wrapping_add(1);
        self.depth = self.depth.saturating_add(1);
        let result = self.compute(node);
        self.depth = self.depth.saturating_sub(1);
        result
    }

    /// The value of an expression that stands by itself and is a number.
    pub fn number(&mut self, node: NodeId) -> Result<Decimal, Stop> {
        as_number(self.root(node)?)
    }

    /// The value of an expression that stands by itself and is `true` or `false`.
    pub fn boolean(&mut self, node: NodeId) -> Result<bool, Stop> {
        as_boolean(self.root(node)?)
    }

    /// Whether a condition holds; none always does.
    pub fn holds(&mut self, condition: Option<NodeId>) -> Result<bool, Stop> {
        condition.map_or(Ok(true), |node| self.boolean(node))
    }

    /// The value of an operand that is a number.
    pub fn operand(&mut self, node: NodeId) -> Result<Decimal, Stop> {
        as_number(self.evaluate(node)?)
    }

    /// The value of an operand that is `true` or `false`.
    pub fn truth(&mut self, node: NodeId) -> Result<bool, Stop> {
        as_boolean(self.evaluate(node)?)
    }

    /// The value of a slot. One that is unset counts as waited for: the checker lets it be read
    /// only where its being unset was already ruled out, or hangs on a missing value.
    pub fn slot(&mut self, slot: SlotId) -> Result<&Value, Stop> {
        self.state(slot)?;
        if self.rounded.contains(slot) {
            self.exact.note_rounded();
        }
        match self.state(slot)? {
            SlotState::Known(value) => Ok(value),
            SlotState::Stopped(stop) => Err(Stop::clone(stop)),
            _ => Err(Stop::waits_for(slot)),
        }
    }

    /// Whether a slot has a value. An empty choice is unset.
    pub fn is_set(&mut self, slot: SlotId) -> Result<bool, Stop> {
        match self.state(slot)? {
            SlotState::Known(Value::Options(options)) => Ok(!options.is_empty()),
            SlotState::Known(_) => Ok(true),
            SlotState::Stopped(stop) => Err(Stop::clone(stop)),
            _ => Ok(false),
        }
    }

    /// What is known of a slot; a computed value is worked out now.
    pub fn state(&mut self, slot: SlotId) -> Result<&SlotState, Stop> {
        if let Some(&SlotState::Lazy(number)) = self.slots.get(slot.index()) {
            // INVARIANT: no computed value depends on itself. A plan that breaks this meets the
            // reason that stands here meanwhile.
            let circle = Stop::problem(Code::CircularDefinition, "a value depends on itself");
            self.keep(slot, SlotState::Stopped(Box::new(circle)));
            let outside = std::mem::replace(&mut self.exact, Exactness::EXACT);
            let state = self.work_out(number);
            if !self.exact.is_exact() {
                self.rounded.insert(slot);
            }
            self.exact = outside;
            self.keep(slot, state);
        }
        self.slots
            .get(slot.index())
            .ok_or_else(|| Stop::unfit("a slot"))
    }

    /// A value as people read it: options by their ids, numbers in their shortest form, lists with
    /// commas.
    pub fn text_of(&self, slot: SlotId, value: &Value) -> String {
        match value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_string(),
            Value::Boolean(boolean) => boolean.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Option(option) => self.option_id(slot, *option).to_owned(),
            Value::Options(options) => list(options.iter().map(|(option, quantity)| {
                let id = self.option_id(slot, *option);
                if *quantity == Decimal::ONE {
                    id.to_owned()
                } else {
                    format!("{quantity} x {id}")
                }
            })),
            Value::List(values) => list(values.iter().map(|value| self.text_of(slot, value))),
        }
    }

    /// The id of an option of a slot as a value; empty for an option that it does not have.
    pub fn option_text_of(&self, slot: SlotId, option: OptionIndex) -> Arc<str> {
        let id = self.option_text_id(slot, option);
        id.map_or_else(Arc::default, |id| self.plan.shared_text(id))
    }

    /// The id of an option of a slot; empty for an option that it does not have.
    pub fn option_id(&self, slot: SlotId, option: OptionIndex) -> &'a str {
        let id = self.option_text_id(slot, option);
        id.map_or("", |id| self.plan.text(id))
    }

    fn option_text_id(&self, slot: SlotId, option: OptionIndex) -> Option<TextId> {
        match &self.slot_plans.get(slot.index())?.kind {
            ValueKind::Option(ids) | ValueKind::Options(ids) => ids.get(option.index()).copied(),
            _ => None,
        }
    }

    /// An amount of the waterfall.
    pub fn amount(&self, name: AmountName) -> Result<Decimal, Stop> {
        let amounts = &self.amounts;
        let amount = match name {
            AmountName::Base => amounts.base,
            AmountName::Options => amounts.options,
            AmountName::List => amounts.list,
            AmountName::Subtotal => amounts.subtotal,
            AmountName::Extended => amounts.extended,
            AmountName::Items => amounts.items,
            AmountName::Feature(feature) => {
                amounts.features.get(feature.index()).copied().flatten()
            }
        };
        amount.ok_or_else(|| {
            if amounts.waits.is_empty() {
                let message = format!("the amount {} has no price", amount_text(name));
                Stop::problem(Code::Unpriced, message)
            } else {
                Stop::Waits(amounts.waits.clone())
            }
        })
    }

    /// The text of the rules that a node or a statement stands in; none where it is not known.
    pub fn excerpt(&self, place: SourceSpan) -> Option<&'a str> {
        let source = self.plan.sources.get(place.source?.index())?;
        let index = |offset: u32| usize::try_from(offset).ok();
        source
            .text
            .get(index(place.span.start)?..index(place.span.end)?)
    }

    fn work_out(&mut self, number: usize) -> SlotState {
        let Some(computed) = self.computed.get(number) else {
            return SlotState::Stopped(Box::new(Stop::unfit("a computed value")));
        };
        let condition = computed.condition;
        match condition.map_or(Ok(true), |node| self.truth(node)) {
            Ok(false) => SlotState::Unset,
            Ok(true) => match self.evaluate(computed.value) {
                Ok(value) => SlotState::Known(value),
                Err(stop) => SlotState::Stopped(Box::new(stop)),
            },
            Err(stop) => SlotState::Stopped(Box::new(stop)),
        }
    }

    fn keep(&mut self, slot: SlotId, state: SlotState) {
        if let Some(place) = self.slots.get_mut(slot.index()) {
            *place = state;
        }
    }
}

fn as_number(value: Value) -> Result<Decimal, Stop> {
    match value {
        Value::Number(number) => Ok(number),
        other => Err(Stop::unexpected("a number", &other)),
    }
}

fn as_boolean(value: Value) -> Result<bool, Stop> {
    match value {
        Value::Boolean(boolean) => Ok(boolean),
        other => Err(Stop::unexpected("`true` or `false`", &other)),
    }
}

/// An amount as rules write it.
fn amount_text(name: AmountName) -> &'static str {
    match name {
        AmountName::Base => "`base`",
        AmountName::Options => "`options`",
        AmountName::List => "`list`",
        AmountName::Subtotal => "`subtotal`",
        AmountName::Extended => "`extended`",
        AmountName::Items => "`items`",
        AmountName::Feature(_) => "`price(…)`",
    }
}

fn list(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}
