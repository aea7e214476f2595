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

/// How many words an order without settings has before its item's quantity.
const BEFORE_QUANTITY: usize = 5;

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
    plain: Option<Given>,
}

/// The fields of an order besides the quantity, as they stand in its words.
#[derive(Debug, Default)]
struct Given {
    features: Vec<Known>,
    inputs: Vec<Known>,
}

/// A field that was set.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Its position in words.
    at: u32,
    field: Field,
    /// What the session holds.
    value: Option<Plain>,
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
        if !(simple && kept.set(words)) {
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
            self.plain = Given::read(&self.session, words);
        }
        Ok(())
    }

    /// Sets what the words of an order without settings name, and nothing else. False if they or the
    /// last order have values that are not plain: the order is to be replaced then.
    fn set(&mut self, words: &[u32]) -> bool {
        let Some(before) = &mut self.plain else {
            return false;
        };
        let session = &mut self.session;
        if before.set(session, words) {
            return true;
        }
        let Some(mut given) = Given::read(session, words) else {
            return false;
        };
        for field in before.fields().filter(|field| !given.has(*field)) {
            session.unset_value(field);
        }
        let is_set = given.set(session, words);
        self.plain = Some(given);
        is_set
    }
}

impl Given {
    /// The fields of an order without settings; none if a value is not plain, or a field is not the
    /// plan's or is there twice.
    fn read(session: &Session, words: &[u32]) -> Option<Self> {
        let mut from = Words::new(words.get(BEFORE_QUANTITY..)?, &[]);
        from.number();
        let features = fields(&mut from, |at| session.feature_at(at))?;
        let inputs = fields(&mut from, |at| session.input_at(at))?;
        let adjustments = from.word();
        (adjustments == 0 && from.are_done()).then_some(Self { features, inputs })
    }

    /// Sets the values of an order that has these fields in this order. False if it has not, or one of
    /// its values is refused; some are set then.
    fn set(&mut self, session: &mut Session, words: &[u32]) -> bool {
        let mut from = Words::new(words.get(BEFORE_QUANTITY..).unwrap_or(&[]), &[]);
        let quantity = Plain::Number(from.number()).set(session, Field::QUANTITY);
        quantity.is_ok()
            && values(&mut self.features, session, &mut from)
            && values(&mut self.inputs, session, &mut from)
            && from.word() == 0
            && from.are_done()
    }

    fn fields(&self) -> impl Iterator<Item = Field> {
        let known = self.features.iter().chain(&self.inputs);
        known.map(|it| it.field)
    }

    fn has(&self, field: Field) -> bool {
        self.fields().any(|it| it == field)
    }
}

/// The fields of a list of values, none of which is set yet.
fn fields(from: &mut Words<'_>, field: impl Fn(u32) -> Option<Field>) -> Option<Vec<Known>> {
    let mut fields: Vec<Known> = Vec::new();
    for _ in 0..from.word() {
        let at = from.word();
        let field = field(at)?;
        Plain::read(from)?;
        if from.is_faulty() || fields.iter().any(|it| it.field == field) {
            return None;
        }
        let value = None;
        fields.push(Known { at, field, value });
    }
    Some(fields)
}

/// Sets a list of values if it has these fields in this order; only what differs from before.
fn values(fields: &mut [Known], session: &mut Session, from: &mut Words<'_>) -> bool {
    let count = from.word() as usize;
    count == fields.len()
        && fields.iter_mut().all(|known| {
            let is_next = from.word() == known.at;
            let value = Plain::read(from).filter(|_| is_next && !from.is_faulty());
            if known.value == value {
                return value.is_some();
            }
            known.value = value;
            value.is_some_and(|value| value.set(session, known.field).is_ok())
        })
}

#[cfg(all(test, feature = "compiler"))]
mod tests;
