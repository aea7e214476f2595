//! Both ends of a price range with nothing given, beside one price of the same catalog: how it
//! grows with features, options, rules and price list.

use std::hint::black_box;

use anyhow::{Context, Result};

use crate::analyses;
use crate::measure::Race;
use crate::report::Row;

/// Sets of configurations for each end at most.
const BUDGET: u64 = 2_000;

/// A row for each catalog.
pub(super) fn rows() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, size) in analyses::sizes() {
        let (plan, order) = analyses::open(size)?;
        let range = plan.price_range(&order, BUDGET)?;
        let witness = range.lowest.witness.context("nothing has a price")?;
        let end = |proved: bool, steps: u64| {
            format!("{steps} sets{}", if proved { "" } else { ", not proved" })
        };
        let what = format!(
            "range, {name}: {}; {}",
            end(range.lowest.proved, range.lowest.steps),
            end(range.highest.proved, range.highest.steps)
        );
        let mut race = Race::default();
        let ours = race.entry(1, || {
            black_box(plan.price_range(black_box(&order), BUDGET).is_ok());
        });
        let price = race.entry(20, || {
            for _ in 0..20 {
                black_box(plan.price(black_box(&witness)).is_ok());
            }
        });
        race.run();
        rows.push(Row::raced(
            "analyses",
            what,
            "one price",
            &race,
            (ours, price),
        ));
    }
    Ok(rows)
}
