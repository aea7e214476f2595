//! Literals, arithmetic, comparisons, amounts, and what stops them.

use crate::diagnostic::Code;
use crate::evaluate::limits;
use crate::evaluate::testing::{Build, breakpoints, number, text};
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::model::date::Date;
use crate::model::lookup::{Above, LookupMode};
use crate::plan::{
    AmountName, ArithmeticOperator as Op, Comparison, FeatureIndex, Function, InTest, Node, NodeId,
    SlotId,
};

fn value(build: &Build, node: NodeId) -> Value {
    build.frame().evaluate(node).unwrap()
}

fn problem(build: &Build, node: NodeId) -> (Code, String) {
    match build.frame().evaluate(node) {
        Err(Stop::Problem(problem)) => (problem.code, problem.message),
        other => panic!("expected a problem, found {other:?}"),
    }
}

fn arithmetic(operator: Op, left: &str, right: &str) -> (Value, bool) {
    let mut build = Build::new();
    let (left, right) = (build.number(left), build.number(right));
    let node = build.node(Node::Arithmetic(operator, left, right));
    let mut frame = build.frame();
    let Value::Number(result) = frame.evaluate(node).unwrap() else {
        panic!()
    };
    (Value::Number(result), frame.exact.is_exact())
}

#[test]
fn literals_are_their_values() {
    let mut build = Build::new();
    let day = Date::parse("2026-10-01").unwrap();
    let nodes = [
        build.number("1.50"),
        build.string("oak"),
        build.boolean(true),
    ];
    let date = build.node(Node::Date(day));
    assert_eq!(value(&build, nodes[0]), number("1.5"));
    assert_eq!(value(&build, nodes[1]), text("oak"));
    assert_eq!(value(&build, nodes[2]), Value::Boolean(true));
    assert_eq!(value(&build, date), Value::Date(day));
    let list = build.arguments(&nodes[..2]);
    let list = build.node(Node::List(list));
    assert_eq!(
        value(&build, list),
        Value::List(vec![number("1.5"), text("oak")].into())
    );
}

#[test]
fn arithmetic_is_exact_or_says_that_it_is_not() {
    assert_eq!(arithmetic(Op::Add, "0.1", "0.2"), (number("0.3"), true));
    assert_eq!(
        arithmetic(Op::Subtract, "1", "1.25"),
        (number("-0.25"), true)
    );
    // 1.2 m × 1.6 m
    assert_eq!(
        arithmetic(Op::Multiply, "1.2", "1.6"),
        (number("1.92"), true)
    );
    assert_eq!(arithmetic(Op::Divide, "1", "8"), (number("0.125"), true));
    // Two thirds to 28 digits, the last one rounded.
    let two_thirds = number("0.6666666666666666666666666667");
    assert_eq!(arithmetic(Op::Divide, "2", "3"), (two_thirds, false));
}

#[test]
fn negation_and_powers() {
    let mut build = Build::new();
    let base = build.number("1.5");
    let negated = build.node(Node::Negate(base));
    let squared = build.node(Node::Power(base, 2));
    let inverse = build.number("4");
    let inverse = build.node(Node::Power(inverse, -1));
    assert_eq!(value(&build, negated), number("-1.5"));
    assert_eq!(value(&build, squared), number("2.25"));
    assert_eq!(value(&build, inverse), number("0.25"));
}

#[test]
fn a_failed_operation_names_its_text() {
    let mut build = Build::new();
    let (one, zero) = (build.number("1"), build.number("0"));
    let divided = build.at(Node::Arithmetic(Op::Divide, one, zero), "1 / panels");
    let message = "`1 / panels` divides by zero".to_owned();
    assert_eq!(problem(&build, divided), (Code::DivisionByZero, message));
    let ten = build.number("10");
    let large = build.node(Node::Power(ten, 28));
    let message = "the result of a calculation needs more than 28 digits".to_owned();
    assert_eq!(problem(&build, large), (Code::Overflow, message));
}

#[test]
fn comparisons() {
    let holds = |comparison, left: &str, right: &str| {
        let mut build = Build::new();
        let (left, right) = (build.number(left), build.number(right));
        let node = build.node(Node::Compare(comparison, left, right));
        value(&build, node) == Value::Boolean(true)
    };
    let table = [
        (Comparison::Equal, [false, true, false]),
        (Comparison::NotEqual, [true, false, true]),
        (Comparison::Less, [true, false, false]),
        (Comparison::LessOrEqual, [true, true, false]),
        (Comparison::Greater, [false, false, true]),
        (Comparison::GreaterOrEqual, [false, true, true]),
    ];
    for (comparison, expected) in table {
        let found = ["999.9", "1000.0", "1000.1"].map(|left| holds(comparison, left, "1000"));
        assert_eq!(found, expected, "{comparison:?}");
    }
}

#[test]
fn ranges_and_alternatives() {
    let mut build = Build::new();
    let width = build.known("width", "2000");
    let width = build.read(width);
    let [low, high, other] = ["2000", "3000", "100"].map(|text| build.number(text));
    let range = |low_included, high_included| InTest::Range {
        low,
        low_included,
        high,
        high_included,
    };
    let list = build.arguments(&[other, low]);
    let list = build.node(Node::List(list));
    let cases = [
        (vec![range(true, true)], true),
        (vec![range(false, true)], false),
        (vec![InTest::Compare(Comparison::Less, other)], false),
        (
            vec![
                InTest::Compare(Comparison::Less, other),
                InTest::Compare(Comparison::Equal, low),
            ],
            true,
        ),
        (vec![InTest::InList(list)], true),
        (vec![], false),
    ];
    for (tests, expected) in cases {
        let range = build.tests(&tests);
        let node = build.node(Node::In(width, range));
        assert_eq!(value(&build, node), Value::Boolean(expected), "{tests:?}");
    }
    let between = build.node(Node::Between(width, low, high));
    assert_eq!(value(&build, between), Value::Boolean(true));
    let between = build.node(Node::Between(width, other, other));
    assert_eq!(value(&build, between), Value::Boolean(false));
}

#[test]
fn only_the_branch_that_is_taken_is_evaluated() {
    let mut build = Build::new();
    let missing = build.missing("drop");
    let missing = build.read(missing);
    let (yes, one) = (build.boolean(true), build.number("1"));
    let taken = build.node(Node::If(yes, one, missing));
    let other = build.node(Node::If(yes, missing, one));
    assert_eq!(value(&build, taken), number("1"));
    assert_eq!(
        build.frame().evaluate(other),
        Err(Stop::waits_for(SlotId(0)))
    );
}

#[test]
fn amounts_wait_for_what_they_wait_for() {
    let mut build = Build::new();
    let names = [
        AmountName::Base,
        AmountName::Options,
        AmountName::List,
        AmountName::Subtotal,
        AmountName::Extended,
        AmountName::Items,
        AmountName::Feature(FeatureIndex(1)),
    ];
    let nodes = names.map(|name| build.node(Node::Amount(name)));
    let mut frame = build.frame();
    let unpriced = frame.evaluate(nodes[0]);
    assert_eq!(
        unpriced,
        Err(Stop::problem(
            Code::Unpriced,
            "the amount `base` has no price"
        ))
    );
    frame.amounts.waits.insert(SlotId(7));
    assert_eq!(frame.evaluate(nodes[1]), Err(Stop::waits_for(SlotId(7))));
    let amounts = &mut frame.amounts;
    let fields = [
        &mut amounts.base,
        &mut amounts.options,
        &mut amounts.list,
        &mut amounts.subtotal,
        &mut amounts.extended,
        &mut amounts.items,
    ];
    for (index, field) in (1..).zip(fields) {
        *field = Some(crate::money::Decimal::from_integer(index));
    }
    amounts.features = vec![None, Some(crate::money::Decimal::from_integer(7))];
    for (index, node) in (1..).zip(nodes) {
        let expected = Value::Number(crate::money::Decimal::from_integer(index));
        assert_eq!(frame.evaluate(node), Ok(expected));
    }
}

#[test]
fn money_is_an_amount_in_the_currency_of_the_order() {
    let mut build = Build::new();
    let priced = build.money(&[Some("40.00")]);
    let unpriced = build.money(&[None]);
    let priced = build.node(Node::Money(priced));
    let unpriced = build.at(Node::Money(unpriced), "{CHF 45.00}");
    assert_eq!(value(&build, priced), number("40"));
    let message = "the amount `{CHF 45.00}` has no price in EUR".to_owned();
    assert_eq!(problem(&build, unpriced), (Code::Unpriced, message));
}

#[test]
fn all_that_is_missing_is_named() {
    let mut build = Build::new();
    let (width, drop) = (build.missing("width"), build.missing("drop"));
    let (left, right) = (build.read(width), build.read(drop));
    let product = build.node(Node::Arithmetic(Op::Multiply, left, right));
    let both = Stop::waits_for(width).join(Stop::waits_for(drop));
    assert_eq!(build.frame().evaluate(product), Err(both));
}

#[test]
fn the_step_limit_ends_a_calculation() {
    let mut build = Build::new();
    let one = build.number("1");
    let sum = build.node(Node::Arithmetic(Op::Add, one, one));
    let mut frame = build.frame();
    frame.steps_left = 3;
    assert_eq!(frame.evaluate(sum), Ok(number("2")));
    assert_eq!(frame.steps_left, 0);
    let Err(Stop::Problem(problem)) = frame.evaluate(one) else {
        panic!()
    };
    assert_eq!(problem.code, Code::StepLimit);
    assert_eq!(frame.depth, 0);
}

/// An expression that nests so deep, each level made by `level` around the one before.
fn nested(depth: u32, level: fn(&mut Build, NodeId) -> NodeId) -> (Build, NodeId) {
    let mut build = Build::new();
    let mut node = build.number("1");
    for _ in 1..depth {
        node = level(&mut build, node);
    }
    (build, node)
}

fn call(build: &mut Build, inner: NodeId) -> NodeId {
    let arguments = build.arguments(&[inner]);
    build.node(Node::Call(Function::Max, arguments))
}

fn branch(build: &mut Build, inner: NodeId) -> NodeId {
    let yes = build.boolean(true);
    build.node(Node::If(yes, inner, inner))
}

fn sum(build: &mut Build, inner: NodeId) -> NodeId {
    let zero = build.number("0");
    build.node(Node::Arithmetic(Op::Add, inner, zero))
}

/// Two levels: `if 1 in [inner..1] then 1 else 0`.
fn range(build: &mut Build, inner: NodeId) -> NodeId {
    let (one, zero) = (build.number("1"), build.number("0"));
    let range = InTest::Range {
        low: inner,
        low_included: true,
        high: one,
        high_included: true,
    };
    let tests = build.tests(&[range]);
    let test = build.node(Node::In(one, tests));
    build.node(Node::If(test, one, zero))
}

/// Two levels: the value, and the slot that reads it.
fn computed(build: &mut Build, inner: NodeId) -> NodeId {
    let slot = build.let_("value", inner, None);
    build.read(slot)
}

fn cell(build: &mut Build, inner: NodeId) -> NodeId {
    let rows = breakpoints(&["1"], LookupMode::Exact, Above::OutOfRange);
    let table = build.table("same", rows, None, &["1"]);
    build.node(Node::Lookup(table, inner, None))
}

#[test]
fn whatever_nests_to_the_limit_fits_the_stack() {
    for level in [call, branch, sum, computed, cell] {
        let (build, node) = nested(limits::DEPTH, level);
        assert_eq!(value(&build, node), number("1"));
        let (build, node) = nested(limits::DEPTH + 1, level);
        assert_eq!(problem(&build, node).0, Code::StepLimit);
    }
    let (build, node) = nested(limits::DEPTH / 2, range);
    assert_eq!(value(&build, node), number("1"));
}

#[test]
fn texts_of_values() {
    let mut build = Build::new();
    let extras = build.multiselect("extras", &["led", "cord"], SlotState::Unset);
    let motor = build.select("motor", &["none", "solar"], SlotState::Unset);
    let frame = build.frame();
    let text = |slot, value| frame.text_of(slot, &value);
    let options = vec![
        (crate::plan::OptionIndex(1), crate::money::Decimal::ONE),
        (
            crate::plan::OptionIndex(0),
            crate::money::Decimal::from_integer(2),
        ),
    ];
    assert_eq!(
        text(extras, Value::Options(options.into())),
        "cord, 2 x led"
    );
    assert_eq!(
        text(motor, Value::Option(crate::plan::OptionIndex(1))),
        "solar"
    );
    assert_eq!(text(motor, number("12.50")), "12.5");
    assert_eq!(
        text(
            motor,
            Value::List(vec![number("1"), Value::Boolean(true)].into())
        ),
        "1, true"
    );
    assert_eq!(
        text(motor, Value::Date(Date::parse("2026-10-01").unwrap())),
        "2026-10-01"
    );
}
