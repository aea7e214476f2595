//! A comparison as people read it: its text, its operator, and both values.

use crate::evaluate::frame::Frame;
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::model::quote::SourcePosition;
use crate::plan::{Comparison, InTest, Node, NodeId, OptionIndex, SlotId, SourceSpan, TestRange};

/// A comparison that helped to decide, with the values it compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its text in the rules, at most 200 characters.
    pub text: String,
    /// Where it stands.
    pub source: Option<SourcePosition>,
    /// `=`, `<`, `in`, `between`, `is set`, `is true`, or the name of a function.
    pub operator: &'static str,
    /// What it compares: the two sides, or the value and its alternatives.
    pub operands: Vec<Operand>,
    /// Whether it holds; none where that is not known.
    pub holds: Option<bool>,
    pub(super) place: SourceSpan,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Its text in the rules.
    pub text: String,
    /// Its value: `1200`, `oak`, or `unset`, `not available`, `missing (required)`.
    pub value: String,
}

/// The longest text and value, in characters.
const LONGEST: usize = 200;
/// The most alternatives of `in` that are shown.
const ALTERNATIVES: usize = 20;

/// The comparison of a node.
pub(super) fn of(frame: &mut Frame<'_>, node: NodeId) -> Compared {
    let (operator, operands) = operands(frame, node);
    let place = frame
        .program
        .places
        .get(node.index())
        .copied()
        .unwrap_or_default();
    let text = match frame.excerpt(place) {
        Some(text) => clip(text),
        None => {
            let texts = operands.iter().map(|operand| operand.text.as_str());
            let alternatives = texts.clone().skip(1).collect::<Vec<_>>().join(", ");
            clip(&format!(
                "{} {operator} {alternatives}",
                texts.clone().next().unwrap_or("")
            ))
        }
    };
    let holds = frame.boolean(node).ok();
    Compared {
        text,
        source: None,
        operator,
        operands,
        holds,
        place,
    }
}

fn operands(frame: &mut Frame<'_>, node: NodeId) -> (&'static str, Vec<Operand>) {
    let Some(operation) = frame.program.nodes.get(node.index()) else {
        return ("is true", Vec::new());
    };
    match *operation {
        Node::Compare(comparison, left, right) => {
            let slot = slot_of(frame, left).or_else(|| slot_of(frame, right));
            let sides = [left, right].map(|side| operand(frame, side, slot));
            (sign(comparison), sides.into())
        }
        Node::In(value, tests) => ("in", alternatives(frame, value, tests)),
        Node::Between(value, low, high) => {
            let slot = slot_of(frame, value);
            let parts = [value, low, high].map(|part| operand(frame, part, slot));
            ("between", parts.into())
        }
        Node::IsSet(slot) => ("is set", vec![slot_operand(frame, slot)]),
        Node::SlotIs(slot, constant) => {
            let value = slot_operand(frame, slot);
            ("=", vec![value, operand(frame, constant, Some(slot))])
        }
        Node::AttributeIs(slot, attribute, constant) => {
            let attributes = frame.attributes;
            let id = attributes
                .get(attribute.index())
                .map_or("", |plan| frame.plan.text(plan.id));
            let text = format!("{}.{id}", slot_id(frame, slot));
            let value = match frame.attribute(slot, attribute) {
                Ok(value) => frame.text_of(slot, &value),
                Err(Stop::Problem(_)) => "not given".to_owned(),
                Err(stop) => state_text(frame, slot).unwrap_or_else(|| stop_text(frame, &stop)),
            };
            let value = Operand {
                text,
                value: clip(&value),
            };
            ("=", vec![value, operand(frame, constant, None)])
        }
        Node::Call(function, range) => {
            let start = usize::try_from(range.start).unwrap_or(usize::MAX);
            let len = usize::try_from(range.len).unwrap_or(0);
            let arguments = frame.program.arguments.iter().skip(start).take(len);
            let operands = arguments
                .map(|argument| operand(frame, *argument, None))
                .collect();
            (function.name(), operands)
        }
        _ => ("is true", vec![operand(frame, node, None)]),
    }
}

/// A value and what it is looked for in.
fn alternatives(frame: &mut Frame<'_>, value: NodeId, range: TestRange) -> Vec<Operand> {
    let slot = slot_of(frame, value);
    let start = usize::try_from(range.start).unwrap_or(usize::MAX);
    let len = usize::try_from(range.len).unwrap_or(0);
    let mut operands = vec![operand(frame, value, slot)];
    let tests = frame.program.tests.iter().skip(start).take(len);
    operands.extend(
        tests
            .take(ALTERNATIVES)
            .map(|test| alternative(frame, *test, slot)),
    );
    let more = len.saturating_sub(ALTERNATIVES);
    if more > 0 {
        let more = format!("and {more} more");
        operands.push(Operand {
            text: more.clone(),
            value: more,
        });
    }
    operands
}

fn alternative(frame: &mut Frame<'_>, test: InTest, slot: Option<SlotId>) -> Operand {
    match test {
        InTest::Compare(Comparison::Equal, node) | InTest::InList(node) => {
            operand(frame, node, slot)
        }
        InTest::Compare(comparison, node) => {
            let Operand { text, value } = operand(frame, node, slot);
            let sign = sign(comparison);
            Operand {
                text: format!("{sign} {text}"),
                value: format!("{sign} {value}"),
            }
        }
        InTest::Range {
            low,
            low_included,
            high,
            high_included,
        } => {
            let (low, high) = (operand(frame, low, slot), operand(frame, high, slot));
            let open = if low_included { '[' } else { '(' };
            let close = if high_included { ']' } else { ')' };
            let range = |low: &str, high: &str| format!("{open}{low}..{high}{close}");
            Operand {
                text: range(&low.text, &high.text),
                value: range(&low.value, &high.value),
            }
        }
    }
}

/// One side; `slot` says of what an option is one.
fn operand(frame: &mut Frame<'_>, node: NodeId, slot: Option<SlotId>) -> Operand {
    let slot = slot_of(frame, node).or(slot);
    let value = match frame.evaluate(node) {
        Ok(value) => text_of(frame, slot, &value),
        Err(stop) => {
            let state = slot_of(frame, node).and_then(|slot| state_text(frame, slot));
            state.unwrap_or_else(|| stop_text(frame, &stop))
        }
    };
    let place = frame
        .program
        .places
        .get(node.index())
        .copied()
        .unwrap_or_default();
    let text = match (frame.excerpt(place), slot_of(frame, node)) {
        (Some(text), _) => clip(text),
        (None, Some(slot)) => slot_id(frame, slot).to_owned(),
        (None, None) => clip(&value),
    };
    Operand {
        text,
        value: clip(&value),
    }
}

fn slot_operand(frame: &mut Frame<'_>, slot: SlotId) -> Operand {
    let value = match frame.slot(slot).cloned() {
        Ok(value) => text_of(frame, Some(slot), &value),
        Err(stop) => state_text(frame, slot).unwrap_or_else(|| stop_text(frame, &stop)),
    };
    Operand {
        text: slot_id(frame, slot).to_owned(),
        value: clip(&value),
    }
}

fn text_of(frame: &Frame<'_>, slot: Option<SlotId>, value: &Value) -> String {
    // An option of no slot has no name; the checker lets none be compared.
    let slot = slot.unwrap_or(SlotId(u32::MAX));
    match value {
        Value::Options(options) if options.is_empty() => "unset".to_owned(),
        Value::List(values) if values.is_empty() => "none".to_owned(),
        Value::Option(OptionIndex(number)) if frame.text_of(slot, value).is_empty() => {
            format!("option {number}")
        }
        value => frame.text_of(slot, value),
    }
}

/// Why a slot has no value; none where it has one, or where that hangs on other slots.
fn state_text(frame: &mut Frame<'_>, slot: SlotId) -> Option<String> {
    let text = match frame.state(slot).ok()? {
        SlotState::Unset => "unset",
        SlotState::Missing => "missing (required)",
        SlotState::NotAvailable => "not available",
        SlotState::Known(_) | SlotState::Lazy(_) | SlotState::Stopped(_) => return None,
    };
    Some(text.to_owned())
}

fn stop_text(frame: &Frame<'_>, stop: &Stop) -> String {
    match stop {
        Stop::Waits(slots) => {
            let ids: Vec<_> = slots.iter().map(|slot| slot_id(frame, *slot)).collect();
            format!("waits for {}", ids.join(", "))
        }
        Stop::OnRequest(_) => "on request".to_owned(),
        Stop::Problem(problem) => problem.message.clone(),
    }
}

/// The slot that a node reads as it is.
fn slot_of(frame: &Frame<'_>, node: NodeId) -> Option<SlotId> {
    match *frame.program.nodes.get(node.index())? {
        Node::Slot(slot)
        | Node::OptionText(slot)
        | Node::OptionTexts(slot)
        | Node::OptionQuantities(slot)
        | Node::Attribute(slot, _) => Some(slot),
        _ => None,
    }
}

fn slot_id<'a>(frame: &Frame<'a>, slot: SlotId) -> &'a str {
    let plan = frame.slot_plans.get(slot.index());
    plan.map_or("", |plan| frame.plan.text(plan.id))
}

const fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// A text on one line, cut to the longest that is shown.
fn clip(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        None => line,
        Some(_) => line
            .chars()
            .take(LONGEST.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}
