//! Prices that discounts take below zero.

use super::LintCode;
use super::bench::Bench;
use crate::analyze::search::{Goal, search};
use crate::model::quote::{LineKind, Quote};
use crate::plan::SourceSpan;

/// Looks at the lowest price under each order.
pub(super) fn look(bench: &mut Bench<'_>) {
    let steps = bench.limits.steps;
    let mut shown = None;
    let mut spent = false;
    for stage in &mut bench.stages {
        let region = stage.region.clone();
        stage.judge.watch(None);
        let found = search(
            &mut stage.space,
            &mut stage.judge,
            region,
            Goal::Lowest,
            steps,
        );
        spent |= !found.proved;
        let Some((_, item)) = found.best else {
            continue;
        };
        let order = stage.space.order_of(item);
        let quote = bench.plan.price(&order).ok();
        if quote.as_ref().is_some_and(|quote| clamp(quote).is_some()) {
            shown = Some(order);
            break;
        }
    }
    let id = bench.id();
    match shown {
        Some(order) => {
            let message = format!("a price of `{id}` is below 0 before it is lifted to 0");
            bench.find(
                LintCode::PriceBelowZero,
                id,
                SourceSpan::default(),
                message,
                order,
            );
        }
        None if spent => bench.undecided(LintCode::PriceBelowZero, id),
        None => {}
    }
}

/// The line that lifts a price to 0.
fn clamp(quote: &Quote) -> Option<&crate::model::quote::Line> {
    let lines = quote.items.iter().flat_map(|item| &item.lines);
    lines
        .chain(&quote.lines)
        .find(|line| line.kind == LineKind::Clamp)
}
