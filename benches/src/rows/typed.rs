//! From values whose names are resolved, and from names, to total and all lines.

use std::hint::black_box;

use anyhow::Result;

use crate::baseline;
use crate::measure::Race;
use crate::prepared::Prepared;
use crate::report::{Row, scaled};

/// The rows of a catalog: ours against what is written by hand, and that against itself.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let many = prepared.typed.len();
    let configurations = prepared.expected.configs.iter();
    let maps = configurations.map(|it| baseline::map(&prepared.catalog, it));
    let maps = maps.collect::<Result<Vec<_>>>()?;
    let (mut live, mut by_name) = (prepared.live()?, prepared.live()?);
    let mut race = Race::default();
    let typed = race.entry(many, || {
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
    let decimal = race.entry(many, || {
        for typed in &prepared.typed {
            black_box(prepared.decimal.scan(black_box(typed)));
        }
    });
    let cents = race.entry(many, || {
        for typed in &prepared.typed {
            black_box(prepared.cents.scan(black_box(typed)));
        }
    });
    let indexed = race.entry(many, || {
        for typed in &prepared.typed {
            black_box(prepared.cents.indexed(black_box(typed)));
        }
    });
    let named = race.entry(many, || {
        for order in &prepared.orders {
            let _ = black_box(by_name.price_named(black_box(order)));
            black_box(by_name.lines());
        }
    });
    let named_decimal = race.entry(many, || {
        for map in &maps {
            let typed = prepared.names.resolve(black_box(map));
            let _ = black_box(typed.map(|typed| prepared.decimal.scan(&typed).map(|it| it.total)));
        }
    });
    race.run();
    let (reach, further) = match name {
        "medium" => (Some(1.0), Some(1.5)),
        "large" => (Some(0.4), Some(1.5)),
        _ => (None, None),
    };
    let row = |what: String, against: &str, pair| Row::raced("typed", what, against, &race, pair);
    let ours = || format!("{name}, typed, all lines");
    let by_hand = |what: &str| format!("{name}, by hand, {what}");
    Ok(vec![
        row(ours(), "rust_decimal by hand", (typed, decimal)).reach(reach),
        row(ours(), "i64 by hand, indexed", (typed, indexed)).further(further),
        row(
            format!("{name}, by names"),
            "rust_decimal by hand",
            (named, named_decimal),
        ),
        row(
            format!("{name}, the full quote"),
            "rust_decimal by hand",
            (quote, decimal),
        ),
        row(by_hand("i64"), "rust_decimal by hand", (cents, decimal)),
        row(
            by_hand("i64, indexed"),
            "rust_decimal by hand",
            (indexed, decimal),
        ),
        row(
            by_hand("rust_decimal, names"),
            "without names",
            (named_decimal, decimal),
        ),
        scaled("typed", name, prepared.scaled_share()?),
    ])
}
