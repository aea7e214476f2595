//! What tests name, and what becomes of them.

use super::{catalog_tests, run};
use crate::model::catalog::Catalog;

const FEATURES: &str = r#"[
    { "id": "width", "type": "number", "required": true },
    { "id": "color", "type": "select", "required": true, "options": [
        { "id": "white" }, { "id": "ral", "surcharge": "5.00" } ] },
    { "id": "extras", "type": "multiselect", "quantities": true, "options": [
        { "id": "led", "surcharge": "1.11" }, { "id": "dimmer" } ] },
    { "id": "safe", "type": "boolean" }
]"#;

fn catalog(rules: &[&str]) -> Catalog {
    let lines: Vec<_> = rules.iter().map(|line| format!("{line:?}")).collect();
    let text = format!(
        r#"{{ "format": 1, "currency": "EUR", "rules": ["discount big when items > 500 : 10% of items"],
            "components": [{{ "id": "thing", "base_price": "100.00", "features": {FEATURES},
            "rules": [{}] }}] }}"#,
        lines.join(",")
    );
    Catalog::from_json(&text).unwrap()
}

fn faults(rules: &[&str]) -> Vec<String> {
    let (_, faults) = catalog_tests(&catalog(rules));
    let told = |diagnostic: crate::diagnostic::Diagnostic| {
        let help = diagnostic
            .help
            .map(|help| format!("; {help}"))
            .unwrap_or_default();
        format!("{}: {}{help}", diagnostic.code.as_str(), diagnostic.message)
    };
    faults.into_iter().map(told).collect()
}

fn failures(rules: &[&str]) -> Vec<String> {
    let catalog = catalog(rules);
    let plan = crate::compile(&catalog).unwrap();
    let (tests, faults) = catalog_tests(&catalog);
    assert!(faults.is_empty(), "{faults:?}");
    let outcomes = tests.iter().flat_map(|test| run(&plan, test).failures);
    outcomes.map(|diagnostic| diagnostic.message).collect()
}

const RULES: [&str; 3] = [
    "forbid wide : width > 1000",
    "warn light : width > 900",
    "set brackets : width / 100",
];

fn with(test: &str) -> Vec<String> {
    failures(&[&RULES[..], &[test]].concat())
}

/// Two pieces: 2 × (100.00 + 5.00 + 3 × 1.11) = 216.66; 19% = 41.1654.
#[test]
fn every_expectation_is_compared() {
    let given = "width: 950, color: \"ral\", extras: [\"led\" * 3], quantity: 2, tax_rate: 19";
    let met = "list_price 108.33, unit_price 108.33, effective_unit_price 108.33, amount 216.66, \
        net 216.66, tax 41.17, gross 257.83, status priced, line `color:ral` 10.00, \
        line `color:white` none, line `extras:led` 6.66, warning light, value brackets 9.5";
    assert_eq!(
        with(&format!("test t given {{ {given} }} expect {met}")),
        [""; 0]
    );
    let missed = "unit_price none, tax 41.16, status invalid, line `color:ral` none, line big -1, \
        violation wide, value brackets 9";
    assert_eq!(
        with(&format!("test t given {{ {given} }} expect {missed}")),
        [
            "expected unit_price none, found 108.33",
            "expected tax 41.16, found 41.17",
            "expected status invalid, found priced",
            "expected line `color:ral` none, found 10.00",
            "expected line `big` -1.00, found none",
            "expected violation wide, found none",
            "expected value `brackets` 9, found 9.5",
        ]
    );
    let invalid = "test t given { width: 1001, color: \"white\" } \
        expect status invalid, violation wide, violation forbidden, amount none, net none";
    assert_eq!(with(invalid), [""; 0]);
}

#[test]
fn misspelt_names_are_faults_of_the_test() {
    let test = "test t given { width: 1, colour: \"ral\", color: \"rall\" } expect \
        line `color:rall` none, status pricedd, violation wyde, warning lihgt, value bracket 1";
    let rules = [&RULES[..], &[test]].concat();
    assert_eq!(
        faults(&rules),
        [
            "unknown-name: unknown feature or input `colour`; did you mean `color`?",
            "unknown-option: unknown option `rall` of feature `color`; did you mean `ral`?",
            "unknown-reference: nothing makes a line `color:rall`; did you mean `color:ral`?",
            "unknown-reference: unknown status `pricedd`; did you mean `priced`?",
            "unknown-reference: nothing makes a violation `wyde`; did you mean `wide`?",
            "unknown-reference: nothing makes a warning `lihgt`; did you mean `light`?",
            "unknown-reference: no `set` makes a value `bracket`; did you mean `brackets`?",
        ]
    );
}

#[test]
fn values_of_another_type_are_faults_of_the_test() {
    let test = "test t given { width: \"wide\", color: 5, extras: [\"lead\"], safe: \"yes\", width: 2 } \
        expect amount none";
    assert_eq!(
        faults(&[test]),
        [
            "wrong-type: `width` takes a number",
            "wrong-type: `color` takes the id of an option",
            "unknown-option: unknown option `lead` of feature `extras`; did you mean `led`?",
            "wrong-type: `safe` takes `true` or `false`",
            "duplicate-key: `width` is given twice",
        ]
    );
}
