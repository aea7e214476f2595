//! Formulas to tokens.

use super::Reference;
use crate::money::Decimal;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Number(String),
    Text(String),
    Reference(Reference),
    /// A function or `AND`, `OR`, in upper case.
    Word(String),
    /// `+`, `<=`, `(`, …
    Sign(&'static str),
}

impl Token {
    /// The token as messages name it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Number(text) | Self::Word(text) | Self::Text(text) => text.clone(),
            Self::Reference(reference) => reference.name.clone(),
            Self::Sign(sign) => (*sign).to_owned(),
        }
    }
}

/// Two characters before one, so that `<=` is not `<`.
const SIGNS: &[&str] = &[
    "<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ",",
];

/// The tokens of a formula.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    // a leading `=` is a spreadsheet's habit
    rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, left) = match first {
            '[' => bracketed(rest)?,
            '@' => at_name(rest)?,
            '"' | '\'' => quoted(rest, first)?,
            _ if first.is_ascii_digit() || first == '.' => number(rest)?,
            _ if first.is_alphabetic() || first == '_' => word(rest),
            _ => sign(rest, first)?,
        };
        tokens.push(token);
        rest = left.trim_start();
    }
    Ok(tokens)
}

fn bracketed(text: &str) -> Result<(Token, &str), String> {
    let inner = text.get(1..).unwrap_or_default();
    let (name, rest) = inner.split_once(']').ok_or("a `[` is not closed")?;
    let name = name.trim();
    let (name, price) = match name.strip_suffix(".price") {
        Some(name) => (name.trim_end(), true),
        None => (name, false),
    };
    if name.is_empty() {
        return Err("`[]` names nothing".to_owned());
    }
    Ok((
        Token::Reference(Reference {
            name: name.to_owned(),
            price,
        }),
        rest,
    ))
}

fn at_name(text: &str) -> Result<(Token, &str), String> {
    let inner = text.get(1..).unwrap_or_default();
    let (name, rest) = split(inner, |c| c.is_alphanumeric() || c == '_');
    if name.is_empty() {
        return Err("`@` names nothing".to_owned());
    }
    Ok((
        Token::Reference(Reference {
            name: name.to_owned(),
            price: false,
        }),
        rest,
    ))
}

fn quoted(text: &str, quote: char) -> Result<(Token, &str), String> {
    let inner = text.get(1..).unwrap_or_default();
    let (words, rest) = inner.split_once(quote).ok_or("a quote is not closed")?;
    Ok((Token::Text(words.to_owned()), rest))
}

fn number(text: &str) -> Result<(Token, &str), String> {
    let (digits, rest) = split(text, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
    let whole = if digits.starts_with('.') {
        format!("0{digits}")
    } else {
        digits.to_owned()
    };
    let number = Decimal::parse_unsigned(&whole).map_err(|error| format!("`{digits}`: {error}"))?;
    if rest.trim_start().starts_with('%') {
        return Err(format!("`{digits}%` does not say of what"));
    }
    Ok((Token::Number(number.to_string()), rest))
}

fn word(text: &str) -> (Token, &str) {
    let (word, rest) = split(text, |c| c.is_alphanumeric() || c == '_');
    (Token::Word(word.to_uppercase()), rest)
}

fn sign(text: &str, first: char) -> Result<(Token, &str), String> {
    SIGNS
        .iter()
        .find_map(|sign| {
            text.strip_prefix(sign)
                .map(|rest| (Token::Sign(sign), rest))
        })
        .ok_or_else(|| format!("`{}` means nothing there", first.escape_debug()))
}

fn split(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text
        .find(|character| !belongs(character))
        .unwrap_or(text.len());
    text.split_at(end)
}
