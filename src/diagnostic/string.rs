//! JSON strings, read.
//!
//! Takes text that starts with a string, gives where it ends and what it means. Promises to read
//! every valid string as it is meant; of others it makes the best.

use std::borrow::Cow;
use std::str::Chars;

/// The bytes of the string at the start of `text`, both quotes included.
pub(super) fn length(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    bytes.next().filter(|(_, first)| *first == b'"')?;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return at.checked_add(1),
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    None
}

/// What the string at the start of `text` means, and the text after it.
pub(super) fn read(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let (quoted, rest) = text.split_at_checked(length(text)?)?;
    Some((meaning(quoted, Some(char::REPLACEMENT_CHARACTER))?, rest))
}

/// What a JSON string means, from quote to quote; nothing for half a pair of units.
pub(crate) fn json_text(quoted: &str) -> Option<Cow<'_, str>> {
    meaning(quoted, None)
}

/// What a JSON string means, where half a pair means `half`.
fn meaning(quoted: &str, half: Option<char>) -> Option<Cow<'_, str>> {
    let raw = quoted.strip_prefix('"')?.strip_suffix('"')?;
    if !raw.contains('\\') {
        return Some(Cow::Borrowed(raw));
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(character) = rest.next() {
        let meant = match character {
            '\\' => match rest.next() {
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => unicode_escape(&mut rest).or(half)?,
                Some(itself) => itself,
                None => break,
            },
            plain => plain,
        };
        text.push(meant);
    }
    Some(Cow::Owned(text))
}

/// The character after `\u`; nothing for half a pair, and for what are no digits.
fn unicode_escape(rest: &mut Chars<'_>) -> Option<char> {
    let mut units = [hex_unit(rest)?, 0];
    let mut ahead = rest.clone();
    if let (Some('\\'), Some('u'), Some(low)) = (ahead.next(), ahead.next(), hex_unit(&mut ahead)) {
        units = [units[0], low];
    }
    let character = char::decode_utf16(units).next().and_then(Result::ok);
    if character.is_some_and(|character| character.len_utf16() == 2) {
        *rest = ahead;
    }
    character
}

/// Four hexadecimal digits.
fn hex_unit(rest: &mut Chars<'_>) -> Option<u16> {
    let digits: String = rest.by_ref().take(4).collect();
    u16::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        read(text).map(|(meaning, _)| meaning.into_owned())
    }

    #[test]
    fn strings_end_at_their_quote() {
        assert_eq!(read(r#""a": 1"#), Some((Cow::Borrowed("a"), ": 1")));
        assert_eq!(length(r#""a\"b" "#), Some(6));
        assert_eq!(length(r#""\\" ""#), Some(4));
        assert_eq!(length(r#""a"#), None);
        assert_eq!(length(r#""a\"#), None);
        assert_eq!(length("a"), None);
    }

    #[test]
    fn escapes_mean_what_a_reader_of_json_says() {
        let text = r#""\"\\\/\b\f\n\r\t\u0041\u00fc\ud83e\ude9f ü""#;
        let expected: String = serde_json::from_str(text).unwrap();
        assert_eq!(said(text).as_deref(), Some(expected.as_str()));
        assert_eq!(expected, "\"\\/\u{8}\u{c}\n\r\tAü🪟 ü");
    }

    #[test]
    fn half_pairs_do_no_harm() {
        assert_eq!(said(r#""\ud83ex""#).as_deref(), Some("\u{fffd}x"));
        assert_eq!(said(r#""\ud83e\u0041""#).as_deref(), Some("\u{fffd}A"));
        assert_eq!(said(r#""\u12""#).as_deref(), Some("\u{12}"));
        assert_eq!(said(r#""\uzzzz!""#).as_deref(), Some("\u{fffd}!"));
    }
}
