//! Texts and names in backticks: where they end, and what their escapes mean.

use super::{Scanner, TokenKind};
use crate::diagnostic::{Code, Span};
use crate::parse::words;

/// How far the end of a text in quotes of another language is looked for.
const FOREIGN_CHARACTERS: usize = 200;

/// A wrong escape: where it stands in the text, how long it is, and what would be right.
pub(in crate::parse) struct WrongEscape {
    offset: usize,
    length: usize,
    help: &'static str,
}

/// The value of a text in quotes, escapes resolved.
///
/// # Errors
/// The first wrong escape.
pub(in crate::parse) fn decode(quoted: &str) -> Result<String, WrongEscape> {
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(quoted);
    let mut value = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(offset) = rest.find('\\') {
        value.push_str(rest.get(..offset).unwrap_or(""));
        let escape = rest.get(offset..).unwrap_or("");
        let wrong = |(length, help)| {
            let before = inner.len().saturating_sub(escape.len());
            WrongEscape {
                offset: before.saturating_add(1),
                length,
                help,
            }
        };
        let (character, length) = resolve(escape).map_err(wrong)?;
        value.push(character);
        rest = escape.get(length..).unwrap_or("");
    }
    value.push_str(rest);
    Ok(value)
}

const KNOWN: &str = "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`";
const HEX: &str = "write `\\u` with four hexadecimal digits, or `\\u{…}` with up to six, for a character of Unicode";

/// The character of the escape that the text begins with, and the bytes it takes.
fn resolve(escape: &str) -> Result<(char, usize), (usize, &'static str)> {
    let mut characters = escape.chars();
    characters.next();
    match characters.next() {
        Some('"') => Ok(('"', 2)),
        Some('\\') => Ok(('\\', 2)),
        Some('n') => Ok(('\n', 2)),
        Some('t') => Ok(('\t', 2)),
        Some('u') => unicode(escape),
        Some(other) => Err((other.len_utf8().saturating_add(1), KNOWN)),
        None => Err((1, KNOWN)),
    }
}

/// `\u{1f600}`, `\u00e9`, or two `\u` that are a UTF-16 pair.
fn unicode(escape: &str) -> Result<(char, usize), (usize, &'static str)> {
    let digits = escape.get(2..).unwrap_or("");
    if let Some(braced) = digits.strip_prefix('{') {
        let end = braced.find('}').ok_or((3_usize, HEX))?;
        let length = end.saturating_add(4);
        let code = braced
            .get(..end)
            .and_then(hexadecimal)
            .ok_or((length, HEX))?;
        return char::from_u32(code)
            .map(|character| (character, length))
            .ok_or((length, HEX));
    }
    let unit = |text: &str| {
        text.get(..4)
            .and_then(hexadecimal)
            .and_then(|code| u16::try_from(code).ok())
    };
    let first = unit(digits).ok_or((2_usize, HEX))?;
    let second = digits
        .get(4..)
        .and_then(|rest| rest.strip_prefix("\\u"))
        .and_then(unit);
    let mut pair = char::decode_utf16([Some(first), second].into_iter().flatten());
    match pair.next() {
        Some(Ok(character)) => Ok((character, if character.len_utf16() == 2 { 12 } else { 6 })),
        _ => Err((6, HEX)),
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let fits =
        (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if fits {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

impl Scanner<'_, '_> {
    /// `"…"`.
    pub(super) fn double_quoted(&mut self) {
        let Some(length) = quoted_length(self.rest()) else {
            let line = self.run(|character| character != '\n');
            let (text, _) = self.ahead(line);
            let (found, span) = self.ahead(text.trim_end().len());
            let message = "expected `\"` before the end of the line";
            let help = match found.find(['”', '“']) {
                Some(_) => "write the straight quote `\"`",
                None => "close the text with `\"`; a new line inside a text is written `\\n`",
            };
            self.faults.report_with(Code::Syntax, span, message, help);
            self.push(TokenKind::Text, line);
            return;
        };
        let (quoted, _) = self.ahead(length);
        if let Err(wrong) = decode(quoted) {
            let start = self.at.saturating_add(wrong.offset);
            let span = Span::new(start, start.saturating_add(wrong.length));
            let found = self.faults.excerpt(span);
            let message = format!("expected an escape, found `{found}`");
            self.faults
                .report_with(Code::Syntax, span, message, wrong.help);
        }
        self.controls_in_text(quoted);
        self.push(TokenKind::Text, length);
    }

    /// Reports control characters that stand in a text as they are: nobody sees them there.
    fn controls_in_text(&mut self, quoted: &str) {
        for (offset, character) in quoted.char_indices() {
            if character.is_control() && character != '\t' {
                let start = self.at.saturating_add(offset);
                let span = Span::new(start, start.saturating_add(character.len_utf8()));
                let shown = character.escape_unicode();
                let message = format!("the control character `{shown}` stands in a text");
                let help = format!("write it as `{shown}`, or remove it");
                self.faults.report_with(Code::Syntax, span, message, help);
            }
        }
    }

    /// A name in backticks.
    pub(super) fn backticked(&mut self) {
        let named = self.rest().get(1..).unwrap_or("");
        let end = named.find(['`', '\n']);
        let Some(inner) =
            end.filter(|end| named.get(*end..).is_some_and(|rest| rest.starts_with('`')))
        else {
            let line = self.run(|character| character != '\n');
            let (text, _) = self.ahead(line);
            let (_, span) = self.ahead(text.trim_end().len());
            let message = "expected a backtick before the end of the line";
            self.faults.report_with(
                Code::Syntax,
                span,
                message,
                "close the name with a backtick",
            );
            self.push(TokenKind::Quoted, line);
            return;
        };
        let length = inner.saturating_add(2);
        let (name, span) = self.ahead(length);
        if inner == 0 {
            self.faults.report(
                Code::Syntax,
                span,
                "expected a name between the backticks, found nothing",
            );
        }
        for (offset, character) in name.char_indices() {
            if character.is_control() || words::is_deceptive(character) {
                self.invisible(character, self.at.saturating_add(offset));
            }
        }
        self.push(TokenKind::Quoted, length);
    }

    /// A text in quotes of another kind.
    pub(super) fn foreign_quoted(&mut self, quote: char) {
        let closes = |character: char| match quote {
            '\'' => character == '\'',
            '‘' | '’' | '‚' => matches!(character, '‘' | '’'),
            _ => matches!(character, '”' | '“' | '"' | '«' | '»'),
        };
        let inner = self.rest().get(quote.len_utf8()..).unwrap_or("");
        // Only so far, so that many quotes that nothing closes cost no more than their number.
        let mut near = inner
            .char_indices()
            .take(FOREIGN_CHARACTERS)
            .take_while(|(_, next)| *next != '\n');
        let Some((offset, closing)) = near.find(|(_, character)| closes(*character)) else {
            let (_, span) = self.ahead(quote.len_utf8());
            let message = format!("expected a text in straight quotes, found `{quote}`");
            self.faults
                .report_with(Code::FeelSyntax, span, message, "write texts as `\"…\"`");
            self.skip(quote.len_utf8());
            return;
        };
        let length = [quote.len_utf8(), offset, closing.len_utf8()]
            .into_iter()
            .fold(0, usize::saturating_add);
        let (found, span) = self.ahead(length);
        let message = format!("expected a text in straight quotes, found `{found}`");
        let value = inner.get(..offset).unwrap_or("").replace('"', "\\\"");
        self.faults.report_with(
            Code::FeelSyntax,
            span,
            message,
            format!("write `\"{value}\"`"),
        );
        self.push(TokenKind::Text, length);
    }
}

/// The bytes of the text in quotes at the beginning of the line, if it is closed.
fn quoted_length(line: &str) -> Option<usize> {
    let mut escaped = false;
    for (offset, character) in line.char_indices().skip(1) {
        match character {
            '\n' => return None,
            '"' if !escaped => return Some(offset.saturating_add(1)),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}
