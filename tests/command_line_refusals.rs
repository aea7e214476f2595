//! Bad input on the command line: refused within two seconds, with a code, a place and a message
//! for people; never a Rust error, a hang or a silent default.

mod support;

use std::fs;

use serde_json::json;
use support::command::{catalog, refused, run, scratch, scratch_path};

const BLIND: &str = "examples/roller-blind";
const DEALER: &str = "examples/roller-blind/orders/dealer.json";

#[test]
fn documents_that_are_no_json_are_told() {
    for text in [
        "",
        "{",
        "[1, 2",
        "{ \"format\": 1,, }",
        "# a heading",
        "{\"format\": 1}\u{0}",
    ] {
        let file = scratch("no-json.json", text);
        for arguments in [
            &["check", file.as_str()][..],
            &["test", &file],
            &["pack", &file],
            &["price", &file, DEALER],
            &["price", BLIND, &file],
            &["explain", BLIND, &file],
        ] {
            refused(arguments, "").complains("error[");
        }
        refused(&["price", BLIND, "-"], text).complains("error[json-syntax]");
    }
    fs::write(scratch_path("latin.json"), b"{ \"id\": \"gr\xfcn\" }").unwrap();
    run(&["check", &scratch_path("latin.json")])
        .exits(2)
        .complains("is not UTF-8");
}

#[test]
fn bad_expressions_are_refused_at_once() {
    let deep_open = "(".repeat(100_000);
    let deep = format!("{}1{}", "(".repeat(50_000), ")".repeat(50_000));
    let nots = "not(".repeat(25_000);
    let minus = format!("{}1", "-".repeat(100_000));
    let chain = format!("{}1", "if true then 1 else ".repeat(6_000));
    let sums = format!("1{}", " + 1".repeat(30_000));
    let digits = "9".repeat(100_000);
    for expression in [
        deep_open.as_str(),
        &deep,
        &nots,
        &minus,
        &chain,
        &sums,
        &digits,
        "",
        " ",
        "1e999",
        "1e5",
        "+5",
        ".5",
        "5.",
        "1__0",
        "1,5",
        "0x10",
        "1 \u{1} 2",
        "\u{0007}",
        "\"a\u{2}b\"",
        "\u{202e}1",
        "2026-10-01",
        "as_of >= 2026-10-01",
        "10%",
        "set + 1",
        "if",
        "a == b",
        "true && false",
        "-2 ** 2",
        "2 ** 3 ** 2",
        "2 ** 1000",
        "2 ** 0.5",
        "0 ** -1",
        "99999999999999999999999999999",
        "9999999999999999999999999999 * 9999999999999999999999999999",
        "1 / 0",
        "modulo(1, 0)",
        "'single'",
        "“smart”",
        "1 in ]0..2[",
        "1 + \"a\"",
        "lookup(\"t\", 1)",
        "price(x)",
        "subtotal",
        "frobnicate(1)",
        "abs()",
        "abs(1, 2, 3)",
        "date(\"2026-02-30\")",
        "min()",
        "sum([])",
        "\"unterminated",
        "/* never closed",
        "round up(1.5, 1000000000)",
    ] {
        let ran = refused(&["eval", expression], "");
        assert!(
            ran.error.starts_with("error["),
            "{expression:.40}: {}",
            ran.error
        );
        assert!(ran.output.is_empty());
        let json = refused(&["eval", expression, "--json"], "");
        assert!(json.json()[0]["code"].is_string());
    }
}

#[test]
fn bad_catalogs_are_refused_at_once() {
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    for (rules, code) in [
        (format!("surcharge a : {deep}\n"), "too-deep"),
        (
            format!("surcharge a when {}true : 1\n", "not(".repeat(100_000)),
            "too-deep",
        ),
        ("surcharge a : 1e999\n".to_owned(), "number-syntax"),
        ("surcharge a : 1\u{1}\n".to_owned(), "syntax"),
        ("surcharge set : 1\n".to_owned(), "keyword-as-name"),
        (
            "surcharge a from 2026-13-01 : 1\n".to_owned(),
            "invalid-value",
        ),
        (
            "surcharge a when as_of > 2026-10-01 : 1\n".to_owned(),
            "feel-syntax",
        ),
        (
            "tiers t on quantity : 1 -> 5.00, 1 -> 4.00\n".to_owned(),
            "duplicate-tier",
        ),
        ("frobnicate a : 1\n".to_owned(), "unknown-statement"),
        ("x".repeat(2_000_000), "too-large"),
    ] {
        let file = catalog("bad", &rules);
        let found = refused(&["check", &file, "--json"], "").json();
        let codes: Vec<_> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        assert!(
            codes.contains(&code),
            "{rules:.60}: expected {code}, found {codes:?}"
        );
        refused(&["check", &file], "").complains("-->");
        refused(&["price", &file, DEALER], "");
    }
    let documents = [
        ("[".repeat(100_000), "too-deep"),
        (format!("{}{}", "{\"a\":".repeat(100_000), "1"), "too-deep"),
        (
            r#"{"format": 1, "currency": "EUR", "components": [{"id": "a", "base_price": 1e999}]}"#
                .to_owned(),
            "number-too-large",
        ),
        (
            r#"{"format": 2, "currency": "EUR", "components": []}"#.to_owned(),
            "unsupported-format",
        ),
        (
            r#"{"format": 1, "currency": "EUR", "componets": []}"#.to_owned(),
            "unknown-key",
        ),
        (
            "{\"format\": 1, \"currency\": \"EUR\", \"components\": [], \"id\": \"a\u{1}\"}"
                .to_owned(),
            "json-syntax",
        ),
        (
            r#"{"format": 1, "currency": "EUR", "components": [{"id": "a\u0000"}]}"#.to_owned(),
            "invalid-id",
        ),
    ];
    for (text, code) in documents {
        let file = scratch("bad-document.json", &text);
        let found = refused(&["check", &file, "--json"], "").json();
        let codes: Vec<_> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        assert!(
            codes.contains(&code),
            "{text:.60}: expected {code}, found {codes:?}"
        );
        refused(&["check", &file], "").complains("-->");
    }
}

#[test]
fn a_price_list_above_the_limit_is_refused() {
    // 2,001 × 2,000 cells are 2,000 more than 4,000,000
    let rows: Vec<u32> = (1..=2_001).collect();
    let cols: Vec<u32> = (1..=2_000).collect();
    let catalog = json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "price_lists": [{ "id": "list", "row_feature": "size", "col_feature": "size",
            "lookup": "up", "rows": rows, "cols": cols, "cells": [] }],
            "features": [{ "id": "size", "type": "number", "required": true }] }],
    });
    let file = scratch("cells.json", &catalog.to_string());
    refused(&["check", &file], "")
        .complains("error[too-large]")
        .complains("4000000");
}

#[test]
fn bad_orders_are_refused_at_once() {
    let item = |values: &str| {
        format!(
            r#"{{"items": [{{"component": "roller-blind", "values": {values}}}], "as_of": "2026-06-01"}}"#
        )
    };
    for (order, code) in [
        (r#"{"itmes": []}"#.to_owned(), "unknown-key"),
        (r#"{"items": []}"#.to_owned(), "invalid-value"),
        (r#"{"items": {}}"#.to_owned(), "wrong-type"),
        (item(r#"{"width": 1e999}"#), "number-too-large"),
        (item("{\"width\": \"\u{1}\"}"), "json-syntax"),
        (
            item(r#"{"width": 0.1234567890123456789012345678901}"#),
            "number-too-precise",
        ),
        ("[".repeat(100_000), "too-deep"),
    ] {
        let found = refused(&["price", BLIND, "-", "--json"], &order).json();
        let codes: Vec<_> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        assert!(
            codes.contains(&code),
            "{order:.80}: expected {code}, found {codes:?}"
        );
        refused(&["price", BLIND, "-"], &order).complains("-->");
    }
    // what is wrong with an item is a violation of its quote
    for (values, rule) in [
        (r#"{"width": 200}"#, "below-minimum"),
        (r#"{"width": 99999}"#, "above-maximum"),
        (r#"{"width": 1200.5}"#, "off-step"),
        (r#"{"width": "wide"}"#, "wrong-type"),
        (r#"{"fabric": "linnen"}"#, "unknown-option"),
        (r#"{"fabrik": "linen"}"#, "unknown-feature"),
    ] {
        let quote = refused(&["price", BLIND, "-", "--json"], &item(values)).json();
        let violations = quote["items"][0]["violations"].as_array().unwrap();
        assert!(
            violations
                .iter()
                .any(|it| it["rule"] == rule || it["code"] == rule),
            "{values}: {violations:?}"
        );
        refused(&["price", BLIND, "-"], &item(values));
    }
}
