//! Plans of shop pages: the same prices as the whole plan, nothing of rules and internal parts.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use pricewright::plan::bytes::is_plan;
use pricewright::{Catalog, Order, Plan, compile, storefront, storefront_plan};
use serde_json::Value;
use support::corpus::Case;

fn loaded(plan: &Plan) -> Plan {
    let bytes = plan.to_bytes();
    assert!(is_plan(&bytes));
    let loaded = Plan::from_bytes(&bytes).unwrap();
    assert_eq!(loaded.to_bytes(), bytes);
    loaded
}

/// A quote without what a plan without sources cannot say: where a rule stands, and in messages
/// the words that it is written with.
fn comparable(plan: &Plan, order: &Order) -> Result<Value, String> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("source");
                fields.remove("message");
                fields.values_mut().for_each(strip);
            }
            Value::Array(entries) => entries.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let quote = plan.price(order).map_err(|faults| faults.to_string())?;
    let mut quote = serde_json::from_str(&quote.to_canonical_json()).unwrap();
    strip(&mut quote);
    Ok(quote)
}

/// Whether the storefront's plan could be made; then it prices as the whole one.
fn prices_the_same(name: &str, catalog: &Catalog, whole: &Plan, order: &Order) -> bool {
    let text = |plan: &Plan| plan.price(order).map(|quote| quote.to_canonical_json());
    let (priced, again) = (text(whole), text(&loaded(whole)));
    assert_eq!(priced.is_ok(), again.is_ok(), "{name}");
    assert_eq!(priced.ok(), again.ok(), "{name}");

    let Ok(bare) = storefront_plan(catalog) else {
        return false;
    };
    let bare = loaded(&bare);
    assert!(bare.data().sources.is_empty());
    assert_eq!(comparable(&bare, order), comparable(whole, order), "{name}");
    true
}

#[test]
fn the_corpus_prices_the_same() {
    let (mut same, mut refused) = (0, Vec::new());
    for case in Case::all("tests/cases") {
        let Some(order) = case.text("order") else {
            continue;
        };
        let (Ok(order), Ok(catalog)) = (Order::from_json(order), case.catalog()) else {
            continue;
        };
        let Ok(whole) = compile(&catalog) else {
            continue;
        };
        if prices_the_same(&case.path, &catalog, &whole, &order) {
            same += 1;
        } else {
            refused.push(case.path);
        }
    }
    assert!(same >= 300, "{same} cases");
    // only where a public price depends on an internal part
    assert!(refused.len() <= 10, "{refused:#?}");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn the_examples_price_the_same() {
    let mut orders = 0;
    for folder in sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")) {
        let text = fs::read_to_string(folder.join("catalog.json")).unwrap();
        let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
        let catalog = Catalog::from_json_with("catalog.json", &text, &files).unwrap();
        let whole = compile(&catalog).unwrap();
        for path in sorted(&folder.join("orders")) {
            let order = Order::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
            let name = path.display().to_string();
            assert!(prices_the_same(&name, &catalog, &whole, &order), "{name}");
            orders += 1;
        }
    }
    assert!(orders >= 15, "{orders} orders");
}

const CATALOG: &str = r#"{
  "format": 1, "currency": "EUR",
  "components": [{
    "id": "mug", "name": { "en": "Mug", "de": "Becher" }, "base_price": "10.00",
    "features": [{ "id": "glaze", "type": "select", "required": true, "options": [
      { "id": "matt", "cost": "3.21", "image": "matt.jpg", "attributes": { "layers": 2 } },
      { "id": "gloss", "cost": "1.23", "attributes": { "layers": 1 } }] }],
    "price_lists": [{ "id": "secret_list", "role": "table", "internal": true, "currency": "EUR",
      "row_feature": "glaze", "rows": ["matt", "gloss"], "cells": ["8.00", "9.00"] }],
    "rules": [
      "// we could go down to half",
      "let secret_margin = glaze.cost * 2 internal",
      "surcharge firing \"Second firing\" when glaze.layers > 1 : 1.50 + 0.25"
    ]
  }]
}"#;

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn bytes_for_a_page_hold_names_and_no_rules() {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let (bare, whole) = (
        storefront_plan(&catalog).unwrap(),
        compile(&catalog).unwrap(),
    );
    let (page, server) = (bare.to_bytes(), whole.to_bytes());
    for kept in ["Becher", "Second firing", "matt.jpg", "layers"] {
        assert!(holds(&page, kept), "{kept}");
    }
    for left_out in ["go down to half", "secret", "cost", "1.50 + 0.25"] {
        assert!(!holds(&page, left_out), "{left_out}");
        assert!(holds(&server, left_out), "{left_out}");
    }
    // neither a cost nor a cell of the internal list is left as a number
    let component = &bare.data().components[0];
    assert_eq!((component.attributes.len(), component.tables.len()), (1, 0));
    assert!(component.program.places.is_empty());
    assert!(whole.data().components[0].attributes.len() > 1);
}

#[test]
fn a_page_quotes_the_whole_catalog() {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let order = r#"{ "items": [{ "component": "mug", "values": { "glaze": "matt" } }] }"#;
    let order = Order::from_json(order).unwrap();
    let quote = |plan: &Plan| loaded(plan).price(&order).unwrap();
    let shown = quote(&storefront_plan(&catalog).unwrap());
    // 10.00 + 1.50 + 0.25
    assert_eq!(shown.amount.unwrap().to_string(), "11.75");
    assert_eq!(shown.fingerprint, catalog.fingerprint());
    // the public catalog as a document of its own has a fingerprint of its own
    let public = compile(&storefront(&catalog).unwrap()).unwrap();
    assert_ne!(quote(&public).fingerprint, catalog.fingerprint());
}

#[test]
fn a_public_price_of_an_internal_part_is_not_packed() {
    let text = CATALOG.replace("1.50 + 0.25", "glaze.cost");
    let faults = storefront_plan(&Catalog::from_json(&text).unwrap()).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["internal-in-public"]);
}
