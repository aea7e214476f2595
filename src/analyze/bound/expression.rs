//! Expressions over a set of configurations: from a node to everything it may come to.
//!
//! The meaning is that of `evaluate::expression`; where all parts have one value its functions are
//! called. What may have no value is noted in [`View::doubts`].

use std::sync::Arc;

use super::call;
use super::possible::{Possible, Truth};
use super::view::View;
use crate::analyze::domain::Choice;
use crate::analyze::interval::Interval;
use crate::money::{Decimal, Exactness};
use crate::plan::{
    ArithmeticOperator, AttributeConstant, AttributeId, Comparison, Constant, Function, InTest,
    MoneyId, Node, NodeId, NodeRange, OptionIndex, SlotId, TableIndex, TestRange, ValueKind,
};

impl View<'_, '_> {
    /// What a node may come to.
    pub(super) fn evaluate(&mut self, node: NodeId) -> Possible {
        let Some(operation) = self.program.node(node) else {
            return Possible::Anything;
        };
        match *operation {
            Node::Number(number) => Possible::exactly(number),
            Node::Text(text) => Possible::Texts(vec![self.setting.plan.shared_text(text)]),
            Node::Boolean(boolean) => Possible::Truth(Truth::of(boolean)),
            Node::Date(date) => Possible::Date(date),
            Node::Option(option) => Possible::Options(vec![option]),
            Node::Money(money) => {
                let amount = self.money(money);
                self.doubts.lack |= amount == Possible::Nothing;
                amount
            }
            Node::Slot(slot) => self.read(slot),
            Node::OptionText(slot) => self.option_text(slot),
            Node::OptionTexts(slot) => self.elements(slot, |view, choice| {
                Possible::Texts(vec![view.option_id(slot, choice.option)])
            }),
            Node::OptionQuantities(slot) => self.elements(slot, |_, choice| quantity(choice)),
            Node::Attribute(slot, attribute) => self.attribute(slot, attribute),
            Node::Amount(name) => self.amount(name),
            Node::Negate(inner) => self.numeric(inner, |number| Some(number.negated())),
            Node::Not(inner) => Possible::Truth(self.condition(inner).not()),
            Node::Arithmetic(operator, left, right) => {
                let result = self.arithmetic(operator, left, right);
                self.within_promises(node, result)
            }
            Node::Compare(comparison, left, right) => {
                let (left, right) = (self.evaluate(left), self.evaluate(right));
                Possible::Truth(left.compare(comparison, &right))
            }
            Node::And(left, right) => self.logic(left, right, false),
            Node::Or(left, right) => self.logic(left, right, true),
            Node::Power(base, exponent) => self.power(base, exponent),
            Node::In(value, tests) => self.is_in(value, tests),
            Node::Between(value, low, high) => {
                let value = self.evaluate(value);
                Possible::Truth(self.in_range(&value, (low, true), (high, true)))
            }
            Node::If(condition, then, otherwise) => self.branch(condition, then, otherwise),
            Node::IsSet(slot) => Possible::Truth(self.is_set(slot)),
            Node::Call(function, arguments) => self.call(function, arguments),
            Node::Lookup(table, row, col) => self.looked_up(table, row, col),
            Node::List(values) => call::list(self.arguments(values)),
            Node::SlotIs(slot, constant) => self.slot_is(slot, constant),
            Node::AttributeIs(slot, attribute, constant) => {
                self.attribute_is(slot, attribute, constant)
            }
        }
    }

    fn condition(&mut self, node: NodeId) -> Truth {
        self.evaluate(node).truth()
    }

    fn numeric(
        &mut self,
        node: NodeId,
        operation: impl Fn(Interval) -> Option<Interval>,
    ) -> Possible {
        match self.evaluate(node) {
            Possible::Number(number) => self.result(operation(number)),
            Possible::Nothing => Possible::Nothing,
            _ => self.result(None),
        }
    }

    /// A number; one that is not known may also have no value.
    fn result(&mut self, interval: Option<Interval>) -> Possible {
        self.doubts.lack |= interval.is_none();
        Possible::number(interval)
    }

    fn arithmetic(
        &mut self,
        operator: ArithmeticOperator,
        left: NodeId,
        right: NodeId,
    ) -> Possible {
        let (left, right) = (self.evaluate(left), self.evaluate(right));
        if left == Possible::Nothing || right == Possible::Nothing {
            return Possible::Nothing;
        }
        let (Some(left), Some(right)) = (left.interval(), right.interval()) else {
            return self.result(None);
        };
        let result = match operator {
            ArithmeticOperator::Add => left.plus(right),
            ArithmeticOperator::Subtract => left.minus(right),
            ArithmeticOperator::Multiply => left.times(right),
            ArithmeticOperator::Divide if right == Interval::ZERO => {
                self.doubts.lack = true;
                return Possible::Nothing;
            }
            ArithmeticOperator::Divide => left.divided_by(right),
        };
        self.result(result)
    }

    /// A calculation within what the constraints promise of it.
    fn within_promises(&self, node: NodeId, result: Possible) -> Possible {
        let from = self.promised.partition_point(|(other, _)| *other < node);
        let limits = self.promised.iter().skip(from);
        let limits = limits.take_while(|(other, _)| *other == node);
        limits.fold(result, |result, (_, limit)| match result {
            Possible::Number(number) => Possible::Number(limit.within(number)),
            other => other,
        })
    }

    fn power(&mut self, base: NodeId, exponent: i32) -> Possible {
        let even = exponent.rem_euclid(2) == 0;
        self.numeric(base, |base| {
            let base = if even { base.absolute() } else { base };
            if exponent < 0 && !base.low.is_positive() && !base.high.is_negative() {
                return None;
            }
            let one = |end: Decimal| end.power(exponent, &mut Exactness::default()).ok();
            Some(Interval::between(one(base.low)?, one(base.high)?))
        })
    }

    /// `and` (`decisive` false) and `or` (true). The left side may also have no value: then the
    /// right one decides alone where it can.
    fn logic(&mut self, left: NodeId, right: NodeId, decisive: bool) -> Possible {
        let left = self.condition(left);
        if left == Truth::of(decisive) {
            return Possible::Truth(left);
        }
        let right = self.condition(right);
        Possible::Truth(if decisive {
            left.or(right)
        } else {
            left.and(right)
        })
    }

    fn is_in(&mut self, value: NodeId, tests: TestRange) -> Possible {
        let value = self.evaluate(value);
        let program = self.program;
        let mut result = Truth::NO;
        for test in program.test_run(tests) {
            let passed = self.passes(&value, *test);
            result = result.or(passed);
        }
        Possible::Truth(result)
    }

    fn passes(&mut self, value: &Possible, test: InTest) -> Truth {
        match test {
            InTest::Compare(comparison, other) => {
                let other = self.evaluate(other);
                value.compare(comparison, &other)
            }
            InTest::InList(list) => match self.evaluate(list) {
                Possible::List(elements) => elements.iter().fold(Truth::NO, |any, element| {
                    let same = value.compare(Comparison::Equal, &element.value);
                    any.or(same.and(present(element.certain)))
                }),
                Possible::Choices(choices) => among(value, &choices),
                other => value.compare(Comparison::Equal, &other),
            },
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
        value: &Possible,
        (low, low_included): (NodeId, bool),
        (high, high_included): (NodeId, bool),
    ) -> Truth {
        let above = InTest::Compare(Comparison::above(low_included), low);
        let below = InTest::Compare(Comparison::below(high_included), high);
        let above = self.passes(value, above);
        above.and(self.passes(value, below))
    }

    fn branch(&mut self, condition: NodeId, then: NodeId, otherwise: NodeId) -> Possible {
        let condition = self.condition(condition);
        let then = condition.yes.then(|| self.evaluate(then));
        let otherwise = condition.no.then(|| self.evaluate(otherwise));
        let none = Possible::Nothing;
        then.unwrap_or(none.clone()).join(otherwise.unwrap_or(none))
    }

    pub(super) fn arguments(&mut self, range: NodeRange) -> Vec<Possible> {
        let program = self.program;
        let nodes = program.argument_run(range).iter();
        nodes.map(|node| self.evaluate(*node)).collect()
    }

    fn call(&mut self, function: Function, arguments: NodeRange) -> Possible {
        let arguments = self.arguments(arguments);
        let (value, doubts) = call::call(function, &arguments);
        self.doubts = self.doubts.and(doubts);
        value
    }

    fn money(&self, money: MoneyId) -> Possible {
        let amounts = self.program.money.get(money.index());
        let currency = self.setting.currency_index.index();
        let amount = amounts.and_then(|amounts| amounts.get(currency));
        let amount = amount.copied().flatten();
        amount.map_or(Possible::Nothing, Possible::exactly)
    }

    fn option_text(&mut self, slot: SlotId) -> Possible {
        match self.read(slot) {
            Possible::Options(options) => {
                let ids = options.iter().map(|option| self.option_id(slot, *option));
                Possible::texts(ids)
            }
            Possible::Nothing => Possible::Nothing,
            _ => Possible::Anything,
        }
    }

    /// The id of an option of a slot.
    pub(super) fn option_id(&self, slot: SlotId, option: OptionIndex) -> Arc<str> {
        let kind = self.slot_plans.get(slot.index()).map(|plan| &plan.kind);
        let id = match kind {
            Some(ValueKind::Option(ids) | ValueKind::Options(ids)) => ids.get(option.index()),
            _ => None,
        };
        id.map_or_else(Arc::default, |id| self.setting.plan.shared_text(*id))
    }

    fn attribute(&mut self, slot: SlotId, attribute: AttributeId) -> Possible {
        let kind = self.slot_plans.get(slot.index()).map(|plan| &plan.kind);
        if matches!(kind, Some(ValueKind::Options(_))) {
            return self.elements(slot, |view, choice| {
                view.attribute_of(choice.option, attribute)
            });
        }
        match self.read(slot) {
            Possible::Options(options) => {
                let values = options
                    .iter()
                    .map(|option| self.attribute_of(*option, attribute));
                let values: Vec<Possible> = values.collect();
                self.doubts.lack |= values.contains(&Possible::Nothing);
                values.into_iter().fold(Possible::Nothing, Possible::join)
            }
            Possible::Nothing => Possible::Nothing,
            _ => Possible::Anything,
        }
    }

    fn attribute_of(&self, option: OptionIndex, attribute: AttributeId) -> Possible {
        let plan = self.attributes.get(attribute.index());
        let value = plan.and_then(|plan| plan.values.get(option.index()));
        match value.and_then(Option::as_ref) {
            Some(AttributeConstant::Plain(constant)) => self.constant(constant),
            Some(AttributeConstant::Money(money)) => self.money(*money),
            None => Possible::Nothing,
        }
    }

    fn constant(&self, constant: &Constant) -> Possible {
        match constant {
            Constant::Number(number) => Possible::exactly(*number),
            Constant::Text(text) => Possible::Texts(vec![self.setting.plan.shared_text(*text)]),
            Constant::Boolean(boolean) => Possible::Truth(Truth::of(*boolean)),
            Constant::Option(option) => Possible::Options(vec![*option]),
            Constant::Options(options) => {
                let one = |option: &OptionIndex| Choice {
                    option: *option,
                    least: Decimal::ONE,
                    most: Decimal::ONE,
                };
                Possible::Choices(options.iter().map(one).collect())
            }
        }
    }

    fn slot_is(&mut self, slot: SlotId, constant: NodeId) -> Possible {
        let (value, absent) = self.slot(slot);
        let constant = self.evaluate(constant);
        let same = match &value {
            Possible::Nothing => Truth::NEVER,
            Possible::Choices(choices) => among(&constant, choices),
            value => value.compare(Comparison::Equal, &constant),
        };
        Possible::Truth(unless_absent(same, absent))
    }

    fn attribute_is(&mut self, slot: SlotId, attribute: AttributeId, constant: NodeId) -> Possible {
        let (value, absent) = self.slot(slot);
        let constant = self.evaluate(constant);
        let is = |view: &Self, option: OptionIndex| match view.attribute_of(option, attribute) {
            Possible::Nothing => Truth::NO,
            value => value.compare(Comparison::Equal, &constant),
        };
        let same = match &value {
            Possible::Nothing => Truth::NEVER,
            Possible::Options(options) => options
                .iter()
                .fold(Truth::NEVER, |all, option| all.join(is(self, *option))),
            Possible::Choices(choices) => choices.iter().fold(Truth::NO, |any, choice| {
                any.or(is(self, choice.option).and(present(choice.least.is_positive())))
            }),
            _ => Truth::MAYBE,
        };
        Possible::Truth(unless_absent(same, absent))
    }

    fn looked_up(&mut self, table: TableIndex, row: NodeId, col: Option<NodeId>) -> Possible {
        let found = self.tables.get(table.index());
        let currency = found.and_then(|table| table.currency);
        if currency.is_some_and(|currency| currency != self.setting.currency_index) {
            self.doubts.lack = true;
            return Possible::Nothing;
        }
        self.cell(table, row, col)
    }
}

/// What is not set is not equal.
fn unless_absent(same: Truth, absent: bool) -> Truth {
    Truth {
        yes: same.yes,
        no: same.no || absent,
    }
}

const fn present(certain: bool) -> Truth {
    Truth {
        yes: true,
        no: !certain,
    }
}

/// Whether a value is one of the options that may be chosen.
fn among(value: &Possible, choices: &[Choice]) -> Truth {
    choices.iter().fold(Truth::NO, |any, choice| {
        let option = Possible::Options(vec![choice.option]);
        let same = value.compare(Comparison::Equal, &option);
        any.or(same.and(present(choice.least.is_positive())))
    })
}

fn quantity(choice: Choice) -> Possible {
    Possible::Number(Interval {
        low: choice.least.max(Decimal::ONE),
        high: choice.most,
    })
}
