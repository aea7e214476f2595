//! Answers about prices on every example catalog and on generated ones: each amount is what a fresh
//! price of the changed order gives.
#![cfg(feature = "analyze")]

mod commands;
mod diff;
mod hints;
#[path = "../naive/mod.rs"]
mod naive;
mod option_prices;
#[path = "../support/mod.rs"]
mod support;
mod verify;

use std::fs;
use std::path::Path;

use pricewright::{Order, Plan, compile};

/// Each order of each example with its plan and its path.
fn example_orders() -> Vec<(String, Plan, Order)> {
    let mut found = Vec::new();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for folder in support::sorted(&examples) {
        let plan = compile(&support::example(&folder)).unwrap();
        for path in support::sorted(&folder.join("orders")) {
            let order = Order::from_json(&fs::read_to_string(&path).unwrap()).unwrap();
            found.push((path.display().to_string(), plan.clone(), order));
        }
    }
    assert!(found.len() > 20);
    found
}

/// The orders of generated catalogs, with their plans.
fn generated_orders(count: u32) -> Vec<(String, Plan, Order)> {
    use naive::generate::samples;
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let mut found = Vec::new();
    for number in 0..count {
        let sample = samples().new_tree(&mut runner).unwrap().current();
        let document = format!("{:#}", sample.catalog);
        let plan = compile(&pricewright::Catalog::from_json(&document).unwrap()).unwrap();
        for order in &sample.orders {
            let order = Order::from_json(&order.to_string()).unwrap();
            found.push((format!("catalog {number}"), plan.clone(), order));
        }
    }
    found
}

/// The order with another value of an item's feature.
fn changed(
    order: &Order,
    item: usize,
    subject: &str,
    value: &pricewright::model::order::Value,
) -> Order {
    let mut order = order.clone();
    let values = &mut order.items[item].values;
    values.retain(|(id, _)| id != subject);
    values.push((subject.to_owned(), value.clone()));
    order
}
