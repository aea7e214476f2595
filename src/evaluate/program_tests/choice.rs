//! Options, their attributes, and the conditions of price lists.

use crate::diagnostic::Code;
use crate::evaluate::testing::{Build, decimal, number, text};
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::plan::{
    AttributeConstant, AttributeId, AttributePlan, Comparison, Constant, Function, InTest, Node,
    OptionIndex, SlotId,
};

const LINEN: OptionIndex = OptionIndex(0);
const SILK: OptionIndex = OptionIndex(1);
const JUTE: OptionIndex = OptionIndex(2);
const BAND: AttributeId = AttributeId(0);
const COST: AttributeId = AttributeId(1);

/// A fabric with a band (linen B, silk C, jute none) and a cost (linen 12.50, silk unpriced).
fn fabric(state: SlotState) -> (Build, SlotId) {
    let mut build = Build::new();
    let slot = build.select("fabric", &["linen", "silk", "jute"], state);
    attributes(&mut build, slot);
    (build, slot)
}

fn attributes(build: &mut Build, slot: SlotId) {
    let [b, c] =
        ["B", "C"].map(|band| Some(AttributeConstant::Plain(Constant::Text(build.text(band)))));
    let costs =
        [Some("12.50"), None].map(|cost| Some(AttributeConstant::Money(build.money(&[cost]))));
    let (band, cost) = (build.text("band"), build.text("cost"));
    build.attributes.push(AttributePlan {
        id: band,
        slot,
        values: vec![b, c, None],
    });
    let values = costs.into_iter().chain([None]).collect();
    build.attributes.push(AttributePlan {
        id: cost,
        slot,
        values,
    });
}

fn chosen(option: OptionIndex) -> SlotState {
    SlotState::Known(Value::Option(option))
}

#[test]
fn options_compare_and_have_texts() {
    let (mut build, slot) = fabric(chosen(SILK));
    let (read, silk) = (build.read(slot), build.node(Node::Option(SILK)));
    let equal = build.node(Node::Compare(Comparison::Equal, read, silk));
    let other = build.node(Node::Compare(Comparison::NotEqual, read, silk));
    let id = build.node(Node::OptionText(slot));
    assert_eq!(build.frame().evaluate(equal), Ok(Value::Boolean(true)));
    assert_eq!(build.frame().evaluate(other), Ok(Value::Boolean(false)));
    assert_eq!(build.frame().evaluate(id), Ok(text("silk")));
}

#[test]
fn an_attribute_is_that_of_the_chosen_option() {
    let (mut build, slot) = fabric(chosen(LINEN));
    let band = build.node(Node::Attribute(slot, BAND));
    let cost = build.node(Node::Attribute(slot, COST));
    assert_eq!(build.frame().evaluate(band), Ok(text("B")));
    assert_eq!(build.frame().evaluate(cost), Ok(number("12.5")));
    let mut frame = build.frame();
    frame.slots[slot.index()] = chosen(SILK);
    let unpriced = Stop::problem(Code::Unpriced, "the attribute `cost` has no price");
    assert_eq!(frame.evaluate(cost), Err(unpriced));
    frame.slots[slot.index()] = chosen(JUTE);
    let lacking = Stop::problem(
        Code::UnknownAttribute,
        "option `jute` has no attribute `band`",
    );
    assert_eq!(frame.evaluate(band), Err(lacking));
    frame.slots[slot.index()] = SlotState::Missing;
    assert_eq!(frame.evaluate(band), Err(Stop::waits_for(slot)));
}

#[test]
fn a_multiselect_gives_lists() {
    let mut build = Build::new();
    let options = vec![(SILK, decimal("1")), (LINEN, decimal("3"))];
    let state = SlotState::Known(Value::Options(options.into()));
    let slot = build.multiselect("extras", &["linen", "silk", "jute"], state);
    attributes(&mut build, slot);
    let ids = build.node(Node::OptionTexts(slot));
    let quantities = build.node(Node::OptionQuantities(slot));
    let bands = build.node(Node::Attribute(slot, BAND));
    let arguments = build.arguments(&[quantities]);
    let sum = build.node(Node::Call(Function::Sum, arguments));
    let count = build.node(Node::Call(Function::Count, arguments));
    let list = |first, second| Ok(Value::List(vec![first, second].into()));
    let mut frame = build.frame();
    assert_eq!(frame.evaluate(ids), list(text("silk"), text("linen")));
    assert_eq!(frame.evaluate(bands), list(text("C"), text("B")));
    assert_eq!(frame.evaluate(sum), Ok(number("4")));
    for state in [SlotState::Unset, SlotState::NotAvailable] {
        frame.slots[slot.index()] = state;
        assert_eq!(frame.evaluate(count), Ok(number("0")));
        assert_eq!(frame.evaluate(bands), Ok(Value::List(vec![].into())));
        let empty = Stop::problem(Code::EmptyList, "`sum` of no values");
        assert_eq!(frame.evaluate(sum), Err(empty));
    }
    frame.slots[slot.index()] = SlotState::Missing;
    assert_eq!(frame.evaluate(count), Err(Stop::waits_for(slot)));
}

#[test]
fn an_option_is_one_of_those_chosen() {
    let mut build = Build::new();
    let state = SlotState::Known(Value::Options(vec![(SILK, decimal("1"))].into()));
    let slot = build.multiselect("extras", &["linen", "silk"], state);
    let (silk, linen) = (build.string("silk"), build.string("linen"));
    let ids = build.node(Node::OptionTexts(slot));
    let tests = build.tests(&[InTest::InList(ids)]);
    let silk = build.node(Node::In(silk, tests));
    let linen = build.node(Node::In(linen, tests));
    assert_eq!(build.frame().evaluate(silk), Ok(Value::Boolean(true)));
    assert_eq!(build.frame().evaluate(linen), Ok(Value::Boolean(false)));
}

#[test]
fn a_list_serves_only_what_is_set_to_its_value() {
    let (mut build, slot) = fabric(chosen(LINEN));
    let (linen, b) = (build.node(Node::Option(LINEN)), build.string("B"));
    let is_linen = build.node(Node::SlotIs(slot, linen));
    let is_b = build.node(Node::AttributeIs(slot, BAND, b));
    let no = Ok(Value::Boolean(false));
    let waits = Err(Stop::waits_for(slot));
    for (state, expected) in [
        (chosen(LINEN), Ok(Value::Boolean(true))),
        (chosen(SILK), no.clone()),
        (chosen(JUTE), no.clone()),
        (SlotState::Unset, no.clone()),
        (SlotState::NotAvailable, no),
        (SlotState::Missing, waits),
    ] {
        let mut frame = build.frame();
        frame.slots[slot.index()] = state;
        assert_eq!(frame.evaluate(is_linen), expected);
        assert_eq!(frame.evaluate(is_b), expected);
    }
}
