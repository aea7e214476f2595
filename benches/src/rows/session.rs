//! A session: one value changed, the total read; against a full price of the same order.

use std::hint::black_box;

use anyhow::{Context, Result, ensure};

use crate::baseline;
use crate::changes::{Change, changes};
use crate::measure::Race;
use crate::ours::TypedOrder;
use crate::prepared::Prepared;
use crate::report::Row;

/// The rows of a catalog.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let changes = changes(&prepared.catalog, &prepared.expected.configs)?;
    check(prepared, &changes)?;
    let ours = &prepared.ours;
    let orders: Vec<TypedOrder> = changes.iter().map(|it| ours.typed(&it.order)).collect();
    let last = changes.last().context("changes")?;
    let mut live = ours.live(&last.order)?;
    let mut race = Race::default();
    let session = race.entry(changes.len(), || {
        for change in &changes {
            let _ = live.set(&change.name, change.value.clone());
            let _ = black_box(live.total());
        }
    });
    let whole = race.entry(changes.len(), || {
        for order in &orders {
            let _ = black_box(ours.price_typed(black_box(order)));
        }
    });
    race.run();
    let row = Row::raced(
        "session",
        format!("{name}, session: one value changed, total"),
        "a full price of the same",
        &race,
        (session, whole),
    );
    Ok(vec![row.reach(0.3).further(0.1)])
}

/// The session's totals are those of the same orders by hand.
fn check(prepared: &Prepared, changes: &[Change]) -> Result<()> {
    let first = prepared.orders.first().context("orders")?;
    let mut live = prepared.ours.live(first)?;
    for change in changes {
        let told = |faults| anyhow::anyhow!("{faults}");
        live.set(&change.name, change.value.clone()).map_err(told)?;
        let total = live.total().map_err(told)?.context("a total")?.to_fixed(2);
        let typed = baseline::typed(&prepared.catalog, &change.configuration)?;
        let right = prepared.cents.indexed(&typed).context("a price")?.total;
        ensure!(total == right.to_string(), "session: {total}, not {right}");
    }
    Ok(())
}
