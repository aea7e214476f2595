//! The lint: a faulty catalog for each of its codes, whose orders are priced here and show the
//! fault, and a catalog beside it that has none.
#![cfg(feature = "analyze")]

mod faults;
#[path = "../support/mod.rs"]
mod support;

use pricewright::analyze::lint::{Finding, Findings, LintCode, LintLimits};
use pricewright::model::quote::{LineKind, Quote};
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Value as Json, json};

/// The plan of one component `it` with these features and rules, and more keys of it.
fn plan(features: Json, rules: &[&str], more: Json) -> Plan {
    let mut component = json!({ "id": "it", "features": features, "rules": rules });
    for (key, value) in more.as_object().unwrap() {
        component[key] = value.clone();
    }
    let document = json!({ "format": 1, "currency": "EUR", "components": [component] });
    compile(&Catalog::from_json(&document.to_string()).unwrap()).unwrap()
}

fn lint(plan: &Plan) -> Findings {
    plan.lint(LintLimits::default())
}

/// The only finding of a code about an id, with its quotes; orders go through JSON as a user
/// would paste them.
fn only<'f>(plan: &Plan, found: &'f Findings, code: LintCode) -> (&'f Finding, Quote, Option<Quote>) {
    let mut findings = found.findings.iter().filter(|finding| finding.code == code);
    let finding = findings.next().unwrap_or_else(|| panic!("no {code:?} in {found:#?}"));
    assert!(findings.next().is_none(), "{found:#?}");
    let price = |order: &Order| {
        plan.price(&Order::from_json(&order.to_json()).unwrap()).unwrap()
    };
    (finding, price(&finding.order), finding.compared.as_ref().map(price))
}

#[track_caller]
fn silent(plan: &Plan, code: LintCode) {
    let found = lint(plan);
    let mut codes = found.findings.iter().map(|finding| finding.code);
    assert!(codes.all(|it| it != code), "{found:#?}");
    assert!(found.undecided.is_empty(), "{found:#?}");
}

fn amount(quote: &Quote) -> String {
    quote.amount.unwrap().to_fixed(2)
}

fn has_clamp(quote: &Quote) -> bool {
    let mut lines = quote.items.iter().flat_map(|item| &item.lines);
    lines.any(|line| line.kind == LineKind::Clamp)
}
