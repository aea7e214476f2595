//! A session in words: what it begins with, and what changes. What it says is [answered](super::answer)
//! in words, too.
//!
//! A live page changes a session with every key press: a few words each time.

use super::order::{
    feature, feature_value, input, input_value, malformed, order_from_words, value,
};
use super::plain;
use super::words::Words;
use crate::diagnostic::Diagnostics;
use crate::evaluate::Session;
use crate::model::order::Value;
use crate::plan::{ComponentPlan, Plan, PlanData};

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

#[cfg(all(test, feature = "compiler"))]
mod tests;
