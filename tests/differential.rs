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

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_engine_agrees_with_the_naive_evaluator(sample in samples()) {
        if let Err(message) = compare(&sample) {
            return Err(TestCaseError::fail(message));
        }
    }
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
