#[path = "naive/golden.rs"]
mod golden;
mod naive;

use naive::generate::samples;
use pricewright::model::{Catalog, Order};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]
    #[test]
    fn naive_runs(sample in samples()) {
        let catalog = Catalog::from_json(&sample.catalog.to_string()).unwrap_or_else(|f| panic!("{}\n{:#}", f.render(), sample.catalog));
        for order in &sample.orders {
            let order = Order::from_json(&order.to_string()).unwrap_or_else(|f| panic!("{}", f.render()));
            let quote = naive::price(&catalog, &order);
            eprintln!("{:?} {:?}", quote.status, quote.items.iter().map(|i| (i.status, i.lines.len(), i.reasons.join(";"))).collect::<Vec<_>>());
        }
    }
}
