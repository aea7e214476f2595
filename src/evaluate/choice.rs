//! Choices: the options that select slots hold, their attributes, and what they look up.

use std::sync::Arc;

use super::frame::Frame;
use super::lookup::Key;
use super::value::{SlotState, Stop, Value};
use crate::diagnostic::Code;
use crate::money::Decimal;
use crate::plan::{
    AttributeConstant, AttributeId, Constant, MoneyId, Node, NodeId, OptionIndex, SlotId, TextId,
    ValueKind,
};

type Result<T, E = Stop> = std::result::Result<T, E>;

impl<'a> Frame<'a> {
    /// The id of the option that a select slot holds.
    pub(super) fn option_text(&mut self, slot: SlotId) -> Result<Value> {
        match *self.slot(slot)? {
            Value::Option(option) => Ok(Value::Text(self.option_text_of(slot, option))),
            ref other => Err(Stop::unexpected("an option", other)),
        }
    }

    /// The options that a multiselect holds; none where it is unset, so that they can be counted.
    pub(super) fn options(&mut self, slot: SlotId) -> Result<Arc<[(OptionIndex, Decimal)]>> {
        match self.state(slot)? {
            SlotState::Known(Value::Options(options)) => Ok(Arc::clone(options)),
            SlotState::Known(other) => Err(Stop::unexpected("options", other)),
            SlotState::Unset | SlotState::NotAvailable => Ok(Arc::default()),
            SlotState::Stopped(stop) => Err(Stop::clone(stop)),
            SlotState::Missing | SlotState::Lazy(_) => Err(Stop::waits_for(slot)),
        }
    }

    /// The options that a multiselect slot holds, each as one value.
    pub(super) fn option_list(
        &mut self,
        slot: SlotId,
        shown: impl Fn(&Self, (OptionIndex, Decimal)) -> Value,
    ) -> Result<Value> {
        let options = self.options(slot)?;
        Ok(Value::List(
            options.iter().map(|option| shown(self, *option)).collect(),
        ))
    }

    /// The attribute of the chosen option; of a multiselect, a list of them.
    pub fn attribute(&mut self, slot: SlotId, attribute: AttributeId) -> Result<Value> {
        let kind = self.slot_plans.get(slot.index()).map(|plan| &plan.kind);
        if matches!(kind, Some(ValueKind::Options(_))) {
            let options = self.options(slot)?;
            let values = options
                .iter()
                .map(|(option, _)| self.attribute_of(*option, attribute));
            return values.collect::<Result<_>>().map(Value::List);
        }
        match *self.slot(slot)? {
            Value::Option(option) => self.attribute_of(option, attribute),
            ref other => Err(Stop::unexpected("an option", other)),
        }
    }

    fn attribute_of(&self, option: OptionIndex, attribute: AttributeId) -> Result<Value> {
        let attributes = self.attributes;
        let plan = attributes
            .get(attribute.index())
            .ok_or_else(|| Stop::unfit("an attribute"))?;
        match plan.values.get(option.index()).and_then(Option::as_ref) {
            Some(AttributeConstant::Plain(constant)) => Ok(self.constant(constant)),
            Some(AttributeConstant::Money(money)) => self.attribute_amount(*money, plan.id),
            None => {
                let (option, id) = (self.option_id(plan.slot, option), self.plan.text(plan.id));
                let message = format!("option `{option}` has no attribute `{id}`");
                Err(Stop::problem(Code::UnknownAttribute, message))
            }
        }
    }

    fn attribute_amount(&self, money: MoneyId, id: TextId) -> Result<Value> {
        let amounts = self.program.money.get(money.0 as usize);
        let amount = amounts.and_then(|amounts| amounts.get(self.currency.index()));
        amount.copied().flatten().map(Value::Number).ok_or_else(|| {
            let message = format!("the attribute `{}` has no price", self.plan.text(id));
            Stop::problem(Code::Unpriced, message)
        })
    }

    /// A value that is written in the catalog.
    pub fn constant(&self, constant: &Constant) -> Value {
        match constant {
            Constant::Number(number) => Value::Number(*number),
            Constant::Text(text) => Value::Text(self.plan.shared_text(*text)),
            Constant::Boolean(boolean) => Value::Boolean(*boolean),
            Constant::Option(option) => Value::Option(*option),
            Constant::Options(options) => Value::Options(
                options
                    .iter()
                    .map(|option| (*option, Decimal::ONE))
                    .collect(),
            ),
        }
    }

    /// Whether a slot is set and equals a constant; of a multiselect, whether it is one of them.
    pub(super) fn slot_is(&mut self, slot: SlotId, constant: NodeId) -> Result<Value> {
        if !self.is_set_or_waits(slot)? {
            return Ok(Value::Boolean(false));
        }
        let constant = self.evaluate(constant)?;
        Ok(Value::Boolean(match self.slot(slot)? {
            Value::Options(options) => options
                .iter()
                .any(|(option, _)| Value::Option(*option) == constant),
            value => *value == constant,
        }))
    }

    /// Whether the chosen option, or one of them, has an attribute of this value.
    pub(super) fn attribute_is(
        &mut self,
        slot: SlotId,
        attribute: AttributeId,
        constant: NodeId,
    ) -> Result<Value> {
        if !self.is_set_or_waits(slot)? {
            return Ok(Value::Boolean(false));
        }
        let constant = self.evaluate(constant)?;
        let options = match self.slot(slot)? {
            Value::Option(option) => vec![*option],
            Value::Options(options) => options.iter().map(|(option, _)| *option).collect(),
            other => return Err(Stop::unexpected("an option", other)),
        };
        let has = |option: OptionIndex| {
            let values = self
                .attributes
                .get(attribute.index())
                .map(|plan| &plan.values);
            values.is_some_and(|values| matches!(values.get(option.index()), Some(Some(_))))
        };
        for option in options.into_iter().filter(|option| has(*option)) {
            if self.attribute_of(option, attribute)? == constant {
                return Ok(Value::Boolean(true));
            }
        }
        Ok(Value::Boolean(false))
    }

    fn is_set_or_waits(&mut self, slot: SlotId) -> Result<bool> {
        match self.state(slot)? {
            SlotState::Missing => Err(Stop::waits_for(slot)),
            _ => self.is_set(slot),
        }
    }

    /// What a value looks up: a number, or the text of a key.
    pub(super) fn key<'k>(&self, node: NodeId, value: &'k Value) -> Result<Key<'k>>
    where
        'a: 'k,
    {
        match value {
            Value::Number(number) => Ok(Key::Number(*number)),
            Value::Text(text) => Ok(Key::Text(text)),
            Value::Boolean(true) => Ok(Key::Text("true")),
            Value::Boolean(false) => Ok(Key::Text("false")),
            Value::Option(option) => match self.program.nodes.get(node.index()) {
                Some(Node::Slot(slot)) => Ok(Key::Text(self.option_id(*slot, *option))),
                _ => Err(Stop::unexpected("a text", value)),
            },
            other => Err(Stop::unexpected("a number or a text", other)),
        }
    }
}
