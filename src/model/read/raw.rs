//! One level of a JSON text at a time: values stay text, nothing passes through a float.
//!
//! Takes text that is valid JSON and gives what is in it as text, in written order. A value is
//! read by serde_json, as raw text; its readers of arrays and objects would bring the reading and
//! writing of binary fractions into what a page downloads, for the words of errors that cannot be.

use std::borrow::Cow;

use serde_json::Deserializer;
use serde_json::value::RawValue;

use crate::diagnostic::json_text;

/// The elements of an array, at most `most` of them, and how many there are.
pub(super) fn elements(text: &str, most: usize) -> Option<(Vec<&str>, usize)> {
    let mut rest = text.trim_ascii_start().strip_prefix('[')?;
    let (mut kept, mut total) = (Vec::new(), 0_usize);
    while let Some(element) = next(&mut rest, ']')? {
        if kept.len() < most {
            kept.push(element);
        }
        total = total.saturating_add(1);
    }
    Some((kept, total))
}

/// The keys and values of an object in written order, duplicates too, at most `most` of them, and
/// how many there are.
pub(super) fn entries(text: &str, most: usize) -> Option<(Vec<(String, &str)>, usize)> {
    let mut rest = text.trim_ascii_start().strip_prefix('{')?;
    let (mut kept, mut total) = (Vec::new(), 0_usize);
    while let Some(key) = next(&mut rest, '}')? {
        rest = rest.strip_prefix(':')?;
        let value = value(&mut rest)?;
        if kept.len() < most {
            kept.push((json_text(key)?.into_owned(), value));
        }
        total = total.saturating_add(1);
    }
    Some((kept, total))
}

/// What a JSON string says.
pub(super) fn text(text: &str) -> Option<Cow<'_, str>> {
    json_text(text)
}

/// What stands next before the `end` of an array or object, if anything does.
fn next<'t>(rest: &mut &'t str, end: char) -> Option<Option<&'t str>> {
    *rest = rest.strip_prefix(',').unwrap_or(rest).trim_ascii_start();
    if rest.starts_with(end) {
        return Some(None);
    }
    value(rest).map(Some)
}

/// The value at the start of `rest`, which is left at the sign after it.
fn value<'t>(rest: &mut &'t str) -> Option<&'t str> {
    let mut values = Deserializer::from_str(rest).into_iter::<&'t RawValue>();
    let value = values.next()?.ok()?;
    *rest = rest.get(values.byte_offset()..)?.trim_ascii_start();
    Some(value.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text_and_keys_their_doubles() {
        let (elements, total) = elements("[1.10, 1e400, [2 ], \"x\"]", 10).expect("an array");
        assert_eq!(
            (elements, total),
            (vec!["1.10", "1e400", "[2 ]", "\"x\""], 4)
        );
        let (entries, total) = entries(r#"{"a": 0.1, "\u0061": null}"#, 10).expect("an object");
        assert_eq!(entries, [("a".to_owned(), "0.1"), ("a".to_owned(), "null")]);
        assert_eq!(total, 2);
        for empty in ["[]", " [ \n] "] {
            assert_eq!(super::elements(empty, 1), Some((vec![], 0)));
        }
        assert_eq!(super::elements("{}", 1), None);
        assert_eq!(super::entries("{ }", 1), Some((vec![], 0)));
        assert_eq!(super::entries("[]", 1), None);
    }

    #[test]
    fn what_is_beyond_the_limit_is_only_counted() {
        assert_eq!(elements("[1,2,3]", 2), Some((vec!["1", "2"], 3)));
        assert_eq!(
            entries(r#"{"a":1,"b":2}"#, 1).map(|(kept, total)| (kept.len(), total)),
            Some((1, 2))
        );
    }

    #[test]
    fn texts_are_unescaped() {
        assert_eq!(text(r#""oak""#).as_deref(), Some("oak"));
        assert_eq!(text(r#""a\n\u00e4""#).as_deref(), Some("a\nä"));
        assert_eq!(text("1"), None);
        assert_eq!(text(r#""half a pair: \ud83e""#), None);
    }
}
