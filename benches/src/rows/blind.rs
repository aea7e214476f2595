//! The roller blind: a catalog of another shape.

use std::hint::black_box;

use anyhow::Result;

use crate::blind::Blinds;
use crate::measure::Race;
use crate::report::Row;

/// The rows of the example.
pub(super) fn rows() -> Result<Vec<Row>> {
    let prepared = Blinds::read()?;
    let many = prepared.blinds.len();
    let mut race = Race::default();
    let ours = race.entry(many, || {
        for order in &prepared.typed_orders {
            let _ = black_box(prepared.ours.price_typed(black_box(order)));
        }
    });
    let hand = race.entry(many, || {
        for blind in &prepared.blinds {
            black_box(prepared.hand.price(black_box(blind)));
        }
    });
    race.run();
    let what = "roller blind, typed, all lines and tax";
    let pair = (ours, hand);
    Ok(vec![Row::raced(
        "blind",
        what,
        "rust_decimal by hand",
        &race,
        pair,
    )])
}
