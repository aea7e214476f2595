//! Print then parse is the identity; no text makes the parser fail otherwise than with faults.

use proptest::prelude::*;

use super::{Source, expression, generate, print, rules, syntax};
use crate::parse::grammar::{self, Rule};

/// The tree as text without the places.
fn without_places(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find("Span { start: ") {
        let end = rest[start..].find('}').unwrap() + start;
        out.push_str(&rest[..start]);
        out.push('_');
        rest = &rest[end + 1..];
    }
    out + rest
}

/// Reads the text both ways. A panic fails the test; faults must lie inside the text.
fn reads_without_panic(text: &str) {
    let source = Source::new("test", text);
    foresight_changes_nothing(text);
    let (_, mut faults) = rules(&source);
    if let Err(more) = expression(&source) {
        assert!(more.has_errors());
        faults.append(more);
    }
    for fault in &faults {
        let span = fault.place.span.unwrap();
        assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} in {text:?}"
        );
        let lines =
            fault.message.lines().count() + fault.help.as_deref().unwrap_or("").lines().count();
        assert!(lines <= 2, "{fault:?}");
    }
}

/// What is left out because it cannot fit changes neither pairs nor errors.
fn foresight_changes_nothing(text: &str) {
    for rule in [Rule::whole_expression, Rule::whole_statement] {
        let quick = grammar::pairs(rule, text);
        let full = grammar::pairs_in_full(rule, text);
        assert_eq!(format!("{quick:?}"), format!("{full:?}"), "{text:?}");
    }
}

const EXAMPLE: &str = include_str!("example.price");

proptest! {
    #[test]
    fn expressions_print_and_parse_to_themselves(tree in generate::expression()) {
        let text = print::expression(&tree);
        foresight_changes_nothing(&text);
        let read = expression(&Source::new("test", text.as_str()));
        let read = read.map_err(|faults| TestCaseError::fail(format!("{text}\n{faults}")))?;
        prop_assert_eq!(without_places(&read), without_places(&tree), "{}", text);
    }

    #[test]
    fn statements_print_and_parse_to_themselves(statements in prop::collection::vec(generate::statement(), 1..4)) {
        let tree = syntax::Rules { statements };
        let text = print::rules(&tree);
        for statement in &tree.statements {
            let statement = syntax::Rules { statements: vec![statement.clone()] };
            foresight_changes_nothing(&print::rules(&statement));
        }
        let (read, faults) = rules(&Source::new("test", text.as_str()));
        prop_assert!(faults.is_empty(), "{}\n{}", text, faults);
        prop_assert_eq!(without_places(&read), without_places(&tree), "{}", text);
    }

    #[test]
    fn any_characters(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}|(\\PC|[\\x00-\\x7f]){0,40}") {
        reads_without_panic(&text);
    }

    #[test]
    fn any_words_of_the_language(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40)) {
        reads_without_panic(&words.join(" "));
        reads_without_panic(&words.concat());
    }

    #[test]
    fn changed_examples(at in 0..EXAMPLE.len(), length in 0..12_usize, new in "\\PC{0,3}|[\\x00-\\x7f]{0,3}") {
        let boundary = |mut offset: usize| {
            while !EXAMPLE.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        let end = boundary((at + length).min(EXAMPLE.len()));
        let changed = format!("{}{new}{}", &EXAMPLE[..boundary(at)], &EXAMPLE[end..]);
        reads_without_panic(&changed);
    }
}

const WORDS: &[&str] = &[
    "let",
    "surcharge",
    "discount",
    "tiers",
    "minimum",
    "round",
    "end",
    "phase",
    "forbid",
    "set",
    "test",
    "\n",
    "from",
    "until",
    "2026-10-01",
    "when",
    ":",
    "=",
    "==",
    "!=",
    "<",
    ">=",
    "->",
    "..",
    "**",
    "+",
    "-",
    "*",
    "/",
    "%",
    "of",
    "base",
    "percent",
    "price",
    "lookup",
    "date",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "\"a\"",
    "`b`",
    "x",
    "1",
    "2.5",
    "not",
    "and",
    "or",
    "in",
    "between",
    "is",
    "if",
    "then",
    "else",
    "true",
    "none",
    "on",
    "quantity",
    "order",
    "by",
    "volume",
    "per",
    "once",
    "piece",
    "stop",
    "internal",
    "discountable",
    "given",
    "expect",
    "net",
    "line",
    "EUR",
    "half_up",
    "to",
    "max",
    "starts",
    "with",
    "null",
    "!",
    "?",
    "'",
    "“",
    "”",
    "//",
    "\u{a0}",
    "5mm",
    ".5",
    "1,5",
    "&&",
    "\\",
];
