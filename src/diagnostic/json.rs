//! A writer of JSON.
//!
//! Takes values in the order in which they shall stand and gives JSON text; commas, indentation
//! and escapes come by themselves. Promises the same bytes for the same calls. It serves the build
//! without serde, too.
//!
//! ```text
//! let mut json = JsonWriter::new();
//! json.begin_object().key("total").string("12.50").key("lines").begin_array();
//! json.raw_number(1).end_array().end_object();
//! json.finish()    // {"total":"12.50","lines":[1]}
//! ```

use std::fmt::{self, Write as _};

/// JSON text in the making.
#[derive(Debug, Default)]
pub(crate) struct JsonWriter {
    out: String,
    /// For each object or array that is open: whether something stands in it.
    open: Vec<bool>,
    /// Whether a key waits for its value.
    after_key: bool,
    pretty: bool,
}

impl JsonWriter {
    /// A writer of one line without any space.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A writer of one line for each value, indented by two spaces.
    pub(crate) fn pretty() -> Self {
        Self {
            pretty: true,
            ..Self::default()
        }
    }

    /// The text. Every object and array must have been ended.
    pub(crate) fn finish(self) -> String {
        debug_assert!(
            self.open.is_empty() && !self.after_key,
            "a value is not finished"
        );
        self.out
    }

    pub(crate) fn begin_object(&mut self) -> &mut Self {
        self.begin('{')
    }

    pub(crate) fn end_object(&mut self) -> &mut Self {
        self.end('}')
    }

    pub(crate) fn begin_array(&mut self) -> &mut Self {
        self.begin('[')
    }

    pub(crate) fn end_array(&mut self) -> &mut Self {
        self.end(']')
    }

    /// The key of the value that comes next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.separate();
        push_quoted(&mut self.out, key);
        self.out.push_str(if self.pretty { ": " } else { ":" });
        self.after_key = true;
        self
    }

    pub(crate) fn string(&mut self, value: &str) -> &mut Self {
        self.separate();
        push_quoted(&mut self.out, value);
        self
    }

    /// A string of what `write` appends, which needs no escapes, such as an amount.
    pub(crate) fn string_by(&mut self, write: impl FnOnce(&mut String)) -> &mut Self {
        self.separate();
        self.out.push('"');
        write(&mut self.out);
        self.out.push('"');
        self
    }

    /// A string of whatever `value` displays, such as a decimal.
    pub(crate) fn display(&mut self, value: impl fmt::Display) -> &mut Self {
        self.separate();
        self.out.push('"');
        // Writing to a string fails only if `value` itself does; then what it wrote stands.
        let _ = write!(Escaping(&mut self.out), "{value}");
        self.out.push('"');
        self
    }

    /// A number, or another value that displays as JSON already.
    pub(crate) fn raw_number(&mut self, number: impl fmt::Display) -> &mut Self {
        self.separate();
        let _ = write!(self.out, "{number}");
        self
    }

    pub(crate) fn boolean(&mut self, value: bool) -> &mut Self {
        self.separate();
        self.out.push_str(if value { "true" } else { "false" });
        self
    }

    pub(crate) fn null(&mut self) -> &mut Self {
        self.separate();
        self.out.push_str("null");
        self
    }

    fn begin(&mut self, bracket: char) -> &mut Self {
        self.separate();
        self.out.push(bracket);
        self.open.push(false);
        self
    }

    fn end(&mut self, bracket: char) -> &mut Self {
        debug_assert!(!self.after_key, "a key has no value");
        if self.open.pop() == Some(true) {
            self.new_line();
        }
        self.out.push(bracket);
        self
    }

    /// Whatever stands between the value before and the key or value that comes now.
    fn separate(&mut self) {
        if std::mem::take(&mut self.after_key) {
            return;
        }
        if let Some(filled) = self.open.last_mut() {
            if std::mem::replace(filled, true) {
                self.out.push(',');
            }
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        if self.pretty {
            self.out.push('\n');
            self.out.extend(self.open.iter().map(|_| "  "));
        }
    }
}

/// Appends `text` as a JSON string with its quotes.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    push_escaped(out, text);
    out.push('"');
}

/// Appends `text` with the escapes that a JSON string needs, and no others.
fn push_escaped(out: &mut String, text: &str) {
    // What must be escaped is one byte long, so the bytes around it are texts of their own.
    let must_escape = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    // Nearly every text needs none, which many bytes at once tell.
    if !text
        .bytes()
        .fold(false, |any, byte| any | must_escape(&byte))
    {
        out.push_str(text);
        return;
    }
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !must_escape(&byte) {
            continue;
        }
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at.saturating_add(1);
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x8 => out.push_str("\\b"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            0xc => out.push_str("\\f"),
            b'\r' => out.push_str("\\r"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Escapes what is written to it.
struct Escaping<'a>(&'a mut String);

impl fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_escaped(self.0, text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(mut json: JsonWriter) -> String {
        json.begin_object().key("total").string("12.50");
        json.key("lines")
            .begin_array()
            .raw_number(1)
            .boolean(true)
            .null()
            .end_array();
        json.key("none").begin_array().end_array();
        json.key("inner")
            .begin_object()
            .key("empty")
            .begin_object()
            .end_object()
            .end_object();
        json.end_object();
        json.finish()
    }

    #[test]
    fn compact_text_has_no_space() {
        assert_eq!(
            sample(JsonWriter::new()),
            r#"{"total":"12.50","lines":[1,true,null],"none":[],"inner":{"empty":{}}}"#
        );
    }

    #[test]
    fn pretty_text_indents_by_two() {
        let expected = r#"{
  "total": "12.50",
  "lines": [
    1,
    true,
    null
  ],
  "none": [],
  "inner": {
    "empty": {}
  }
}"#;
        assert_eq!(sample(JsonWriter::pretty()), expected);
    }

    #[test]
    fn a_single_value_is_a_document() {
        let mut json = JsonWriter::pretty();
        json.string("x");
        assert_eq!(json.finish(), "\"x\"");
        let mut json = JsonWriter::new();
        json.begin_array()
            .begin_array()
            .end_array()
            .begin_object()
            .end_object()
            .end_array();
        assert_eq!(json.finish(), "[[],{}]");
    }

    #[test]
    fn only_what_must_be_is_escaped() {
        let mut out = String::new();
        push_quoted(
            &mut out,
            "\"\\/\u{8}\t\n\u{c}\r\0\u{1b}\u{7f}ü\u{2028}\u{2029}🪟",
        );
        assert_eq!(
            out,
            "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001b\u{7f}ü\u{2028}\u{2029}🪟\""
        );
    }

    #[test]
    fn displayed_values_and_keys_are_escaped() {
        let mut json = JsonWriter::new();
        json.begin_object()
            .key("a\"b")
            .display(format_args!("{}\n{}", 1, '"'))
            .end_object();
        assert_eq!(json.finish(), r#"{"a\"b":"1\n\""}"#);
    }

    #[test]
    fn a_reader_gets_back_what_was_written() {
        let text: String = (0..0x300).filter_map(char::from_u32).collect();
        let mut json = JsonWriter::new();
        json.string(&text);
        let read: String = serde_json::from_str(&json.finish()).unwrap();
        assert_eq!(read, text);
    }
}
