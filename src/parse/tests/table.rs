//! The table of the grammar is what pest's own optimizer makes of the grammar's files.

use std::fmt::Write;

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr, OptimizedRule};

const BASE: &str = include_str!("../../../grammar/base.pest");
const RULES: &str = include_str!("../../../grammar/rules.pest");

const HEAD: &str = "\
//! The rules of `grammar/base.pest` and `grammar/rules.pest`; `grammar.rs` reads them. A test writes
//! this file.

use super::grammar::Kind::{self, Atomic, Between, Normal, Silent};
use super::grammar::Part::{
    self, Any, Choice, Digit, End, Letter, Many, Maybe, Not, Row, Start, Text,
};

/// The name of a rule.
#[rustfmt::skip]
#[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = \"the names of the grammar\")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rule {
    EOI,
";

const DEFINITION: &str = "}

/// How a rule is kept, and its parts.
#[rustfmt::skip]
pub(super) fn definition(rule: Rule) -> &'static (Kind, Part) {
    match rule {
        Rule::EOI => &(Silent, End),
";

#[test]
fn the_table_is_what_the_grammar_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/parse/table.rs");
    let expected = source();
    if std::env::var_os("UPDATE_TABLES").is_some_and(|value| value == "1") {
        std::fs::write(path, expected).expect("table.rs is writable");
        return;
    }
    let written = std::fs::read_to_string(path).expect("table.rs is there");
    assert!(
        written.replace("\r\n", "\n") == expected,
        "set UPDATE_TABLES=1 to write the table anew"
    );
}

fn source() -> String {
    let grammar = format!("{BASE}\n{RULES}");
    let (_, rules) = pest_meta::parse_and_optimize(&grammar).unwrap();
    let mut source = HEAD.to_owned();
    for rule in &rules {
        let _ = writeln!(source, "    {},", rule.name);
    }
    source.push_str(DEFINITION);
    for rule in &rules {
        let (kind, part) = (kind(rule), part(&rule.expr));
        let _ = writeln!(source, "        Rule::{} => &({kind}, {part}),", rule.name);
    }
    source + "    }\n}\n"
}

fn kind(rule: &OptimizedRule) -> &'static str {
    match rule.ty {
        RuleType::Silent if matches!(rule.name.as_str(), "WHITESPACE" | "COMMENT") => "Between",
        RuleType::Silent => "Silent",
        RuleType::Normal => "Normal",
        RuleType::Atomic => "Atomic",
        other => panic!("{} is {other:?}", rule.name),
    }
}

fn part(expr: &OptimizedExpr) -> String {
    use OptimizedExpr as Expr;
    match expr {
        Expr::Str(text) => format!("Text({text:?})"),
        Expr::Ident(name) => match name.as_str() {
            "SOI" => "Start".to_owned(),
            "EOI" => "End".to_owned(),
            "ANY" => "Any".to_owned(),
            "ALPHABETIC" => "Letter".to_owned(),
            "ASCII_DIGIT" => "Digit".to_owned(),
            name => format!("Part::Rule(Rule::{name})"),
        },
        Expr::Seq(..) => format!("Row(&[{}])", parts(expr).join(", ")),
        Expr::Choice(..) => format!("Choice(&[{}])", parts(expr).join(", ")),
        Expr::Opt(inner) => format!("Maybe(&{})", part(inner)),
        Expr::Rep(inner) => format!("Many(&{})", part(inner)),
        Expr::NegPred(inner) => format!("Not(&{})", part(inner)),
        other => panic!("{other:?}"),
    }
}

/// The members of a row or of a choice, which lean to the right.
fn parts(expr: &OptimizedExpr) -> Vec<String> {
    let (first, rest) = match expr {
        OptimizedExpr::Seq(first, rest) | OptimizedExpr::Choice(first, rest) => (first, rest),
        _ => return vec![part(expr)],
    };
    let mut all = vec![part(first)];
    if std::mem::discriminant(expr) == std::mem::discriminant(&**rest) {
        all.extend(parts(rest));
    } else {
        all.push(part(rest));
    }
    all
}
