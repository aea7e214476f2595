//! Totals and lines of one order after the other: orders in words are set on sessions that are kept.
//!
//! Where an order differs from the last one of its component in numbers, options and truths alone,
//! these are set by position. Any other order replaces the session's.

use super::answer::{answer_to_words, line_texts_json};
use super::order::{malformed, order_from_words};
use super::plain::Plain;
use super::words::Words;
use crate::diagnostic::Diagnostics;
use crate::evaluate::{Field, Session};
use crate::plan::Plan;

/// How many words an order without settings has before its item's component.
const BEFORE_COMPONENT: usize = 4;

/// Sessions that are kept, one for each component.
#[derive(Debug)]
pub struct Totals {
    plan: Plan,
    /// By the position of the component in words, which rises.
    kept: Vec<(u32, Kept)>,
    /// Whose lines the last answer has, among these.
    last: usize,
}

#[derive(Debug)]
struct Kept {
    session: Session,
    /// What was set by position; nothing if the last order has anything else.
    plain: Option<Vec<Field>>,
}

impl Totals {
    /// Without sessions yet.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            kept: Vec::new(),
            last: 0,
        }
    }

    /// Writes status, amount and lines of an order of one item in words, as
    /// [`answer_to_words`] writes them, in place of what the answer was. The item's component by
    /// its position says which session is taken, so that what it has made of the component holds.
    ///
    /// # Errors
    /// Those of [`order_from_words`] and of [`Session::total`]; an order of another number of items.
    pub fn answer_to_words(
        &mut self,
        component: u32,
        words: &[u32],
        texts: &[u8],
        answer: &mut Vec<u32>,
    ) -> Result<(), Diagnostics> {
        let simple = texts.is_empty() && words.starts_with(&[1, 0, 1, 0, component]);
        let found = self.kept.binary_search_by_key(&component, |(at, _)| *at);
        self.last = found.unwrap_or_else(|at| {
            self.kept.insert(at, (component, Kept::new(&self.plan)));
            at
        });
        // it is there now
        let Some((_, kept)) = self.kept.get_mut(self.last) else {
            return Err(malformed("an order of one item"));
        };
        if !(simple && kept.set(words)?) {
            kept.replace(&self.plan, words, texts, simple)?;
        }
        answer_to_words(&mut kept.session, true, answer)
    }

    /// The texts of lines of the last answer as JSON; none for a number that no line had.
    #[must_use]
    pub fn line_texts_json(&self, number: u32) -> Option<String> {
        line_texts_json(&self.kept.get(self.last)?.1.session, number)
    }
}

impl Kept {
    fn new(plan: &Plan) -> Self {
        Self {
            session: plan.session(""),
            plain: None,
        }
    }

    /// Another order in place of the last one.
    fn replace(
        &mut self,
        plan: &Plan,
        words: &[u32],
        texts: &[u8],
        simple: bool,
    ) -> Result<(), Diagnostics> {
        self.plain = None;
        let mut order = order_from_words(plan.data(), words, texts)?;
        let (Some(item), true) = (order.items.pop(), order.items.is_empty()) else {
            return Err(malformed("an order of one item"));
        };
        self.session.replace(order, item);
        if simple {
            let plain = plain(&self.session, words);
            self.plain = plain.map(|values| values.iter().map(|(field, _)| *field).collect());
        }
        Ok(())
    }

    /// Sets what the words of an order without settings name, and nothing else. False if they or the
    /// last order have values that are not plain; nothing changes then.
    fn set(&mut self, words: &[u32]) -> Result<bool, Diagnostics> {
        let Some(before) = &mut self.plain else {
            return Ok(false);
        };
        let Some(values) = plain(&self.session, words) else {
            return Ok(false);
        };
        for (at, field) in before.iter().enumerate() {
            // mostly the same fields come in the same order
            let same = values.get(at).is_some_and(|(it, _)| it == field);
            if !same && !values.iter().any(|(it, _)| it == field) {
                self.session.unset_value(*field);
            }
        }
        before.clear();
        before.extend(values.iter().map(|(field, _)| *field));
        // of what is given twice the first counts
        for (field, value) in values.into_iter().rev() {
            value.set(&mut self.session, field)?;
        }
        Ok(true)
    }
}

/// The quantity, the features and the inputs of an order without settings, if all of its values are
/// plain and of what the plan has.
fn plain(session: &Session, words: &[u32]) -> Option<Vec<(Field, Plain)>> {
    let rest = words.get(BEFORE_COMPONENT.saturating_add(1)..)?;
    let mut from = Words::new(rest, &[]);
    let mut values = Vec::with_capacity(rest.len().div_ceil(3));
    values.push((Field::QUANTITY, Plain::Number(from.number())));
    list(&mut from, |at| session.feature_at(at), session, &mut values)?;
    list(&mut from, |at| session.input_at(at), session, &mut values)?;
    let adjustments = from.word();
    (adjustments == 0 && from.are_done()).then_some(values)
}

/// Adds a list of values; nothing for one that is not plain, or of what the plan does not have.
fn list(
    from: &mut Words<'_>,
    field: impl Fn(u32) -> Option<Field>,
    session: &Session,
    values: &mut Vec<(Field, Plain)>,
) -> Option<()> {
    for _ in 0..from.word() {
        let field = field(from.word())?;
        let value = Plain::read(from)?;
        if from.is_faulty() || !value.fits(session, field) {
            return None;
        }
        values.push((field, value));
    }
    Some(())
}
