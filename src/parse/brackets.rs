//! Brackets along the tokens: each closing one must be of the kind of the one it closes. Only a
//! range may begin with one kind and end with another.

use super::faults::Faults;
use super::scan::Token;
use crate::diagnostic::{Code, Diagnostic};

/// An open bracket, and whether `..` stands directly inside it.
struct Open<'t, 'a> {
    token: &'t Token<'a>,
    range: bool,
}

/// Reports the first bracket that closes one of another kind, or none.
pub(super) fn check(tokens: &[Token<'_>], faults: &mut Faults) {
    let mut open: Vec<Open<'_, '_>> = Vec::new();
    for token in tokens {
        if token.is("(") || token.is("[") || token.is("{") {
            open.push(Open {
                token,
                range: false,
            });
        } else if token.is("..") {
            if let Some(inner) = open.last_mut() {
                inner.range = true;
            }
        } else if token.is(")") || token.is("]") || token.is("}") {
            match open.pop() {
                Some(opening) if closes(&opening, token) => {}
                Some(opening) => return mismatch(opening.token, token, faults),
                None => {
                    let message =
                        format!("expected an opening bracket before, found `{}`", token.text);
                    return faults.report(Code::Syntax, token.span(), message);
                }
            }
        }
    }
}

fn closes(open: &Open<'_, '_>, close: &Token<'_>) -> bool {
    let curly = open.token.is("{") || close.is("}");
    (open.range && !curly) || counterpart(open.token) == close.text
}

fn counterpart(open: &Token<'_>) -> &'static str {
    match open.text {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

fn mismatch(open: &Token<'_>, close: &Token<'_>, faults: &mut Faults) {
    let message = format!("expected `{}`, found `{}`", counterpart(open), close.text);
    let note = format!("this `{}` is not closed", open.text);
    let place = faults.place(close.span());
    faults.add(
        Diagnostic::new(Code::Syntax, place, message).with_related(faults.place(open.span()), note),
    );
}
