//! Formulas of other systems to the rule language.
//!
//! Takes a formula such as `ROUND([width] * 0.5 + [fabric.price], 2)` or `@base_price * 1.2` and
//! gives the expression of the rule language with the same value, in its canonical form. A formula
//! is translated whole or not at all: whatever is not understood (JavaScript above all) is given
//! back as a reason. Length, nesting and chains are limited before anything recurses.

mod parse;
mod token;
mod write;

use crate::diagnostic::Source;

/// Characters of a formula.
pub(super) const MOST_CHARACTERS: usize = 10_000;
/// How deep parentheses, functions and signs may be nested.
const MOST_DEPTH: usize = 40;
/// Operators of one level in a row, such as the signs of `a + b + c`.
const MOST_OPERATORS: usize = 200;

/// Something that a formula reads: `[width]`, `[fabric.price]`, `@base_price`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    /// The name as it stands, without brackets or sign.
    pub name: String,
    /// Whether `.price` follows.
    pub price: bool,
}

/// A formula's syntax tree.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Formula {
    Number(String),
    Text(String),
    Reference(Reference),
    /// A power in parentheses: `-(a ^ b)` has one reading where `-a ^ b` has two.
    Group(Box<Formula>),
    Negative(Box<Formula>),
    Binary(Box<Formula>, Operator, Box<Formula>),
    Call(Function, Vec<Formula>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Plus,
    Minus,
    Times,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Round,
    Ceiling,
    Floor,
    Maximum,
    Minimum,
    If,
    Absolute,
    And,
    Or,
    Not,
}

/// What the names of a formula mean.
pub(super) trait Names {
    /// The expression for a value that is read as a number.
    ///
    /// # Errors
    /// Why there is none.
    fn number(&mut self, reference: &Reference) -> Result<String, String>;

    /// The expression for a value that is read as a condition; none where it is a number.
    fn condition(&mut self, _reference: &Reference) -> Option<String> {
        None
    }

    /// The expression for a choice, and the id of its option that a formula calls `option`.
    ///
    /// # Errors
    /// Why there is none.
    fn option(&mut self, reference: &Reference, option: &str) -> Result<(String, String), String>;
}

/// The expression with the formula's value.
///
/// # Errors
/// Why the formula cannot be translated, in a few words.
pub(super) fn translate(text: &str, names: &mut dyn Names) -> Result<String, String> {
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        return Err(format!("it has more than {MOST_CHARACTERS} characters"));
    }
    if let Some(sign) = script_sign(text) {
        return Err(format!("`{sign}` is JavaScript"));
    }
    let tree = parse::formula(text)?;
    let written = write::expression(&tree, names)?;
    let tree = crate::parse::expression(&Source::new("formula", written)).map_err(|faults| {
        faults
            .iter()
            .next()
            .map_or_else(String::new, |fault| fault.message.clone())
    })?;
    Ok(crate::parse::print::expression(&tree))
}

/// What shows that a text is JavaScript and no formula.
fn script_sign(text: &str) -> Option<&'static str> {
    const SIGNS: &[&str] = &[
        "=>", "Math.", "===", "==", "!=", "&&", "||", "?", "{", ";", "//", "/*", "+=", "`",
    ];
    const WORDS: &[&str] = &[
        "function", "var", "let", "const", "return", "for", "while", "new",
    ];
    let outside = without_texts(text);
    let word = |sign: &&&str| {
        outside
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == **sign)
    };
    WORDS
        .iter()
        .find(word)
        .or_else(|| SIGNS.iter().find(|sign| outside.contains(**sign)))
        .copied()
}

/// The text with what stands in brackets or quotes blanked: names are no script.
fn without_texts(text: &str) -> String {
    let mut end = None;
    text.chars()
        .map(|character| match end {
            Some(close) if character == close => {
                end = None;
                ' '
            }
            Some(_) => ' ',
            None => {
                end = match character {
                    '[' => Some(']'),
                    '"' | '\'' => Some(character),
                    _ => return character,
                };
                ' '
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
