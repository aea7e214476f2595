//! The engine against the naive evaluator: on generated catalogs, and the naive evaluator itself
//! against figures worked out by hand.
//!
//! `PRICEWRIGHT_CASES` sets how many catalogs are generated (default 300).

mod naive;

#[path = "naive/corpus.rs"]
mod corpus;
#[path = "naive/golden.rs"]
mod golden;

use naive::compare::{differences, shown};
use naive::generate::{Sample, cases, samples};
use pricewright::model::{Catalog, Order};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use std::collections::BTreeSet;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_engine_agrees_with_the_naive_evaluator(sample in samples()) {
        if let Err(message) = compare(&sample) {
            return Err(TestCaseError::fail(message));
        }
    }
}

/// A generator that no longer reaches something would let the comparison pass in silence.
#[test]
fn generated_orders_reach_every_status_and_every_kind_of_line() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), seed);
    let (mut statuses, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..300 {
        let sample = samples().new_tree(&mut runner).unwrap().current();
        let catalog = Catalog::from_json(&sample.catalog.to_string()).unwrap();
        for order in &sample.orders {
            let quote = naive::price(&catalog, &Order::from_json(&order.to_string()).unwrap());
            statuses.extend(quote.items.iter().map(|item| item.status));
            let of_items = quote.items.iter().flat_map(|item| &item.lines);
            kinds.extend(quote.lines.iter().chain(of_items).map(|line| line.kind));
        }
    }
    assert_eq!(statuses.len(), 5, "{statuses:?}");
    assert_eq!(kinds.len(), 15, "{kinds:?}");
}

/// Too rare on a tape: no list serves, and the quantity is below the first tier that has a price.
#[test]
fn below_the_first_tier_a_list_that_does_not_serve_is_no_price() {
    let list = json!({"id": "wide", "row_feature": "width", "lookup": "up", "rows": [900, 3000],
        "cells": ["10.00", "20.00"], "when": "width > 900"});
    let width = json!({"id": "width", "type": "number", "required": true});
    let catalog = json!({"format": 1, "currency": "EUR", "components": [{"id": "blind",
        "features": [width], "price_lists": [list], "rules": "tiers t on quantity : 3 -> 5.00"}]});
    let order = |quantity: u32, width: u32| json!({"items": [{"component": "blind", "quantity": quantity, "values": {"width": width}}]});
    let orders = vec![order(2, 500), order(3, 500), order(2, 1000), order(3, 1000)];
    compare(&Sample { catalog, orders }).unwrap_or_else(|message| panic!("{message}"));
}

/// Compares each order of a sample; a catalog that does not compile is the generator's fault.
fn compare(sample: &Sample) -> Result<(), String> {
    let document = format!("{:#}", sample.catalog);
    let catalog = Catalog::from_json(&document)
        .map_err(|faults| format!("unreadable catalog\n{}\n{document}", faults.render()))?;
    let plan = pricewright::compile(&catalog).map_err(|faults| {
        format!(
            "the catalog does not compile\n{}\n{document}",
            faults.render()
        )
    })?;
    for order in &sample.orders {
        let asked = format!("{order:#}");
        let order = Order::from_json(&asked)
            .map_err(|faults| format!("unreadable order\n{}\n{asked}", faults.render()))?;
        let naive = naive::price(&catalog, &order);
        let engine = plan
            .price(&order)
            .map_err(|faults| format!("no quote\n{}\n{asked}\n{document}", faults.render()))?;
        let found = differences(&engine, &naive);
        if !found.is_empty() {
            let (found, naive) = (found.join("\n"), shown(&naive));
            let engine = engine.to_json_pretty();
            return Err(format!(
                "{found}\n--- naive\n{naive}\n--- engine\n{engine}\n--- order\n{asked}\n--- catalog\n{document}"
            ));
        }
    }
    Ok(())
}
