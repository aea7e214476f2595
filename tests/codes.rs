//! Every code of the table of diagnostics is provoked by something, so that none is there only on
//! paper: the corpus, or one of the cases below.

mod support;

use std::collections::BTreeSet;

use pricewright::catalog_test::{catalog_tests, run as run_test};
use pricewright::diagnostic::Code;
use pricewright::{Catalog, Diagnostics, Order, check_catalog, compile, storefront};
use serde_json::{Value, json};
use support::command::run;
use support::corpus::Case;

fn note(found: &Diagnostics, codes: &mut BTreeSet<String>) {
    codes.extend(found.iter().map(|it| it.code.as_str().to_owned()));
}

/// The codes of a quote's problems, wherever they stand.
fn note_problems(quote: &Value, codes: &mut BTreeSet<String>) {
    let items = quote["items"].as_array().into_iter().flatten();
    for part in items.chain([quote]) {
        for problem in part["problems"].as_array().into_iter().flatten() {
            codes.insert(problem["code"].as_str().unwrap().to_owned());
        }
    }
}

/// What the corpus provokes.
fn corpus() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for case in Case::all("tests/cases")
        .iter()
        .chain(&Case::all("tests/diagnostics"))
    {
        match case.quote() {
            Ok(Some(quote)) => note_problems(&serde_json::from_str(&quote).unwrap(), &mut codes),
            Ok(None) => {}
            Err(found) => note(&found, &mut codes),
        }
        if let Ok(catalog) = case.catalog() {
            note(&check_catalog(&catalog), &mut codes);
        }
    }
    codes
}

fn catalog(rules: &[&str], options: &Value) -> Catalog {
    let document = json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": "10.00", "rules": rules,
            "features": [{ "id": "glaze", "type": "select", "required": true, "options": options }] }],
    });
    Catalog::from_json(&document.to_string()).unwrap()
}

/// A catalog test that expects something else.
fn test_failed() -> Diagnostics {
    let catalog = catalog(
        &["test wrong given { glaze: \"matt\" } expect amount 11.00"],
        &json!(["matt"]),
    );
    let plan = compile(&catalog).unwrap();
    let (tests, faults) = catalog_tests(&catalog);
    assert!(faults.is_empty(), "{faults}");
    run_test(&plan, &tests[0]).failures
}

/// A public surcharge by an option's cost.
fn internal_in_public() -> Diagnostics {
    let catalog = catalog(
        &["surcharge a : glaze.cost"],
        &json!([{ "id": "matt", "cost": "1.00" }]),
    );
    storefront(&catalog).unwrap_err()
}

/// 2,000 items of 40 rules with 200 parts are 16 million steps; the limit is 10 million.
fn step_limit() -> Value {
    let rules: Vec<String> = (0..40)
        .map(|at| format!("surcharge a{at} : sum(0{})", ", 0".repeat(199)))
        .collect();
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let plan = compile(&catalog(&rules, &json!(["matt"]))).unwrap();
    let item = json!({ "component": "mug", "values": { "glaze": "matt" } });
    let order = json!({ "items": vec![item; 2_000] });
    let quote = plan
        .price(&Order::from_json(&order.to_string()).unwrap())
        .unwrap();
    serde_json::from_str(&quote.to_json()).unwrap()
}

#[test]
fn every_code_is_provoked() {
    let mut provoked = corpus();
    note(&test_failed(), &mut provoked);
    note(&internal_in_public(), &mut provoked);
    note_problems(&step_limit(), &mut provoked);
    let rows = |rows: &str| {
        let text = format!("from,to,price\n{rows}");
        let files = |_: &str| Ok(text.clone().into_bytes());
        pricewright::migrate::tiers(&files, "tiers.csv", &Default::default()).unwrap_err()
    };
    note(&rows("1,8,7.00\n10,,6.00\n"), &mut provoked);
    note(&rows("1,12,7.00\n10,,6.00\n"), &mut provoked);
    for found in run(&["lookup", "Cargo.toml", "--at", "x", "--json"])
        .json()
        .as_array()
        .unwrap()
    {
        provoked.insert(found["code"].as_str().unwrap().to_owned());
    }
    let silent: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !provoked.contains(*code))
        .collect();
    assert!(silent.is_empty(), "nothing provokes {silent:?}");
}

#[test]
fn every_code_is_told_in_the_docs() {
    for code in Code::ALL {
        assert!(code.explanation().len() > 10, "{}", code.as_str());
        assert!(!code.explanation().ends_with('.'), "{}", code.as_str());
    }
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), Code::ALL.len());
}

/// The house style of messages: lower case, one line, no final period, no "you", no Rust names.
#[test]
fn messages_keep_their_style() {
    let mut wrong = Vec::new();
    for case in Case::all("tests/cases")
        .iter()
        .chain(&Case::all("tests/diagnostics"))
    {
        let Err(found) = case.quote() else { continue };
        for diagnostic in &found {
            let mut texts = vec![&diagnostic.message];
            texts.extend(&diagnostic.help);
            for text in texts {
                if let Some(fault) = style_fault(text) {
                    wrong.push(format!("{}: {fault}: {text}", case.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn style_fault(text: &str) -> Option<&'static str> {
    // the reader's own text stands in backticks; one idiom speaks to the reader
    let text = &text.replace("did you mean", "");
    let own: String = text.split('`').step_by(2).collect::<Vec<_>>().join("x");
    let first = own.chars().next();
    let word = own.split_whitespace().next().unwrap_or("");
    let acronym = word.chars().all(|c| !c.is_lowercase());
    let words: Vec<&str> = own.split(|c: char| !c.is_alphanumeric()).collect();
    [
        (text.contains('\n'), "more than one line"),
        (own.ends_with('.'), "a final period"),
        (
            first.is_some_and(char::is_uppercase) && !acronym,
            "begins with a capital",
        ),
        (
            words.iter().any(|word| matches!(*word, "you" | "your")),
            "says you",
        ),
        (
            words.iter().any(|word| {
                matches!(
                    *word,
                    "Vec" | "Option" | "String" | "usize" | "u32" | "enum" | "struct"
                )
            }),
            "a Rust name",
        ),
    ]
    .into_iter()
    .find_map(|(wrong, fault)| wrong.then_some(fault))
}
