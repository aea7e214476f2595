//! Forms of other languages: the code, the exact place, the right form.

use super::{expression_faults, one_fault, rule_faults};

#[test]
fn operators_and_words() {
    for (text, excerpt, help) in [
        ("a == b", "==", "write `=`"),
        ("a === b", "===", "write `=`"),
        ("a <> b", "<>", "write `!=`"),
        ("a !== b", "!==", "write `!=`"),
        ("a => b", "=>", "write `>=`"),
        ("a =< b", "=<", "write `<=`"),
        ("a ≤ b", "≤", "write `<=`"),
        ("a ≥ b", "≥", "write `>=`"),
        ("a ≠ b", "≠", "write `!=`"),
        ("a × b", "×", "write `*`"),
        ("a ÷ b", "÷", "write `/`"),
        ("a − b", "−", "write `-`"),
        ("a – b", "–", "write `-`"),
        ("a ^ 2", "^", "write `**`"),
        ("a && b", "&&", "write `and`"),
        ("a || b", "||", "write `or`"),
        ("!a.b", "!", "write `not(a.b)`"),
        ("a % b", "%", "`modulo(a, b)`"),
        ("7 % 2", "%", "`modulo(7, 2)`"),
        ("a ? b", "?", "write `if condition then a else b`"),
        ("not x", "not x", "write `not(x)`"),
        ("a and not x = 1", "not x", "write `not(x)`"),
        ("x not in (1, 2)", "not in", "write `not(x in (…))`"),
        ("x is not set", "is not set", "write `not(x is set)`"),
        ("x = null", "null", "write `not(x is set)`"),
        ("x != nil", "nil", "write `x is set`"),
        ("x = none", "none", "is set"),
        (
            "if a then 1 elseif b then 2 else 3",
            "elseif",
            "write `else if`",
        ),
        (
            "if a then 1 elsif b then 2 else 3",
            "elsif",
            "write `else if`",
        ),
        ("a AND b", "AND", "write `and`"),
        ("a OR b", "OR", "write `or`"),
        ("a = TRUE", "TRUE", "write `true`"),
        ("a = False", "False", "write `false`"),
    ] {
        one_fault(&expression_faults(text), "feel-syntax", excerpt, help);
    }
}

#[test]
fn quotes_dates_and_spaces() {
    for (text, excerpt, help) in [
        ("'x'", "'x'", "write `\"x\"`"),
        ("“x”", "“x”", "write `\"x\"`"),
        ("„x“", "„x“", "write `\"x\"`"),
        ("‘x’", "‘x’", "write `\"x\"`"),
        ("a = 'it", "'", "write texts as"),
        (
            "as_of >= 2026-10-01",
            "2026-10-01",
            "write `date(\"2026-10-01\")`",
        ),
        ("a +\u{a0}b", "\u{a0}", "write a plain space"),
        ("40 €", "€", "{EUR 40.00"),
        ("a /* b */", "/*", "write `//`"),
        ("a # b", "#", "write `//`"),
        ("a;", ";", "remove"),
    ] {
        one_fault(&expression_faults(text), "feel-syntax", excerpt, help);
    }
    let given = rule_faults("test a given { as_of: 2026-10-01 } expect net 1");
    one_fault(
        &given,
        "feel-syntax",
        "2026-10-01",
        "write `\"2026-10-01\"`",
    );
}

#[test]
fn values_in_catalog_tests() {
    let given = rule_faults("test a given { panel: null } expect net 1");
    one_fault(&given, "feel-syntax", "null", "write `none`");
}

#[test]
fn ranges_of_feel_with_turned_brackets() {
    for (text, excerpt, help) in [
        ("x in ]1..5[", "]1..5[", "write `(1..5)`"),
        ("x in ]1..5]", "]1..5]", "write `(1..5]`"),
        ("x in [1..5[", "[1..5[", "write `[1..5)`"),
        (
            "x in (1, ]a..max([b]) + 1[)",
            "]a..max([b]) + 1[",
            "write `(a..max([b]) + 1)`",
        ),
    ] {
        one_fault(&expression_faults(text), "feel-syntax", excerpt, help);
    }
}

#[test]
fn precedence_that_surprises() {
    for (text, excerpt, help) in [
        ("-2 ** 2", "-2 ** 2", "write `(-2) ** 2` or `-(2 ** 2)`"),
        (
            "1 - -x ** -2",
            "-x ** -2",
            "write `(-x) ** -2` or `-(x ** -2)`",
        ),
        ("a ** 2 ** 3", "** 2 **", "write `(a ** 2) ** …`"),
        ("a < b < c", "<", "write `a < b and b < …`"),
        (
            "1 <= (a + b) <= 3",
            "<=",
            "write `1 <= (a + b) and (a + b) <= …`",
        ),
        ("a in (1) in (2)", "in", "`(a in (1)) in …`"),
        ("a = b is set", "is set", "write `a = b and b is set`"),
    ] {
        one_fault(&expression_faults(text), "feel-syntax", excerpt, help);
    }
    one_fault(&expression_faults("a ** b"), "not-whole", "b", "`x ** 2`");
    one_fault(
        &expression_faults("a ** 2.5"),
        "not-whole",
        "2.5",
        "`x ** 2`",
    );
    one_fault(&expression_faults("a ** 65"), "not-whole", "65", "`x ** 2`");
}

#[test]
fn numbers() {
    for (text, excerpt, help) in [
        (".5", ".5", "write `0.5`"),
        ("5. + 1", "5.", "write `5` or `5.0`"),
        ("1__0", "1__0", "`1_0`"),
        ("1_", "1_", "`1`"),
        ("1e5", "1e5", "without an exponent"),
        ("1.5e-3", "1.5e", "without an exponent"),
        ("1.000.000", "1.000.000", "`1_000_000`"),
        ("95mm", "95mm", "`95`"),
        ("1,5 * x", "1,5", "write `1.5`"),
        (
            "1,500 * x",
            "1,500",
            "`1.500` with a decimal point, or `1_500` for thousands",
        ),
        ("{EUR 1,50}", "1,50", "write `1.50`"),
    ] {
        one_fault(&expression_faults(text), "number-syntax", excerpt, help);
    }
    one_fault(
        &rule_faults("tiers a on quantity : 10 -> 3,50"),
        "number-syntax",
        "3,50",
        "write `3.50`",
    );
    assert!(rule_faults("tiers a on quantity : 10 -> 3,50 -> 4").is_empty());
    assert_eq!(super::printed("max(1,5)"), "max(1, 5)");
    one_fault(
        &expression_faults("(1,5) * x"),
        "syntax",
        "(1,5)",
        "decimals with a point",
    );
    let long = "9".repeat(29);
    one_fault(&expression_faults(&long), "number-too-large", &long, "");
    let precise = format!("0.{}", "1".repeat(29));
    one_fault(
        &expression_faults(&precise),
        "number-too-precise",
        &precise,
        "",
    );
}

#[test]
fn functions() {
    for (text, excerpt, help) in [
        ("ceil(x)", "ceil", "`ceiling`"),
        ("round(x, 2)", "round", "`round half up(x, 2)`"),
        ("1 + roundUp(x)", "roundUp", "`round up`"),
        ("avg([1, 2])", "avg", "`sum(list) / count(list)`"),
        ("startsWith(a, b)", "startsWith", "`starts with`"),
        ("string_length(a)", "string_length", "`string length`"),
        ("round half upp(x, 2)", "round half upp", "`round half up`"),
        ("floorr(x)", "floorr", "`floor`"),
        ("zzzzzz(x)", "zzzzzz", ""),
    ] {
        one_fault(&expression_faults(text), "unknown-function", excerpt, help);
    }
}

#[test]
fn percentages() {
    for (text, code, excerpt, help) in [
        (
            "surcharge a : 5%",
            "percent-without-base",
            "5%",
            "write `5% of base`",
        ),
        (
            "surcharge a : 5% stop",
            "percent-without-base",
            "5%",
            "`subtotal`",
        ),
        (
            "surcharge a : 5% list",
            "percent-without-base",
            "5%",
            "`price(feature)`",
        ),
        (
            "tiers a on quantity : 5 -> discount 5%",
            "percent-without-base",
            "5%",
            "write `5% of base`",
        ),
        (
            "surcharge a : percent(x) per item",
            "percent-without-base",
            "per",
            "`percent(…) of base`",
        ),
        ("let a = 5% of base", "syntax", "%", "`12% of base`"),
        (
            "let a = percent(5) of base",
            "syntax",
            "(",
            "`percent(x) of base`",
        ),
        (
            "surcharge a : (x + 1)% of base",
            "syntax",
            "%",
            "`percent(x) of base`",
        ),
    ] {
        one_fault(&rule_faults(text), code, excerpt, help);
    }
}

#[test]
fn words_of_the_language_as_names() {
    for (text, excerpt) in [
        ("let end = 5", "end"),
        ("surcharge stop \"Stop\" : 5", "stop"),
        ("surcharge a : 5 + phase", "phase"),
        ("surcharge a : phase + 5", "phase"),
        ("surcharge a : 5 during test", "test"),
        ("surcharge a when from = 1 : 5", "from"),
        ("surcharge a when x.and = 1 : 5", "and"),
    ] {
        one_fault(
            &rule_faults(text),
            "keyword-as-name",
            excerpt,
            &format!("`{excerpt}`"),
        );
    }
}
