//! Values in words that are numbers, options by position or truths: set on a session without a name
//! or a text being made of them.

use super::words::{Malformed, Words};
use crate::diagnostic::Diagnostics;
use crate::evaluate::{Field, Session};
use crate::model::order::Value;
use crate::money::Decimal;

/// A value that needs no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Number(Decimal),
    Option(u32),
    Truth(bool),
}

impl Plain {
    /// The next value; nothing for one of another kind.
    pub fn read(from: &mut Words<'_>) -> Result<Option<Self>, Malformed> {
        Ok(Some(match from.word()? {
            0 => Self::Number(from.number()?),
            2 => Self::Option(from.word()?),
            3 => Self::Truth(false),
            4 => Self::Truth(true),
            _ => return Ok(None),
        }))
    }

    /// Sets it.
    ///
    /// # Errors
    /// Those of [`Session::set`].
    pub fn set(self, session: &mut Session, field: Field) -> Result<(), Diagnostics> {
        match self {
            Self::Number(number) => session.set_number(field, number),
            Self::Option(option) => session.set_option(field, option),
            Self::Truth(truth) => session.set_value(field, &Value::Boolean(truth)),
        }
    }
}

/// The field and the value of a change, if it is plain and of something that the plan has.
pub(super) fn change(session: &Session, words: &[u32]) -> Option<(Field, Plain)> {
    let mut from = Words::new(words, &[]);
    let field = match from.word().ok()? {
        0 => session.feature_at(position(&mut from)?)?,
        1 => session.input_at(position(&mut from)?)?,
        2 => Field::QUANTITY,
        _ => return None,
    };
    let value = Plain::read(&mut from).ok()??;
    // an option by a position that is none, or of what has none, is for others to refuse
    let known = match value {
        Plain::Option(option) => session.has_option(field, option),
        Plain::Truth(_) => field != Field::QUANTITY,
        Plain::Number(_) => true,
    };
    (known && from.is_empty()).then_some((field, value))
}

/// A position in the plan; nothing where a text follows.
fn position(from: &mut Words<'_>) -> Option<usize> {
    usize::try_from(from.word().ok()?).ok()
}
