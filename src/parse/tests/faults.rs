//! What else can be wrong: the grammar's failures, places, several faults at once.

use super::{Source, expression, expression_faults, one_fault, rule_faults, rules};

/// The message of the one fault.
fn message(text: &str) -> String {
    let (_, faults) = rules(&Source::new("test", text));
    assert_eq!(faults.len(), 1, "{text}: {faults}");
    faults.iter().next().unwrap().message.clone()
}

#[test]
fn failures_say_what_was_expected_and_found() {
    for (text, expected) in [
        ("surcharge", "expected a name, found the end"),
        ("surcharge a", "expected `:`, found the end"),
        ("surcharge a \"A\" 5", "expected `:`, found `5`"),
        ("surcharge a :", "expected an expression, found the end"),
        (
            "surcharge a : per item",
            "expected an expression, found `per`",
        ),
        ("surcharge a : 5 +", "expected an expression, found the end"),
        ("surcharge a when : 5", "expected an expression, found `:`"),
        ("surcharge a : (5 + 3", "expected `)` or `,`, found the end"),
        (
            "surcharge a : max(5, 3 stop",
            "expected `)` or `,`, found `stop`",
        ),
        (
            "surcharge a : 5 5",
            "expected an operator, a modifier such as `per item`, or the end, found `5`",
        ),
        (
            "surcharge a : 5% of base + 3",
            "expected a modifier such as `per item`, or the end of the statement, found `+`",
        ),
        (
            "surcharge a : 5 per foot",
            "expected `piece`, `item` or `order`, found `foot`",
        ),
        (
            "surcharge a : 5 before noon",
            "expected `discounts`, found `noon`",
        ),
        (
            "surcharge a : 5 priority high",
            "expected a number, found `high`",
        ),
        (
            "surcharge a from \"2026\" : 5",
            "expected a day such as `2026-10-01`, found `\"2026\"`",
        ),
        (
            "surcharge a from 1.10.2026 : 5",
            "expected a day, found `1.10.2026`",
        ),
        (
            "surcharge a when x from 2026-10-01 : 5",
            "expected `:`, found `from`",
        ),
        ("let a : 5", "expected `=`, found `:`"),
        ("set a = 5", "expected `:`, found `=`"),
        ("tiers a : 10 -> 5", "expected `on`, found `:`"),
        ("tiers a on quantity : 10 5", "expected `->`, found `5`"),
        ("round a : 0.05 half_up", "expected `to`, found `0.05`"),
        ("round a : to 0.05 hlf_up", "unknown rounding mode `hlf_up`"),
        ("phase a : worst", "unknown way of a phase `worst`"),
        ("test a expect net 5", "expected `given`, found `expect`"),
        (
            "test a given { width 95 } expect net 5",
            "expected `:`, found `95`",
        ),
        (
            "test a given { width: 95 } expect profit 5",
            "expected an expectation such as `unit_price 39.90`, found `profit`",
        ),
        ("let a = if x then 1", "expected `else`, found the end"),
        ("let a = if x 1", "expected `then`, found `1`"),
        ("let a = x is gone", "expected `set`, found `gone`"),
        (
            "let a = x + 1 is set",
            "expected a name before `is set`, found `x + 1`",
        ),
        (
            "let a = x between 1",
            "expected `and` with the upper end after `between`",
        ),
        ("let a = [1..5]", "expected a value, found a range"),
        (
            "let a = (1, 2)",
            "expected one value between the parentheses, found several",
        ),
        (
            "let a = x in ()",
            "expected a value, a range or a comparison, found nothing",
        ),
        ("let a = [< 5]", "expected a value, found `<`"),
        ("let a = (1]", "expected `)`, found `]`"),
        ("let a = date(5)", "expected a text in quotes, found `5`"),
        (
            "let a = date(\"2026-02-30\")",
            "expected a day of the calendar, found `2026-02-30`",
        ),
        (
            "let a = lookup(\"t\")",
            "`lookup` takes a table and one or two values, found 0 values",
        ),
        ("let a = {EUR 1, EUR 2}", "the currency `EUR` stands twice"),
        (
            "let a = {eur 1}",
            "expected a currency of three capital letters, found `eur`",
        ),
        ("let a = \"abc", "expected `\"` before the end of the line"),
        ("let a = \"\\q\"", "expected an escape, found `\\q`"),
        (
            "let a = \"\\u{d800}\"",
            "expected an escape, found `\\u{d800}`",
        ),
        (
            "let a = `b",
            "expected a backtick before the end of the line",
        ),
        (
            "let a = ``",
            "expected a name between the backticks, found nothing",
        ),
        ("let a = b @ c", "the character `@` means nothing here"),
        (
            "let a = b\u{202e}",
            "the invisible character `\\u{202e}` stands outside a text",
        ),
        (
            "let a = b // \u{202e}",
            "the invisible character `\\u{202e}` stands outside a text",
        ),
        (
            "let a = b\u{0}",
            "the invisible character `\\u{0}` stands outside a text",
        ),
        (
            "let a = b\rlet c = d",
            "the invisible character `\\u{d}` stands outside a text",
        ),
    ] {
        assert_eq!(message(text), expected, "{text}");
    }
}

#[test]
fn statements_that_contradict_themselves() {
    for (text, excerpt) in [
        ("surcharge a : 5 per piece per item", "per item"),
        (
            "surcharge a : 5 per item once  per order by x",
            "once  per order",
        ),
        ("surcharge a : 5 stop internal stop", "stop"),
        (
            "minimum a : 5 before discounts after discounts",
            "after discounts",
        ),
        ("phase a : best, all", "all"),
        ("tiers a when x on quantity when y : 1 -> 5", "when"),
    ] {
        one_fault(&rule_faults(text), "invalid-statement", excerpt, "");
    }
    one_fault(
        &rule_faults("surcharge a : 5 priority 1.5"),
        "not-whole",
        "1.5",
        "",
    );
}

#[test]
fn unknown_statements() {
    one_fault(
        &rule_faults("Let a = 1"),
        "unknown-statement",
        "Let",
        "write `let`",
    );
    one_fault(
        &rule_faults("surchage a : 5"),
        "unknown-statement",
        "surchage",
        "`surcharge`",
    );
    one_fault(
        &rule_faults("if x then : 5\n  more"),
        "unknown-statement",
        "if",
        "indent",
    );
    one_fault(
        &rule_faults("zzz"),
        "unknown-statement",
        "zzz",
        "a statement begins with one of `let`",
    );
    one_fault(
        &rule_faults("  loose\nlet a = 1"),
        "unknown-statement",
        "loose",
        "a statement begins with",
    );
    one_fault(&rule_faults("5 + 5"), "unknown-statement", "5", "indent");
}

#[test]
fn one_bad_statement_hides_no_other() {
    let text = "let a = 1 +\nsurchage b : 5\n  more of it\nlet c = 3\nlet d = x == 4 && y\n\nlet e = (\nlet f = 6\n";
    let (rules, faults) = rules(&Source::new("test", text));
    let ids: Vec<&str> = rules
        .statements
        .iter()
        .map(|statement| statement.id.text.as_str())
        .collect();
    assert_eq!(ids, ["c", "f"]);
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "syntax",
            "unknown-statement",
            "feel-syntax",
            "feel-syntax",
            "syntax"
        ]
    );
}

#[test]
fn unclosed_brackets_are_shown_where_they_open() {
    one_fault(&expression_faults("max(1, [2, 3)"), "syntax", ")", "");
    one_fault(&expression_faults("max(1, 2))"), "syntax", ")", "");
    one_fault(&expression_faults("{EUR 1]"), "syntax", "]", "");
    let source = Source::new("test", "max(1, (2 + 3)");
    let faults = expression(&source).unwrap_err();
    let related = &faults.iter().next().unwrap().related;
    assert_eq!(related[0].0.span.map(|span| span.start), Some(3));
}

#[test]
fn an_expression_must_be_there_and_be_all() {
    one_fault(&expression_faults(""), "syntax", "", "");
    one_fault(&expression_faults(" // nothing"), "syntax", "", "");
    one_fault(&expression_faults("a b"), "syntax", "b", "");
    one_fault(
        &expression_faults("x in < 10"),
        "syntax",
        "<",
        "`in (< 10)`",
    );
}
