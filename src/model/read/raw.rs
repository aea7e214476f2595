//! One level of a JSON text at a time: values stay text, nothing passes through a float.
//!
//! INVARIANT: the text was found to be JSON (`scan`), which told where its objects and arrays end, so
//! nothing of what a value contains is read to split it. Of another text nothing is promised but an
//! end.

use std::borrow::Cow;

use crate::diagnostic::json_text;

/// Where the objects and arrays of a document end, by where they begin.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The address of the document's first byte, as values are slices of it.
    document: usize,
    /// Where each begins and ends, in the order of their beginnings.
    spans: Vec<(u32, u32)>,
}

impl Ends {
    /// Those of a document of which nothing is known yet.
    pub(super) fn of(document: &str) -> Self {
        Self {
            document: document.as_ptr().addr(),
            spans: Vec::new(),
        }
    }

    /// Notes that one begins; gives its number.
    pub(super) fn open(&mut self, at: usize) -> usize {
        // INVARIANT: a document has no more bytes than `MOST_BYTES`, which 32 bits hold.
        self.spans.push((u32::try_from(at).unwrap_or(u32::MAX), 0));
        self.spans.len().saturating_sub(1)
    }

    /// Notes where the one of this number ends.
    pub(super) fn close(&mut self, number: usize, end: usize) {
        if let Some((_, known)) = self.spans.get_mut(number) {
            *known = u32::try_from(end).unwrap_or(u32::MAX);
        }
    }

    /// The length of the object or array that a part of the document begins with.
    fn length(&self, part: &str) -> Option<usize> {
        let start = part.as_ptr().addr().checked_sub(self.document)?;
        let start = u32::try_from(start).ok()?;
        let found = self.spans.binary_search_by_key(&start, |(start, _)| *start);
        let (start, end) = self.spans.get(found.ok()?)?;
        usize::try_from(end.checked_sub(*start)?).ok()
    }
}

/// The elements of an array, at most `most` of them, and how many there are.
pub(super) fn elements<'a>(
    text: &'a str,
    most: usize,
    ends: &Ends,
) -> Option<(Vec<&'a str>, usize)> {
    let mut kept = Vec::new();
    let mut total = 0_usize;
    for element in Parts::of(text, b'[', ends)? {
        total = total.saturating_add(1);
        if total <= most {
            kept.push(element);
        }
    }
    Some((kept, total))
}

/// A key and its value.
pub(super) type Entry<'a> = (Cow<'a, str>, &'a str);

/// The keys and values of an object in written order, duplicates too, at most `most` of them, and
/// how many there are.
pub(super) fn entries<'a>(
    text: &'a str,
    most: usize,
    ends: &Ends,
) -> Option<(Vec<Entry<'a>>, usize)> {
    let mut kept = Vec::new();
    let mut total = 0_usize;
    let mut parts = Parts::of(text, b'{', ends)?;
    while let Some(key) = parts.next() {
        let value = parts.next()?;
        total = total.saturating_add(1);
        if total <= most {
            kept.push((self::text(key)?, value));
        }
    }
    Some((kept, total))
}

/// What a JSON string says.
pub(super) fn text(text: &str) -> Option<Cow<'_, str>> {
    json_text(text)
}

/// The keys and values, or elements, that stand in a value.
struct Parts<'a, 'e> {
    rest: &'a str,
    ends: &'e Ends,
}

impl<'a, 'e> Parts<'a, 'e> {
    /// Those of a value that begins with a bracket.
    fn of(text: &'a str, bracket: u8, ends: &'e Ends) -> Option<Self> {
        let rest = text.strip_prefix(char::from(bracket))?;
        Some(Self { rest, ends })
    }

    /// How long the value is that the rest begins with; none where its container ends.
    fn length(&self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        match bytes.first()? {
            b']' | b'}' => None,
            b'"' => string(bytes),
            b'[' | b'{' => self.ends.length(rest),
            _ => {
                let is_over =
                    |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                Some(bytes.iter().position(is_over).unwrap_or(bytes.len()))
            }
        }
    }
}

impl<'a> Iterator for Parts<'a, '_> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        let start = self.rest.bytes().position(|byte| !between(&byte))?;
        let rest = self.rest.get(start..)?;
        let (part, rest) = rest.split_at_checked(self.length(rest)?)?;
        self.rest = rest;
        Some(part)
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

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn elements(text: &str, most: usize) -> Option<(Vec<&str>, usize)> {
        super::elements(text, most, &scan(text).unwrap_or_default())
    }

    fn entries(text: &str, most: usize) -> Option<(Vec<Entry<'_>>, usize)> {
        super::entries(text, most, &scan(text).unwrap_or_default())
    }

    #[test]
    fn numbers_keep_their_text_and_keys_their_doubles() {
        let (elements, total) = elements("[1.10, 1e400, [2 ], \"x\"]", 10).expect("an array");
        assert_eq!(
            (elements, total),
            (vec!["1.10", "1e400", "[2 ]", "\"x\""], 4)
        );
        let (entries, total) = entries(r#"{"a": 0.1, "\u0061": null}"#, 10).expect("an object");
        assert_eq!(entries, [("a".into(), "0.1"), ("a".into(), "null")]);
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
            (entries[0].0.as_ref(), entries[1].1, total),
            ("a\\", "[{}]", 2)
        );
        assert_eq!(self::elements("[]", 10), Some((Vec::new(), 0)));
        assert_eq!(self::elements("{}", 10), None);
        assert_eq!(self::entries("{\"a\" ", 10), None);
    }

    #[test]
    fn texts_are_unescaped() {
        assert_eq!(text(r#""oak""#).as_deref(), Some("oak"));
        assert_eq!(text(r#""a\n\u00e4""#).as_deref(), Some("a\nä"));
        assert_eq!(text("1"), None);
    }
}
