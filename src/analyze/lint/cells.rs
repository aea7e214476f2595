//! Sizes that cost less than the next smaller one of their price list.

use super::LintCode;
use super::bench::{Bench, Everywhere};
use super::slices::{ListView, slice};
use crate::analyze::domain::{Field, Grid, Region, Values};
use crate::model::order::{Order, Value};
use crate::money::Decimal;
use crate::plan::{Axis, AxisKind};

/// So many pairs of cells are tried at most.
const TRIED: usize = 400;

/// Looks at each pair of neighbors in each base list.
pub(super) fn look(bench: &mut Bench<'_>) {
    for view in ListView::of_base(bench.component) {
        let first = bench.findings.len();
        along(bench, &view, true);
        along(bench, &view, false);
        bench.cut_off(first);
    }
}

/// Two neighboring cells of which the second is for the larger size and costs less.
struct Pair {
    cell: (usize, usize),
    small: Decimal,
    large: Decimal,
}

fn along(bench: &mut Bench<'_>, view: &ListView<'_>, rows: bool) {
    let (axis, feature) = if rows {
        (Some(&view.table.row), view.row)
    } else {
        (view.table.col.as_ref(), view.col)
    };
    let (Some(axis), Some(feature)) = (axis, feature) else {
        return;
    };
    let grid = bench.stages.first().and_then(|stage| {
        match stage.region.fields.get(feature).map(|field| &field.values) {
            Some(Values::Numbers(grid)) => Some(*grid),
            _ => None,
        }
    });
    let Some(grid) = grid else { return };
    let pairs = pairs(view, axis, &grid, rows);
    for (number, pair) in pairs.iter().enumerate() {
        if number >= TRIED {
            let list = bench.plan.data().text(view.list.id);
            bench.undecided(LintCode::LargerIsCheaper, list);
            return;
        }
        ask(bench, view, feature, pair);
    }
}

fn pairs(view: &ListView<'_>, axis: &Axis, grid: &Grid, rows: bool) -> Vec<Pair> {
    let AxisKind::Breakpoints(points, mode) = &axis.kind else {
        return Vec::new();
    };
    let across = if rows {
        view.columns()
    } else {
        view.table.row.len()
    };
    let mut found = Vec::new();
    for (at, next) in (0..points.len()).zip(1..points.len()) {
        let (Some(small), Some(large)) = (
            slice(grid, points, *mode, at),
            slice(grid, points, *mode, next),
        ) else {
            continue;
        };
        for other in 0..across {
            let cell = |at: usize| if rows { (at, other) } else { (other, at) };
            let price = |(row, column)| view.table.cells.price(row, column);
            let (Some(low), Some(high)) = (price(cell(at)), price(cell(next))) else {
                continue;
            };
            if high < low {
                found.push(Pair {
                    cell: cell(at),
                    small: small.high,
                    large: large.low,
                });
            }
        }
    }
    found
}

fn ask(bench: &mut Bench<'_>, view: &ListView<'_>, feature: usize, pair: &Pair) {
    let data = bench.plan.data();
    let name = bench
        .component
        .features
        .get(feature)
        .map_or("", |it| data.text(it.id));
    let list = data.text(view.list.id);
    let large = |item: &crate::model::order::Item| {
        let mut item = item.clone();
        for (id, value) in &mut item.values {
            if id == name {
                *value = Value::Number(pair.large);
            }
        }
        item
    };
    let narrowed = |region: &Region| match view.at(data, pair.cell, region) {
        Some(cell) => {
            let grid = Grid {
                low: pair.small,
                high: pair.small,
                step: Decimal::ONE,
            };
            cell.with(feature, Field::of(Values::Numbers(grid)))
        }
        None => Region {
            fields: vec![Field::of(Values::None)],
        },
    };
    let came = bench.seek_cell(
        narrowed,
        |judge, region| judge.judge(region).is_ok(),
        |space, item| {
            let Some(small) = space.price(item) else {
                return false;
            };
            space.price(&large(item)).is_some_and(|large| large < small)
        },
    );
    match came {
        Everywhere::Found(small) => {
            let order = Order {
                items: small.items.iter().map(large).collect(),
                ..(*small).clone()
            };
            report(bench, view, name, pair, *small, order);
        }
        Everywhere::Spent => bench.undecided(LintCode::LargerIsCheaper, list),
        Everywhere::Nowhere => {}
    }
}

fn report(
    bench: &mut Bench<'_>,
    view: &ListView<'_>,
    name: &str,
    pair: &Pair,
    small: Order,
    order: Order,
) {
    let (Some(less), Some(more)) = (bench.quote(&order), bench.quote(&small)) else {
        return;
    };
    let (Some(low), Some(high)) = (less.amount, more.amount) else {
        return;
    };
    if low >= high {
        return;
    }
    let digits = less.currency.digits;
    let list = bench.plan.data().text(view.list.id);
    let message = format!(
        "`{list}`: {name} {} costs {}, less than {name} {} at {}",
        pair.large,
        low.to_fixed(digits),
        pair.small,
        high.to_fixed(digits)
    );
    bench.find(
        LintCode::LargerIsCheaper,
        list,
        view.list.place,
        message,
        order,
    );
    if let Some(finding) = bench.findings.last_mut() {
        finding.compared = Some(small);
    }
}
