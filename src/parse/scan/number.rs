//! Numbers: digits, a point, digits. Other ways to write a number get the right one as help.

use super::{Scanner, TokenKind};
use crate::diagnostic::{Code, Span};

impl Scanner<'_, '_> {
    /// A number, or what was meant as one: digits with letters, points and `_` after them.
    pub(super) fn number(&mut self) {
        if day_ahead(self.rest()) {
            self.push(TokenKind::Day, 10);
            return;
        }
        let length = number_length(self.rest());
        let (text, span) = self.ahead(length);
        if !is_number(text) {
            self.wrong_number(text, span);
        }
        self.push(TokenKind::Number, length);
    }

    /// `.5`.
    pub(super) fn point_first(&mut self) {
        let digits = number_length(self.rest().get(1..).unwrap_or(""));
        let length = digits.saturating_add(1);
        let (text, span) = self.ahead(length);
        let after_name = self.tokens.last().is_some_and(|token| {
            token.end == self.at && matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
        });
        if after_name {
            let part = text.trim_start_matches('.');
            self.faults.report_with(
                Code::Syntax,
                span,
                format!("expected a name after the point, found `{part}`"),
                format!("put a name that begins with a digit in backticks: .`{part}`"),
            );
        } else {
            self.faults.report_with(
                Code::NumberSyntax,
                span,
                format!("expected a digit before the point of `{text}`"),
                format!("write `0{text}`"),
            );
        }
        self.push(TokenKind::Number, length);
    }

    fn wrong_number(&mut self, text: &str, span: Span) {
        if self
            .tokens
            .last()
            .is_some_and(|token| token.is("from") || token.is("until"))
        {
            let message = format!("expected a day, found `{text}`");
            let help = "write year, month and day, such as `2026-10-01`";
            return self.faults.report_with(Code::Syntax, span, message, help);
        }
        self.faults.report_with(
            Code::NumberSyntax,
            span,
            format!("expected a number such as `1250.50`, found `{text}`"),
            right_form(text),
        );
    }
}

/// The fix for a number that is written another way.
fn right_form(text: &str) -> String {
    let only = |allowed: &[char]| {
        text.chars()
            .all(|character| character.is_ascii_digit() || allowed.contains(&character))
    };
    if let Some(whole) = text.strip_suffix('.')
        && is_number(whole)
    {
        return format!("write `{whole}` or `{whole}.0`");
    }
    if only(&['_', '.']) && text.matches('.').count() > 1 {
        let joined = text.replace('.', "_");
        return format!(
            "write thousands with `_` and decimals after one point, such as `{joined}`"
        );
    }
    if only(&['_', '.']) {
        let parts: Vec<&str> = text.split('_').filter(|part| !part.is_empty()).collect();
        let cleaned = parts.join("_").replace("_.", ".").replace("._", ".");
        return format!("write a single `_` between two digits: `{cleaned}`");
    }
    if only(&['e', 'E', '.', '_']) && text.to_ascii_lowercase().matches('e').count() == 1 {
        return String::from("write the number out, without an exponent");
    }
    let digits = text
        .find(char::is_alphabetic)
        .and_then(|end| text.get(..end))
        .unwrap_or(text);
    format!(
        "write the number alone, such as `{digits}`; a name that begins with a digit needs backticks"
    )
}

/// Whether the text is digits, or digits, a point and digits, with single `_` between digits.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| {
        part.split('_')
            .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}

/// How many bytes belong to the number: a point belongs to it unless another point follows.
fn number_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let belongs = match character {
            '.' => characters.peek().is_none_or(|(_, next)| *next != '.'),
            _ => crate::parse::words::continues_word(character),
        };
        if !belongs {
            return offset;
        }
    }
    rest.len()
}

/// Whether the text goes on with `2026-10-01` and no further digit or letter.
fn day_ahead(rest: &str) -> bool {
    let shape = |(offset, byte): (usize, u8)| match offset {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let head = rest.as_bytes().get(..10);
    head.is_some_and(|head| head.iter().copied().enumerate().all(shape))
        && !rest
            .chars()
            .nth(10)
            .is_some_and(crate::parse::words::continues_word)
}
