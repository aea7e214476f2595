//! Function names along the tokens: a name before `(` that is no function.

use super::faults::Faults;
use super::scan::{Token, TokenKind};
use crate::diagnostic::{Code, did_you_mean};
use crate::plan::Function;

/// What looks like a function and is part of the language itself.
const FORMS: &[&str] = &["date", "lookup", "percent", "price"];

/// Functions of other languages, in lower case without spaces and `_`, and what does the same here.
const FOREIGN: &[(&str, &str)] = &[
    ("average", "write `sum(list) / count(list)`"),
    ("avg", "write `sum(list) / count(list)`"),
    ("ceil", "did you mean `ceiling`?"),
    ("concat", "join texts with `+`"),
    ("endswith", "did you mean `ends with`?"),
    ("iif", "write `if condition then a else b`"),
    ("includes", "did you mean `contains`?"),
    ("int", "did you mean `floor`?"),
    ("len", "did you mean `string length`?"),
    ("length", "did you mean `string length`?"),
    ("lower", "did you mean `lower case`?"),
    ("lowercase", "did you mean `lower case`?"),
    ("mean", "write `sum(list) / count(list)`"),
    ("mod", "did you mean `modulo`?"),
    (
        "pow",
        "write `x ** 2`; the exponent is a whole number written out",
    ),
    (
        "power",
        "write `x ** 2`; the exponent is a whole number written out",
    ),
    (
        "round",
        "write `round half up(x, 2)`, or `round half down`, `round up`, `round down`",
    ),
    ("rounddown", "did you mean `round down`?"),
    ("roundhalfdown", "did you mean `round half down`?"),
    ("roundhalfup", "did you mean `round half up`?"),
    ("roundup", "did you mean `round up`?"),
    ("startswith", "did you mean `starts with`?"),
    ("stringlength", "did you mean `string length`?"),
    ("strlen", "did you mean `string length`?"),
    ("tolower", "did you mean `lower case`?"),
    ("tolowercase", "did you mean `lower case`?"),
    ("toupper", "did you mean `upper case`?"),
    ("touppercase", "did you mean `upper case`?"),
    ("trunc", "did you mean `round down`?"),
    ("truncate", "did you mean `round down`?"),
    ("upper", "did you mean `upper case`?"),
    ("uppercase", "did you mean `upper case`?"),
];

/// Reports the word at `index`, which stands before `(`, where it names no function.
pub(super) fn check(tokens: &[Token<'_>], index: usize, faults: &mut Faults) {
    let Some(last) = tokens.get(index) else {
        return;
    };
    if last.is_keyword() && last.text != "round" {
        return;
    }
    // `round five : to (…)`: a word of the statement, not a function.
    let after_colon = index
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|token| token.is(":"));
    if last.text == "to" && after_colon {
        return;
    }
    let words = name_words(tokens, index);
    let known = |name: &str| FORMS.contains(&name) || Function::from_name(name).is_some();
    if (0..words.len()).any(|from| words.get(from..).is_some_and(|rest| known(&joined(rest)))) {
        return;
    }
    let begins = words
        .iter()
        .position(|word| begins_function(word.text))
        .unwrap_or(0);
    let named = words.get(begins..).unwrap_or(words);
    let name = joined(named);
    let span = named
        .first()
        .map_or(last.span(), |first| first.span().to(last.span()));
    let message = format!("unknown function `{name}`");
    match suggestion(&name) {
        Some(help) => faults.report_with(Code::UnknownFunction, span, message, help),
        None => faults.report(Code::UnknownFunction, span, message),
    }
}

/// The words before the bracket that could be one name, at most three.
fn name_words<'t, 'a>(tokens: &'t [Token<'a>], index: usize) -> &'t [Token<'a>] {
    let belongs = |index: usize| {
        tokens.get(index).is_some_and(|token| {
            token.kind == TokenKind::Word && (!token.is_keyword() || token.text == "round")
        })
    };
    let mut from = index;
    for earlier in (index.saturating_sub(2)..index).rev() {
        if !belongs(earlier) {
            break;
        }
        from = earlier;
    }
    tokens.get(from..=index).unwrap_or(&[])
}

fn joined(words: &[Token<'_>]) -> String {
    words
        .iter()
        .map(|word| word.text)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a function's name of several words begins with this one.
fn begins_function(word: &str) -> bool {
    Function::ALL.iter().any(|function| {
        function
            .name()
            .split_once(' ')
            .is_some_and(|(first, _)| first == word)
    })
}

fn suggestion(name: &str) -> Option<String> {
    let plain: String = name
        .to_ascii_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric())
        .collect();
    match FOREIGN.iter().find(|(foreign, _)| *foreign == plain) {
        Some((_, help)) => Some(String::from(*help)),
        None => {
            let known = Function::ALL
                .iter()
                .map(|function| function.name())
                .chain(FORMS.iter().copied());
            did_you_mean(name, known)
        }
    }
}
