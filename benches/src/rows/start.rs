//! From a catalog's JSON, and from a plan's bytes, to the first price.

#![expect(clippy::float_arithmetic, reason = "times are measured, not prices")]

use std::hint::black_box;

use anyhow::{Context, Result};

use crate::measure::Race;
use crate::ours::{plan, plan_of_bytes};
use crate::prepared::Prepared;
use crate::report::Row;

/// The rows of a catalog.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let order = prepared.orders.first().context("orders")?;
    let bytes = prepared.ours.to_bytes();
    plan_of_bytes(&bytes)?;
    let mut race = Race::default();
    let of_catalog = race.entry(1, || {
        let plan = plan(black_box(&prepared.json));
        let _ = black_box(plan.map(|plan| plan.price(order)));
    });
    let of_bytes = race.entry(1, || {
        let plan = plan_of_bytes(black_box(&bytes));
        let _ = black_box(plan.map(|plan| plan.price(order)));
    });
    race.run();
    let row = |what: &str, number| {
        let what = format!("{name}, {what} to first price");
        Row::figure("start", what, "ms", race.nanoseconds(number) / 1e6)
    };
    Ok(vec![
        row("catalog JSON", of_catalog).reach(1.0),
        row("plan bytes", of_bytes).further(0.1),
    ])
}
