//! One level of a JSON text at a time: values stay text, nothing passes through a float.
//!
//! INVARIANT: the text was found to be JSON (`scan`) and a value is only split here, so nothing of
//! what it contains is read twice. Of another text nothing is promised but an end.

use std::borrow::Cow;

use crate::diagnostic::json_text;

/// The elements of an array, at most `most` of them, and how many there are.
pub(super) fn elements(text: &str, most: usize) -> Option<(Vec<&str>, usize)> {
    let mut kept = Vec::new();
    let mut total = 0_usize;
    for element in Parts::of(text, b'[')? {
        total = total.saturating_add(1);
        if total <= most {
            kept.push(element);
        }
    }
    Some((kept, total))
}

/// The keys and values of an object in written order, duplicates too, at most `most` of them, and
/// how many there are.
pub(super) fn entries(text: &str, most: usize) -> Option<(Vec<(String, &str)>, usize)> {
    let mut kept = Vec::new();
    let mut total = 0_usize;
    let mut parts = Parts::of(text, b'{')?;
    while let Some(key) = parts.next() {
        let value = parts.next()?;
        total = total.saturating_add(1);
        if total <= most {
            kept.push((self::text(key)?.into_owned(), value));
        }
    }
    Some((kept, total))
}

/// What a JSON string says.
pub(super) fn text(text: &str) -> Option<Cow<'_, str>> {
    json_text(text)
}

/// The keys and values, or elements, that stand in a value.
struct Parts<'a> {
    rest: &'a str,
}

impl<'a> Parts<'a> {
    /// Those of a value that begins with a bracket.
    fn of(text: &'a str, bracket: u8) -> Option<Self> {
        let rest = text.strip_prefix(char::from(bracket))?;
        Some(Self { rest })
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        let start = self.rest.bytes().position(|byte| !between(&byte))?;
        let rest = self.rest.get(start..)?;
        let (part, rest) = rest.split_at_checked(length(rest.as_bytes())?)?;
        self.rest = rest;
        Some(part)
    }
}

/// How long the value is that a text begins with; none where its container ends.
fn length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b']' | b'}' => None,
        b'"' => string(bytes),
        b'[' | b'{' => container(bytes),
        _ => {
            let is_over =
                |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
            Some(bytes.iter().position(is_over).unwrap_or(bytes.len()))
        }
    }
}

/// The length of a string that stands at the start, with its quotes.
fn string(bytes: &[u8]) -> Option<usize> {
    let mut at = 1_usize;
    loop {
        let rest = bytes.get(at..)?;
        at = at.saturating_add(rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?);
        match bytes.get(at)? {
            b'"' => return Some(at.saturating_add(1)),
            _ => at = at.saturating_add(2),
        }
    }
}

/// The length of an array or object that stands at the start.
fn container(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0_usize, 0_usize);
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = at.saturating_add(string(bytes.get(at..)?)?);
                continue;
            }
            b'[' | b'{' => depth = depth.saturating_add(1),
            b']' | b'}' if depth == 1 => return Some(at.saturating_add(1)),
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at = at.saturating_add(1);
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
    fn brackets_and_quotes_in_strings_do_not_count() {
        let text = r#"[ "]\"[", {"a\\": "}", "b": [{}]} ,-1.5e3]"#;
        let (elements, _) = elements(text, 10).expect("an array");
        assert_eq!(
            elements,
            [r#""]\"[""#, r#"{"a\\": "}", "b": [{}]}"#, "-1.5e3"]
        );
        let (entries, total) = entries(elements[1], 10).expect("an object");
        assert_eq!(
            (entries[0].0.as_str(), entries[1].1, total),
            ("a\\", "[{}]", 2)
        );
        assert_eq!(super::elements("[]", 10), Some((Vec::new(), 0)));
        assert_eq!(super::elements("{}", 10), None);
        assert_eq!(super::entries("{\"a\" ", 10), None);
    }

    #[test]
    fn texts_are_unescaped() {
        assert_eq!(text(r#""oak""#).as_deref(), Some("oak"));
        assert_eq!(text(r#""a\n\u00e4""#).as_deref(), Some("a\nä"));
        assert_eq!(text("1"), None);
    }
}
