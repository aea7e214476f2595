//! One level of a JSON text at a time: values stay text, nothing passes through a float.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The elements of an array, at most `most` of them, and how many there are.
pub(super) fn elements(text: &str, most: usize) -> Option<(Vec<&str>, usize)> {
    serde_json::Deserializer::from_str(text)
        .deserialize_seq(Elements { most })
        .ok()
}

/// The keys and values of an object in written order, duplicates too, at most `most` of them, and
/// how many there are.
pub(super) fn entries(text: &str, most: usize) -> Option<(Vec<(String, &str)>, usize)> {
    serde_json::Deserializer::from_str(text)
        .deserialize_map(Entries { most })
        .ok()
}

/// What a JSON string says.
pub(super) fn text(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('\\') {
        return serde_json::from_str(text).ok().map(Cow::Owned);
    }
    text.strip_prefix('"')?.strip_suffix('"').map(Cow::Borrowed)
}

struct Elements {
    most: usize,
}

impl<'de> Visitor<'de> for Elements {
    type Value = (Vec<&'de str>, usize);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < self.most {
            match array.next_element::<&'de RawValue>()? {
                Some(element) => kept.push(element.get()),
                None => {
                    let total = kept.len();
                    return Ok((kept, total));
                }
            }
        }
        let mut total = kept.len();
        while array.next_element::<IgnoredAny>()?.is_some() {
            total = total.saturating_add(1);
        }
        Ok((kept, total))
    }
}

struct Entries {
    most: usize,
}

impl<'de> Visitor<'de> for Entries {
    type Value = (Vec<(String, &'de str)>, usize);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < self.most {
            match object.next_entry::<String, &'de RawValue>()? {
                Some((key, value)) => kept.push((key, value.get())),
                None => {
                    let total = kept.len();
                    return Ok((kept, total));
                }
            }
        }
        let mut total = kept.len();
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            total = total.saturating_add(1);
        }
        Ok((kept, total))
    }
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
    }
}
