//! Expressions: from a node of the program to its value.
//!
//! Logic has three values over what is missing: `false and x` is false and `true or x` is true,
//! also where `x` waits, and on whichever side it stands. `in` is an `or` over its tests,
//! `between` an `and` of its two ends.

use super::frame::Frame;
use super::function;
use super::lookup::{Hit, Miss, look_up};
use super::value::{Stop, Value};
use crate::diagnostic::Code;
use crate::money::{Decimal, Exactness, NumberError};
use crate::plan::{
    ArithmeticOperator, Comparison, Function, InTest, MoneyId, Node, NodeId, NodeRange, SlotId,
    TableIndex, TestRange,
};

type Result<T, E = Stop> = std::result::Result<T, E>;

impl<'a> Frame<'a> {
    /// The value of one node, its parts through [`Frame::evaluate`].
    ///
    /// Nesting costs stack, so what nests is one call an arm, without values of its own.
    pub(super) fn compute(&mut self, node: NodeId) -> Result<Value> {
        let Some(operation) = self.program.nodes.get(node.index()) else {
            return Err(Stop::unfit("an expression"));
        };
        match *operation {
            Node::Negate(inner) => self.negated(inner),
            Node::Not(inner) => self.not(inner),
            Node::Arithmetic(operator, left, right) => self.arithmetic(node, operator, left, right),
            Node::Compare(comparison, left, right) => self.compare(comparison, left, right),
            Node::And(left, right) => self.logic(left, right, false),
            Node::Or(left, right) => self.logic(left, right, true),
            Node::Power(base, exponent) => self.power(node, base, exponent),
            Node::In(value, tests) => self.is_in(value, tests),
            Node::Between(value, low, high) => self.is_between(value, low, high),
            Node::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Node::Call(function, arguments) => self.called(node, function, arguments),
            Node::Lookup(table, row, col) => self.looked_up(table, row, col),
            Node::List(values) => self.list(values),
            Node::SlotIs(slot, constant) => self.slot_is(slot, constant),
            Node::AttributeIs(slot, attribute, constant) => {
                self.attribute_is(slot, attribute, constant)
            }
            // A slot may hold a computed value, whose expression nests in turn.
            Node::Slot(slot) => self.read(slot),
            Node::IsSet(slot) => self.asked(slot),
            ref leaf => self.leaf(node, leaf),
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
        let row_value = self.evaluate(row);
        let col_value = match col {
            Some(col) => self.evaluate(col).map(Some),
            None => Ok(None),
        };
        let (row_value, col_value) = Stop::both(row_value, col_value)?;
        self.cell_at(table, (row, &row_value), col.zip(col_value.as_ref()))
    }

    #[inline(never)]
    fn cell_at(
        &mut self,
        table: TableIndex,
        (row, row_value): (NodeId, &Value),
        col: Option<(NodeId, &Value)>,
    ) -> Result<Result<Hit, Miss>> {
        let table = self.tables.get(table.index());
        let table = table.ok_or_else(|| Stop::unfit("a price list"))?;
        let row = self.key(row, row_value)?;
        let col = match col {
            Some((col, value)) => Some(self.key(col, value)?),
            None => None,
        };
        self.memo.work.lookups = self.memo.work.lookups.wrapping_add(1);
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

    /// Nodes without parts.
    #[inline(never)]
    fn leaf(&mut self, node: NodeId, leaf: &Node) -> Result<Value> {
        match *leaf {
            Node::Number(number) => Ok(Value::Number(number)),
            Node::Text(text) => Ok(Value::Text(self.plan.shared_text(text))),
            Node::Boolean(boolean) => Ok(Value::Boolean(boolean)),
            Node::Date(date) => Ok(Value::Date(date)),
            Node::Option(option) => Ok(Value::Option(option)),
            Node::Money(money) => self.money(money, node).map(Value::Number),
            Node::OptionText(slot) => self.option_text(slot),
            Node::OptionTexts(slot) => self.option_list(slot, |frame, (option, _)| {
                Value::Text(frame.option_text_of(slot, option))
            }),
            Node::OptionQuantities(slot) => {
                self.option_list(slot, |_, (_, quantity)| Value::Number(quantity))
            }
            Node::Attribute(slot, attribute) => self.attribute(slot, attribute),
            Node::Amount(name) => self.amount(name).map(Value::Number),
            _ => Err(Stop::unfit("an expression")),
        }
    }

    fn read(&mut self, slot: SlotId) -> Result<Value> {
        self.slot(slot).cloned()
    }

    fn asked(&mut self, slot: SlotId) -> Result<Value> {
        self.is_set(slot).map(Value::Boolean)
    }

    fn negated(&mut self, inner: NodeId) -> Result<Value> {
        let number = self.operand(inner)?;
        Ok(Value::Number(number.negated()))
    }

    fn not(&mut self, inner: NodeId) -> Result<Value> {
        let boolean = self.truth(inner)?;
        Ok(Value::Boolean(!boolean))
    }

    fn branch(&mut self, condition: NodeId, then: NodeId, otherwise: NodeId) -> Result<Value> {
        let taken = if self.truth(condition)? {
            then
        } else {
            otherwise
        };
        self.evaluate(taken)
    }

    #[inline(never)]
    fn called(&mut self, node: NodeId, function: Function, arguments: NodeRange) -> Result<Value> {
        let arguments = self.values(arguments)?;
        let excerpt = self.excerpt_of(node);
        function::call(function, arguments, &mut self.exact, excerpt)
    }

    fn list(&mut self, values: NodeRange) -> Result<Value> {
        Ok(Value::List(self.values(values)?.into()))
    }

    #[inline(never)]
    fn looked_up(&mut self, table: TableIndex, row: NodeId, col: Option<NodeId>) -> Result<Value> {
        let found = self.tables.get(table.index());
        let list = found.map_or("", |table| self.plan.text(table.id));
        // its amounts are of one currency, and nothing is converted
        let currency = found.and_then(|table| table.currency);
        if currency.is_some_and(|currency| currency != self.currency) {
            let code = self.currency_code();
            let message = format!("price list `{list}` has no prices in {code}");
            return Err(Stop::problem(Code::Unpriced, message));
        }
        match self.cell(table, row, col)? {
            Ok(hit) => Ok(Value::Number(hit.price)),
            Err(miss) => Err(miss.into_stop(list)),
        }
    }

    fn currency_code(&self) -> &'a str {
        let currency = self.plan.currencies.get(self.currency.index());
        currency.map_or("this currency", |currency| currency.code.as_str())
    }

    fn money(&self, money: MoneyId, node: NodeId) -> Result<Decimal> {
        let amounts = self.program.money.get(money.0 as usize);
        let amount = amounts.and_then(|amounts| amounts.get(self.currency.index()));
        amount.copied().flatten().ok_or_else(|| {
            let code = self.currency_code();
            let what = self.excerpt_of(node).map_or_else(
                || "an amount".to_owned(),
                |excerpt| format!("the amount `{excerpt}`"),
            );
            Stop::problem(Code::Unpriced, format!("{what} has no price in {code}"))
        })
    }

    fn values(&mut self, range: NodeRange) -> Result<Vec<Value>> {
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
    fn sides(&mut self, left: NodeId, right: NodeId) -> Result<(Value, Value)> {
        match self.evaluate(left) {
            Err(stop @ (Stop::Problem(_) | Stop::OnRequest(_))) => Err(stop),
            left => Stop::both(left, self.evaluate(right)),
        }
    }

    #[inline(never)]
    fn arithmetic(
        &mut self,
        node: NodeId,
        operator: ArithmeticOperator,
        left: NodeId,
        right: NodeId,
    ) -> Result<Value> {
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

    #[inline(never)]
    fn power(&mut self, node: NodeId, base: NodeId, exponent: i32) -> Result<Value> {
        let base = self.operand(base)?;
        self.operate(node, |exact| base.power(exponent, exact))
    }

    fn operate(
        &mut self,
        node: NodeId,
        operation: impl FnOnce(&mut Exactness) -> Result<Decimal, NumberError>,
    ) -> Result<Value> {
        let result = operation(&mut self.exact);
        result
            .map(Value::Number)
            .map_err(|error| Stop::number(error, self.excerpt_of(node)))
    }

    #[inline(never)]
    fn compare(&mut self, comparison: Comparison, left: NodeId, right: NodeId) -> Result<Value> {
        let (left, right) = self.sides(left, right)?;
        compared(comparison, &left, &right).map(Value::Boolean)
    }

    /// `and`, which `false` decides, and `or`, which `true` decides.
    #[inline(never)]
    fn logic(&mut self, left: NodeId, right: NodeId, decisive: bool) -> Result<Value> {
        let left = self.truth(left);
        if stays(&left, decisive) {
            return left.map(Value::Boolean);
        }
        let right = self.truth(right);
        combine(left, right, decisive).map(Value::Boolean)
    }

    #[inline(never)]
    fn is_in(&mut self, value: NodeId, tests: TestRange) -> Result<Value> {
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

    #[inline(never)]
    fn is_between(&mut self, value: NodeId, low: NodeId, high: NodeId) -> Result<Value> {
        let value = self.evaluate(value)?;
        self.in_range(&value, (low, true), (high, true))
            .map(Value::Boolean)
    }

    /// Whether a value passes one test of `in`.
    pub(crate) fn passes(&mut self, value: &Value, test: InTest) -> Result<bool> {
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
        value: &Value,
        (low, low_included): (NodeId, bool),
        (high, high_included): (NodeId, bool),
    ) -> Result<bool> {
        let above = InTest::Compare(Comparison::above(low_included), low);
        let above = self.passes(value, above);
        if stays(&above, false) {
            return above;
        }
        let below = InTest::Compare(Comparison::below(high_included), high);
        combine(above, self.passes(value, below), false)
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
