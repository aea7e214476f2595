//! A session in words: what it begins with, what changes, and what it says.
//!
//! A live page changes a session with every key press. What changes comes as a few words, and the
//! status, the amount and the lines go back as words; texts of lines go once.

use super::order::{
    feature, feature_value, input, input_value, malformed, order_from_words, value,
};
use super::plain;
use super::words::{Words, push_number};
use crate::diagnostic::{Diagnostics, JsonWriter};
use crate::evaluate::Session;
use crate::model::order::Value;
use crate::model::quote::{Status, Violation};
use crate::plan::{ComponentPlan, Plan, PlanData};

/// How many words an answer has before its lines.
const HEAD: usize = 8;

/// A session for the one item of an order in words.
///
/// # Errors
/// Those of [`order_from_words`]; an order of another number of items.
pub fn session_from_words(
    plan: &Plan,
    words: &[u32],
    texts: &[u8],
) -> Result<Session, Diagnostics> {
    let mut order = order_from_words(plan.data(), words, texts)?;
    match (order.items.pop(), order.items.is_empty()) {
        (Some(item), true) => Ok(Session::new(plan, order, item)),
        _ => Err(malformed("an order of one item")),
    }
}

/// Sets what the words name to the value in them.
///
/// # Errors
/// Those of [`Session::set`], and words of another form; nothing changes then.
pub fn set_from_words(
    session: &mut Session,
    words: &[u32],
    texts: &[u8],
) -> Result<(), Diagnostics> {
    if texts.is_empty()
        && let Some((field, value)) = plain::change(session, words)
    {
        return value.set(session, field);
    }
    let mut from = Words::new(words, texts);
    let (plan, component) = plan_of(session);
    let (name, value) = change(plan, component, &mut from);
    if from.are_done() {
        session.set(&name, value)
    } else {
        Err(malformed("a change"))
    }
}

/// Unsets what the words name.
///
/// # Errors
/// Words of another form; nothing changes then.
pub fn unset_from_words(
    session: &mut Session,
    words: &[u32],
    texts: &[u8],
) -> Result<(), Diagnostics> {
    let mut from = Words::new(words, texts);
    let (plan, component) = plan_of(session);
    let name = name(plan, component, &mut from).to_owned();
    if from.are_done() {
        session.unset(&name);
        Ok(())
    } else {
        Err(malformed("a name"))
    }
}

/// Writes what a session says in place of what the words were: its status and amount, and its
/// lines if they are asked for.
///
/// # Errors
/// The faults of the order, as [`Session::total`] gives them.
pub fn answer_to_words(
    session: &mut Session,
    with_lines: bool,
    words: &mut Vec<u32>,
) -> Result<(), Diagnostics> {
    words.clear();
    words.extend([status_word(session.status()?), session.currency()?.digits]);
    push_number(words, session.total()?);
    words.extend([0, 0]);
    if with_lines {
        let mut count: u32 = 0;
        for line in session.lines()? {
            words.push(u32::try_from(line.name).unwrap_or(u32::MAX));
            push_number(words, line.unit_amount);
            push_number(words, Some(line.amount));
            count = count.saturating_add(1);
        }
        if let Some([.., numbering, lines]) = words.first_chunk_mut::<HEAD>() {
            (*numbering, *lines) = (session.line_numbering(), count);
        }
    }
    Ok(())
}

/// The texts of lines as JSON; none for a number that no line had.
#[must_use]
pub fn line_texts_json(session: &Session, number: u32) -> Option<String> {
    let texts = session.line_texts(usize::try_from(number).ok()?)?;
    let mut json = JsonWriter::new();
    json.begin_object();
    json.key("phase").string(&texts.phase);
    json.key("kind").string(texts.kind.as_str());
    json.key("id").string(&texts.id);
    json.key("label").string(&texts.label);
    json.key("scope").string(texts.scope.as_str());
    json.end_object();
    Some(json.finish())
}

/// The violations of the item and the order as JSON.
///
/// # Errors
/// The faults of the order, as [`Session::violations`] gives them.
pub fn violations_json(session: &mut Session) -> Result<String, Diagnostics> {
    Ok(Violation::list_to_json(session.violated()?))
}

/// The plan of a session and of its component.
fn plan_of(session: &Session) -> (&PlanData, Option<&ComponentPlan>) {
    let plan = session.plan().data();
    (plan, plan.component(session.component()))
}

fn change(
    plan: &PlanData,
    component: Option<&ComponentPlan>,
    from: &mut Words<'_>,
) -> (String, Value) {
    match from.word() {
        0 => feature_value(plan, component, from),
        1 => input_value(plan, from),
        setting => (
            setting_name(from, setting).to_owned(),
            value(from, &|_| None),
        ),
    }
}

fn name<'a, 'w: 'a>(
    plan: &'a PlanData,
    component: Option<&'a ComponentPlan>,
    from: &mut Words<'w>,
) -> &'a str {
    match from.word() {
        0 => feature(plan, component, from).0,
        1 => input(plan, from).0,
        setting => setting_name(from, setting),
    }
}

fn setting_name(from: &mut Words<'_>, word: u32) -> &'static str {
    match word {
        2 => "quantity",
        3 => "currency",
        4 => "as_of",
        _ => {
            from.fail();
            ""
        }
    }
}

const fn status_word(status: Status) -> u32 {
    match status {
        Status::Priced => 0,
        Status::Incomplete => 1,
        Status::Invalid => 2,
        Status::OnRequest => 3,
        Status::Unpriced => 4,
    }
}

#[cfg(all(test, feature = "compiler"))]
mod tests;
