//! Three-valued logic: every pair of sides of `and` and `or`, and what else decides early.

use crate::diagnostic::Code;
use crate::evaluate::testing::Build;
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::plan::{Comparison, InTest, Node, NodeId, SlotId, ValueKind};

const FIRST: SlotId = SlotId(0);
const SECOND: SlotId = SlotId(1);

/// Sides: false, true, waits for the first, waits for the second, a problem.
fn sides(build: &mut Build) -> [NodeId; 5] {
    let waiting = ["a", "b"].map(|id| build.slot(id, ValueKind::Boolean, SlotState::Missing));
    let waiting = waiting.map(|slot| build.read(slot));
    let (one, zero) = (build.number("1"), build.number("0"));
    let divided = build.node(Node::Arithmetic(
        crate::plan::ArithmeticOperator::Divide,
        one,
        zero,
    ));
    let problem = build.node(Node::Compare(Comparison::Equal, divided, one));
    [
        build.boolean(false),
        build.boolean(true),
        waiting[0],
        waiting[1],
        problem,
    ]
}

/// One letter a result: `f`, `t`, `1`, `2`, `b` (waits for both), `p`.
fn letter(result: &Result<Value, Stop>) -> char {
    match result {
        Ok(Value::Boolean(false)) => 'f',
        Ok(Value::Boolean(true)) => 't',
        Err(stop) if *stop == Stop::waits_for(FIRST) => '1',
        Err(stop) if *stop == Stop::waits_for(SECOND) => '2',
        Err(Stop::Waits(_)) => 'b',
        Err(Stop::Problem(problem)) if problem.code == Code::DivisionByZero => 'p',
        other => panic!("{other:?}"),
    }
}

fn table(operator: fn(NodeId, NodeId) -> Node) -> Vec<String> {
    let mut build = Build::new();
    let sides = sides(&mut build);
    let nodes = sides.map(|left| sides.map(|right| build.node(operator(left, right))));
    let row = |nodes: [NodeId; 5]| nodes.map(|node| letter(&build.frame().evaluate(node)));
    nodes
        .into_iter()
        .map(|nodes| row(nodes).into_iter().collect())
        .collect()
}

#[test]
fn and_is_false_where_either_side_is() {
    //                                      right: f t 1 2 p
    assert_eq!(
        table(Node::And),
        ["fffff", "ft12p", "f11b1", "f2b22", "ppppp"]
    );
}

#[test]
fn or_is_true_where_either_side_is() {
    assert_eq!(
        table(Node::Or),
        ["ft12p", "ttttt", "1t1b1", "2tb22", "ppppp"]
    );
}

#[test]
fn not_waits_with_its_value() {
    let mut build = Build::new();
    let nodes = sides(&mut build).map(|side| build.node(Node::Not(side)));
    let letters = nodes.map(|node| letter(&build.frame().evaluate(node)));
    assert_eq!(letters, ['t', 'f', '1', '2', 'p']);
}

#[test]
fn a_range_is_left_when_one_end_decides() {
    let mut build = Build::new();
    let missing = build.missing("limit");
    let missing = build.read(missing);
    let [five, one, nine] = ["5", "1", "9"].map(|text| build.number(text));
    let cases = [
        (missing, one, 'f'),  // 5 <= 1 is false, whatever the limit
        (nine, missing, 'f'), // 5 >= 9 is false
        (missing, nine, '1'),
        (one, missing, '1'),
    ];
    for (low, high, expected) in cases {
        let node = build.node(Node::Between(five, low, high));
        assert_eq!(
            letter(&build.frame().evaluate(node)),
            expected,
            "{low:?} {high:?}"
        );
    }
}

#[test]
fn one_alternative_that_holds_is_enough() {
    let mut build = Build::new();
    let missing = build.missing("limit");
    let missing = build.read(missing);
    let [five, six] = ["5", "6"].map(|text| build.number(text));
    let equal = |node| InTest::Compare(Comparison::Equal, node);
    for (tests, expected) in [
        ([equal(missing), equal(five)], 't'),
        ([equal(five), equal(missing)], 't'),
        ([equal(missing), equal(six)], '1'),
        ([equal(six), equal(missing)], '1'),
    ] {
        let tests = build.tests(&tests);
        let node = build.node(Node::In(five, tests));
        assert_eq!(letter(&build.frame().evaluate(node)), expected);
    }
    let tests = build.tests(&[equal(five)]);
    let node = build.node(Node::In(missing, tests));
    assert_eq!(letter(&build.frame().evaluate(node)), '1');
}

#[test]
fn asking_whether_something_is_set_never_waits() {
    let mut build = Build::new();
    let set = build.known("a", "1");
    let others = [
        SlotState::Missing,
        SlotState::Unset,
        SlotState::NotAvailable,
    ]
    .map(|state| build.slot("b", ValueKind::Number, state));
    let none = build.multiselect(
        "c",
        &["led"],
        SlotState::Known(Value::Options(vec![].into())),
    );
    for (slot, expected) in [
        (set, 't'),
        (others[0], 'f'),
        (others[1], 'f'),
        (others[2], 'f'),
        (none, 'f'),
    ] {
        let node = build.node(Node::IsSet(slot));
        assert_eq!(letter(&build.frame().evaluate(node)), expected, "{slot:?}");
    }
    let read = build.read(others[1]);
    assert_eq!(
        build.frame().evaluate(read),
        Err(Stop::waits_for(others[1]))
    );
}
