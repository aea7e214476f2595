//! Many configurations over all cores.

#![expect(clippy::float_arithmetic, reason = "times are measured, not prices")]

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::measure::Race;
use crate::ours::{Live, TypedOrder};
use crate::prepared::Prepared;
use crate::report::Row;

/// So many orders are taken at once.
const CHUNK: usize = 100;

/// All orders are priced so often in a pass, a tenth of a second on one core: a batch takes seconds,
/// so that waking threads, and a system that first puts two of them on one core, do not show there.
const TIMES: usize = 200;

/// The row of a catalog: how many times as fast all cores are as one.
pub(super) fn rows(prepared: &Prepared) -> Result<Vec<Row>> {
    let name = prepared.catalog.name.as_str();
    let chunks: Vec<&[TypedOrder]> = (0..TIMES)
        .flat_map(|_| prepared.typed_orders.chunks(CHUNK))
        .collect();
    let many = TIMES * prepared.typed_orders.len();
    let cores = rayon::current_num_threads();
    // a session for each thread, made by it: what two threads change stands apart then
    let lives = rayon::broadcast(|_| Ok(Mutex::new(Box::new(prepared.live()?))));
    let lives: Vec<Mutex<Box<Live>>> = lives.into_iter().collect::<Result<_>>()?;
    let mut alone = prepared.live()?;
    let mut race = Race::default();
    let all = race.entry(many, || {
        let next = AtomicUsize::new(0);
        rayon::broadcast(|thread| {
            let live = lives[thread.index()].lock();
            let mut live = live.unwrap_or_else(PoisonError::into_inner);
            while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
                price(&mut live, chunk);
            }
        });
    });
    let one = race.entry(many, || {
        for chunk in &chunks {
            price(&mut alone, chunk);
        }
    });
    race.run();
    let what = format!("{name}, typed, on {cores} cores");
    let row = Row::raced("batch", what, "on one core", &race, (all, one));
    // 1.8 times as fast on two
    Ok(vec![row.reach((cores == 2).then_some(1.0 / 1.8))])
}

fn price(live: &mut Live, orders: &[TypedOrder]) {
    for order in orders {
        let _ = black_box(live.price(black_box(order)));
        black_box(live.lines());
    }
}
