//! Configurations that are allowed and complete, and have no price: holes of price lists, axes
//! that are shorter than the feature allows, no list that serves.

use super::LintCode;
use super::bench::{Bench, Everywhere, is_allowed};
use super::slices::{ListView, beyond};
use crate::analyze::bound::{Judge, Nowhere};
use crate::analyze::domain::{Field, Region, Values};
use crate::model::order::Order;
use crate::model::quote::{Problem, Quote, Status};
use crate::plan::SourceSpan;

/// So many holes of a list are tried at most.
const TRIED: usize = 400;

/// Looks into each base list, then at everything else.
pub(super) fn look(bench: &mut Bench<'_>) {
    let mut known: Vec<Problem> = Vec::new();
    for view in ListView::of_base(bench.component) {
        let first = bench.findings.len();
        axes(bench, &view, &mut known);
        holes(bench, &view, &mut known);
        bench.cut_off(first);
    }
    elsewhere(bench, &known);
}

/// Features that allow more than an axis has.
fn axes(bench: &mut Bench<'_>, view: &ListView<'_>, known: &mut Vec<Problem>) {
    let data = bench.plan.data();
    let list = data.text(view.list.id);
    let axes = [
        (Some(&view.table.row), view.row),
        (view.table.col.as_ref(), view.col),
    ];
    for (axis, feature) in axes {
        let (Some(axis), Some(feature)) = (axis, feature) else {
            continue;
        };
        let Some(Values::Numbers(grid)) = field(bench, feature) else {
            continue;
        };
        let name = bench
            .component
            .features
            .get(feature)
            .map_or("", |it| data.text(it.id));
        for part in beyond(&grid, axis) {
            let range = if part.low == part.high {
                format!("{name} {}", part.low)
            } else {
                format!("{name} {} to {}", part.low, part.high)
            };
            let message = format!("`{list}` has no price for {range}, which the feature allows");
            let narrowed = |region: &Region| region.with(feature, Field::of(Values::Numbers(part)));
            ask(bench, list, view.list.place, message, &narrowed, known);
        }
    }
}

fn field(bench: &Bench<'_>, feature: usize) -> Option<Values> {
    let stage = bench.stages.first()?;
    Some(stage.region.fields.get(feature)?.values.clone())
}

/// Empty cells, those beside each other in a row as one.
fn holes(bench: &mut Bench<'_>, view: &ListView<'_>, known: &mut Vec<Problem>) {
    let data = bench.plan.data();
    let list = data.text(view.list.id);
    let mut tried = 0_usize;
    for row in 0..view.table.row.len() {
        let mut column = 0_usize;
        while column < view.columns() {
            let is_hole = |column: &usize| view.table.cells.price(row, *column).is_none();
            let run: Vec<usize> = (column..view.columns()).take_while(is_hole).collect();
            column = column.saturating_add(run.len()).saturating_add(1);
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            tried = tried.saturating_add(1);
            if tried > TRIED {
                bench.undecided(LintCode::ConfigurationWithoutPrice, list);
                return;
            }
            let mut at = view.name(data, true, row);
            if view.table.col.is_some() {
                let from = view.name(data, false, *first);
                at = format!("{at}, {from}");
                if last > first {
                    let to = view.name(data, false, *last);
                    at = format!("{at} to {}", to.rsplit(' ').next().unwrap_or_default());
                }
            }
            let message = format!("`{list}` has no price at {at}");
            for column in run {
                let narrowed = |region: &Region| {
                    let cell = view.at(data, (row, column), region);
                    // a set without configurations
                    cell.unwrap_or_else(|| Region {
                        fields: vec![Field::of(Values::None)],
                    })
                };
                if ask(
                    bench,
                    list,
                    view.list.place,
                    message.clone(),
                    &narrowed,
                    known,
                ) {
                    break;
                }
            }
        }
    }
}

/// Looks for a configuration without a price in part of a component, and notes it.
fn ask(
    bench: &mut Bench<'_>,
    id: &str,
    place: SourceSpan,
    message: String,
    narrowed: &dyn Fn(&Region) -> Region,
    known: &mut Vec<Problem>,
) -> bool {
    let plan = bench.plan;
    let list = id.to_owned();
    let came = bench.seek_cell(narrowed, may_lack_a_price, |space, item| {
        space.status(item) == Some(Status::Unpriced)
            && plan
                .price(&space.order_of(item.clone()))
                .is_ok_and(|quote| is_about(&quote, &list))
    });
    match came {
        Everywhere::Found(order) => {
            let quote = bench.quote(&order);
            known.extend(quote.iter().flat_map(problems).cloned());
            bench.find(
                LintCode::ConfigurationWithoutPrice,
                id,
                place,
                message,
                *order,
            );
            true
        }
        Everywhere::Spent => {
            bench.undecided(LintCode::ConfigurationWithoutPrice, id);
            false
        }
        Everywhere::Nowhere => false,
    }
}

/// Whether some configuration of a set may be allowed and without a price.
fn may_lack_a_price(judge: &mut Judge<'_>, region: &mut Region) -> bool {
    if judge.allowed(region).is_err() || judge.is_on_request(region) {
        return false;
    }
    match judge.judge(&mut region.clone()) {
        Ok(judged) => judged.doubts.lack,
        Err(why) => why == Nowhere::NoPrice,
    }
}

fn problems(quote: &Quote) -> impl Iterator<Item = &Problem> {
    quote
        .items
        .iter()
        .flat_map(|item| &item.problems)
        .chain(&quote.problems)
}

fn is_about(quote: &Quote, list: &str) -> bool {
    problems(quote).any(|problem| problem.id.as_deref() == Some(list))
}

/// Whatever else has no price: one finding for each reason.
fn elsewhere(bench: &mut Bench<'_>, known: &[Problem]) {
    let mut seen: Vec<(crate::diagnostic::Code, Option<String>)> = known
        .iter()
        .map(|problem| (problem.code, problem.id.clone()))
        .collect();
    loop {
        let plan = bench.plan;
        let reasons = seen.clone();
        let came = bench.seek(Clone::clone, may_lack_a_price, |space, item| {
            is_allowed(space.status(item))
                && new_reason(plan, &space.order_of(item.clone()), &reasons).is_some()
        });
        match came {
            Everywhere::Found(order) => {
                let Some(problem) = new_reason(plan, &order, &reasons) else {
                    return;
                };
                let id = problem.id.clone().unwrap_or_else(|| bench.id().to_owned());
                let message = format!("a configuration has no price: {}", problem.message);
                let place = SourceSpan::default();
                bench.find(
                    LintCode::ConfigurationWithoutPrice,
                    &id,
                    place,
                    message,
                    *order,
                );
                seen.push((problem.code, problem.id));
            }
            Everywhere::Spent => {
                let id = bench.id();
                bench.undecided(LintCode::ConfigurationWithoutPrice, id);
                return;
            }
            Everywhere::Nowhere => return,
        }
        if seen.len() > known.len().saturating_add(bench.limits.per_list) {
            return;
        }
    }
}

fn new_reason(
    plan: &crate::plan::Plan,
    order: &Order,
    reasons: &[(crate::diagnostic::Code, Option<String>)],
) -> Option<Problem> {
    let quote = plan.price(order).ok()?;
    if quote.status != Status::Unpriced {
        return None;
    }
    let is_known = |problem: &Problem| {
        reasons
            .iter()
            .any(|(code, id)| *code == problem.code && *id == problem.id)
    };
    let known = problems(&quote).any(is_known);
    let first = problems(&quote).next().cloned();
    first.filter(|_| !known)
}
