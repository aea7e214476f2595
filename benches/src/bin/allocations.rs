//! Prints the rows that are allocations and bytes as JSON.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "allocations are counted, not prices"
)]

use std::hint::black_box;

use allocation_counter::measure;
use anyhow::{Context, Result};
use pricewright_benches::changes::{changes, typed_changes};
use pricewright_benches::ours::Ours;
use pricewright_benches::prepared::Prepared;
use pricewright_benches::report::Row;
use pricewright_benches::workload::{Catalog, Expected, Workload};
use pricewright_benches::{growth, import};

const GROUP: &str = "allocations";
const MANY: usize = 100;

fn main() -> Result<()> {
    let Workload { catalog, expected } = Workload::read("medium")?;
    let grown = |rules| growth::catalog(&catalog, rules);
    let mut rows = vec![
        price("medium, typed, a price", catalog.clone(), &expected)?.reach(3.0),
        price("10 rules, typed, a price", grown(10), &expected)?,
        price("10,000 rules, typed, a price", grown(10_000), &expected)?.reach(3.0),
        quote(&catalog, &expected)?,
        by_hand(&catalog, &expected)?,
        session(&catalog, &expected)?.further(0.0),
    ];
    rows.extend(memory(&catalog)?);
    println!("{}", serde_json::to_string_pretty(&rows)?);
    Ok(())
}

fn price(what: &str, catalog: Catalog, expected: &Expected) -> Result<Row> {
    let prepared = Prepared::some(catalog, expected.clone(), MANY)?;
    let mut live = prepared.live()?;
    // once through, so that what a session keeps is there
    let mut pass = || {
        measure(|| {
            for order in &prepared.typed_orders {
                let _ = black_box(live.price(order));
                black_box(live.lines());
            }
        })
    };
    pass();
    let counted = pass();
    Ok(each(what, counted.count_total, MANY))
}

fn quote(catalog: &Catalog, expected: &Expected) -> Result<Row> {
    let prepared = Prepared::some(catalog.clone(), expected.clone(), MANY)?;
    let counted = measure(|| {
        for order in &prepared.orders {
            let _ = black_box(prepared.ours.quote(order));
        }
    });
    Ok(each("medium, a full quote", counted.count_total, MANY))
}

fn by_hand(catalog: &Catalog, expected: &Expected) -> Result<Row> {
    let prepared = Prepared::some(catalog.clone(), expected.clone(), MANY)?;
    let counted = measure(|| {
        for typed in &prepared.typed {
            black_box(prepared.decimal.scan(typed));
        }
    });
    Ok(each(
        "medium, rust_decimal by hand, a price",
        counted.count_total,
        MANY,
    ))
}

fn session(catalog: &Catalog, expected: &Expected) -> Result<Row> {
    let prepared = Prepared::some(catalog.clone(), expected.clone(), MANY)?;
    let changes = changes(catalog, &prepared.expected.configs)?;
    let mut live = prepared.live()?;
    let changes = typed_changes(&live, &changes)?;
    let mut pass = || {
        measure(|| {
            for (field, value) in &changes {
                let _ = live.set(*field, value);
                let _ = black_box(live.answer());
                black_box(live.lines());
            }
        })
    };
    pass();
    let counted = pass().count_total;
    let what = "medium, session: one value changed, total and lines";
    Ok(each(what, counted, changes.len()))
}

fn memory(medium: &Catalog) -> Result<Vec<Row>> {
    let json = import::catalog(&growth::wide(medium))?.to_string();
    let mut compiled = None;
    let counted = measure(|| compiled = Some(Ours::compile(&json)));
    compiled.context("compiled")??;
    let size = json.len() as f64;
    let row = |what: &str, bytes: f64| {
        let what = format!("10,000 rules, 1,000 × 1,000 matrix: {what}");
        Row {
            against: "the catalog's JSON".to_owned(),
            baseline: Some(size / 1e6),
            ratio: Some(bytes / size),
            ..Row::figure(GROUP, what, "MB", bytes / 1e6)
        }
    };
    Ok(vec![
        row("most memory while compiling", counted.bytes_max as f64)
            .reach(10.0)
            .further(3.0),
        row("memory of the plan", counted.bytes_current as f64),
    ])
}

fn each(what: &str, counted: u64, of: usize) -> Row {
    Row::figure(GROUP, what, "allocations", counted as f64 / of as f64)
}
