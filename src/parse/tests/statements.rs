//! Every statement, as written and as printed.

use super::{Source, printed_rules, rule_faults, rules};

/// The example of the specification, one statement of each kind.
const EXAMPLE: &str = include_str!("example.price");

#[test]
fn the_example_reads_without_faults() {
    let (rules, faults) = rules(&Source::new("test", EXAMPLE));
    assert!(faults.is_empty(), "{faults}");
    assert_eq!(rules.statements.len(), 22);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    assert_eq!(printed_rules(&windows), printed_rules(EXAMPLE));
}

#[test]
fn canonical_forms() {
    for (text, canonical) in [
        (
            "let area=width*drop/1_000_000",
            "let area = width * drop / 1000000",
        ),
        (
            "surcharge a \"A\" from 2026-10-01 until 2026-12-01 when x:12 % of base",
            "surcharge a \"A\" from 2026-10-01 until 2026-12-01\n  when x : 12% of base",
        ),
        (
            "surcharge a : -5% of price(fabric)",
            "surcharge a : -5% of price(fabric)",
        ),
        (
            "surcharge a : percent(12) of `my-base`",
            "surcharge a : 12% of `my-base`",
        ),
        (
            "surcharge a : percent(x+1) of list",
            "surcharge a : percent(x + 1) of list",
        ),
        (
            "surcharge a : {EUR 4,CHF 5} per item",
            "surcharge a : {EUR 4, CHF 5} per item",
        ),
        (
            "surcharge a : 40 once per order by x",
            "surcharge a : 40 once per order by x",
        ),
        (
            "discount `my-id` : 5 stop priority -3",
            "discount `my-id` : 5 priority -3 stop",
        ),
        (
            "surcharge a : 4 internal not discountable during groups",
            "surcharge a : 4 during groups not discountable internal",
        ),
        (
            "minimum a : 49 after discounts per piece",
            "minimum a : 49 per piece after discounts",
        ),
        (
            "maximum a : 900 per order before discounts",
            "maximum a : 900 per order before discounts",
        ),
        ("round a : to 0.05 half_even", "round a : to 0.05 half_even"),
        ("end a : in 0.99 up", "end a : in 0.99 up"),
        (
            "phase discounts : compound,first",
            "phase discounts : first, compound",
        ),
        ("phase order \"Order\" : all", "phase order \"Order\" : all"),
        (
            "forbid a \"No\" when b : c",
            "forbid a \"No\"\n  when b : c",
        ),
        ("set a \"A\" : ceiling(x)", "set a \"A\" : ceiling(x)"),
        ("on_request a : x > 1", "on_request a : x > 1"),
    ] {
        assert_eq!(printed_rules(text), format!("{canonical}\n"), "{text}");
    }
}

#[test]
fn tiers() {
    for (text, canonical) in [
        (
            "tiers a on quantity : 10 -> 5.00",
            "tiers a on quantity volume : 10 -> 5",
        ),
        (
            "tiers a \"A\" when x on quantity of order graduated : 1 -> 7, 6 -> 6.5",
            "tiers a \"A\" on quantity of order graduated\n  when x : 1 -> 7, 6 -> 6.5",
        ),
        (
            "tiers a on quantity of order by fabric block when x : 10->5, 40->overage 2.50, 90 -> none",
            "tiers a on quantity of order by fabric block\n  when x : 10 -> 5, 40 -> overage 2.5, 90 -> none",
        ),
        (
            "tiers a on quantity : 10 -> surcharge 2, 20 -> discount percent(x) of extended internal",
            "tiers a on quantity volume : 10 -> surcharge 2, 20 -> discount percent(x) of extended internal",
        ),
        (
            "tiers a on quantity package : 5 per started 100",
            "tiers a on quantity package : 5 per started 100",
        ),
        (
            "tiers a on quantity package : 5 per started 100,first 50 free per item",
            "tiers a on quantity package : 5 per started 100, first 50 free per item",
        ),
    ] {
        assert_eq!(printed_rules(text), format!("{canonical}\n"), "{text}");
    }
}

#[test]
fn catalog_tests() {
    let text = "test a \"A\"\n given {\n  width:95, `my-x`:\"x\", customer.group:\"dealer\",\n  \
                parts:[\"led\",\"sensor\"*2], empty:[], panel:none, lit:true, cold:-1.5\n}\n expect unit_price \
                39.90, line `my-x` none, line base -30, status on_request, status invalid,\n violation v, warning \
                w, value n 3, value t \"x\", amount 1, list_price 2, net 3, tax none, gross 4, effective_unit_price 5";
    let canonical = "test a \"A\"\n  given { width: 95, `my-x`: \"x\", customer.group: \"dealer\", parts: [\"led\", \
                     \"sensor\" * 2], empty: [], panel: none, lit: true, cold: -1.5 }\n  expect unit_price 39.9, \
                     line `my-x` none, line base -30, status on_request, status invalid, violation v, warning w, \
                     value n 3, value t \"x\", amount 1, list_price 2, net 3, tax none, gross 4, \
                     effective_unit_price 5\n";
    assert_eq!(printed_rules(text), canonical);
    assert_eq!(
        printed_rules("test a given {} expect net 1"),
        "test a\n  given {  }\n  expect net 1\n"
    );
}

#[test]
fn statements_end_where_a_line_begins_at_column_1() {
    let text = "// head\n\n  // indented\nlet a = 1 +\n\n// between\n\t2\nlet b = (\n  3\n)\n";
    assert_eq!(printed_rules(text), "let a = 1 + 2\nlet b = 3\n");
}

#[test]
fn the_empty_text_has_no_statements_and_no_faults() {
    for text in ["", "\u{feff}", "\n\n", "// nothing\r\n", "  \n\t\n"] {
        assert_eq!(printed_rules(text), "", "{text:?}");
        assert!(rule_faults(text).is_empty());
    }
}
