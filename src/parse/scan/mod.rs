//! The linear scan before the grammar: text to tokens.
//!
//! Takes a part of a source, gives its tokens, and reports every character, number and text that is
//! wrong by itself with the right form beside it. It never recurses, so it is safe on any text.

mod number;
mod symbol;
mod text;

use super::faults::Faults;
use super::words;
use crate::diagnostic::{Code, Span};

pub(super) use text::decode;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A bare name or a word of the language.
    Word,
    /// A name in backticks.
    Quoted,
    /// A number.
    Number,
    /// Four digits, two digits, two digits, as a date is written.
    Day,
    /// A text in quotes.
    Text,
    /// An operator, a bracket, a comma and the like.
    Symbol,
}

/// The smallest part of the text that means something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text; for a symbol of another language, the right one of this.
    pub text: &'a str,
    /// First byte in the source.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

impl Token<'_> {
    /// Its place.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Whether it is this word or this symbol.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Symbol) && self.text == text
    }

    /// Whether it is a word that may not be a bare name.
    pub fn is_keyword(&self) -> bool {
        self.kind == TokenKind::Word && words::is_keyword(self.text)
    }

    /// Whether a value can end with it.
    pub fn ends_value(&self) -> bool {
        match self.kind {
            TokenKind::Symbol => matches!(self.text, ")" | "]" | "}"),
            TokenKind::Word => !self.is_keyword() || matches!(self.text, "true" | "false" | "set"),
            _ => true,
        }
    }
}

/// The tokens from `start` to `end` of the source; what is wrong with them goes to `faults`. Stops
/// one token after `most`.
pub(super) fn scan<'a>(
    text: &'a str,
    (start, end): (usize, usize),
    most: usize,
    faults: &mut Faults,
) -> Vec<Token<'a>> {
    let mut scanner = Scanner {
        text,
        at: start,
        end,
        tokens: Vec::new(),
        faults,
    };
    while let Some(character) = scanner.peek()
        && scanner.tokens.len() <= most
    {
        scanner.token(character);
    }
    scanner.tokens
}

struct Scanner<'a, 'f> {
    text: &'a str,
    at: usize,
    end: usize,
    tokens: Vec<Token<'a>>,
    faults: &'f mut Faults,
}

impl<'a> Scanner<'a, '_> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    /// How many bytes from here on hold only such characters.
    fn run(&self, belongs: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        rest.find(|character| !belongs(character))
            .unwrap_or(rest.len())
    }

    /// The part of the text from here on, `bytes` long.
    fn ahead(&self, bytes: usize) -> (&'a str, Span) {
        let text = self.rest().get(..bytes).unwrap_or("");
        (text, Span::new(self.at, self.at.saturating_add(bytes)))
    }

    /// Takes the next `bytes` as a token.
    fn push(&mut self, kind: TokenKind, bytes: usize) {
        let (text, _) = self.ahead(bytes);
        self.push_as(kind, bytes, text);
    }

    /// Takes the next `bytes` as a token that reads `text`.
    fn push_as(&mut self, kind: TokenKind, bytes: usize, text: &'a str) {
        let start = self.at;
        self.skip(bytes);
        self.tokens.push(Token {
            kind,
            text,
            start,
            end: self.at,
        });
    }

    fn token(&mut self, character: char) {
        let rest = self.rest();
        match character {
            ' ' | '\t' | '\n' => self.skip(1),
            '\r' if rest.starts_with("\r\n") => self.skip(2),
            '/' if rest.starts_with("//") => self.comment(),
            '/' if rest.starts_with("/*") => self.block_comment(),
            '#' => self.hash_comment(),
            '"' => self.double_quoted(),
            '`' => self.backticked(),
            '\'' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' => {
                self.foreign_quoted(character)
            }
            '.' if rest
                .chars()
                .nth(1)
                .is_some_and(|next| next.is_ascii_digit()) =>
            {
                self.point_first()
            }
            _ if character.is_ascii_digit() => self.number(),
            _ if words::begins_word(character) => {
                self.push(TokenKind::Word, self.run(words::continues_word));
            }
            _ => self.symbol(character),
        }
    }

    fn comment(&mut self) {
        let length = self.run(|character| character != '\n');
        let (text, _) = self.ahead(length);
        for (offset, character) in text.char_indices() {
            let carriage_return = character == '\r' && offset.saturating_add(1) == length;
            if carriage_return || character == '\t' {
                continue;
            }
            if character.is_control() || words::is_deceptive(character) {
                let start = self.at.saturating_add(offset);
                self.invisible(character, start);
            }
        }
        self.skip(length);
    }

    fn block_comment(&mut self) {
        let rest = self.rest();
        let length = rest
            .find("*/")
            .map_or(rest.len(), |offset| offset.saturating_add(2));
        let (_, span) = self.ahead(2);
        self.faults.report_with(
            Code::FeelSyntax,
            span,
            "expected a comment of the form `// …`, found `/*`",
            "write `//` at the beginning of each line of the comment",
        );
        self.skip(length);
    }

    fn hash_comment(&mut self) {
        let (_, span) = self.ahead(1);
        self.faults.report_with(
            Code::FeelSyntax,
            span,
            "expected a comment of the form `// …`, found `#`",
            "write `//` before a comment",
        );
        self.skip(self.run(|character| character != '\n'));
    }

    /// A character that nobody sees and that means nothing here.
    fn invisible(&mut self, character: char, start: usize) {
        let span = Span::new(start, start.saturating_add(character.len_utf8()));
        self.faults.report_with(
            Code::Syntax,
            span,
            format!(
                "the invisible character `{}` stands outside a text",
                character.escape_unicode()
            ),
            "remove it",
        );
    }
}
