//! Values in words that are numbers, options by position or truths: set on a session without a name
//! or a text being made of them.

use super::words::Words;
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
    pub fn read(from: &mut Words<'_>) -> Option<Self> {
        match from.word() {
            0 => Some(Self::Number(from.number())),
            2 => Some(Self::Option(from.word())),
            3 => Some(Self::Truth(false)),
            4 => Some(Self::Truth(true)),
            _ => None,
        }
    }

    /// Sets it.
    ///
    /// # Errors
    /// Those of [`Session::set`], and an option by a position that is none.
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
    let field = match from.word() {
        0 => session.feature_at(from.word())?,
        1 => session.input_at(from.word())?,
        2 => Field::QUANTITY,
        _ => return None,
    };
    let value = Plain::read(&mut from)?;
    from.are_done().then_some((field, value))
}
