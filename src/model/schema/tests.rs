//! The schemas say what the readers read.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::{Catalog, read, samples};

type Keys = BTreeMap<String, BTreeSet<String>>;

fn parsed(schema: &str) -> serde_json::Value {
    serde_json::from_str(schema).expect("a schema is JSON")
}

/// The keys of every object in a schema, by the name of its struct.
fn schema_keys(schema: &str) -> Keys {
    let schema = parsed(schema);
    let keys = |object: &serde_json::Value| -> Option<BTreeSet<String>> {
        assert_eq!(
            object.get("additionalProperties"),
            Some(&false.into()),
            "{object}"
        );
        Some(
            object
                .get("properties")?
                .as_object()?
                .keys()
                .cloned()
                .collect(),
        )
    };
    let mut all = Keys::new();
    all.insert(
        schema["title"].as_str().unwrap().to_owned(),
        keys(&schema).unwrap(),
    );
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        if definition.get("properties").is_some() {
            all.insert(name.clone(), keys(definition).unwrap());
        }
    }
    all
}

/// The struct that describes what the reader calls by `shape`.
fn struct_name(shape: &str) -> String {
    match shape {
        "option" => "FeatureOption".to_owned(),
        "surcharge" => "SurchargeSettings".to_owned(),
        "amount" => "AmountEntry".to_owned(),
        "accepted finding" => "Accepted".to_owned(),
        shape => shape
            .split(' ')
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect(),
    }
}

fn by_struct(asked: Keys) -> Keys {
    asked
        .into_iter()
        .map(|(shape, keys)| (struct_name(&shape), keys))
        .collect()
}

#[test]
fn the_catalog_schema_has_the_keys_that_the_reader_asks_for() {
    let asked = read::asked_keys(
        samples::CATALOG,
        Some(&samples::files),
        read::catalog::catalog,
    );
    assert_eq!(schema_keys(&catalog_schema()), by_struct(asked));
}

#[test]
fn the_order_schema_has_the_keys_that_the_reader_asks_for() {
    let asked = read::asked_keys(samples::ORDER, None, read::order::order);
    assert_eq!(schema_keys(&order_schema()), by_struct(asked));
}

#[test]
fn every_object_and_key_is_described() {
    for schema in [catalog_schema(), order_schema()] {
        let schema = parsed(&schema);
        for (name, definition) in schema["$defs"].as_object().unwrap() {
            assert!(definition["description"].is_string(), "{name}");
            for (key, value) in definition["properties"].as_object().into_iter().flatten() {
                assert!(value["description"].is_string(), "{name}.{key}");
            }
        }
    }
}

fn faults(schema: &str, document: &str) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&parsed(schema)).expect("a valid schema");
    let document = serde_json::from_str(document).expect("JSON");
    validator
        .iter_errors(&document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect()
}

#[test]
fn documents_that_can_be_read_fit_the_schemas() {
    let none: [String; 0] = [];
    assert_eq!(faults(&catalog_schema(), samples::CATALOG), none);
    assert_eq!(
        faults(&catalog_schema(), &samples::catalog().to_json()),
        none
    );
    assert_eq!(faults(&order_schema(), samples::ORDER), none);
}

#[test]
fn documents_that_cannot_be_read_do_not_fit() {
    let with = |key: &str| format!(r#"{{"format":1,"currency":"EUR","components":[],{key}}}"#);
    for key in [
        r#""currencies":["EUR"]"#,
        r#""version":null"#,
        r#""prices":"neat""#,
        r#""colour":"red""#,
        r#""rounding":{"mode":"bankers"}"#,
        r#""inputs":[{"id":"a"}]"#,
    ] {
        let document = with(key);
        assert!(Catalog::from_json(&document).is_err(), "{key}");
        assert!(!faults(&catalog_schema(), &document).is_empty(), "{key}");
    }
    assert!(!faults(&order_schema(), r#"{"items":[]}"#).is_empty());
}
