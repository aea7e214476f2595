//! Changes to catalogs and orders that a property says do not matter, or must not hurt.

use super::naive::generate::Tape;
use serde_json::{Value, json};

/// Changes every rules text of a catalog.
pub fn each_rules(catalog: &mut Value, change: impl Fn(&str) -> String) {
    let apply = |owner: &mut Value| {
        if let Some(rules) = owner["rules"].as_str() {
            owner["rules"] = json!(change(rules));
        }
    };
    apply(catalog);
    catalog["components"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .for_each(apply);
}

/// The statements last to first; the generator writes each on a line of its own.
pub fn reversed_statements(rules: &str) -> String {
    rules.lines().rev().collect::<Vec<_>>().join("\n")
}

/// The rules without the statements that begin so.
pub fn without_lines(rules: &str, beginnings: &[&str]) -> String {
    let other = |line: &&str| {
        !beginnings
            .iter()
            .any(|beginning| line.starts_with(beginning))
    };
    rules.lines().filter(other).collect::<Vec<_>>().join("\n")
}

/// The document with the keys of every object last to first.
pub fn reversed_keys(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| {
                format!("{}:{}", json!(key), reversed_keys(value))
            };
            format!(
                "{{{}}}",
                map.iter().rev().map(entry).collect::<Vec<_>>().join(",")
            )
        }
        Value::Array(values) => {
            format!(
                "[{}]",
                values
                    .iter()
                    .map(reversed_keys)
                    .collect::<Vec<_>>()
                    .join(",")
            )
        }
        other => other.to_string(),
    }
}

/// Replaces values of an item by whatever may come over a wire.
pub fn junk_values(tape: &mut Tape, item: &mut Value) {
    let junk = [
        json!(0),
        json!(-1),
        json!("9999999999999999999999999999"),
        json!("0.0000000000000000000000000001"),
        json!(1e12),
        json!(""),
        json!("led"),
        json!("\u{0}\u{202e}"),
        json!(true),
        json!(null),
        json!([]),
        json!(["led", "led"]),
        json!(["linen"]),
        json!({"led": 2}),
        json!({"led": 1000}),
        json!([{"option": "sensor", "quantity": 3}]),
        json!([{"option": "sensor", "quantity": "0.5"}]),
        json!("1200"),
        json!(1200),
        json!("2026-10-01"),
    ];
    let names = [
        "fabric",
        "width",
        "drop",
        "lined",
        "extras",
        "engraving",
        "motor",
        "panel",
        "no such",
    ];
    for name in names {
        if tape.chance(40) {
            item["values"][name] = tape.pick(&junk);
        }
    }
    if tape.chance(30) {
        let quantities = [
            json!(0),
            json!(-3),
            json!("0.5"),
            json!("9999999999999999999999999999"),
            json!(1_000_000),
        ];
        item["quantity"] = tape.pick(&quantities);
    }
    if tape.chance(5) {
        item["component"] = json!("no such");
    }
}
