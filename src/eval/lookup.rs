//! One lookup in a price list by itself.

use std::fmt;

use crate::check::Texts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, JsonWriter, Place};
use crate::evaluate::lookup::{Key, Miss, look_up as find};
use crate::model::catalog::Cells as Written;
use crate::model::lookup::{Above, LookupMode};
use crate::model::quote::{AxisUse, CellUse};
use crate::money::Decimal;
use crate::plan::{Axis, AxisKind, Cells, CurrencyIndex, PlanData, Table};

/// What is asked of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A value on an axis of numbers.
    Number(Decimal),
    /// A key on an axis of options.
    Key(String),
}

/// What a lookup gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookedUp {
    /// A price, the cell hit, and whether the price is exact.
    Priced {
        /// The price.
        price: Decimal,
        /// The cell.
        cell: CellUse,
        /// Whether interpolation did not have to round.
        exact: bool,
    },
    /// The cell is empty.
    Unavailable(CellUse),
    /// A value lies outside its axis.
    OutOfRange {
        /// The values asked, the row first.
        asked: Vec<String>,
        /// One line that says how.
        message: String,
    },
}

impl LookedUp {
    /// `priced`, `unavailable` or `out_of_range`.
    #[must_use]
    pub const fn status(&self) -> &'static str {
        match self {
            Self::Priced { .. } => "priced",
            Self::Unavailable(_) => "unavailable",
            Self::OutOfRange { .. } => "out_of_range",
        }
    }

    /// `{"status", "price", "row": {"asked", "hit"}, "col": {…}}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        json.begin_object();
        self.write(&mut json);
        json.end_object();
        json.finish()
    }

    /// The keys of the same object.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.key("status").string(self.status());
        match self {
            Self::Priced { price, cell, exact } => {
                json.key("price").display(price);
                axes(json, cell);
                json.key("exact").boolean(*exact);
            }
            Self::Unavailable(cell) => {
                json.key("price").null();
                axes(json, cell);
            }
            Self::OutOfRange { asked, message } => {
                json.key("price").null();
                for (name, asked) in ["row", "col"].into_iter().zip(asked) {
                    json.key(name).begin_object();
                    json.key("asked").string(asked);
                    json.key("hit").null();
                    json.end_object();
                }
                json.key("message").string(message);
            }
        }
    }
}

impl fmt::Display for LookedUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Priced { price, cell, exact } => {
                let rounded = if *exact { "" } else { ", rounded to 28 digits" };
                write!(f, "{price}  ({}{rounded})", shown(cell))
            }
            Self::Unavailable(cell) => write!(f, "not available  ({})", shown(cell)),
            Self::OutOfRange { message, .. } => f.write_str(message),
        }
    }
}

fn shown(cell: &CellUse) -> String {
    let axis = |name: &str, used: &AxisUse| match &used.upper {
        None => format!("{name} {} of {}", used.hit, used.asked),
        Some(upper) => format!("{name} between {} and {upper} for {}", used.hit, used.asked),
    };
    let col = cell
        .col
        .as_ref()
        .map(|col| format!(", {}", axis("column", col)))
        .unwrap_or_default();
    format!("{}{col}", axis("row", &cell.row))
}

/// Looks a price up: one value and mode for each axis, the row first. An axis of keys has no mode.
///
/// # Errors
/// Axes that are not as asked: a count that differs, breakpoints that are no numbers or do not
/// rise.
pub fn look_up(
    cells: &Written,
    asked: &[Asked],
    modes: &[LookupMode],
    above: Above,
) -> Result<LookedUp, Diagnostics> {
    let headers: Vec<&Vec<String>> = std::iter::once(&cells.rows)
        .chain((!cells.cols.is_empty()).then_some(&cells.cols))
        .collect();
    if headers.len() != asked.len() {
        let message = format!(
            "the price list has {} axes, found {} values",
            headers.len(),
            asked.len()
        );
        return Err(usage(
            message,
            "give one value for each axis, the row first",
        ));
    }
    let mut texts = Texts::default();
    let modes = modes_of(asked, modes)?;
    let mut modes = modes.iter();
    let mut axes = Vec::new();
    for (headers, asked) in headers.into_iter().zip(asked) {
        axes.push(match asked {
            Asked::Key(_) => {
                let keys = headers.iter().map(|header| texts.intern(header)).collect();
                Axis {
                    kind: AxisKind::Keys(keys),
                    above: Above::OutOfRange,
                }
            }
            Asked::Number(_) => {
                let mode = modes.next().copied().ok_or_else(|| {
                    usage(
                        "an axis has no lookup mode".to_owned(),
                        "give one for each axis of numbers",
                    )
                })?;
                Axis {
                    kind: AxisKind::Breakpoints(breakpoints(headers)?, mode),
                    above,
                }
            }
        });
    }
    let mut axes = axes.into_iter();
    let Some(row) = axes.next() else {
        return Err(usage(
            "the price list has no axes".to_owned(),
            "give a file with rows",
        ));
    };
    let col = axes.next();
    let columns = col.as_ref().map_or(1, Axis::len);
    let id = texts.intern("price list");
    let store = Cells::new(columns, cells.values.clone());
    let table = Table {
        id,
        currency: Some(CurrencyIndex(0)),
        row,
        col,
        cells: store,
    };
    let (texts, labels) = texts.finish();
    let plan = PlanData {
        texts,
        labels,
        ..PlanData::default()
    };
    let mut keys = asked.iter().map(key);
    let Some(row) = keys.next() else {
        return Err(usage(
            "no value is given".to_owned(),
            "give one value for each axis",
        ));
    };
    let col = keys.next();
    Ok(match find(&plan, &table, &row, col.as_ref()) {
        Ok(hit) => LookedUp::Priced {
            price: hit.price,
            cell: hit.cell.shown(&plan, &table),
            exact: hit.exact,
        },
        Err(Miss::Hole(cell)) => LookedUp::Unavailable(*cell),
        Err(miss) => LookedUp::OutOfRange {
            asked: asked.iter().map(shown_asked).collect(),
            message: miss.message("price list"),
        },
    })
}

/// The mode of each axis of numbers: `exact` where none is given, one for all, one for each axis,
/// or one for each of numbers.
fn modes_of(asked: &[Asked], modes: &[LookupMode]) -> Result<Vec<LookupMode>, Diagnostics> {
    let numbers = asked
        .iter()
        .filter(|asked| matches!(asked, Asked::Number(_)))
        .count();
    if modes.is_empty() {
        return Ok(vec![LookupMode::Exact; numbers]);
    }
    if let [mode] = modes {
        return Ok(vec![*mode; numbers]);
    }
    if modes.len() == numbers {
        return Ok(modes.to_vec());
    }
    if modes.len() == asked.len() {
        let of_numbers = asked
            .iter()
            .zip(modes)
            .filter(|(asked, _)| matches!(asked, Asked::Number(_)));
        return Ok(of_numbers.map(|(_, mode)| *mode).collect());
    }
    let message = format!(
        "{numbers} axes of numbers are asked, found {} lookup modes",
        modes.len()
    );
    let help = "give one for each axis of numbers, such as `up,up`: `up`, `down`, `nearest`, `exact`, `linear`";
    Err(
        Diagnostic::new(Code::LookupModeMissing, Place::nowhere(), message)
            .with_help(help)
            .into(),
    )
}

fn shown_asked(asked: &Asked) -> String {
    match asked {
        Asked::Number(number) => number.to_string(),
        Asked::Key(key) => key.clone(),
    }
}

fn key(asked: &Asked) -> Key<'_> {
    match asked {
        Asked::Number(number) => Key::Number(*number),
        Asked::Key(key) => Key::Text(key),
    }
}

fn breakpoints(headers: &[String]) -> Result<Vec<Decimal>, Diagnostics> {
    let mut values: Vec<Decimal> = Vec::new();
    for header in headers {
        let value = Decimal::parse(header).map_err(|_| {
            usage(
                format!("the axis holds `{header}`, which is no number"),
                "ask an axis of keys by a key in quotes",
            )
        })?;
        if values.last().is_some_and(|last| value <= *last) {
            let message = format!("breakpoint `{value}` does not rise above the one before");
            return Err(Diagnostic::new(Code::AxisUnsorted, Place::nowhere(), message).into());
        }
        values.push(value);
    }
    Ok(values)
}

fn usage(message: String, help: &str) -> Diagnostics {
    Diagnostic::new(Code::AxisMismatch, Place::nowhere(), message)
        .with_help(help)
        .into()
}

fn axes(json: &mut JsonWriter, cell: &CellUse) {
    axis(json, "row", &cell.row);
    if let Some(col) = &cell.col {
        axis(json, "col", col);
    }
}

fn axis(json: &mut JsonWriter, name: &str, used: &AxisUse) {
    json.key(name).begin_object();
    json.key("asked").string(&used.asked);
    json.key("hit").string(&used.hit);
    if let Some(upper) = &used.upper {
        json.key("upper").string(upper);
    }
    json.end_object();
}
