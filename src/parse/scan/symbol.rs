//! Operators, brackets and signs, and those of other languages with the right one beside them.

use super::{Scanner, TokenKind};
use crate::diagnostic::{Code, Span};
use crate::parse::words;

/// The signs of this language, longer ones first.
const SYMBOLS: &[&str] = &[
    "->", "..", "**", "!=", "<=", ">=", "+", "-", "*", "/", "=", "<", ">", "(", ")", "[", "]", "{",
    "}", ",", ":", ".", "%",
];

/// Signs of other languages and the same in this one, longer ones first.
const FOREIGN: &[(&str, &str)] = &[
    ("===", "="),
    ("!==", "!="),
    ("==", "="),
    ("<>", "!="),
    ("=>", ">="),
    ("=<", "<="),
    ("&&", "and"),
    ("||", "or"),
    ("&", "and"),
    ("|", "or"),
    ("^", "**"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("→", "->"),
    ("…", ".."),
];

/// How far the name after `!` is looked at.
const NAME_CHARACTERS: usize = 40;

impl<'a> Scanner<'a, '_> {
    /// Whatever is no word, number or text.
    pub(super) fn symbol(&mut self, character: char) {
        if matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':') {
            // most signs; no longer one begins with these
            return self.push(TokenKind::Symbol, 1);
        }
        let rest = self.rest();
        if let Some((found, right)) = FOREIGN.iter().find(|(found, _)| rest.starts_with(found)) {
            self.foreign(found, right);
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            self.push(TokenKind::Symbol, symbol.len());
        } else {
            self.unknown(character);
        }
    }

    fn foreign(&mut self, found: &str, right: &'a str) {
        let (_, span) = self.ahead(found.len());
        let message = format!("expected `{right}`, found `{found}`");
        self.faults
            .report_with(Code::FeelSyntax, span, message, format!("write `{right}`"));
        let word = right.chars().all(char::is_alphabetic);
        let kind = if word {
            TokenKind::Word
        } else {
            TokenKind::Symbol
        };
        self.push_as(kind, found.len(), right);
    }

    fn unknown(&mut self, character: char) {
        let (_, span) = self.ahead(character.len_utf8());
        match character {
            '!' => self.exclamation(span),
            '?' => self.faults.report_with(
                Code::FeelSyntax,
                span,
                "expected `if … then … else …`, found `?`",
                "write `if condition then a else b`",
            ),
            ';' => self.faults.report_with(
                Code::FeelSyntax,
                span,
                "expected the end of the line, found `;`",
                "remove the `;`; a statement ends where the next begins at the start of a line",
            ),
            '$' | '€' | '£' | '¥' => self.faults.report_with(
                Code::FeelSyntax,
                span,
                format!("expected an amount without a sign, found `{character}`"),
                "write the number alone, or with several currencies `{EUR 40.00, CHF 45.00}`",
            ),
            _ if character.is_whitespace() && !character.is_control() => self.faults.report_with(
                Code::FeelSyntax,
                span,
                format!(
                    "expected a plain space, found the space `{}`",
                    character.escape_unicode()
                ),
                "write a plain space",
            ),
            _ if character.is_control() || words::is_deceptive(character) => {
                self.invisible(character, self.at);
            }
            _ => self.faults.report_with(
                Code::Syntax,
                span,
                format!("the character `{character}` means nothing here"),
                "put it in quotes if it is text, in backticks if it belongs to a name",
            ),
        }
        self.skip(character.len_utf8());
    }

    /// `!x`.
    fn exclamation(&mut self, span: Span) {
        let name: String = self
            .rest()
            .chars()
            .take(NAME_CHARACTERS)
            .skip_while(|next| matches!(next, '!' | ' '))
            .take_while(|next| words::continues_word(*next) || *next == '.')
            .collect();
        let name = if name.is_empty() {
            "…"
        } else {
            name.as_str()
        };
        self.faults.report_with(
            Code::FeelSyntax,
            span,
            "expected `not(…)`, found `!`",
            format!("write `not({name})`"),
        );
    }
}
