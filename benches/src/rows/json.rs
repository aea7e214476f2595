//! JSON text in, JSON text of total and lines out.

use std::hint::black_box;

use anyhow::Result;

use crate::measure::Race;
use crate::prepared::Prepared;
use crate::report::Row;

/// The rows of a catalog.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let many = prepared.texts.len();
    let mut live = prepared.live()?;
    let mut race = Race::default();
    let short = race.entry(many, || {
        for order in &prepared.order_texts {
            let _ = black_box(live.price_json(black_box(order)));
        }
    });
    let full = race.entry(many, || {
        for order in &prepared.order_texts {
            let _ = black_box(prepared.ours.quote_json(black_box(order)));
        }
    });
    let decimal = race.entry(many, || {
        for text in &prepared.texts {
            let _ = black_box(prepared.decimal.json(&prepared.names, black_box(text)));
        }
    });
    race.run();
    let against = "rust_decimal and serde_json by hand";
    let row = |what: &str, pair| {
        Row::raced(
            "json",
            format!("{name}, JSON to {what}"),
            against,
            &race,
            pair,
        )
    };
    Ok(vec![
        row("JSON of total and lines", (short, decimal))
            .reach(1.2)
            .further(0.8),
        row("JSON of the full quote", (full, decimal)),
    ])
}
