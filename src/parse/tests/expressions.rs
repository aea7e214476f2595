//! Every construct of the expression language, as written and as printed.

use super::{printed, words};
use crate::plan::Function;

#[test]
fn literals() {
    for (text, canonical) in [
        ("1_250.50", "1250.5"),
        ("007", "7"),
        ("true", "true"),
        ("\"a \\\"b\\\" \\\\ \\n\\t\"", "\"a \\\"b\\\" \\\\ \\n\\t\""),
        ("\"\\u{1f600} \\u00e9 \\ud83d\\ude00\"", "\"😀 é 😀\""),
        ("\"\\u{202e}\\u{7}\"", "\"\\u{202e}\\u{7}\""),
        ("\"// no comment\"", "\"// no comment\""),
        ("date( \"2026-10-01\" )", "date(\"2026-10-01\")"),
        ("{EUR 40.00,CHF -45}", "{EUR 40, CHF -45}"),
        ("[]", "[]"),
        ("[1,\"a\" , true]", "[1, \"a\", true]"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn names() {
    for (text, canonical) in [
        ("width", "width"),
        ("größe_2", "größe_2"),
        ("fabric.weight", "fabric.weight"),
        ("customer . group", "customer.group"),
        ("`list`", "`list`"),
        ("`my-feature`.`a b`", "`my-feature`.`a b`"),
        ("a.`b`", "a.b"),
        ("a.`end`", "a.`end`"),
        ("date + price + min + string", "date + price + min + string"),
        (
            "iffy + notes + android + island",
            "iffy + notes + android + island",
        ),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn precedence_needs_no_needless_parentheses() {
    for (text, canonical) in [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("1-(2-3)-4", "1 - (2 - 3) - 4"),
        ("((1-2))-3", "1 - 2 - 3"),
        ("a/(b*c)", "a / (b * c)"),
        ("a or b and c", "a or b and c"),
        ("(a or b) and c", "(a or b) and c"),
        ("a = 1 or b != 2", "a = 1 or b != 2"),
        ("(a = b) = c", "(a = b) = c"),
        ("- - x", "--x"),
        ("-(a+b)*c", "-(a + b) * c"),
        ("a - -b", "a - -b"),
        ("x**-2*3", "x ** -2 * 3"),
        ("(-2)**2", "(-2) ** 2"),
        ("-(2**2)", "-(2 ** 2)"),
        ("(x**2)**3", "(x ** 2) ** 3"),
        ("not (a) and not(b or c)", "not(a) and not(b or c)"),
        ("(if a then 1 else 2)+3", "(if a then 1 else 2) + 3"),
        ("if a then 1 else 2+3", "if a then 1 else 2 + 3"),
        (
            "if a then 1 else if b then 2 else 3",
            "if a then 1 else if b then 2 else 3",
        ),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn tests_after_in() {
    for (text, canonical) in [
        ("x in [1..5]", "x in [1..5]"),
        ("x in (1..5]", "x in (1..5]"),
        ("x in [1..5)", "x in [1..5)"),
        ("x in (1..5)", "x in (1..5)"),
        ("x in ([1..5])", "x in [1..5]"),
        ("x in (a+1..2*b)", "x in (a + 1..2 * b)"),
        ("x in [a..b.c]", "x in [a..b.c]"),
        ("x in [1,2]", "x in [1, 2]"),
        ("x in list", "x in list"),
        ("x in (\"a\")", "x in (\"a\")"),
        ("x in ((a))", "x in a"),
        (
            "x in (<10,[20..30],\"a\",!= b)",
            "x in (< 10, [20..30], \"a\", != b)",
        ),
        ("x in (1+2) and y", "x in (1 + 2) and y"),
        ("x in (a+1)*2", "x in ((a + 1) * 2)"),
        ("x+1 in [1..2] or y in (3)", "x + 1 in [1..2] or y in (3)"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn other_comparisons() {
    for (text, canonical) in [
        ("x between 1 and 2+3 and y", "x between 1 and 2 + 3 and y"),
        (
            "x between (1) and 2 or y between 3 and 4",
            "x between 1 and 2 or y between 3 and 4",
        ),
        (
            "motor is set and not(fabric.weight is  set)",
            "motor is set and not(fabric.weight is set)",
        ),
        ("a<=b", "a <= b"),
        ("a>=-b", "a >= -b"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn calls() {
    for (text, canonical) in [
        ("max( 1,width )", "max(1, width)"),
        ("round  half\n up(x,2)", "round half up(x, 2)"),
        ("starts with(a,\"b\")", "starts with(a, \"b\")"),
        ("lookup(\"t\",x)", "lookup(\"t\", x)"),
        ("lookup(`my table`,x,y)", "lookup(\"my table\", x, y)"),
        ("lookup(brackets,x)", "lookup(\"brackets\", x)"),
        ("price( fabric )", "price(fabric)"),
        ("price(`my-fabric`)", "price(`my-fabric`)"),
        ("count([1,2])", "count([1, 2])"),
    ] {
        assert_eq!(printed(text), canonical, "{text}");
    }
}

#[test]
fn every_function_is_in_the_grammar() {
    for function in Function::ALL {
        let text = format!("{}(x)", function.name());
        assert_eq!(printed(&text), text);
    }
}

#[test]
fn every_keyword_needs_backticks_and_nothing_else_does() {
    for word in words::KEYWORDS {
        assert_eq!(
            printed(&format!("`{word}` + a.`{word}`")),
            format!("`{word}` + a.`{word}`")
        );
        assert!(
            super::expression(&super::Source::new("test", format!("1 + a.{word}"))).is_err(),
            "{word}"
        );
        let longer = format!("{word}x + x{word}");
        assert_eq!(printed(&longer), longer);
    }
    for word in words::STATEMENTS.iter().chain(words::MODIFIERS) {
        assert!(words::is_keyword(word), "{word}");
    }
    let mut sorted = words::KEYWORDS.to_vec();
    sorted.sort_unstable();
    assert_eq!(sorted, words::KEYWORDS);
}

#[test]
fn comments_and_line_breaks_are_space() {
    assert_eq!(
        printed("\u{feff} a // first\r\n  +  // + c\n b // last"),
        "a + b"
    );
}
