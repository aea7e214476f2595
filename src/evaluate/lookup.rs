//! The cell of a price list: from the values asked to a price, and which cell it was.
//!
//! Nothing is clamped and nothing extrapolated: `up` takes the first cell for what lies below it,
//! every other miss says why. Interpolation is exact; it rounds once, in its one division.

use super::value::Stop;
use crate::diagnostic::Code;
use crate::model::lookup::{Above, LookupMode};
use crate::model::quote::{AxisUse, CellUse};
use crate::money::{Decimal, Exactness, NumberError};
use crate::plan::{Axis, AxisKind, PlanData, Table, TextId};

/// What is looked up on an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key<'k> {
    /// On an axis of breakpoints.
    Number(Decimal),
    /// On an axis of keys.
    Text(&'k str),
}

/// A price that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The price.
    pub price: Decimal,
    /// Where it is from.
    pub cell: CellHit,
    /// Whether it was not rounded.
    pub exact: bool,
}

/// Which cell of a table it was, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellHit {
    /// The row.
    pub row: AxisHit,
    /// The column, where the table has two axes.
    pub col: Option<AxisHit>,
}

/// What was asked of an axis, and what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AxisHit {
    /// The number asked; none on an axis of keys, where what is asked is what is hit.
    pub asked: Option<Decimal>,
    /// The breakpoint or key.
    pub index: usize,
    /// Whether the price lies between this breakpoint and the next.
    pub between: bool,
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The cell is empty.
    Hole(Box<CellUse>),
    /// The value lies outside the breakpoints.
    OutOfRange {
        axis: &'static str,
        asked: String,
        lowest: String,
        highest: String,
    },
    /// The value lies between two breakpoints of an axis that is read only on them.
    BetweenBreakpoints {
        axis: &'static str,
        asked: String,
        lower: String,
        upper: String,
    },
    /// The value lies above the last breakpoint, where the price is on request.
    OnRequest {
        axis: &'static str,
        asked: String,
        highest: String,
    },
    /// No row or column has this key.
    UnknownKey { axis: &'static str, asked: String },
    /// The interpolated price is too large.
    Number(NumberError),
}

/// The price of a table for a row and, where it has two axes, a column.
pub(crate) fn look_up(
    plan: &PlanData,
    table: &Table,
    row: &Key,
    col: Option<&Key>,
) -> Result<Hit, Miss> {
    let row = find(plan, &table.row, "row", row)?;
    let col = match &table.col {
        Some(axis) => Some(find(plan, axis, "col", col.unwrap_or(&Key::Text("")))?),
        None => None,
    };
    let cell = CellHit {
        row: row.hit,
        col: col.map(|found| found.hit),
    };
    let columns = col.unwrap_or(Found::ONLY);
    let mut parts = [(Decimal::ZERO, Decimal::ZERO, Decimal::ZERO); 4];
    let mut count = 0_usize;
    for (row, row_weight) in row.parts() {
        for (column, col_weight) in columns.parts() {
            let Some(price) = table.cells.price(*row, *column) else {
                return Err(Miss::Hole(Box::new(cell.shown(plan, table))));
            };
            if let Some(part) = parts.get_mut(count) {
                *part = (price, *row_weight, *col_weight);
            }
            count = count.saturating_add(1);
        }
    }
    let parts = parts.get(..count).unwrap_or_default();
    let (price, exact) = interpolate(parts, row.span, columns.span).map_err(Miss::Number)?;
    Ok(Hit {
        price,
        cell,
        exact: exact.is_exact(),
    })
}

impl CellHit {
    /// The cell as a quote shows it.
    pub fn shown(self, plan: &PlanData, table: &Table) -> CellUse {
        CellUse {
            list: plan.text(table.id).to_owned(),
            row: self.row.shown(plan, &table.row),
            col: self
                .col
                .zip(table.col.as_ref())
                .map(|(hit, axis)| hit.shown(plan, axis)),
        }
    }
}

impl AxisHit {
    fn shown(self, plan: &PlanData, axis: &Axis) -> AxisUse {
        let name = |index: usize| match &axis.kind {
            AxisKind::Breakpoints(points, _) => points.get(index).map(Decimal::to_string),
            AxisKind::Keys(keys) => keys.get(index).map(|key| plan.text(*key).to_owned()),
        };
        let hit = name(self.index).unwrap_or_default();
        let next = self.between.then(|| self.index.saturating_add(1));
        AxisUse {
            asked: self
                .asked
                .map_or_else(|| hit.clone(), |asked| asked.to_string()),
            upper: next.and_then(name),
            hit,
        }
    }
}

impl Miss {
    /// Why there is no price, in one line that names the table, the value and what it has.
    pub fn message(&self, list: &str) -> String {
        match self {
            Self::Hole(cell) => {
                let col = cell
                    .col
                    .as_ref()
                    .map(|col| format!(", column `{}`", col.hit));
                let col = col.unwrap_or_default();
                format!("`{list}` has no price in row `{}`{col}", cell.row.hit)
            }
            Self::OutOfRange {
                axis,
                asked,
                lowest,
                highest,
            } => {
                let axis = axis_name(axis);
                format!("`{asked}` lies outside the {axis}s `{lowest}` to `{highest}` of `{list}`")
            }
            Self::BetweenBreakpoints {
                axis,
                asked,
                lower,
                upper,
            } => {
                let axis = axis_name(axis);
                format!("`{list}` has no {axis} `{asked}`, only `{lower}` and `{upper}`")
            }
            Self::OnRequest {
                axis,
                asked,
                highest,
            } => {
                let axis = axis_name(axis);
                format!("`{asked}` lies above the last {axis} `{highest}` of `{list}`: on request")
            }
            Self::UnknownKey { axis, asked } => {
                format!("`{list}` has no {} `{asked}`", axis_name(axis))
            }
            Self::Number(_) => format!("the price between the cells of `{list}` is too large"),
        }
    }

    /// What it means for an expression that reads the table.
    pub fn into_stop(self, list: &str) -> Stop {
        let message = self.message(list);
        match self {
            Self::OnRequest { .. } => Stop::OnRequest(message),
            Self::Number(_) => Stop::problem(Code::Overflow, message),
            _ => Stop::problem(Code::TableMiss, message),
        }
    }
}

/// What an axis gives for a value: one part, or the two neighbors with their weights.
#[derive(Clone, Copy)]
struct Found {
    lower: (usize, Decimal),
    upper: (usize, Decimal),
    /// What the weights add up to.
    span: Decimal,
    hit: AxisHit,
}

impl Found {
    /// The column of a table that has none.
    const ONLY: Self = Self::at(0, None);

    const fn at(index: usize, asked: Option<Decimal>) -> Self {
        let hit = AxisHit {
            asked,
            index,
            between: false,
        };
        Self {
            lower: (index, Decimal::ONE),
            upper: (index, Decimal::ZERO),
            span: Decimal::ONE,
            hit,
        }
    }

    fn parts(&self) -> impl Iterator<Item = &(usize, Decimal)> {
        let upper = self.hit.between.then_some(&self.upper);
        std::iter::once(&self.lower).chain(upper)
    }
}

fn find(plan: &PlanData, axis: &Axis, name: &'static str, key: &Key) -> Result<Found, Miss> {
    match (&axis.kind, key) {
        (AxisKind::Breakpoints(points, mode), Key::Number(asked)) => {
            breakpoint(points, *mode, axis.above, name, *asked)
        }
        (AxisKind::Keys(keys), Key::Text(asked)) => named(plan, keys, name, asked),
        // An axis of numbers written as keys, or the other way round: the texts decide.
        (AxisKind::Keys(keys), Key::Number(asked)) => named(plan, keys, name, &asked.to_string()),
        (AxisKind::Breakpoints(..), Key::Text(asked)) => Err(Miss::UnknownKey {
            axis: name,
            asked: (*asked).to_owned(),
        }),
    }
}

fn named(plan: &PlanData, keys: &[TextId], axis: &'static str, asked: &str) -> Result<Found, Miss> {
    let index = keys.iter().position(|key| plan.text(*key) == asked);
    let index = index.ok_or_else(|| Miss::UnknownKey {
        axis,
        asked: asked.to_owned(),
    })?;
    Ok(Found::at(index, None))
}

fn breakpoint(
    points: &[Decimal],
    mode: LookupMode,
    above: Above,
    axis: &'static str,
    asked: Decimal,
) -> Result<Found, Miss> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Err(Miss::UnknownKey {
            axis,
            asked: asked.to_string(),
        });
    };
    let outside = || {
        let (lowest, highest) = (first.to_string(), last.to_string());
        Err(Miss::OutOfRange {
            axis,
            asked: asked.to_string(),
            lowest,
            highest,
        })
    };
    if asked > *last {
        return match above {
            Above::OutOfRange => outside(),
            Above::OnRequest => {
                let (asked, highest) = (asked.to_string(), last.to_string());
                Err(Miss::OnRequest {
                    axis,
                    asked,
                    highest,
                })
            }
        };
    }
    let on = |index: usize| Found::at(index, Some(asked));
    // The first breakpoint at or above the value; there is one, as the value is not above the last.
    let upper_index = points.partition_point(|point| *point < asked);
    let Some(upper) = points.get(upper_index) else {
        return outside();
    };
    let lower = upper_index
        .checked_sub(1)
        .and_then(|index| Some((index, points.get(index)?)));
    match (mode, lower) {
        _ if *upper == asked => Ok(on(upper_index)),
        (LookupMode::Up, _) => Ok(on(upper_index)),
        (_, None) => outside(),
        (LookupMode::Down, Some((index, _))) => Ok(on(index)),
        (LookupMode::Nearest, Some((index, point))) => {
            let upper_is_nearer = nearer(*point, asked, *upper).map_err(Miss::Number)?;
            Ok(on(if upper_is_nearer { upper_index } else { index }))
        }
        (LookupMode::Exact, Some((_, point))) => Err(Miss::BetweenBreakpoints {
            axis,
            asked: asked.to_string(),
            lower: point.to_string(),
            upper: upper.to_string(),
        }),
        (LookupMode::Linear, Some((index, point))) => {
            between((index, *point), (upper_index, *upper), asked).map_err(Miss::Number)
        }
    }
}

/// Whether `upper` is at least as near to `asked` as `lower` is: of two, the upper counts.
fn nearer(lower: Decimal, asked: Decimal, upper: Decimal) -> Result<bool, NumberError> {
    let mut exact = Exactness::EXACT;
    Ok(upper.minus(asked, &mut exact)? <= asked.minus(lower, &mut exact)?)
}

/// Two neighbors, each weighted with the distance to the other one.
fn between(
    (lower_index, lower): (usize, Decimal),
    (upper_index, upper): (usize, Decimal),
    asked: Decimal,
) -> Result<Found, NumberError> {
    let mut exact = Exactness::EXACT;
    let below = asked.minus(lower, &mut exact)?;
    let above = upper.minus(asked, &mut exact)?;
    Ok(Found {
        lower: (lower_index, above),
        upper: (upper_index, below),
        span: upper.minus(lower, &mut exact)?,
        hit: AxisHit {
            asked: Some(asked),
            index: lower_index,
            between: true,
        },
    })
}

/// Σ price × weights ÷ (row span × column span). A cell of its own has weights and spans of 1.
fn interpolate(
    parts: &[(Decimal, Decimal, Decimal)],
    row_span: Decimal,
    col_span: Decimal,
) -> Result<(Decimal, Exactness), NumberError> {
    let mut exact = Exactness::EXACT;
    if let [(price, ..)] = parts {
        return Ok((*price, exact));
    }
    let mut total = Decimal::ZERO;
    for (price, row_weight, col_weight) in parts {
        let weight = row_weight.times(*col_weight, &mut exact)?;
        total = total.plus(price.times(weight, &mut exact)?, &mut exact)?;
    }
    let span = row_span.times(col_span, &mut exact)?;
    Ok((total.divided_by(span, &mut exact)?, exact))
}

fn axis_name(axis: &str) -> &'static str {
    if axis == "col" { "column" } else { "row" }
}
