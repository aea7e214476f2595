//! Expressions that are no condition of the index and no constant: evaluated in full, but only
//! where they have a value.
//!
//! INVARIANT: a value given here is the one that [`Frame`](crate::evaluate::frame::Frame) gives.
//! Whatever waits, fails or is not known here has none, and the general evaluator says why.

use std::cmp::Ordering;

use super::program::Shape;
use super::sums::Sums;
use super::values::Values;
use super::whole::OTHER_TEXT;
use crate::evaluate::function;
use crate::evaluate::lookup::{Key, look_up};
use crate::evaluate::value::Value;
use crate::model::date::Date;
use crate::money::{Decimal, Exactness};
use crate::plan::{
    AmountName, ArithmeticOperator, AttributeConstant, AttributeId, AttributePlan, Comparison,
    ComputedPlan, Constant, CurrencyIndex, Function, InTest, MoneyId, Node, NodeId, NodeRange,
    OptionIndex, PlanData, Program, SlotId, SlotPlan, Table, TableIndex, TextId, ValueKind,
};

/// How many nodes are evaluated for one price. What needs more is left to the general evaluator.
pub(super) const FUEL: u32 = 20_000;
/// How deep expressions nest here.
const DEPTH: u32 = 64;

/// A value without texts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Number(Decimal),
    Option(i64),
    Truth(bool),
    Text(TextId),
    /// A text that the plan does not contain; equal to none of the plan's.
    OtherText,
    Day(i64),
}

/// Where expressions find what they read.
pub(super) struct Reader<'a> {
    pub plan: &'a PlanData,
    pub program: &'a Program,
    pub computed: &'a [ComputedPlan],
    pub slot_plans: &'a [SlotPlan],
    pub attributes: &'a [AttributePlan],
    pub tables: &'a [Table],
    pub currency: CurrencyIndex,
    /// How slots are held; those past its end are computed values.
    pub shapes: &'a [Shape],
    pub values: &'a Values,
    /// The sums of the waterfall so far, and their scale.
    pub sums: &'a Sums,
    pub scale: u32,
    /// Nodes that may still be evaluated.
    pub fuel: &'a mut u32,
    pub depth: u32,
    /// Whether a computed value is worked out, which reads no amount that still changes.
    pub inside_computed: bool,
}

impl Reader<'_> {
    /// The value of an expression that is a number.
    pub fn number(&mut self, node: NodeId) -> Option<Decimal> {
        match self.evaluate(node)? {
            Plain::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The value of an expression that is `true` or `false`.
    pub fn truth(&mut self, node: NodeId) -> Option<bool> {
        match self.evaluate(node)? {
            Plain::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    fn evaluate(&mut self, node: NodeId) -> Option<Plain> {
        *self.fuel = self.fuel.checked_sub(1)?;
        self.depth = self.depth.checked_add(1).filter(|depth| *depth < DEPTH)?;
        let value = self.compute(node);
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn compute(&mut self, node: NodeId) -> Option<Plain> {
        Some(match *self.program.nodes.get(node.index())? {
            Node::Number(number) => Plain::Number(number),
            Node::Text(text) => Plain::Text(text),
            Node::Boolean(truth) => Plain::Truth(truth),
            Node::Date(day) => Plain::Day(counted(day)),
            Node::Option(option) => Plain::Option(i64::from(option.0)),
            Node::Money(money) => Plain::Number(self.money(money)?),
            Node::Slot(slot) => self.slot(slot)?,
            Node::OptionText(slot) => Plain::Text(self.option_text(slot, self.held(slot)?)?),
            Node::Attribute(slot, attribute) => self.attribute(attribute, self.option(slot)?)?,
            Node::Amount(name) => Plain::Number(self.amount(name)?),
            Node::Negate(inner) => Plain::Number(self.number(inner)?.negated()),
            Node::Not(inner) => Plain::Truth(!self.truth(inner)?),
            Node::Arithmetic(operator, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                Plain::Number(operate(operator, left, right)?)
            }
            Node::Compare(comparison, left, right) => {
                let (left, right) = (self.evaluate(left)?, self.evaluate(right)?);
                Plain::Truth(self.compare(comparison, left, right)?)
            }
            Node::And(left, right) => Plain::Truth(self.truth(left)? && self.truth(right)?),
            Node::Or(left, right) => Plain::Truth(self.truth(left)? || self.truth(right)?),
            Node::In(value, tests) => {
                let value = self.evaluate(value)?;
                Plain::Truth(self.is_in(value, self.program.test_run(tests))?)
            }
            Node::Between(value, low, high) => {
                let value = self.evaluate(value)?;
                Plain::Truth(self.is_between(value, (low, true), (high, true))?)
            }
            Node::If(condition, then, otherwise) => {
                let taken = if self.truth(condition)? {
                    then
                } else {
                    otherwise
                };
                self.evaluate(taken)?
            }
            Node::IsSet(slot) => Plain::Truth(self.is_set(slot)?),
            Node::Call(function, arguments) => Plain::Number(self.call(function, arguments)?),
            Node::Lookup(table, row, col) => Plain::Number(self.cell(table, row, col)?),
            Node::SlotIs(slot, constant) => match self.is_set(slot)? {
                true => {
                    let constant = self.evaluate(constant)?;
                    let value = self.slot(slot)?;
                    Plain::Truth(self.compare(Comparison::Equal, value, constant)?)
                }
                false => Plain::Truth(false),
            },
            Node::AttributeIs(slot, attribute, constant) => match self.is_set(slot)? {
                true => {
                    let constant = self.evaluate(constant)?;
                    let option = self.option(slot)?;
                    Plain::Truth(match self.has(attribute, option)? {
                        true => {
                            let value = self.attribute(attribute, option)?;
                            self.compare(Comparison::Equal, value, constant)?
                        }
                        false => false,
                    })
                }
                false => Plain::Truth(false),
            },
            Node::Power(..) | Node::List(_) | Node::OptionTexts(_) | Node::OptionQuantities(_) => {
                return None;
            }
        })
    }

    /// What a slot holds; none where it is empty or a computed value.
    fn held(&self, slot: SlotId) -> Option<i64> {
        self.shapes.get(slot.index())?;
        self.values.known(slot)
    }

    fn is_set(&self, slot: SlotId) -> Option<bool> {
        match self.shapes.get(slot.index())? {
            Shape::None => None,
            _ => Some(self.held(slot).is_some()),
        }
    }

    fn slot(&mut self, slot: SlotId) -> Option<Plain> {
        let shape = self.shapes.get(slot.index()).unwrap_or(&Shape::None);
        if *shape == Shape::None {
            return self.computed_value(slot);
        }
        let value = self.held(slot)?;
        Some(match shape {
            Shape::Number(span) => {
                Plain::Number(Decimal::from_parts(i128::from(value), span.scale).ok()?)
            }
            Shape::Option(_) => Plain::Option(value),
            Shape::Truth => Plain::Truth(value != 0),
            Shape::Text(..) if value == OTHER_TEXT => Plain::OtherText,
            Shape::Text(..) => Plain::Text(TextId(u32::try_from(value).ok()?)),
            Shape::Day => Plain::Day(value),
            Shape::None | Shape::Options => return None,
        })
    }

    fn computed_value(&mut self, slot: SlotId) -> Option<Plain> {
        let computed = self
            .computed
            .iter()
            .find(|computed| computed.slot == slot)?;
        let outside = std::mem::replace(&mut self.inside_computed, true);
        let holds = match computed.condition {
            Some(node) => self.truth(node)?,
            None => true,
        };
        let value = if holds {
            self.evaluate(computed.value)
        } else {
            None
        };
        self.inside_computed = outside;
        value
    }

    fn option(&self, slot: SlotId) -> Option<OptionIndex> {
        match self.shapes.get(slot.index())? {
            Shape::Option(_) => Some(OptionIndex(u32::try_from(self.held(slot)?).ok()?)),
            _ => None,
        }
    }

    fn option_text(&self, slot: SlotId, option: i64) -> Option<TextId> {
        match &self.slot_plans.get(slot.index())?.kind {
            ValueKind::Option(ids) => ids.get(usize::try_from(option).ok()?).copied(),
            _ => None,
        }
    }

    fn has(&self, attribute: AttributeId, option: OptionIndex) -> Option<bool> {
        let plan = self.attributes.get(attribute.index())?;
        Some(plan.values.get(option.index())?.is_some())
    }

    fn attribute(&self, attribute: AttributeId, option: OptionIndex) -> Option<Plain> {
        let plan = self.attributes.get(attribute.index())?;
        Some(match plan.values.get(option.index())?.as_ref()? {
            AttributeConstant::Plain(Constant::Number(number)) => Plain::Number(*number),
            AttributeConstant::Plain(Constant::Text(text)) => Plain::Text(*text),
            AttributeConstant::Plain(Constant::Boolean(truth)) => Plain::Truth(*truth),
            AttributeConstant::Plain(_) => return None,
            AttributeConstant::Money(money) => Plain::Number(self.money(*money)?),
        })
    }

    fn money(&self, money: MoneyId) -> Option<Decimal> {
        *self
            .program
            .money
            .get(money.index())?
            .get(self.currency.index())?
    }

    fn amount(&self, name: AmountName) -> Option<Decimal> {
        let moves = matches!(name, AmountName::Subtotal | AmountName::Feature(_));
        if self.inside_computed && moves {
            return None;
        }
        let amount = self.sums.amount(name)?;
        Decimal::from_parts(i128::from(amount), self.scale).ok()
    }

    fn is_in(&mut self, value: Plain, tests: &[InTest]) -> Option<bool> {
        for test in tests {
            let passes = match *test {
                InTest::Compare(comparison, other) => {
                    let other = self.evaluate(other)?;
                    self.compare(comparison, value, other)?
                }
                InTest::InList(_) => return None,
                InTest::Range {
                    low,
                    low_included,
                    high,
                    high_included,
                } => self.is_between(value, (low, low_included), (high, high_included))?,
            };
            if passes {
                return Some(true);
            }
        }
        Some(false)
    }

    fn is_between(
        &mut self,
        value: Plain,
        (low, low_included): (NodeId, bool),
        (high, high_included): (NodeId, bool),
    ) -> Option<bool> {
        let above = match low_included {
            true => Comparison::GreaterOrEqual,
            false => Comparison::Greater,
        };
        let below = match high_included {
            true => Comparison::LessOrEqual,
            false => Comparison::Less,
        };
        let low = self.evaluate(low)?;
        if !self.compare(above, value, low)? {
            return Some(false);
        }
        let high = self.evaluate(high)?;
        self.compare(below, value, high)
    }

    fn call(&mut self, function: Function, arguments: NodeRange) -> Option<Decimal> {
        let nodes = self.program.argument_run(arguments);
        if let (Function::Min | Function::Max, [first, rest @ ..]) = (function, nodes)
            && !rest.is_empty()
        {
            let mut best = self.number(*first)?;
            for node in rest {
                let other = self.number(*node)?;
                let better = if function == Function::Min {
                    other < best
                } else {
                    other > best
                };
                best = if better { other } else { best };
            }
            return Some(best);
        }
        let arguments = nodes
            .iter()
            .map(|node| self.number(*node).map(Value::Number));
        let arguments = arguments.collect::<Option<Vec<_>>>()?;
        match function::call(function, arguments, &mut Exactness::default(), None) {
            Ok(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// The price in a cell of a table in the order's currency.
    pub fn cell(&mut self, table: TableIndex, row: NodeId, col: Option<NodeId>) -> Option<Decimal> {
        let table = self.tables.get(table.index())?;
        if table
            .currency
            .is_some_and(|currency| currency != self.currency)
        {
            return None;
        }
        let row = self.key(row)?;
        let col = match col {
            Some(node) => Some(self.key(node)?),
            None => None,
        };
        let hit = look_up(self.plan, table, &row, col.as_ref()).ok()?;
        Some(hit.price)
    }

    fn key(&mut self, node: NodeId) -> Option<Key<'static>> {
        self.number(node).map(Key::Number)
    }

    fn compare(&self, comparison: Comparison, left: Plain, right: Plain) -> Option<bool> {
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let order = match (left, right) {
            (Plain::Number(left), Plain::Number(right)) => left.cmp(&right),
            (Plain::Day(left), Plain::Day(right)) => left.cmp(&right),
            (Plain::Option(left), Plain::Option(right)) if equality => left.cmp(&right),
            (Plain::Truth(left), Plain::Truth(right)) if equality => left.cmp(&right),
            (Plain::Text(left), Plain::Text(right)) if equality => {
                self.plan.text(left).cmp(self.plan.text(right))
            }
            (Plain::OtherText, Plain::Text(_)) | (Plain::Text(_), Plain::OtherText) if equality => {
                Ordering::Less
            }
            _ => return None,
        };
        Some(comparison.holds(order))
    }
}

/// A day as a number; later days have larger ones.
pub(super) fn counted(day: Date) -> i64 {
    let month = i64::from(day.year())
        .saturating_mul(12)
        .saturating_add(day.month().into());
    month.saturating_mul(31).saturating_add(day.day().into())
}

fn operate(operator: ArithmeticOperator, left: Decimal, right: Decimal) -> Option<Decimal> {
    let exact = &mut Exactness::default();
    match operator {
        ArithmeticOperator::Add => left.plus(right, exact),
        ArithmeticOperator::Subtract => left.minus(right, exact),
        ArithmeticOperator::Multiply => left.times(right, exact),
        ArithmeticOperator::Divide => left.divided_by(right, exact),
    }
    .ok()
}
