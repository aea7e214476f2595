//! From a catalog's JSON, and from a plan's bytes, to the first price.

#![expect(clippy::float_arithmetic, reason = "times are measured, not prices")]

use std::hint::black_box;

use anyhow::{Context, Result};

use crate::measure::Race;
use crate::ours::Ours;
use crate::prepared::Prepared;
use crate::report::Row;

/// The rows of a catalog.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let order = prepared.orders.first().context("orders")?;
    let bytes = prepared.ours.to_bytes();
    Ours::from_bytes(&bytes)?;
    let mut race = Race::default();
    let catalog = race.entry(1, || {
        let ours = Ours::compile(black_box(&prepared.json));
        let _ = black_box(ours.map(|ours| ours.quote(order)));
    });
    let plan = race.entry(1, || {
        let ours = Ours::from_bytes(black_box(&bytes));
        let _ = black_box(ours.map(|ours| ours.quote(order)));
    });
    race.run();
    let row = |what: &str, number| {
        let what = format!("{name}, {what} to first price");
        Row::figure("start", what, "ms", race.nanoseconds(number) / 1e6)
    };
    Ok(vec![
        row("catalog JSON", catalog).reach(1.0),
        row("plan bytes", plan).further(0.1),
    ])
}
