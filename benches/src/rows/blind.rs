//! The roller blind: a catalog of another shape.

use std::hint::black_box;

use anyhow::Result;

use crate::blind::Blinds;
use crate::measure::Race;
use crate::ours::scaled_share;
use crate::report::{Row, scaled};

/// The rows of the example.
pub(super) fn rows() -> Result<Vec<Row>> {
    let prepared = Blinds::read()?;
    let many = prepared.blinds.len();
    let mut live = prepared.live()?;
    let mut race = Race::default();
    let ours = race.entry(many, || {
        for order in &prepared.typed_orders {
            let _ = black_box(live.price(black_box(order)));
            black_box(live.lines());
        }
    });
    let quote = race.entry(many, || {
        for order in &prepared.orders {
            let _ = black_box(prepared.ours.quote(black_box(order)));
        }
    });
    let hand = race.entry(many, || {
        for blind in &prepared.blinds {
            black_box(prepared.hand.price(black_box(blind)));
        }
    });
    race.run();
    let row = |what, number| {
        let against = "rust_decimal by hand, tax as well";
        Row::raced("blind", what, against, &race, (number, hand))
    };
    let share = scaled_share(&mut prepared.live()?, &prepared.typed_orders)?;
    Ok(vec![
        row("roller blind, typed, all lines", ours),
        row("roller blind, the full quote", quote),
        scaled("blind", "roller blind", share),
    ])
}
