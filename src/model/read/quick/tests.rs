//! The quick reader against the careful one: what the quick one gives, the careful one gives.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value as Json;

use crate::model::order::{BorrowedOrder, BorrowedValue, Item, Order, Value};
use crate::model::read::{borrowed_order, careful_order, quick};
use crate::model::samples;
use crate::money::Decimal;

/// Whether the quick reader reads a text; it must read what the careful one does. So must the one
/// that borrows.
fn is_quick(text: &str) -> bool {
    if let Some(order) = borrowed_order(text) {
        let careful = careful_order(text).unwrap_or_else(|faults| panic!("{text}\n{faults}"));
        assert_eq!(owned(&order), careful, "{text}");
    }
    let quick = quick::order(text);
    if let Some(order) = &quick {
        let careful = careful_order(text).unwrap_or_else(|faults| panic!("{text}\n{faults}"));
        assert_eq!(*order, careful, "{text}");
    }
    quick.is_some()
}

/// The same with texts of its own.
fn owned(order: &BorrowedOrder<'_>) -> Order {
    let value = |value: &BorrowedValue<'_>| match *value {
        BorrowedValue::Number(number) => Value::Number(Decimal::from_integer(number)),
        BorrowedValue::Text(text) => Value::Text(text.to_owned()),
        BorrowedValue::Boolean(truth) => Value::Boolean(truth),
    };
    let values = order.values.iter();
    let inputs = order.inputs.iter();
    Order {
        items: vec![Item {
            id: order.id.map(str::to_owned),
            component: order.component.to_owned(),
            values: values
                .map(|(id, it)| ((*id).to_owned(), value(it)))
                .collect(),
            quantity: order.quantity,
            tax_rate: order.item_tax_rate,
        }],
        inputs: inputs.map(|(id, it)| (id.to_string(), value(it))).collect(),
        currency: order.currency,
        as_of: order.as_of,
        tax_rate: order.tax_rate,
        adjustments: Vec::new(),
        language: order.language.map(str::to_owned),
    }
}

/// The orders of the corpus and of the examples.
fn orders() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["tests", "examples"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    let mut orders = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let Ok(json) = serde_json::from_str::<Json>(&text) else {
            continue;
        };
        if json.get("items").is_some() {
            orders.push(text);
        }
        orders.extend(json.get("order").map(Json::to_string));
    }
    orders
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
}

/// What stands in an order, or might.
const PIECES: &[&str] = &[
    "",
    "null",
    "\"\"",
    "1",
    "-0.50",
    "1e3",
    "1e999",
    "01",
    "\"2\"",
    "\"1_000\"",
    "\"19%\"",
    "true",
    "[]",
    "{}",
    "[1]",
    "[\"a\",{\"option\":\"b\",\"quantity\":2}]",
    "{\"a\":1,\"a\":2}",
    "{\"b\":1,\"a\":2}",
    "[[[]]]",
    "\\u0041",
    "\\ud800",
    "ä",
    "\u{200b}",
    "\u{feff}",
    " ",
    "\n",
    "\u{0}",
    ",",
    "items",
    "customer",
    "group",
    "quantity",
];

#[test]
fn what_it_reads_of_the_corpus_is_right_and_nearly_all() {
    let orders = orders();
    let read = orders.iter().filter(|order| is_quick(order)).count();
    assert!(orders.len() > 300, "{} orders", orders.len());
    // the others have adjustments, escapes or faults
    assert!(read * 10 > orders.len() * 8, "{read} of {}", orders.len());
    // of several items, fractions and choices less
    let borrowed = orders
        .iter()
        .filter(|order| borrowed_order(order).is_some());
    let borrowed = borrowed.count();
    assert!(
        borrowed * 3 > orders.len(),
        "{borrowed} of {}",
        orders.len()
    );
}

#[test]
fn an_order_with_every_value_changed_is_right() {
    for order in orders() {
        let order = match serde_json::from_str::<Json>(&order) {
            Ok(order) => order.to_string(),
            Err(_) => continue,
        };
        let ends: Vec<usize> = order
            .match_indices([',', ':', '[', ']', '{', '}'])
            .map(|(at, _)| at)
            .collect();
        for pair in ends.windows(2) {
            let (before, after) = (&order[..=pair[0]], &order[pair[1]..]);
            for piece in PIECES {
                is_quick(&format!("{before}{piece}{after}"));
            }
        }
    }
}

#[test]
fn an_order_of_plain_values_is_borrowed() {
    for text in [
        r#"{"items": [{"component": "a"}]}"#,
        r#"{"customer": {"group": "dealer", "since": null}, "tax": {"rate": 19}, "as_of": "2026-10-01",
            "items": [{"component": "a", "id": "one", "quantity": 3, "tax_rate": 7,
                "values": {"w": -1200, "drop": null, "oiled": true, "a": "linen"}}],
            "language": "de-CH", "currency": "EUR", "inputs": {"a.b": false}}"#,
    ] {
        assert!(borrowed_order(text).is_some() && is_quick(text), "{text}");
    }
    let item = |rest: &str| format!("{{\"items\": [{{\"component\": \"a\"{rest}}}]}}");
    for rest in [
        ", \"values\": {\"w\": 1200.50}",
        ", \"values\": {\"w\": -0}",
        ", \"values\": {\"w\": 9223372036854775808}",
        ", \"values\": {\"lights\": [\"led\"]}",
        ", \"values\": {\"a\": null, \"a\": 1}",
        ", \"values\": {\"b\": 1, \"a\": 2, \"b\": 3}",
        ", \"quantity\": \"2\"",
        ", \"quantity\": null",
        ", \"unknown\": 1",
        "}, {\"component\": \"a\"",
    ] {
        assert!(borrowed_order(&item(rest)).is_none(), "{rest}");
    }
    let twice =
        r#"{"items": [{"component": "a"}], "customer": {"b": 1}, "inputs": {"customer.b": 2}}"#;
    assert!(borrowed_order(twice).is_none());
}

#[test]
fn forms_that_leave_doubt_are_left_to_the_careful_reader() {
    let item = |rest: &str| format!("{{\"items\": [{{\"component\": \"a\"{rest}}}]}}");
    assert!(is_quick(&item("")));
    for text in [
        item(r#", "values": {"w": 1200.50, "drop": null, "lights": {"led": "2"}}"#),
        item(r#", "values": {"b": true, "a": ["led", {"option": "rgb", "quantity": 2}]}"#),
        r#"{"customer": {"since": null, "address": {"country": "DE"}}, "tax": {"rate": 19},
            "items": [{"component": "a"}], "language": "de-CH", "inputs": {"a.b": false}}"#
            .to_owned(),
    ] {
        assert!(is_quick(&text), "{text}");
    }
    for rest in [
        ", \"component\": \"b\"",
        ", \"values\": {\"a\": 1, \"b\": 2, \"a\": 1}",
        ", \"values\": {\"a\": null, \"a\": 1}",
        ", \"values\": {\"a\": {\"led\": 1, \"led\": 1}}",
        ", \"values\": {\"\\u0061\": 1}",
        ", \"values\": null",
        ", \"quantity\": null",
        ", \"quantity\": true",
        ", \"unknown\": 1",
        ", \"id\": \"\"",
    ] {
        assert!(!is_quick(&item(rest)), "{rest}");
    }
    assert!(!is_quick(&format!("{} x", item(""))));
    assert!(!is_quick(samples::ORDER), "it has adjustments");
}

proptest! {
    #[test]
    fn a_damaged_order_is_right(
        spots in prop::collection::vec((0..samples::ORDER.len(), 0..12_usize, 0..PIECES.len()), 1..4),
        adjusted in any::<bool>(),
    ) {
        let mut text = samples::ORDER.to_owned();
        if !adjusted && let Some((from, to)) = text.find("\"adjustments\"").zip(text.find("\"language\"")) {
            text.replace_range(from..to, "");
        }
        for (at, length, piece) in spots {
            let floor = |at: usize| (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap();
            let (start, end) = (floor(at), floor(at + length));
            text.replace_range(start..end, PIECES[piece]);
        }
        is_quick(&text);
    }
}
