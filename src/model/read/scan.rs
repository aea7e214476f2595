//! What is checked of a JSON text before anything is read from it.
//!
//! Takes the whole text and gives where its objects and arrays end, or its fault in words of our
//! own: a text that is too large, nested too deeply, holds half a surrogate pair or is not JSON.
//! Promises one pass for ends, depth and surrogates, without recursion, before any other reader
//! sees the text.

pub use crate::model::fault::MOST_BYTES;
use serde_json::value::RawValue;

use super::raw::Ends;
use crate::diagnostic::{Code, Span};

/// Objects and arrays within each other.
pub const MOST_DEPTH: usize = 64;

/// Why a text is not a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: Code,
    pub span: Span,
    pub message: String,
    pub help: Option<&'static str>,
}

/// Where the objects and arrays of `text` end, or its first fault.
pub(super) fn scan(text: &str) -> Result<Ends, Fault> {
    if text.len() > MOST_BYTES {
        return Err(Fault {
            code: Code::TooLarge,
            span: Span::new(0, 0),
            message: format!(
                "the document has {} bytes, expected at most {MOST_BYTES}",
                text.len()
            ),
            help: None,
        });
    }
    let ends = ends(text)?;
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) => Ok(ends),
        Err(error) => Err(words(text, &error)),
    }
}

/// One pass over the bytes: brackets outside strings, `\u` escapes inside.
fn ends(text: &str) -> Result<Ends, Fault> {
    let bytes = text.as_bytes();
    let mut ends = Ends::of(text);
    let mut open = Vec::with_capacity(MOST_DEPTH);
    let mut at = 0_usize;
    while let Some(found) = next(bytes, at, |byte| {
        matches!(byte, b'"' | b'{' | b'[' | b'}' | b']')
    }) {
        at = found.saturating_add(1);
        match bytes.get(found) {
            Some(b'"') => at = after_string(bytes, at)?,
            Some(b'{' | b'[') if open.len() >= MOST_DEPTH => return Err(too_deep(found)),
            Some(b'{' | b'[') => open.push(ends.open(found)),
            _ => {
                if let Some(opened) = open.pop() {
                    ends.close(opened, at);
                }
            }
        }
    }
    Ok(ends)
}

/// The first such byte from `at` on.
fn next(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let ahead = bytes.get(at..)?.iter().position(|byte| wanted(*byte))?;
    at.checked_add(ahead)
}

/// One past the quote that closes the string whose inside begins at `at`.
fn after_string(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    while let Some(found) = next(bytes, at, |byte| matches!(byte, b'"' | b'\\')) {
        if bytes.get(found) == Some(&b'"') {
            return Ok(found.saturating_add(1));
        }
        let length = escape(bytes, found).ok_or_else(|| half_a_pair(found))?;
        at = found.saturating_add(length);
    }
    Ok(bytes.len())
}

/// The bytes of the escape at `at`, both halves of a surrogate pair taken together; none where
/// one half stands alone.
fn escape(bytes: &[u8], at: usize) -> Option<usize> {
    match unit(bytes, at) {
        Some(0xd800..=0xdbff) => match unit(bytes, at.saturating_add(6)) {
            Some(0xdc00..=0xdfff) => Some(12),
            _ => None,
        },
        Some(0xdc00..=0xdfff) => None,
        Some(_) => Some(6),
        None => Some(2),
    }
}

/// The number of a `\uXXXX` at `at`.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let escape = bytes.get(at..at.checked_add(6)?)?;
    let digits = escape.strip_prefix(b"\\u")?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn half_a_pair(at: usize) -> Fault {
    Fault {
        code: Code::JsonSyntax,
        span: Span::new(at, at.saturating_add(6)),
        message: "one half of a surrogate pair stands alone".to_owned(),
        help: Some("write the character itself, or both halves as `\\uD83D\\uDE00`"),
    }
}

fn too_deep(at: usize) -> Fault {
    Fault {
        code: Code::TooDeep,
        span: Span::new(at, at.saturating_add(1)),
        message: format!("the document is nested deeper than {MOST_DEPTH} levels"),
        help: None,
    }
}

/// What the reader of JSON stumbled over, told by what it expected and what stands there.
fn words(text: &str, error: &serde_json::Error) -> Fault {
    let start = if error.is_eof() {
        text.len()
    } else {
        offset(text, error.line(), error.column())
    };
    let found = text.get(start..).and_then(|rest| rest.chars().next());
    let end = start.saturating_add(found.map_or(0, char::len_utf8));
    let told = error.to_string();
    if after_comma(text, start) && matches!(found, Some(']' | '}')) {
        return Fault {
            code: Code::JsonSyntax,
            span: Span::new(start, end),
            message: "expected another value after the comma".to_owned(),
            help: Some("remove the comma"),
        };
    }
    let (expected, help) = TOLD
        .iter()
        .find(|(prefix, ..)| told.starts_with(prefix))
        .map_or((None, None), |(_, expected, help)| (Some(*expected), *help));
    let message = match (expected, found) {
        (Some(expected), _) if error.is_eof() => format!("the document ends where {expected}"),
        (Some(expected), Some(found)) => format!("{expected}, found `{}`", found.escape_debug()),
        _ if error.is_eof() => "the document ends too early".to_owned(),
        _ => "the document is not valid JSON here".to_owned(),
    };
    Fault {
        code: Code::JsonSyntax,
        span: Span::new(start, end),
        message,
        help,
    }
}

/// Whether nothing but space stands between a comma and `at`.
fn after_comma(text: &str, at: usize) -> bool {
    text.get(..at)
        .is_some_and(|before| before.trim_end().ends_with(','))
}

/// How the library begins its message, what is expected there, and a fix.
const TOLD: &[(&str, &str, Option<&str>)] = &[
    ("EOF while parsing a list", "`,` or `]` is expected", None),
    (
        "EOF while parsing an object",
        "`,` or `}` is expected",
        None,
    ),
    (
        "EOF while parsing a string",
        "a closing `\"` is expected",
        None,
    ),
    ("EOF while parsing a value", "a value is expected", None),
    ("expected `:`", "expected `:` after the key", None),
    ("expected `,` or `]`", "expected `,` or `]`", None),
    ("expected `,` or `}`", "expected `,` or `}`", None),
    ("expected ident", "expected `true`, `false` or `null`", None),
    (
        "expected value",
        "expected a value",
        Some("texts stand in double quotes"),
    ),
    (
        "invalid escape",
        "expected an escape such as `\\n` or `\\u00e4`",
        None,
    ),
    (
        "invalid number",
        "expected a number",
        Some("numbers are written as `0.5` or `-12`"),
    ),
    (
        "control character",
        "expected no control character in a text",
        Some("write a line break as `\\n` and a tab as `\\t`"),
    ),
    (
        "key must be a string",
        "expected a key in double quotes",
        None,
    ),
    (
        "trailing characters",
        "expected the end of the document",
        None,
    ),
];

/// The byte at `line` and `column` as the library counts them: from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = before
        .saturating_add(column.saturating_sub(1))
        .min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<Fault> {
        scan(text).err()
    }

    fn message(text: &str) -> (usize, String) {
        let fault = fault(text).expect("a fault");
        (fault.span.start as usize, fault.message)
    }

    #[test]
    fn valid_json_has_no_fault() {
        for text in [
            "{}",
            " [1, -2.5e3, \"\\u00e4 \\ud83d\\ude00 [{\", null] ",
            "\"\"",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(fault(&nested(MOST_DEPTH)), None);
        let deep = fault(&nested(MOST_DEPTH + 1)).expect("a fault");
        assert_eq!((deep.code, deep.span.start), (Code::TooDeep, 64));
        assert_eq!(
            fault(&"[".repeat(1_000_000)).map(|f| f.code),
            Some(Code::TooDeep)
        );
    }

    #[test]
    fn half_pairs_are_found() {
        for text in [
            r#""\ud800""#,
            r#""\ud800\u0041""#,
            r#""\udc00""#,
            r#"{"\uDFFF": 1}"#,
        ] {
            assert_eq!(
                fault(text).map(|f| f.code),
                Some(Code::JsonSyntax),
                "{text}"
            );
        }
        // A backslash that is escaped itself begins no escape.
        assert_eq!(fault(r#""\\ud800""#), None);
    }

    #[test]
    fn syntax_faults_are_told_in_place() {
        let told = |at: usize, words: &str| (at, words.to_owned());
        assert_eq!(
            message("{\"a\" 1}"),
            told(5, "expected `:` after the key, found `1`")
        );
        assert_eq!(message("[1 2]"), told(3, "expected `,` or `]`, found `2`"));
        assert_eq!(message("[\n  ü]"), told(4, "expected a value, found `ü`"));
        assert_eq!(
            message("{a: 1}"),
            told(1, "expected a key in double quotes, found `a`")
        );
        assert_eq!(
            message("[1, ]"),
            told(4, "expected another value after the comma")
        );
        assert_eq!(
            message("{\"a\":1,}"),
            told(7, "expected another value after the comma")
        );
        assert_eq!(
            message("{} x"),
            told(3, "expected the end of the document, found `x`")
        );
        assert!(message("[1, 2").1.starts_with("the document ends where"));
        assert!(message("").1.starts_with("the document ends where"));
        assert!(fault("01").is_some() && fault("[tru]").is_some() && fault("\"a\tb\"").is_some());
    }
}
