//! A session: one value changed, the total read; against a full price of the same order.
//!
//! A full price comes from a session, too, but of orders that have nothing to do with each other: of
//! orders in the order of the changes it would work out one value, as all but one are set again.

use std::hint::black_box;

use anyhow::{Context, Result, ensure};

use crate::baseline;
use crate::changes::{Change, changes, typed_changes};
use crate::measure::Race;
use crate::ours::TypedOrder;
use crate::prepared::Prepared;
use crate::report::Row;

/// Orders so far apart differ in every feature; a prime, so that all of them have their turn.
const APART: usize = 389;

/// The rows of a catalog.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let changes = changes(&prepared.catalog, &prepared.expected.configs)?;
    check(prepared, &changes)?;
    let last = &changes.last().context("changes")?.order;
    let live = || prepared.ours.live(last);
    let (mut whole, mut again, mut totals, mut lines) = (live()?, live()?, live()?, live()?);
    let orders = changes.iter().map(|it| whole.typed(&it.order));
    let orders: Vec<TypedOrder> = orders.collect::<Result<_>>()?;
    let count = orders.len();
    ensure!(
        !count.is_multiple_of(APART),
        "{count} orders do not all have their turn"
    );
    let apart = (0..count).map(|at| at * APART % count);
    let apart: Vec<&TypedOrder> = apart.map(|at| &orders[at]).collect();
    let typed = typed_changes(&whole, &changes)?;
    let mut race = Race::default();
    let total = race.entry(typed.len(), || {
        for (field, value) in &typed {
            let _ = totals.set(*field, black_box(value));
            let _ = black_box(totals.total());
        }
    });
    let all = race.entry(typed.len(), || {
        for (field, value) in &typed {
            let _ = lines.set(*field, black_box(value));
            let _ = black_box(lines.answer());
            black_box(lines.lines());
        }
    });
    let whole = race.entry(apart.len(), || {
        for order in &apart {
            let _ = black_box(whole.price(black_box(order)));
            black_box(whole.lines());
        }
    });
    let again = race.entry(orders.len(), || {
        for order in &orders {
            let _ = black_box(again.price(black_box(order)));
            black_box(again.lines());
        }
    });
    let quote = race.entry(changes.len(), || {
        for change in &changes {
            let _ = black_box(prepared.ours.quote(black_box(&change.order)));
        }
    });
    race.run();
    let row = |what: &str, against, pair| {
        let what = format!("{name}, session: one value changed, {what}");
        Row::raced("session", what, against, &race, pair)
    };
    let of_the_same = "a full price of the same, all lines";
    Ok(vec![
        row("total", of_the_same, (total, whole))
            .reach(0.3)
            .further(0.1),
        row("total and lines", of_the_same, (all, whole)),
        row("total", "all values set again, all lines", (total, again)),
        row("total", "a full quote of the same", (total, quote)),
    ])
}

/// The session's totals and lines are those of the same orders by hand.
fn check(prepared: &Prepared, changes: &[Change]) -> Result<()> {
    let mut live = prepared.live()?;
    for (change, (field, value)) in changes.iter().zip(typed_changes(&live, changes)?) {
        live.set(field, &value)?;
        live.answer()?;
        let found = live.outcome()?;
        let typed = baseline::typed(&prepared.catalog, &change.configuration)?;
        let right = prepared.cents.indexed(&typed).context("a price")?;
        let right = baseline::outcome_by_ids(&right);
        ensure!(found == right, "session: {found:?}, not {right:?}");
    }
    Ok(())
}
