//! Nodes know where they stand.

use super::syntax::{Effect, Expression, ExpressionKind, InTest};
use super::{Source, Span, expression, rules};

fn tree(text: &str) -> Expression {
    expression(&Source::new("test", text)).unwrap()
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

#[test]
fn operators_span_their_operands_with_parentheses() {
    let text = "  (a + 1) * -(b.c) // end";
    let product = tree(text);
    assert_eq!(at(text, product.span), "(a + 1) * -(b.c)");
    let ExpressionKind::Binary(_, sum, negated) = product.kind else {
        panic!()
    };
    assert_eq!(
        (at(text, sum.span), at(text, negated.span)),
        ("a + 1", "-(b.c)")
    );
}

#[test]
fn conditions_tests_and_calls() {
    let text = "if x in ( < 10 , (1 .. 2] ) then max( 1, y ) else (z) // end";
    let conditional = tree(text);
    assert_eq!(
        at(text, conditional.span),
        "if x in ( < 10 , (1 .. 2] ) then max( 1, y ) else (z)"
    );
    let ExpressionKind::If(condition, call, last) = conditional.kind else {
        panic!()
    };
    assert_eq!(at(text, condition.span), "x in ( < 10 , (1 .. 2] )");
    assert_eq!(
        (at(text, call.span), at(text, last.span)),
        ("max( 1, y )", "z")
    );
    let ExpressionKind::In(_, tests) = condition.kind else {
        panic!()
    };
    let [
        InTest::Comparison(_, _, less),
        InTest::Range { span: range, .. },
    ] = tests.as_slice()
    else {
        panic!()
    };
    assert_eq!((at(text, *less), at(text, *range)), ("< 10", "(1 .. 2]"));
}

#[test]
fn statements_count_from_the_start_of_the_file() {
    let text = "\u{feff}// ä\nlet a = ä\n\n  // after\nsurcharge `b c` : 5 once per order by x  stop // c\n";
    let (rules, faults) = rules(&Source::new("test", text));
    assert!(faults.is_empty());
    let [first, second] = rules.statements.as_slice() else {
        panic!()
    };
    assert_eq!(
        (at(text, first.span), at(text, first.id.span)),
        ("let a = ä", "a")
    );
    assert_eq!(
        at(text, second.span),
        "surcharge `b c` : 5 once per order by x  stop"
    );
    assert_eq!(at(text, second.id.span), "`b c`");
    assert_eq!(at(text, second.modifiers.per.unwrap().1), "once per order");
    assert_eq!(at(text, second.modifiers.stop.unwrap()), "stop");
}

#[test]
fn tier_steps_end_with_their_last_word() {
    let text = "tiers a on quantity : 10 -> 5 , // x\n 20 -> discount 5% of list // y\n internal";
    let (rules, _) = rules(&Source::new("test", text));
    let Effect::Tiers(tiers) = &rules.statements[0].effect else {
        panic!()
    };
    let spans: Vec<&str> = tiers.steps.iter().map(|step| at(text, step.span)).collect();
    assert_eq!(spans, ["10 -> 5", "20 -> discount 5% of list"]);
}
