//! Plans as bytes: the same plan, the same quotes; hostile bytes give an error or a quote.

use std::time::{Duration, Instant};

use pricewright::plan::bytes::{BytesError, VERSION};
use pricewright::{Catalog, Order, Plan, compile, storefront_plan};

const MAGIC: &[u8] = b"PRICEPLAN";
const CHECKSUM_BYTES: usize = 8;

const CATALOG: &str = r#"{
  "format": 1, "currencies": ["EUR", "JPY"], "rounding": { "unit_price_digits": 2 },
  "inputs": [{ "id": "customer.group", "type": "select", "options": ["retail", "dealer"], "default": "retail" }],
  "components": [{
    "id": "blind", "name": { "en": "Blind", "de": "Rollo" },
    "features": [
      { "id": "fabric", "type": "select", "required": true, "options": [
        { "id": "linen", "attributes": { "band": "A" }, "surcharge": { "EUR": "5", "JPY": "800" } },
        { "id": "silk", "attributes": { "band": "B" }, "surcharge": { "percent": "12", "of": "base" } }] },
      { "id": "width", "type": "number", "min": 300, "max": 3000, "step": 1, "required": true },
      { "id": "extras", "type": "multiselect", "quantities": true, "options": ["led", "sensor"] },
      { "id": "note", "type": "text", "max_length": 20, "available_when": "fabric = \"silk\"" }
    ],
    "price_lists": [
      { "id": "a", "currency": "EUR", "for": { "fabric.band": "A" }, "row_feature": "width", "lookup": "linear",
        "rows": [300, 1000, 3000], "cells": ["30.00", "50.00", null] },
      { "id": "b", "currency": "EUR", "for": { "fabric.band": "B" }, "row_feature": "width", "lookup": "up",
        "rows": [1000, 3000], "cells": ["70.00", "95.00"], "above": "on_request" }
    ],
    "price_groups": [{ "id": "dealer", "type": "percentage", "amount": "-15", "when": "customer.group = \"dealer\"" }],
    "rules": [
      "let area = max(1, width / 1000) ** 2",
      "set weight : area * (if extras is set then count(extras) else 1)",
      "surcharge wide when width in (2000..3000] : {EUR 4.50, JPY 700} * area",
      "surcharge setup when note is set : {EUR 9.00, JPY 1500} once per order by note",
      "discount autumn from 2026-10-01 : 10% of subtotal",
      "tiers many on quantity of order : 3 -> discount 3% of extended",
      "minimum least : {EUR 20.00, JPY 3000}",
      "round five : to {EUR 0.05, JPY 10} half_up",
      "forbid narrow_silk : fabric = \"silk\" and width < 400",
      "warn wide_silk : fabric = \"silk\" and list > {EUR 90, JPY 14000}"
    ]
  }],
  "rules": "discount big : 2% of items"
}"#;

const ORDER: &str = r#"{
  "currency": "EUR", "as_of": "2026-11-01", "tax": { "rate": "19" }, "customer": { "group": "dealer" },
  "items": [
    { "component": "blind", "values": { "fabric": "linen", "width": 650, "extras": { "led": 2 } }, "quantity": 2 },
    { "component": "blind", "values": { "fabric": "silk", "width": 2400, "note": "hall" }, "quantity": 3 }
  ]
}"#;

fn plan() -> Plan {
    compile(&Catalog::from_json(CATALOG).unwrap()).unwrap()
}

fn page_plan() -> Plan {
    storefront_plan(&Catalog::from_json(CATALOG).unwrap()).unwrap()
}

fn order() -> Order {
    Order::from_json(ORDER).unwrap()
}

/// FNV-1a, 64 bits, as the format says.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn sealed(body: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.push(VERSION);
    bytes.extend_from_slice(&checksum(body).to_le_bytes());
    bytes.extend_from_slice(body);
    bytes
}

const HEAD: usize = MAGIC.len() + 1 + CHECKSUM_BYTES;

#[test]
fn the_same_plan_prices_the_same_bytes() {
    let plan = plan();
    let loaded = Plan::from_bytes(&plan.to_bytes()).unwrap();
    let quote = plan.price(&order()).unwrap();
    assert_eq!(quote.status.as_str(), "priced");
    assert_eq!(loaded.price(&order()).unwrap().to_json(), quote.to_json());
    assert_eq!(loaded.to_bytes(), plan.to_bytes());
}

#[test]
fn what_is_no_plan_is_refused() {
    let bytes = plan().to_bytes();
    assert_eq!(Plan::from_bytes(b"").err(), Some(BytesError::NotAPlan));
    assert_eq!(
        Plan::from_bytes(b"PRICEPLAN").err(),
        Some(BytesError::NotAPlan)
    );
    assert_eq!(
        Plan::from_bytes(&bytes[..bytes.len() - 1]).err(),
        Some(BytesError::Checksum)
    );
    let mut newer = bytes.clone();
    newer[MAGIC.len()] = VERSION + 1;
    assert_eq!(
        Plan::from_bytes(&newer).err(),
        Some(BytesError::Version(VERSION + 1))
    );
    let mut longer = bytes[HEAD..].to_vec();
    longer.push(0);
    assert_eq!(
        Plan::from_bytes(&sealed(&longer)).err(),
        Some(BytesError::Corrupt)
    );
}

/// What became of changed bytes.
#[derive(Debug, Default)]
struct Outcomes {
    refused: usize,
    priced: usize,
    faulty_orders: usize,
    longest: Duration,
}

/// Every `step`th byte of a plan's body takes other values, one at a time, with the checksum made
/// right again.
fn flipped(plan: &Plan, step: usize, values: impl Fn(u8) -> Vec<u8>) -> Outcomes {
    let bytes = plan.to_bytes();
    let mut body = bytes[HEAD..].to_vec();
    let order = order();
    let mut outcomes = Outcomes::default();
    for index in (0..body.len()).step_by(step) {
        let right = body[index];
        for value in values(right).into_iter().filter(|value| *value != right) {
            body[index] = value;
            let start = Instant::now();
            match Plan::from_bytes(&sealed(&body)) {
                Err(error) => {
                    assert_eq!(error, BytesError::Corrupt);
                    outcomes.refused += 1;
                }
                Ok(plan) => match plan.price(&order) {
                    Ok(quote) => {
                        assert!(quote.to_json().len() < 1_000_000);
                        outcomes.priced += 1;
                    }
                    Err(_) => outcomes.faulty_orders += 1,
                },
            }
            outcomes.longest = outcomes.longest.max(start.elapsed());
        }
        body[index] = right;
    }
    outcomes
}

fn few(right: u8) -> Vec<u8> {
    let (more, less) = (right.wrapping_add(1), right.wrapping_sub(1));
    vec![0x00, 0xff, more, less, right ^ 0x80, right ^ 0x01]
}

/// An error or a quote, and either soon.
#[test]
fn hostile_bytes_give_an_error_or_a_quote() {
    let outcomes = flipped(&page_plan(), 1, few);
    assert!(
        outcomes.refused > 1000 && outcomes.priced > 500,
        "{outcomes:?}"
    );
    assert!(outcomes.longest < Duration::from_secs(5), "{outcomes:?}");
}

/// The same with places and sources, of which only some bytes are changed.
#[test]
fn hostile_sources_give_an_error_or_a_quote() {
    let outcomes = flipped(&plan(), 9, few);
    assert!(
        outcomes.refused > 100 && outcomes.priced > 100,
        "{outcomes:?}"
    );
}

/// Every byte takes every value, which is for a release build.
/// `cargo test --release --test plan_bytes -- --ignored --nocapture`
#[test]
#[ignore = "long"]
fn every_value_of_every_byte() {
    for plan in [page_plan(), plan()] {
        let outcomes = flipped(&plan, 1, |_| (0..=u8::MAX).collect());
        println!("{outcomes:?}");
        assert!(outcomes.longest < Duration::from_secs(5), "{outcomes:?}");
    }
}

/// Bytes that begin anywhere, end anywhere and are shuffled: no plan, and no harm.
#[test]
fn pieces_of_a_plan_are_none() {
    let bytes = page_plan().to_bytes();
    let body = &bytes[HEAD..];
    for at in 0..body.len() {
        let refused = |body: &[u8]| Plan::from_bytes(&sealed(body)).is_err();
        assert!(refused(&body[..at]), "{at}");
        let mut turned = body.to_vec();
        turned.rotate_left(at);
        assert!(at == 0 || refused(&turned) || turned == body, "{at}");
    }
}
