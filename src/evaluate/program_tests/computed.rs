//! Computed values: read once, kept, also where they have none.

use crate::diagnostic::Code;
use crate::evaluate::testing::{Build, number};
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::plan::{ArithmeticOperator as Op, ComputedPlan, Node, SlotId, ValueKind};

#[test]
fn computed_values_read_each_other_and_are_kept() {
    let mut build = Build::new();
    let (width, drop) = (build.known("width", "1200"), build.known("drop", "1600"));
    let (left, right) = (build.read(width), build.read(drop));
    let area = build.node(Node::Arithmetic(Op::Multiply, left, right));
    let area = build.let_("area", area, None);
    let (read, million) = (build.read(area), build.number("1000000"));
    let square = build.node(Node::Arithmetic(Op::Divide, read, million));
    let square = build.let_("square", square, None);
    let read = build.read(square);
    let mut frame = build.frame();
    // 1200 × 1600 ÷ 1000000
    assert_eq!(frame.evaluate(read), Ok(number("1.92")));
    let left = frame.steps_left;
    assert_eq!(frame.evaluate(read), Ok(number("1.92")));
    assert_eq!(left - frame.steps_left, 1);
    assert!(
        matches!(&frame.slots[area.index()], SlotState::Known(value) if *value == number("1920000"))
    );
}

#[test]
fn a_value_whose_condition_does_not_hold_is_unset() {
    let mut build = Build::new();
    let (no, yes, one) = (build.boolean(false), build.boolean(true), build.number("1"));
    let (unset, set) = (
        build.let_("a", one, Some(no)),
        build.let_("b", one, Some(yes)),
    );
    let unset = build.node(Node::IsSet(unset));
    let set = build.node(Node::IsSet(set));
    assert_eq!(build.frame().evaluate(unset), Ok(Value::Boolean(false)));
    assert_eq!(build.frame().evaluate(set), Ok(Value::Boolean(true)));
}

#[test]
fn a_value_that_waits_is_not_worked_out_twice() {
    let mut build = Build::new();
    let width = build.missing("width");
    let mut node = build.read(width);
    // Each doubles the one before; without keeping the reason, 2^40 steps.
    for _ in 0..40 {
        let doubled = build.node(Node::Arithmetic(Op::Add, node, node));
        let slot = build.let_("doubled", doubled, None);
        node = build.read(slot);
    }
    let mut frame = build.frame();
    assert_eq!(frame.evaluate(node), Err(Stop::waits_for(width)));
    assert_eq!(frame.evaluate(node), Err(Stop::waits_for(width)));
}

#[test]
fn a_value_that_reads_itself_is_a_problem() {
    let mut build = Build::new();
    let itself = SlotId(0);
    let read = build.read(itself);
    let slot = build.slot("a", ValueKind::Number, SlotState::Lazy(0));
    let id = build.text("a");
    build.computed.push(ComputedPlan {
        id,
        slot,
        condition: None,
        value: read,
        shown: false,
    });
    let Err(Stop::Problem(problem)) = build.frame().evaluate(read) else {
        panic!()
    };
    assert_eq!(problem.code, Code::CircularDefinition);
}
