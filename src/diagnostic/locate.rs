//! Finds values in a JSON text by their path.
//!
//! Takes a text and paths such as `$.components[0]["RAL 9016"].id`, gives the span of each value
//! that is there, and promises one pass over the text however many paths are asked for, and no
//! recursion deeper than 128. Of equal keys in one object the last counts, as for most readers of
//! JSON. It reads only as strictly as it must; whether the text is valid JSON is not its concern.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::steps::{Step, steps};
use super::{Span, string};
use crate::sorting::gathered;

/// The span of the value at `path`.
pub(super) fn find(text: &str, path: &str) -> Option<Span> {
    find_all(text, [path]).remove(path)
}

/// The spans of the values at those of `paths` where there are any.
pub(super) fn find_all<'p>(
    text: &str,
    paths: impl IntoIterator<Item = &'p str>,
) -> BTreeMap<&'p str, Span> {
    let paths: Vec<(&str, Vec<Step<'p>>)> = paths
        .into_iter()
        .filter_map(|path| Some((path, steps(path)?)))
        .collect();
    let mut wanted = Wanted::default();
    for (_, steps) in &paths {
        wanted.insert(steps);
    }
    // A text that breaks off still has all values up to there.
    let _ = Scanner::new(text).value(&mut wanted);
    gathered(
        paths
            .iter()
            .filter_map(|(path, steps)| Some((*path, wanted.found_at(steps)?))),
    )
}

/// The paths that are asked for, as a tree, with what was found so far.
#[derive(Default)]
struct Wanted<'s> {
    keys: BTreeMap<&'s str, Self>,
    items: BTreeMap<usize, Self>,
    /// Where the last value here starts. A value that starts before the one around it belongs to
    /// an equal key before, and no longer counts.
    start: Option<usize>,
    /// Where it ends, once that is known.
    end: Option<usize>,
}

impl<'s> Wanted<'s> {
    fn insert(&mut self, steps: &'s [Step<'_>]) {
        let _: &mut Self = steps.iter().fold(self, |wanted, step| match step {
            Step::Key(key) => wanted.keys.entry(key).or_default(),
            Step::Index(index) => wanted.items.entry(*index).or_default(),
        });
    }

    fn found_at(&self, steps: &[Step<'_>]) -> Option<Span> {
        let value = steps.iter().try_fold(self, |around, step| {
            let inside = match step {
                Step::Key(key) => around.keys.get(key.as_ref()),
                Step::Index(index) => around.items.get(index),
            };
            inside.filter(|inside| inside.start > around.start)
        });
        let value = value?;
        Some(Span::new(value.start?, value.end?))
    }
}

/// A reader of JSON that only knows where values begin and end.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        Self { text, at }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.advance();
        }
    }

    /// Reads a value and notes what is wanted of it. Descends no deeper than the paths do.
    fn value(&mut self, wanted: &mut Wanted<'_>) -> Option<()> {
        self.space();
        wanted.start = Some(self.at);
        wanted.end = None;
        match self.peek()? {
            b'{' if !wanted.keys.is_empty() => self.object(wanted)?,
            b'[' if !wanted.items.is_empty() => self.array(wanted)?,
            _ => self.skip()?,
        }
        wanted.end = Some(self.at);
        Some(())
    }

    fn object(&mut self, wanted: &mut Wanted<'_>) -> Option<()> {
        self.advance();
        loop {
            self.space();
            match self.peek()? {
                b'}' => break self.advance(),
                b',' => self.advance(),
                b'"' => {
                    let key = self.string()?;
                    self.space();
                    self.peek().filter(|byte| *byte == b':')?;
                    self.advance();
                    match wanted.keys.get_mut(key.as_ref()) {
                        Some(member) => self.value(member)?,
                        None => self.skip()?,
                    }
                }
                _ => return None,
            }
        }
        Some(())
    }

    fn array(&mut self, wanted: &mut Wanted<'_>) -> Option<()> {
        self.advance();
        let mut index: usize = 0;
        loop {
            self.space();
            match self.peek()? {
                b']' => break self.advance(),
                b',' => self.advance(),
                _ => {
                    match wanted.items.get_mut(&index) {
                        Some(item) => self.value(item)?,
                        None => self.skip()?,
                    }
                    index = index.saturating_add(1);
                }
            }
        }
        Some(())
    }

    /// Passes over one value, however deep.
    fn skip(&mut self) -> Option<()> {
        self.space();
        let mut depth: usize = 0;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth = depth.saturating_add(1);
                    self.advance();
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.advance();
                }
                b',' if depth == 0 => return None,
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => self.advance(),
                _ => self.skip_word(),
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Passes over a number, `true`, `false` or `null`.
    fn skip_word(&mut self) {
        let is_end = |byte: u8| b" \t\n\r,:{}[]\"".contains(&byte);
        while self.peek().is_some_and(|byte| !is_end(byte)) {
            self.advance();
        }
    }

    fn skip_string(&mut self) -> Option<()> {
        let length = string::length(self.rest())?;
        self.at = self.at.saturating_add(length);
        Some(())
    }

    /// Reads the string that starts here.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        let (text, rest) = string::read(self.rest())?;
        self.at = self.text.len().saturating_sub(rest.len());
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, path: &str) -> Option<&'t str> {
        let span = find(text, path)?;
        text.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
    }

    const CATALOG: &str = r#" {
        "id": "blinds", "components": [
            {"id": "blind", "features": [{"id": "width"}, {"id": "dr\"op" , "max" : 2400.5 }]},
            {"RAL 9016": null, "h\u00f6he": [true, [ ], {}], "": "]}"}
        ]
    } "#;

    #[test]
    fn values_are_found() {
        assert_eq!(found(CATALOG, "$.id"), Some(r#""blinds""#));
        assert_eq!(
            found(CATALOG, "$.components[0].features[1].id"),
            Some(r#""dr\"op""#)
        );
        assert_eq!(
            found(CATALOG, "$.components[0].features[1].max"),
            Some("2400.5")
        );
        assert_eq!(
            found(CATALOG, r#"$["components"][0].features[0]"#),
            Some(r#"{"id": "width"}"#)
        );
        assert_eq!(
            found(CATALOG, r#"$.components[1]["RAL 9016"]"#),
            Some("null")
        );
        assert_eq!(
            found(CATALOG, r#"$.components[1]["höhe"][0]"#),
            Some("true")
        );
        assert_eq!(found(CATALOG, r#"$.components[1]["höhe"][1]"#), Some("[ ]"));
        assert_eq!(
            found(CATALOG, r#"$.components[1]["höhe"]"#),
            Some("[true, [ ], {}]")
        );
        assert_eq!(found(CATALOG, r#"$.components[1][""]"#), Some(r#""]}""#));
        assert_eq!(found(CATALOG, "$"), Some(CATALOG.trim()));
        assert_eq!(found("\u{feff}{\"a\":1}", "$.a"), Some("1"));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let absent = [
            "$.no",
            "$.id.no",
            "$.id[0]",
            "$.components.id",
            "$.components[2]",
            "$[0]",
        ];
        for path in absent
            .into_iter()
            .chain(["", "id", "$.components[", "$.components[0]..id"])
        {
            assert_eq!(found(CATALOG, path), None, "{path}");
        }
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        assert_eq!(found(r#"{"a": 1, "a": 2}"#, "$.a"), Some("2"));
        let text = r#"{"a": {"b": {"c": 1}}, "\u0061": {"b": 2}}"#;
        assert_eq!(found(text, "$.a.b"), Some("2"));
        assert_eq!(found(text, "$.a.b.c"), None);
    }

    #[test]
    fn many_paths_are_found_in_one_pass() {
        let paths = [
            "$.id",
            "$.components[0].id",
            "$.components[0]",
            "$.no",
            "$.id",
        ];
        let all = find_all(CATALOG, paths);
        assert_eq!(all.len(), 3);
        for (path, span) in all {
            assert_eq!(find(CATALOG, path), Some(span), "{path}");
        }
    }

    #[test]
    fn a_text_that_breaks_off_has_what_came_before() {
        let text = r#"{"a": 1, "b": [2, {"c": "#;
        assert_eq!(found(text, "$.a"), Some("1"));
        assert_eq!(found(text, "$.b[0]"), Some("2"));
        assert_eq!(found(text, "$.b"), None);
        assert_eq!(found(r#"{"a": {"b": 1}, "a": {"#, "$.a.b"), None);
        for text in [
            "",
            "{",
            "}",
            "[,]",
            "{\"a\"}",
            "{\"a\":",
            "{\"a\":}",
            "{a:1}",
            "\"",
            "{\"a\":\"\\",
        ] {
            assert_eq!(found(text, "$.a"), None, "{text}");
        }
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = format!("[{}{}, 7]", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(found(&deep, "$[1]"), Some("7"));
        let path = format!("${}", "[0]".repeat(128));
        assert_eq!(found(&deep, &path).map(str::len), Some(2 * (100_000 - 127)));
        assert_eq!(found(&deep, &format!("{path}[0]")), None);
    }

    #[test]
    fn equal_keys_in_great_number_take_linear_time() {
        let members = r#""a": {"x": 1}, "#.repeat(20_000);
        let text = format!("{{{members}\"b\": 2}}");
        let paths: Vec<String> = (0..20_000).map(|i| format!("$.a.k{i}")).collect();
        let all = find_all(
            &text,
            paths.iter().map(String::as_str).chain(["$.a.x", "$.b"]),
        );
        assert_eq!(all.len(), 2);
    }
}
