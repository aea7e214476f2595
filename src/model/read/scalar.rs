//! Texts, ids, numbers, dates and words of a fixed list.

use std::borrow::Cow;
use std::str::FromStr;

use super::node::{Kind, Node};
use super::raw;
use crate::diagnostic::{Code, help_for};
use crate::model::date::Date;
use crate::model::fault::{MOST_ID, excerpt, number_fault, number_help};
use crate::money::{Currency, CurrencyCode, Decimal, NumberError};

/// Characters of a label, a value or another text for people.
pub const MOST_TEXT: usize = 10_000;

impl<'a> Node<'a> {
    /// A text of bounded length.
    pub(crate) fn text(&self) -> Option<String> {
        let text = self.any_text()?;
        let length = text.chars().count();
        if length > MOST_TEXT {
            return self.too_large(length, MOST_TEXT, "characters");
        }
        Some(text.into_owned())
    }

    /// An id: not empty, not too long, without characters that do not show.
    pub(crate) fn id(&self) -> Option<String> {
        let id = self.any_text()?;
        self.check_id(&id).then(|| id.into_owned())
    }

    /// Whether a text is an id; reports where it is not.
    pub(crate) fn check_id(&self, id: &str) -> bool {
        let length = id.chars().count();
        let message = if length == 0 {
            "the id is empty".to_owned()
        } else if length > MOST_ID {
            format!("the id has {length} characters, expected at most {MOST_ID}")
        } else if let Some(hidden) = id.chars().find(|c| is_hidden(*c)) {
            format!(
                "the id `{}` holds the character {}",
                shown(id),
                hidden.escape_unicode()
            )
        } else {
            return true;
        };
        self.report(Code::InvalidId, message, None);
        false
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.kind() {
            Kind::Boolean => Some(self.raw() == "true"),
            _ => self.wrong_type("`true` or `false`"),
        }
    }

    /// A number, as a JSON number or as a text.
    pub(crate) fn number(&self) -> Option<Decimal> {
        match parse_number(self.raw()) {
            Ok(number) => Some(number),
            Err(NumberFault::NoNumber) => self.wrong_type("a number"),
            Err(NumberFault::Number(error)) => self.bad_number(error),
        }
    }

    /// A JSON number, not a text.
    pub(crate) fn json_number(&self) -> Option<Decimal> {
        Decimal::parse_json(self.raw())
            .map_err(|error| self.bad_number::<()>(error))
            .ok()
    }

    /// A rate in percent, whose key already says that it is one.
    pub(crate) fn percent(&self) -> Option<Decimal> {
        if self.kind() == Kind::Text
            && let Some(number) = self.any_text()?.trim_end().strip_suffix('%')
        {
            let help = format!("write `{}` without the percent sign", number.trim());
            return self.invalid("a number of percent", Some(help));
        }
        self.number()
    }

    /// A whole number that `T` can hold.
    pub(crate) fn whole<T: FromStr>(&self) -> Option<T> {
        let number = self.number()?;
        let text = number.to_string();
        if let Ok(whole) = text.parse() {
            return Some(whole);
        }
        if text.contains('.') {
            let message = format!("expected a whole number, found `{text}`");
            self.report(Code::NotWhole, message, None);
            return None;
        }
        self.invalid("a whole number within limits", None)
    }

    /// A day.
    pub(crate) fn date(&self) -> Option<Date> {
        let text = self.any_text()?;
        Date::parse(&text).or_else(|| {
            self.invalid(
                "a date",
                Some("write year, month and day as `2026-10-01`".to_owned()),
            )
        })
    }

    /// One of the words of a list.
    pub(crate) fn word<T: Copy>(&self, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.any_text()?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let help = help_for(&text, words.iter().map(|(word, _)| *word));
        let message = format!("expected {what}, found `{}`", excerpt(&text));
        self.report(Code::InvalidValue, message, help);
        None
    }

    /// A currency of ISO 4217.
    pub(crate) fn currency(&self) -> Option<CurrencyCode> {
        let code = self.any_text()?;
        self.check_currency(&code)
    }

    /// The currency that a text names; reports where it names none.
    pub(crate) fn check_currency(&self, code: &str) -> Option<CurrencyCode> {
        let known = CurrencyCode::parse(code).filter(|code| Currency::from_iso(*code).is_some());
        if known.is_none() && !self.reader().is_full() {
            let upper = code.to_ascii_uppercase();
            let codes = Currency::known_codes();
            let help = if codes.contains(&upper.as_str()) {
                Some(format!("write `{upper}`"))
            } else {
                crate::diagnostic::did_you_mean(code, codes)
            };
            let message = format!("unknown currency `{}`", excerpt(code));
            self.report(Code::UnknownCurrency, message, help);
        }
        known
    }

    /// Reports why a number cannot be read; gives none.
    fn bad_number<T>(&self, error: NumberError) -> Option<T> {
        let text = match self.kind() {
            Kind::Text => raw::text(self.raw()).unwrap_or_default(),
            _ => Cow::Borrowed(self.raw()),
        };
        let (code, message) = number_fault(&text, error);
        self.report(code, message, number_help(&text, error));
        None
    }
}

/// Why a value is not a number.
pub(super) enum NumberFault {
    /// It is of another type.
    NoNumber,
    /// It is one that cannot be read.
    Number(NumberError),
}

/// A number out of the JSON text of a number or of a text.
pub(super) fn parse_number(json: &str) -> Result<Decimal, NumberFault> {
    match super::node::kind_of(json) {
        Kind::Number => Decimal::parse_json(json).map_err(NumberFault::Number),
        Kind::Text => {
            Decimal::parse(&raw::text(json).unwrap_or_default()).map_err(NumberFault::Number)
        }
        _ => Err(NumberFault::NoNumber),
    }
}

/// The id with its hidden characters written out.
fn shown(id: &str) -> String {
    id.chars()
        .flat_map(|c| {
            if is_hidden(c) {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

/// Whether a character is a control or formatting character (Unicode general categories Cc, Cf,
/// Zl, Zp), which nobody sees in an id.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}')
}
