//! Every outcome, with what is said about it.

use super::*;
use crate::analyze::claim::claim;
use crate::{Catalog, Order, compile};

/// A shelf of 20.00, oiled for 4.50 more, 10 % off.
fn plan(base: &str) -> Plan {
    let catalog = format!(
        r#"{{"format": 1, "currency": "EUR", "components": [{{
            "id": "shelf", "base_price": "{base}",
            "features": [
                {{"id": "oiled", "type": "boolean", "surcharge": "4.50"}},
                {{"id": "color", "type": "text", "max_length": 20}}],
            "rules": "discount spring \"Spring\" : 10% of subtotal"}}]}}"#
    );
    compile(&Catalog::from_json(&catalog).unwrap()).unwrap()
}

const ORDER: &str =
    r#"{"items": [{"component": "shelf", "quantity": 2, "values": {"oiled": true}}]}"#;

/// The claim of the order by the plan. (20.00 + 4.50) × 2 = 49.00; 10 % of 24.50 are 2.45; 44.10.
fn written() -> String {
    let order = Order::from_json(ORDER).unwrap();
    claim(&order, &plan("20").price(&order).unwrap())
}

fn verified(plan: &Plan, claim: &str) -> Verification {
    plan.verify(&Claim::from_json(claim).unwrap()).unwrap()
}

fn told(verified: &Verification) -> Vec<String> {
    let all = verified.changed.iter().chain(&verified.differences);
    let one = |each: &Difference| {
        let id = each.line.as_ref().map_or("", |line| line.id.as_str());
        let (claimed, ours) = (each.claimed.as_deref(), each.ours.as_deref());
        let (claimed, ours) = (claimed.unwrap_or("-"), ours.unwrap_or("-"));
        format!("{} {id} {} {claimed} {ours}", each.place, each.field)
    };
    all.map(one).collect()
}

#[test]
fn what_was_priced_here_matches() {
    let found = verified(&plan("20"), &written());
    assert_eq!(found.outcome, Outcome::Match);
    assert_eq!(found.claimed.unwrap().to_fixed(2), "44.10");
    assert!(found.notes.is_empty() && told(&found).is_empty());
    assert_eq!(found.render(), "match: the price is 44.10 EUR\n");
}

#[test]
fn a_bare_total_is_compared_with_the_amount() {
    let bare = |total: &str, rest: &str| {
        let text = format!(r#"{{"order": {ORDER}, "total": {total}, "currency": "EUR"{rest}}}"#);
        verified(&plan("20"), &text)
    };
    let right = bare("44.1", "");
    assert_eq!(right.outcome, Outcome::Match);
    let codes: Vec<_> = right.notes.iter().map(|note| note.code).collect();
    assert_eq!(codes, ["catalog-unknown", "engine-unknown"]);
    let low = bare(r#""40""#, "");
    assert_eq!(low.outcome, Outcome::Tampered);
    assert_eq!(told(&low), ["  amount 40.00 44.10"]);
    let older = bare(r#""40""#, r#", "fingerprint": "0""#);
    assert_eq!(older.outcome, Outcome::CatalogChanged);
    let other = bare(r#""40""#, r#", "engine_version": "0.0.1""#);
    assert_eq!(other.outcome, Outcome::EngineChanged);
}

#[test]
fn another_currency_is_another_order() {
    let text = format!(r#"{{"order": {ORDER}, "total": "44.10", "currency": "CHF"}}"#);
    let found = verified(&plan("20"), &text);
    assert_eq!(found.outcome, Outcome::InputChanged);
    assert_eq!(told(&found), ["  currency CHF EUR"]);
}

#[test]
fn a_line_that_was_changed_is_named() {
    let text = written().replace(r#""amount":"9.00""#, r#""amount":"3.00""#);
    let found = verified(&plan("20"), &text);
    assert_eq!(found.outcome, Outcome::Tampered);
    assert_eq!(told(&found), ["items[0].lines oiled amount 3.00 9.00"]);
    let json = found.to_json();
    let start = r#"{"outcome":"tampered","currency":"EUR","claimed":"44.10","ours":"44.10","notes":[],"changed":[],"#;
    assert!(json.starts_with(start), "{json}");
}

#[test]
fn lines_that_only_one_side_has_are_named() {
    let text = written().replace(r#""id":"spring""#, r#""id":"summer""#);
    let found = verified(&plan("20"), &text);
    assert_eq!(found.outcome, Outcome::Tampered);
    assert_eq!(
        told(&found),
        [
            "items[0].lines summer amount -4.90 -",
            "items[0].lines spring amount - -4.90"
        ]
    );
}

#[test]
fn a_new_catalog_with_the_same_price_is_noted() {
    let other = plan("20.00").data().clone();
    let other = Plan::new(crate::plan::PlanData {
        fingerprint: "new".to_owned(),
        ..other
    });
    let found = verified(&other, &written());
    assert_eq!(found.outcome, Outcome::Match);
    assert_eq!(found.notes.len(), 1);
    assert_eq!(found.notes[0].code, "catalog-changed");
}

#[test]
fn a_new_catalog_with_another_price_is_the_reason() {
    // (22.00 + 4.50) × 2 = 53.00; 2.65 off each: 47.70
    let found = verified(&plan("22"), &written());
    assert_eq!(found.outcome, Outcome::CatalogChanged);
    assert_eq!(found.quote.amount.unwrap().to_fixed(2), "47.70");
    let lines = told(&found);
    assert!(
        lines.contains(&"items[0].lines base amount 40.00 44.00".to_owned()),
        "{lines:?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains("oiled")),
        "{lines:?}"
    );
}

#[test]
fn another_engine_is_the_reason_if_the_catalog_is_the_same() {
    let version = format!(r#""engine_version":"{}""#, env!("CARGO_PKG_VERSION"));
    let text = written().replace(&version, r#""engine_version":"0.0.1""#);
    assert_eq!(verified(&plan("20"), &text).outcome, Outcome::Match);
    let text = text.replace(r#""amount":"9.00""#, r#""amount":"3.00""#);
    assert_eq!(verified(&plan("20"), &text).outcome, Outcome::EngineChanged);
}

#[test]
fn an_order_that_is_not_the_quotes_goes_before_a_match() {
    // nobody pays for a color, but this one was not ordered
    let text = written().replace(r#"{"oiled":true}"#, r#"{"color":"red","oiled":true}"#);
    let found = verified(&plan("20"), &text);
    assert_eq!(found.outcome, Outcome::InputChanged);
    assert_eq!(found.changed[0].field, "order_fingerprint");
    assert!(found.differences.is_empty());
}

#[test]
fn without_a_fingerprint_the_echoes_of_the_quote_tell() {
    let written = written();
    let from = written.find(r#""order_fingerprint""#).unwrap();
    let until = written.find(r#""quote""#).unwrap();
    let bare = format!("{}{}", &written[..from], &written[until..]);
    assert_eq!(verified(&plan("20"), &bare).outcome, Outcome::Match);
    let more = bare.replacen(r#""quantity":2"#, r#""quantity":3"#, 1);
    let found = verified(&plan("20"), &more);
    assert_eq!(found.outcome, Outcome::InputChanged);
    assert_eq!(told(&found)[0], "items[0]  quantity 2 3");
    let twice = bare.replacen(r#""items":[{"#, r#""items":[{"component":"shelf"},{"#, 1);
    assert_eq!(told(&verified(&plan("20"), &twice))[0], "  items 1 2");
    let day = bare.replacen(r#""as_of":null"#, r#""as_of":"2026-01-01""#, 1);
    assert_eq!(verified(&plan("20"), &day).outcome, Outcome::InputChanged);
}

#[test]
fn what_was_asked_of_a_price_list_tells_of_the_order() {
    let catalog = r#"{"format": 1, "currency": "EUR", "components": [{"id": "board", "features": [
        {"id": "width", "type": "number", "min": 1, "max": 200, "step": 1, "required": true}],
        "price_lists": [{"id": "widths", "row_feature": "width", "lookup": {"row": "up"},
            "rows": [100, 200], "cells": ["10", "20"]}]}]}"#;
    let plan = compile(&Catalog::from_json(catalog).unwrap()).unwrap();
    let order = |width: u32| {
        let text =
            format!(r#"{{"items": [{{"component": "board", "values": {{"width": {width}}}}}]}}"#);
        Order::from_json(&text).unwrap()
    };
    let quote = plan.price(&order(100)).unwrap().to_json();
    let text = format!(r#"{{"order": {}, "quote": {quote}}}"#, order(90).to_json());
    let found = verified(&plan, &text);
    assert_eq!(found.outcome, Outcome::InputChanged);
    assert_eq!(told(&found), ["items[0].lines widths asked 100 90"]);
}

#[test]
fn a_claim_of_another_catalogs_component_says_so() {
    let text = r#"{"order": {"items": [{"component": "door"}]}, "total": "1", "currency": "EUR"}"#;
    let found = verified(&plan("20"), text);
    assert_eq!(found.outcome, Outcome::Tampered);
    assert_eq!(found.quote.amount, None);
    assert_eq!(told(&found), ["  amount 1.00 -"]);
}
