//! Prices that discounts take below zero.

use super::LintCode;
use super::bench::{Bench, Everywhere};
use crate::model::quote::{LineKind, Quote};
use crate::money::Decimal;
use crate::plan::SourceSpan;

/// Looks for a price of 0 that was below 0.
pub(super) fn look(bench: &mut Bench<'_>) {
    let plan = bench.plan;
    let came = bench.seek(
        Clone::clone,
        |judge, region| {
            judge.watch(None);
            let judged = judge.judge(region);
            judged.is_ok_and(|it| it.amount.is_none_or(|amount| !amount.low.is_positive()))
        },
        |space, item| {
            space.price(item).is_some_and(Decimal::is_zero)
                && plan
                    .price(&space.order_of(item.clone()))
                    .is_ok_and(|quote| is_lifted(&quote))
        },
    );
    let id = bench.id();
    match came {
        Everywhere::Found(order) => {
            let message = format!("a price of `{id}` is below 0 before it is lifted to 0");
            bench.find(
                LintCode::PriceBelowZero,
                id,
                SourceSpan::default(),
                message,
                *order,
            );
        }
        Everywhere::Spent => bench.undecided(LintCode::PriceBelowZero, id),
        Everywhere::Nowhere => {}
    }
}

/// Whether a line lifts a price to 0.
fn is_lifted(quote: &Quote) -> bool {
    let mut lines = quote
        .items
        .iter()
        .flat_map(|item| &item.lines)
        .chain(&quote.lines);
    lines.any(|line| line.kind == LineKind::Clamp)
}
