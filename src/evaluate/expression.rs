//! Expressions: from a node of the program to its value.
//!
//! Logic has three values over what is missing: `false and x` is false and `true or x` is true,
//! also where `x` waits, and on whichever side it stands. `in` is an `or` over its tests,
//! `between` an `and` of its two ends.

use std::borrow::Cow;

use super::frame::Frame;
use super::function;
use super::lookup::{Hit, Key, Miss, look_up};
use super::value::{SlotState, Stop, Value};
use crate::diagnostic::Code;
use crate::money::{Decimal, Exactness, NumberError};
use crate::plan::{
    ArithmeticOperator, AttributeConstant, AttributeId, Comparison, Constant, InTest, MoneyId,
    Node, NodeId, NodeRange, OptionIndex, SlotId, TableIndex, TestRange, ValueKind,
};

type Result<T, E = Stop> = std::result::Result<T, E>;

impl<'a> Frame<'a> {
    /// The value of one node, its parts through [`Frame::evaluate`].
    pub(super) fn compute(&mut self, node: NodeId) -> Result<Value<'a>> {
        let operation = self.program.nodes.get(node.index());
        match *operation.ok_or_else(|| Stop::unfit("an expression"))? {
            Node::Number(number) => Ok(Value::Number(number)),
            Node::Text(text) => Ok(Value::Text(Cow::Borrowed(self.plan.text(text)))),
            Node::Boolean(boolean) => Ok(Value::Boolean(boolean)),
            Node::Date(date) => Ok(Value::Date(date)),
            Node::Option(option) => Ok(Value::Option(option)),
            Node::Money(money) => self.money(money, node).map(Value::Number),
            Node::Slot(slot) => self.slot(slot).cloned(),
            Node::OptionText(slot) => self.option_text(slot),
            Node::OptionTexts(slot) => self.option_list(slot, |frame, (option, _)| {
                Value::Text(Cow::Borrowed(frame.option_id(slot, option)))
            }),
            Node::OptionQuantities(slot) => {
                self.option_list(slot, |_, (_, quantity)| Value::Number(quantity))
            }
            Node::Attribute(slot, attribute) => self.attribute(slot, attribute),
            Node::Amount(name) => self.amount(name).map(Value::Number),
            Node::Negate(inner) => self
                .number(inner)
                .map(|number| Value::Number(number.negated())),
            Node::Not(inner) => self.boolean(inner).map(|boolean| Value::Boolean(!boolean)),
            Node::Arithmetic(operator, left, right) => self.arithmetic(node, operator, left, right),
            Node::Compare(comparison, left, right) => self.compare(comparison, left, right),
            Node::And(left, right) => self.logic(left, right, false),
            Node::Or(left, right) => self.logic(left, right, true),
            Node::Power(base, exponent) => self.power(node, base, exponent),
            Node::In(value, tests) => self.is_in(value, tests),
            Node::Between(value, low, high) => self.is_between(value, low, high),
            Node::If(condition, then, otherwise) => {
                let taken = if self.boolean(condition)? {
                    then
                } else {
                    otherwise
                };
                self.evaluate(taken)
            }
            Node::IsSet(slot) => self.is_set(slot).map(Value::Boolean),
            Node::Call(name, arguments) => {
                let arguments = self.values(arguments)?;
                let excerpt = self.excerpt_of(node);
                function::call(name, arguments, &mut self.exact, excerpt)
            }
            Node::Lookup(table, row, col) => self.looked_up(table, row, col),
            Node::List(values) => self.values(values).map(Value::List),
            Node::SlotIs(slot, constant) => self.slot_is(slot, constant),
            Node::AttributeIs(slot, attribute, constant) => {
                self.attribute_is(slot, attribute, constant)
            }
        }
    }

    /// The cell of a table for two expressions; the inner error is a miss, which a price list
    /// tells in its own way.
    pub fn cell(
        &mut self,
        table: TableIndex,
        row: NodeId,
        col: Option<NodeId>,
    ) -> Result<Result<Hit, Miss>> {
        let tables = self.tables;
        let table = tables
            .get(table.index())
            .ok_or_else(|| Stop::unfit("a price list"))?;
        let row_value = self.evaluate(row);
        let col_value = col.map_or(Ok(None), |col| self.evaluate(col).map(Some));
        let (row_value, col_value) = Stop::both(row_value, col_value)?;
        let row = self.key(row, &row_value)?;
        let col = match (col, &col_value) {
            (Some(node), Some(value)) => Some(self.key(node, value)?),
            _ => None,
        };
        let found = look_up(self.plan, table, &row, col.as_ref());
        if let Ok(Hit { exact: false, .. }) = found {
            self.exact.note_rounded();
        }
        Ok(found)
    }

    /// The text of a node in the rules; none where it is not known or is too long for a message.
    fn excerpt_of(&self, node: NodeId) -> Option<&'a str> {
        const LONGEST: usize = 80;
        let place = self.program.places.get(node.index())?;
        let fits = |text: &&str| text.len() <= LONGEST && !text.contains(char::is_control);
        self.excerpt(*place).filter(fits)
    }

    fn looked_up(
        &mut self,
        table: TableIndex,
        row: NodeId,
        col: Option<NodeId>,
    ) -> Result<Value<'a>> {
        match self.cell(table, row, col)? {
            Ok(hit) => Ok(Value::Number(hit.price)),
            Err(miss) => {
                let table = self.tables.get(table.index());
                Err(miss.into_stop(table.map_or("", |table| self.plan.text(table.id))))
            }
        }
    }

    fn money(&self, money: MoneyId, node: NodeId) -> Result<Decimal> {
        let amounts = self.program.money.get(money.0 as usize);
        let amount = amounts.and_then(|amounts| amounts.get(self.currency.index()));
        amount.copied().flatten().ok_or_else(|| {
            let currency = self.plan.currencies.get(self.currency.index());
            let code = currency.map_or("this currency", |currency| currency.code.as_str());
            let what = self.excerpt_of(node).map_or_else(
                || "an amount".to_owned(),
                |excerpt| format!("the amount `{excerpt}`"),
            );
            Stop::problem(Code::Unpriced, format!("{what} has no price in {code}"))
        })
    }

    fn option_text(&mut self, slot: SlotId) -> Result<Value<'a>> {
        match *self.slot(slot)? {
            Value::Option(option) => Ok(Value::Text(Cow::Borrowed(self.option_id(slot, option)))),
            ref other => Err(Stop::unexpected("an option", other)),
        }
    }

    /// The options that a multiselect holds; none where it is unset, so that they can be counted.
    fn options(&mut self, slot: SlotId) -> Result<Vec<(OptionIndex, Decimal)>> {
        match self.state(slot)? {
            SlotState::Known(Value::Options(options)) => Ok(options.clone()),
            SlotState::Known(other) => Err(Stop::unexpected("options", other)),
            SlotState::Unset | SlotState::NotAvailable => Ok(Vec::new()),
            SlotState::Stopped(stop) => Err(Stop::clone(stop)),
            SlotState::Missing | SlotState::Lazy(_) => Err(Stop::waits_for(slot)),
        }
    }

    fn option_list(
        &mut self,
        slot: SlotId,
        shown: impl Fn(&Self, (OptionIndex, Decimal)) -> Value<'a>,
    ) -> Result<Value<'a>> {
        let options = self.options(slot)?;
        Ok(Value::List(
            options
                .into_iter()
                .map(|option| shown(self, option))
                .collect(),
        ))
    }

    fn attribute(&mut self, slot: SlotId, attribute: AttributeId) -> Result<Value<'a>> {
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

    fn attribute_of(&self, option: OptionIndex, attribute: AttributeId) -> Result<Value<'a>> {
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

    fn attribute_amount(&self, money: MoneyId, id: crate::plan::TextId) -> Result<Value<'a>> {
        let amounts = self.program.money.get(money.0 as usize);
        let amount = amounts.and_then(|amounts| amounts.get(self.currency.index()));
        amount.copied().flatten().map(Value::Number).ok_or_else(|| {
            let message = format!("the attribute `{}` has no price", self.plan.text(id));
            Stop::problem(Code::Unpriced, message)
        })
    }

    /// A value that is written in the catalog.
    pub fn constant(&self, constant: &Constant) -> Value<'a> {
        match constant {
            Constant::Number(number) => Value::Number(*number),
            Constant::Text(text) => Value::Text(Cow::Borrowed(self.plan.text(*text))),
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

    fn values(&mut self, range: NodeRange) -> Result<Vec<Value<'a>>> {
        let nodes = run(&self.program.arguments, range.start, range.len)?;
        let mut values = Ok(Vec::new());
        for node in nodes {
            // All are read, so that a reader waits for everything that is missing.
            let both = Stop::both(values, self.evaluate(*node));
            values = both.map(|(mut values, value)| {
                values.push(value);
                values
            });
            if matches!(values, Err(Stop::Problem(_) | Stop::OnRequest(_))) {
                break;
            }
        }
        values
    }

    /// Both sides; the right one also where the left one waits, to know all that is missing.
    fn sides(&mut self, left: NodeId, right: NodeId) -> Result<(Value<'a>, Value<'a>)> {
        match self.evaluate(left) {
            Err(stop @ (Stop::Problem(_) | Stop::OnRequest(_))) => Err(stop),
            left => Stop::both(left, self.evaluate(right)),
        }
    }

    fn arithmetic(
        &mut self,
        node: NodeId,
        operator: ArithmeticOperator,
        left: NodeId,
        right: NodeId,
    ) -> Result<Value<'a>> {
        let (left, right) = match self.sides(left, right)? {
            (Value::Number(left), Value::Number(right)) => (left, right),
            (Value::Number(_), other) | (other, _) => {
                return Err(Stop::unexpected("a number", &other));
            }
        };
        self.operate(node, |exact| match operator {
            ArithmeticOperator::Add => left.plus(right, exact),
            ArithmeticOperator::Subtract => left.minus(right, exact),
            ArithmeticOperator::Multiply => left.times(right, exact),
            ArithmeticOperator::Divide => left.divided_by(right, exact),
        })
    }

    fn power(&mut self, node: NodeId, base: NodeId, exponent: i32) -> Result<Value<'a>> {
        let base = self.number(base)?;
        self.operate(node, |exact| base.power(exponent, exact))
    }

    fn operate(
        &mut self,
        node: NodeId,
        operation: impl FnOnce(&mut Exactness) -> Result<Decimal, NumberError>,
    ) -> Result<Value<'a>> {
        let result = operation(&mut self.exact);
        result
            .map(Value::Number)
            .map_err(|error| Stop::number(error, self.excerpt_of(node)))
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: NodeId,
        right: NodeId,
    ) -> Result<Value<'a>> {
        let (left, right) = self.sides(left, right)?;
        compared(comparison, &left, &right).map(Value::Boolean)
    }

    /// `and`, which `false` decides, and `or`, which `true` decides.
    fn logic(&mut self, left: NodeId, right: NodeId, decisive: bool) -> Result<Value<'a>> {
        let left = self.boolean(left);
        if stays(&left, decisive) {
            return left.map(Value::Boolean);
        }
        let right = self.boolean(right);
        combine(left, right, decisive).map(Value::Boolean)
    }

    fn is_in(&mut self, value: NodeId, tests: TestRange) -> Result<Value<'a>> {
        let tests = run(&self.program.tests, tests.start, tests.len)?;
        let value = self.evaluate(value)?;
        let mut result = Ok(false);
        for test in tests {
            let passed = self.passes(&value, *test);
            result = combine(result, passed, true);
            if stays(&result, true) {
                break;
            }
        }
        result.map(Value::Boolean)
    }

    fn is_between(&mut self, value: NodeId, low: NodeId, high: NodeId) -> Result<Value<'a>> {
        let value = self.evaluate(value)?;
        self.in_range(&value, (low, true), (high, true))
            .map(Value::Boolean)
    }

    /// Whether a value passes one test of `in`.
    pub(crate) fn passes(&mut self, value: &Value<'a>, test: InTest) -> Result<bool> {
        match test {
            InTest::Compare(comparison, other) => {
                let other = self.evaluate(other)?;
                compared(comparison, value, &other)
            }
            InTest::InList(list) => Ok(match self.evaluate(list)? {
                Value::List(values) => values.contains(value),
                Value::Options(options) => options
                    .iter()
                    .any(|(option, _)| Value::Option(*option) == *value),
                other => other == *value,
            }),
            InTest::Range {
                low,
                low_included,
                high,
                high_included,
            } => self.in_range(value, (low, low_included), (high, high_included)),
        }
    }

    fn in_range(
        &mut self,
        value: &Value<'a>,
        (low, low_included): (NodeId, bool),
        (high, high_included): (NodeId, bool),
    ) -> Result<bool> {
        let above = if low_included {
            Comparison::GreaterOrEqual
        } else {
            Comparison::Greater
        };
        let above = self.passes(value, InTest::Compare(above, low));
        if stays(&above, false) {
            return above;
        }
        let below = if high_included {
            Comparison::LessOrEqual
        } else {
            Comparison::Less
        };
        combine(
            above,
            self.passes(value, InTest::Compare(below, high)),
            false,
        )
    }

    fn slot_is(&mut self, slot: SlotId, constant: NodeId) -> Result<Value<'a>> {
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

    fn attribute_is(
        &mut self,
        slot: SlotId,
        attribute: AttributeId,
        constant: NodeId,
    ) -> Result<Value<'a>> {
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
    fn key<'k>(&self, node: NodeId, value: &'k Value<'a>) -> Result<Key<'k>>
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

/// Whether the other side cannot change this any more: it decides, or there is a fault in it.
fn stays(side: &Result<bool>, decisive: bool) -> bool {
    match side {
        Ok(value) => *value == decisive,
        Err(Stop::Waits(_)) => false,
        Err(_) => true,
    }
}

/// Two sides of which the first does not stay: the decisive value wins over one that waits.
fn combine(left: Result<bool>, right: Result<bool>, decisive: bool) -> Result<bool> {
    match (left, right) {
        (_, Ok(value)) if value == decisive => Ok(value),
        (Ok(_), right) => right,
        (Err(stop), Ok(_)) => Err(stop),
        (Err(left), Err(right)) => Err(left.join(right)),
    }
}

fn compared(comparison: Comparison, left: &Value, right: &Value) -> Result<bool> {
    left.compare(comparison, right)
        .ok_or_else(|| Stop::unexpected(left.kind(), right))
}

fn run<T>(all: &[T], start: u32, len: u32) -> Result<&[T]> {
    let start = usize::try_from(start).ok();
    let end = start.and_then(|start| start.checked_add(usize::try_from(len).ok()?));
    let run = start.zip(end).and_then(|(start, end)| all.get(start..end));
    run.ok_or_else(|| Stop::unfit("a part of an expression"))
}
