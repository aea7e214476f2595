//! Looking up a price list.

use super::frame::{Stop, Value};
use super::number::{Q, exact, parse, whole};
use num_traits::{One, Zero};
use pricewright::model::catalog::PriceList;
use pricewright::model::lookup::{Above, LookupMode};

/// The cell for a row value and, with two axes, a column value.
pub fn look_up(list: &PriceList, keys: &[Value]) -> Result<Q, Stop> {
    let cells = &list.cells;
    let rows = positions(
        &cells.rows,
        &keys[0],
        list.row_lookup,
        list.row_above,
        &list.id,
    )?;
    let cols = match keys.get(1) {
        None => vec![(0, Q::one())],
        Some(key) => positions(&cells.cols, key, list.col_lookup, list.col_above, &list.id)?,
    };
    let width = cells.cols.len().max(1);
    let mut price = Q::zero();
    for (row, row_weight) in &rows {
        for (col, col_weight) in &cols {
            let hole = || Stop::Problem(format!("a hole of `{}`", list.id));
            let cell = cells.values[row * width + col].ok_or_else(hole)?;
            price += exact(cell) * row_weight * col_weight;
        }
    }
    Ok(price)
}

/// The indexes on an axis that serve a value, each with its weight; weights add up to 1.
fn positions(
    headers: &[String],
    key: &Value,
    mode: Option<LookupMode>,
    above: Above,
    list: &str,
) -> Result<Vec<(usize, Q)>, Stop> {
    let miss = || Stop::Problem(format!("out of the range of `{list}`"));
    let value = match key {
        Value::Text(text) => {
            let index = headers.iter().position(|header| header == text);
            return Ok(vec![(index.ok_or_else(miss)?, whole(1))]);
        }
        key => key.number(),
    };
    let breakpoints: Vec<Q> = headers
        .iter()
        .map(|header| parse(header).unwrap())
        .collect();
    if value > *breakpoints.last().unwrap() {
        return Err(match above {
            Above::OnRequest => Stop::OnRequest(list.to_owned()),
            Above::OutOfRange => miss(),
        });
    }
    if let Some(hit) = breakpoints
        .iter()
        .position(|breakpoint| *breakpoint == value)
    {
        return Ok(vec![(hit, whole(1))]);
    }
    let upper = breakpoints
        .iter()
        .position(|breakpoint| *breakpoint > value)
        .unwrap();
    let mode = mode.unwrap();
    if upper == 0 {
        return if mode == LookupMode::Up {
            Ok(vec![(0, whole(1))])
        } else {
            Err(miss())
        };
    }
    let (below, above) = (
        &value - &breakpoints[upper - 1],
        &breakpoints[upper] - &value,
    );
    Ok(match mode {
        LookupMode::Up => vec![(upper, whole(1))],
        LookupMode::Down => vec![(upper - 1, whole(1))],
        LookupMode::Nearest if above <= below => vec![(upper, whole(1))],
        LookupMode::Nearest => vec![(upper - 1, whole(1))],
        LookupMode::Exact => return Err(miss()),
        LookupMode::Linear => {
            let width = &below + &above;
            vec![(upper - 1, above / &width), (upper, below / &width)]
        }
    })
}
