//! Many configurations over all cores.

#![expect(clippy::float_arithmetic, reason = "times are measured, not prices")]

use std::hint::black_box;

use rayon::prelude::*;

use crate::measure::Race;
use crate::prepared::Prepared;
use crate::report::Row;

/// The row of a catalog: how many times as fast all cores are as one.
pub(super) fn rows(prepared: &Prepared) -> Vec<Row> {
    let name = prepared.catalog.name.as_str();
    let many = prepared.typed_orders.len();
    let mut race = Race::default();
    let all = race.entry(many, || {
        prepared.typed_orders.par_iter().for_each(|order| {
            let _ = black_box(prepared.ours.price_typed(order));
        });
    });
    let one = race.entry(many, || {
        for order in &prepared.typed_orders {
            let _ = black_box(prepared.ours.price_typed(order));
        }
    });
    race.run();
    let cores = rayon::current_num_threads();
    let what = format!("{name}, typed, on {cores} cores");
    let row = Row::raced("batch", what, "on one core", &race, (all, one));
    // 1.8 times as fast on two
    vec![row.reach((cores == 2).then_some(1.0 / 1.8))]
}
