//! What the readers of JSON and of CSV share: the limits that both keep, and how both put a number
//! that cannot be read.

use std::borrow::Cow;

use crate::diagnostic::Code;
use crate::money::{Decimal, NumberError};

/// Largest document, in bytes.
pub const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Characters of an id.
pub const MOST_ID: usize = 200;

/// Cells of one price list.
pub const MOST_CELLS: usize = 4_000_000;

/// Characters of the reader's text that a message quotes.
const MOST_QUOTED: usize = 60;

/// The code and the words for a number that cannot be read.
pub(crate) fn number_fault(text: &str, error: NumberError) -> (Code, String) {
    let text = excerpt(text);
    match error {
        NumberError::Syntax => (
            Code::NumberSyntax,
            format!("expected a decimal number, found `{text}`"),
        ),
        NumberError::TooPrecise => (
            Code::NumberTooPrecise,
            format!("the number `{text}` has more digits after the point than can be kept"),
        ),
        _ => (
            Code::NumberTooLarge,
            format!("the number `{text}` needs more than 28 digits"),
        ),
    }
}

/// The fix for the usual ways of writing a number otherwise.
pub(crate) fn number_help(text: &str, error: NumberError) -> Option<String> {
    if error != NumberError::Syntax {
        return None;
    }
    let plain = text.trim();
    let candidate = if plain.matches(',').count() == 1 && !plain.contains('.') {
        plain.replace(',', ".")
    } else {
        plain
            .trim_start_matches('+')
            .trim_end_matches('%')
            .trim_end()
            .to_owned()
    };
    let readable = candidate != text && Decimal::parse(&candidate).is_ok();
    if readable {
        let digits = plain.split_once(',').map_or(0, |(_, digits)| digits.len());
        // `1,234` may be a thousand or one and a bit; only the author knows.
        return Some(if digits == 3 {
            "write a decimal point and no thousands separators".to_owned()
        } else {
            format!("write `{candidate}`")
        });
    }
    Some("write digits, a point and digits, such as `1250.50`".to_owned())
}

/// The beginning of a text, as much as a message quotes.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
