//! The published schemas fit what the engine reads, and every quote of the examples and of the
//! corpus adds up.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use pricewright::model::schema::{catalog_schema, order_schema};
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::Value;
use support::corpus::Case;
use support::sources::{files, relative, root};
use support::sums::check_sums;

fn validator(schema: &str) -> Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

/// The catalog directories under `examples/`.
fn examples() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("catalog.json").exists())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn catalog(directory: &Path) -> Catalog {
    let text = fs::read_to_string(directory.join("catalog.json")).unwrap();
    let files = |name: &str| fs::read(directory.join(name)).map_err(|error| error.to_string());
    Catalog::from_json_with("catalog.json", &text, &files)
        .unwrap_or_else(|found| panic!("{}\n{found}", directory.display()))
}

fn plan(directory: &Path) -> Plan {
    compile(&catalog(directory)).unwrap_or_else(|found| panic!("{}\n{found}", directory.display()))
}

#[test]
fn orders_of_examples_add_up() {
    for directory in examples() {
        let plan = plan(&directory);
        let orders = files(&format!("{}/orders", relative(&directory)), &["json"]);
        assert!(!orders.is_empty(), "{} has no orders", directory.display());
        let mut priced = 0;
        for path in orders {
            let order = Order::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
            let quote = plan
                .price(&order)
                .unwrap_or_else(|found| panic!("{}\n{found}", path.display()));
            let quote: Value = serde_json::from_str(&quote.to_json()).unwrap();
            check_sums(&quote);
            priced += usize::from(quote["status"] == "priced");
            plan.explain(&order).unwrap();
        }
        assert!(
            priced > 0,
            "no order of {} has a price",
            directory.display()
        );
    }
}

#[test]
fn packing_keeps_prices_and_fingerprint() {
    for directory in examples() {
        let catalog = catalog(&directory);
        let packed = Catalog::from_json(&catalog.to_json()).unwrap();
        assert_eq!(packed.fingerprint(), catalog.fingerprint());
        assert_eq!(packed.to_json(), catalog.to_json());
    }
}

#[test]
fn examples_fit_the_schemas() {
    let (catalogs, orders) = (validator(&catalog_schema()), validator(&order_schema()));
    for directory in examples() {
        fits(&catalogs, &directory.join("catalog.json"));
        for path in files(&format!("{}/orders", relative(&directory)), &["json"]) {
            fits(&orders, &path);
        }
    }
    for path in files("docs/samples", &["json"]) {
        fits(&catalogs, &path);
    }
}

fn fits(schema: &Validator, path: &Path) {
    let document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let faults = faults(schema, &document);
    assert!(
        faults.is_empty(),
        "{}\n{}",
        relative(path),
        faults.join("\n")
    );
}

fn faults(schema: &Validator, document: &Value) -> Vec<String> {
    schema
        .iter_errors(document)
        .map(|error| format!("  {}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn what_compiles_fits_the_schema() {
    let (catalogs, orders) = (validator(&catalog_schema()), validator(&order_schema()));
    let mut wrong = Vec::new();
    let mut checked = 0;
    for case in Case::all("tests/cases") {
        let (Some(text), Ok(catalog)) = (case.text("catalog"), case.catalog()) else {
            continue;
        };
        checked += 1;
        for (what, text) in [("as written", text), ("as packed", &catalog.to_json())] {
            let found = faults(&catalogs, &serde_json::from_str(text).unwrap());
            if !found.is_empty() {
                wrong.push(format!("{} {what}\n{}", case.path, found.join("\n")));
            }
        }
        let Some(order) = case
            .text("order")
            .filter(|text| Order::from_json(text).is_ok())
        else {
            continue;
        };
        let found = faults(&orders, &serde_json::from_str(order).unwrap());
        if !found.is_empty() {
            wrong.push(format!("{} order\n{}", case.path, found.join("\n")));
        }
    }
    assert!(checked > 300, "{checked} catalogs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn quotes_of_the_corpus_add_up() {
    let mut checked = 0;
    for case in Case::all("tests/cases") {
        let Ok(Some(quote)) = case.quote() else {
            continue;
        };
        check_sums(&serde_json::from_str(&quote).unwrap());
        checked += 1;
    }
    assert!(checked > 300, "{checked} quotes");
}
