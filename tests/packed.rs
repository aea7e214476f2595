//! A packed catalog prices like its directory, to the byte.

use pricewright::{Catalog, Order, compile};

const CATALOG: &str = r#"{ "format": 1, "currency": "EUR", "rules_file": "order.price", "components": [
    { "id": "blind", "base_price": "100.00", "rules_file": "blind.price" }] }"#;

fn file(name: &str) -> Result<Vec<u8>, String> {
    match name {
        "order.price" => Ok(b"discount loyal : 5% of items".to_vec()),
        "blind.price" => Ok(b"// rules\nsurcharge motor \"Motor\" : 40.00".to_vec()),
        _ => Err("there is no such file".to_owned()),
    }
}

fn quote(catalog: &Catalog) -> String {
    let plan = compile(catalog).expect("a plan");
    let order = Order::from_json(r#"{"items": [{"component": "blind", "quantity": 3}]}"#)
        .expect("an order");
    plan.price(&order).expect("a quote").to_json_pretty()
}

#[test]
fn quotes_name_the_same_places() {
    let directory = Catalog::from_json_with("catalog.json", CATALOG, &file).expect("a catalog");
    let packed = Catalog::from_json(&directory.to_json()).expect("a packed catalog");
    let expected = quote(&directory);
    assert!(
        expected.contains("blind.price") && expected.contains("order.price"),
        "{expected}"
    );
    assert_eq!(quote(&packed), expected);
    assert_eq!(packed.to_json(), directory.to_json());
}

#[test]
fn a_packed_file_needs_its_name_and_its_text() {
    let text = r#"{ "format": 1, "currency": "EUR", "components": [], "rules": { "file": "a.price", "txt": "" } }"#;
    let faults = Catalog::from_json(text).expect_err("faults");
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.code.as_str(), fault.place.path.as_str()))
        .collect();
    assert_eq!(
        found,
        [("missing-key", "$.rules"), ("unknown-key", "$.rules.txt")]
    );
}
