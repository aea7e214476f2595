//! Faults of order documents: each with its code and its JSON path.
#![cfg(feature = "compiler")]

use pricewright::diagnostic::Diagnostics;
use pricewright::model::Order;

/// `code path` of each finding.
fn told(findings: &Diagnostics) -> Vec<String> {
    findings
        .iter()
        .map(|d| format!("{} {}", d.code.as_str(), d.place.path))
        .collect()
}

fn order(text: &str) -> Vec<String> {
    match Order::from_json(text) {
        Ok(_) => Vec::new(),
        Err(findings) => told(&findings),
    }
}

/// The faults of an order of one item with these keys besides.
fn order_with(keys: &str) -> Vec<String> {
    order(&format!(r#"{{"items":[{{"component":"c"}}],{keys}}}"#))
}

fn item(keys: &str) -> Vec<String> {
    order(&format!(r#"{{"items":[{{"component":"c",{keys}}}]}}"#))
}

/// Goes through a table of inputs and the findings that each must give.
fn check(read: fn(&str) -> Vec<String>, prefix: &str, table: &[(&str, &[&str])]) {
    for (input, expected) in table {
        let expected: Vec<String> = expected.iter().map(|e| e.replace('~', prefix)).collect();
        assert_eq!(read(input), expected, "{input}");
    }
}

#[test]
fn orders() {
    check(
        order,
        "",
        &[
            ("{}", &["missing-key $"]),
            (r#"{"items":[]}"#, &["invalid-value $.items"]),
            (r#"{"items":[{}]}"#, &["missing-key $.items[0]"]),
            (r#"{"items":{}}"#, &["wrong-type $.items"]),
        ],
    );
    check(
        order_with,
        "",
        &[
            (r#""project":{"a":1}"#, &["unknown-key $.project"]),
            (r#""currency":"euro""#, &["unknown-currency $.currency"]),
            (r#""as_of":"1.10.2026""#, &["invalid-value $.as_of"]),
            (r#""tax":19"#, &["wrong-type $.tax"]),
            (r#""tax":{"rate":"19%"}"#, &["invalid-value $.tax.rate"]),
            (r#""language":"de_DE""#, &["invalid-value $.language"]),
            (
                r#""customer":{"a b":1}"#,
                &[r#"invalid-id $.customer["a b"]"#],
            ),
            (r#""customer":{"a":[1]}"#, &["wrong-type $.customer.a"]),
            (
                r#""customer":{"a":1},"inputs":{"customer.a":2}"#,
                &[r#"duplicate-key $.inputs["customer.a"]"#],
            ),
            (
                r#""adjustments":[{"id":"a"}]"#,
                &["missing-key $.adjustments[0]"],
            ),
            (
                r#""adjustments":[{"id":"a","percent":1}]"#,
                &["percent-without-base $.adjustments[0]"],
            ),
            (
                r#""adjustments":[{"id":"a","percent":1,"of":"list"}]"#,
                &["invalid-value $.adjustments[0].of"],
            ),
        ],
    );
    check(
        item,
        "$.items[0]",
        &[
            (r#""quantity":"two""#, &["number-syntax ~.quantity"]),
            (r#""quantity":null"#, &["wrong-type ~.quantity"]),
            (r#""values":[]"#, &["wrong-type ~.values"]),
            (r#""values":{"a":[1]}"#, &["wrong-type ~.values.a[0]"]),
            (
                r#""values":{"a":{"led":"x"}}"#,
                &["number-syntax ~.values.a.led"],
            ),
            (
                r#""values":{"a":[{"id":"led"}]}"#,
                &["missing-key ~.values.a[0]", "unknown-key ~.values.a[0].id"],
            ),
            (r#""values":{"a":1,"a":2}"#, &["duplicate-key ~.values.a"]),
            (r#""features":{}"#, &["unknown-key ~.features"]),
        ],
    );
    let values: Vec<_> = (0..1_001).map(|n| format!("\"v{n}\":1")).collect();
    assert_eq!(
        item(&format!("\"values\":{{{}}}", values.join(","))),
        ["too-large $.items[0].values"]
    );
    let long = "x".repeat(10_001);
    assert_eq!(
        item(&format!(r#""values":{{"a":"{long}"}}"#)),
        ["too-large $.items[0].values.a"]
    );
}
