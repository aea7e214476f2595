//! Catalogs of 10 to 10,000 rules: what a price costs, in all and for each line of it; and what it
//! takes to compile the largest.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "times and sizes are measured, not prices"
)]

use std::hint::black_box;

use anyhow::Result;

use crate::growth;
use crate::measure::{Number, Race};
use crate::ours::Ours;
use crate::prepared::Prepared;
use crate::report::{Row, scaled};

/// The rows of catalogs of the medium kind.
pub(super) fn rows(medium: &Prepared) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut expected = medium.expected.clone();
    expected.configs.truncate(200);
    let grown = growth::SIZES
        .map(|rules| Prepared::grown(growth::catalog(&medium.catalog, rules), expected.clone()));
    let grown: Vec<Prepared> = grown.into_iter().collect::<Result<_>>()?;
    // one race for all: ratios between sizes count as well
    let mut race = Race::default();
    let mut entries = Vec::new();
    for prepared in &grown {
        entries.push((prepared, sizes(&mut race, prepared)?));
    }
    race.run();
    for (prepared, [ours, scan, indexed]) in &entries {
        let rules = prepared.catalog.rules.len();
        let what = || format!("{rules} rules, typed");
        let largest = rules == 10_000;
        let against = |against: &str, pair| Row::raced("growth", what(), against, &race, pair);
        rows.push(
            against("i64 by hand, asking every rule", (*ours, *scan))
                .reach(largest.then_some(0.15))
                .further(largest.then_some(0.07)),
        );
        rows.push(against("i64 by hand, indexed", (*ours, *indexed)));
        let share = prepared.scaled_share()?;
        rows.push(scaled("growth", &format!("{rules} rules"), share));
    }
    if let [(least, [few, ..]), .., (most, [many, ..])] = &entries[..] {
        let lines = |it: &Prepared| it.lines() as f64 / it.typed.len() as f64;
        let mut row = Row::raced(
            "growth",
            "10,000 rules, for each line",
            "10 rules, for each line",
            &race,
            (*many, *few),
        );
        row.ours /= lines(most);
        row.baseline = row.baseline.map(|it| it / lines(least));
        row.ratio = row.ratio.map(|it| it * lines(least) / lines(most));
        rows.push(row.reach(2.0).further(1.2));
    }
    rows.push(compile(medium)?);
    Ok(rows)
}

fn sizes<'a>(race: &mut Race<'a>, prepared: &'a Prepared) -> Result<[Number; 3]> {
    let many = prepared.typed.len();
    let mut live = prepared.live()?;
    Ok([
        race.entry(many, move || {
            for order in &prepared.typed_orders {
                let _ = black_box(live.price(black_box(order)));
                black_box(live.lines());
            }
        }),
        race.entry(many, || {
            for typed in &prepared.typed {
                black_box(prepared.cents.scan(black_box(typed)));
            }
        }),
        race.entry(many, || {
            for typed in &prepared.typed {
                black_box(prepared.cents.indexed(black_box(typed)));
            }
        }),
    ])
}

fn compile(medium: &Prepared) -> Result<Row> {
    let catalog = growth::wide(&medium.catalog);
    let json = crate::import::catalog(&catalog)?.to_string();
    let mut race = Race::default();
    let compiled = race.entry(1, || {
        let _ = black_box(Ours::compile(black_box(&json)));
    });
    race.run();
    let what = "10,000 rules, 1,000 × 1,000 matrix: JSON to plan";
    let milliseconds = race.nanoseconds(compiled) / 1e6;
    Ok(Row::figure("growth", what, "ms", milliseconds)
        .reach(1_000.0)
        .further(300.0))
}
