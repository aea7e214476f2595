//! Price lists out of files, as people really have them.
//!
//! Takes the bytes of a CSV file or a spreadsheet and gives axes and cells, with a report of
//! everything that was found in the file. Data walks one way:
//!
//! ```text
//! bytes ── encoding ──▶ text ── separator, grid ──▶ cells ── view, layout ──▶ table ── numbers, axis ──▶ price list
//! bytes ── spreadsheet ─────────────────────────────┘
//! ```
//!
//! Promises that each number is certain by all cells of the file or by a setting; what could be
//! read in two ways is a diagnostic that names the cell and the setting. Time and memory are bounded
//! by the size of the file.

mod axis;
mod code_page;
mod encoding;
mod grid;
mod label;
mod layout;
mod numbers;
mod raw_cells;
mod report;
mod separator;
#[cfg(feature = "spreadsheet")]
mod spreadsheet;
mod style;
mod table;
mod token;
mod view;
mod words;
mod work;

pub use grid::MOST_CELL_BYTES;
pub use work::{Wanted, WantedAxis};

use axis::Side;
use grid::{At, Grid};
use numbers::Numbers;
use style::Styles;
use table::{RawAxis, RawTable};
use view::View;
use work::Work;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::catalog::{Cells, CsvSettings, FileReport};
use crate::model::fault::{MOST_BYTES, excerpt};
use crate::money::Decimal;

/// The axes and cells of a price list's file, and what was found in it.
///
/// # Errors
/// Every fault of the file: `csv-syntax`, `csv-ambiguous`, `csv-mixed`, `number-syntax` and the
/// other number codes, `axis-unsorted`, `axis-duplicate`, `axis-mismatch`, `unknown-unit`,
/// `too-large`.
///
/// # Example
/// ```
/// use pricewright::import::{Wanted, price_list};
/// use pricewright::model::catalog::CsvSettings;
///
/// let file = "Breite/Höhe;600;1.200\n1000;49,90 €;59,90 €\n2000;;1.079,00 €\n";
/// let (cells, report) = price_list("a.csv", file.as_bytes(), &CsvSettings::default(), &Wanted::axes(2))?;
/// assert_eq!(cells.cols, ["600", "1200"]);
/// assert_eq!(cells.values.last().copied().flatten().map(|it| it.to_string()), Some("1079".to_owned()));
/// assert_eq!((report.separator, report.decimal), (Some(';'), Some(',')));
/// assert_eq!(report.currency.as_deref(), Some("€"));
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn price_list(
    name: &str,
    bytes: &[u8],
    settings: &CsvSettings,
    wanted: &Wanted,
) -> Result<(Cells, FileReport), Diagnostics> {
    if bytes.len() > MOST_BYTES {
        let message = format!(
            "`{}` has {} bytes, expected at most {MOST_BYTES}",
            excerpt(name),
            bytes.len()
        );
        return Err(Diagnostic::new(Code::TooLarge, Place::nowhere(), message).into());
    }
    let mut report = FileReport {
        file: name.to_owned(),
        declared: declared(settings),
        ..FileReport::default()
    };
    let grid = open(name, bytes, settings, &mut report)?;
    let (view, leftovers) = View::of(&grid);
    report.empty_rows = leftovers.rows;
    report.empty_columns = leftovers.columns;
    report.cleaned = cleaned(&grid);
    let styles = Styles::allowed(settings.decimal, settings.thousands);
    let mut work = Work {
        grid: &grid,
        settings,
        wanted,
        view,
        styles,
        report,
        findings: Diagnostics::new(),
    };
    let axis_title = layout::trim(&mut work);
    let layout = layout::find(&mut work, axis_title)?;
    let table = table::gather(&mut work, layout)?;
    let cells = read(&mut work, &table)?;
    work.findings.into_result((cells, work.report))
}

/// The cells of a file, whatever it is.
fn open(
    name: &str,
    bytes: &[u8],
    settings: &CsvSettings,
    report: &mut FileReport,
) -> Result<Grid, Diagnostics> {
    let contradicts = |set: &[&str], what: &str| -> Option<Diagnostics> {
        let set = set.iter().find(|set| report.declared.contains(set))?;
        let message = format!("`{}` is {what}, but `{set}` is set", excerpt(name));
        let finding = Diagnostic::new(Code::ContradictorySettings, Place::nowhere(), message);
        Some(finding.with_help(format!("leave `{set}` out")).into())
    };
    if bytes.starts_with(b"PK\x03\x04") {
        if let Some(findings) = contradicts(&["encoding", "separator"], "a spreadsheet") {
            return Err(findings);
        }
        return open_spreadsheet(name, bytes, settings, report);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let message = format!("`{}` is a spreadsheet of an old format", excerpt(name));
        let finding = Diagnostic::new(Code::CsvSyntax, Place::nowhere(), message);
        return Err(finding
            .with_help("save it as `.xlsx`, `.ods` or CSV")
            .into());
    }
    if let Some(findings) = contradicts(&["sheet", "range"], "no spreadsheet") {
        return Err(findings);
    }
    let decoded = encoding::decode(name, bytes, settings.encoding)?;
    report.encoding = Some(decoded.encoding);
    if decoded.guessed {
        report.guessed.push("encoding");
    }
    let source = Source::new(name, decoded.text);
    let separated = separator::separator(&source, settings.separator)?;
    report.separator = separated.separator;
    Grid::read(&source, separated.separator.unwrap_or(','), separated.start)
}

#[cfg(feature = "spreadsheet")]
fn open_spreadsheet(
    name: &str,
    bytes: &[u8],
    settings: &CsvSettings,
    report: &mut FileReport,
) -> Result<Grid, Diagnostics> {
    spreadsheet::open(name, bytes, settings, report)
}

#[cfg(not(feature = "spreadsheet"))]
fn open_spreadsheet(
    name: &str,
    _: &[u8],
    _: &CsvSettings,
    _: &mut FileReport,
) -> Result<Grid, Diagnostics> {
    let message = format!(
        "`{}` is a spreadsheet, which this build does not read",
        excerpt(name)
    );
    let finding = Diagnostic::new(Code::CsvSyntax, Place::nowhere(), message);
    Err(finding.with_help("export the sheet as CSV").into())
}

/// The settings that are written down.
fn declared(settings: &CsvSettings) -> Vec<&'static str> {
    let all = [
        ("encoding", settings.encoding.is_some()),
        ("separator", settings.separator.is_some()),
        ("decimal", settings.decimal.is_some()),
        ("thousands", settings.thousands.is_some()),
        ("unit", settings.unit.is_some()),
        ("transpose", settings.transpose.is_some()),
        ("form", settings.form.is_some()),
        ("unavailable", !settings.unavailable.is_empty()),
        ("sheet", settings.sheet.is_some()),
        ("range", settings.range.is_some()),
    ];
    all.into_iter()
        .filter(|(_, written)| *written)
        .map(|(setting, _)| setting)
        .collect()
}

/// How many cells have invisible characters beside their text.
fn cleaned(grid: &Grid) -> usize {
    let cells = (0..grid.height())
        .flat_map(|row| (0..grid.width(row)).map(move |column| At { row, column }));
    cells.filter(|at| grid.is_cleaned(*at)).count()
}

/// Heads and cells as they are meant.
fn read(work: &mut Work<'_>, table: &RawTable) -> Result<Cells, Diagnostics> {
    let rows_are_numbers = axis::is_of_numbers(work, &table.row, Side::Row);
    let cols_are_numbers = table
        .col
        .as_ref()
        .is_some_and(|col| axis::is_of_numbers(work, col, Side::Col));
    let heads = |axis: Option<&RawAxis>, numbers: bool| -> Vec<At> {
        axis.filter(|_| numbers)
            .map(|axis| axis.heads.clone())
            .unwrap_or_default()
    };
    let breakpoints = heads(Some(&table.row), rows_are_numbers)
        .into_iter()
        .chain(heads(table.col.as_ref(), cols_are_numbers));
    let prices = || table.values.iter().copied().flatten();
    let numbers = Numbers::decide(work, breakpoints.chain(prices()))?;
    numbers::measures(work, &table.currencies, prices())?;
    let units = units(work, table, rows_are_numbers, cols_are_numbers)?;
    let mut axis = |axis: &RawAxis, of_numbers: bool, side: Side| -> Result<Axis, Diagnostics> {
        let unit = if side == Side::Row {
            units.0.as_deref()
        } else {
            units.1.as_deref()
        };
        if !of_numbers {
            return Ok(Axis::of_keys(axis::keys(work, axis)));
        }
        let first = axis
            .heads
            .first()
            .copied()
            .unwrap_or(At { row: 0, column: 0 });
        let factor = axis::factor(work, side, unit, first)?;
        Ok(Axis::of_numbers(axis::breakpoints(
            work,
            numbers,
            axis,
            factor,
            table.unordered,
        )))
    };
    let rows = axis(&table.row, rows_are_numbers, Side::Row)?;
    let cols = match &table.col {
        Some(col) => axis(col, cols_are_numbers, Side::Col)?,
        None => Axis {
            heads: Vec::new(),
            order: vec![0],
        },
    };
    let width = table.col.as_ref().map_or(1, |col| col.heads.len());
    let mut values: Vec<Option<Decimal>> = Vec::with_capacity(table.values.len());
    for row in &rows.order {
        for col in &cols.order {
            let index = row.saturating_mul(width).saturating_add(*col);
            let at = table.values.get(index).copied().flatten();
            values.push(at.and_then(|at| numbers.price(work, at)));
        }
    }
    let name = |label: &label::Label| Some(label.name.clone()).filter(|name| !name.is_empty());
    work.report.row_label = name(&table.row.label);
    work.report.col_label = table.col.as_ref().and_then(|col| name(&col.label));
    (work.report.row_unit, work.report.col_unit) = units;
    Ok(Cells {
        rows: rows.heads,
        cols: cols.heads,
        values,
    })
}

/// Heads as texts, and where each stands in the file.
struct Axis {
    heads: Vec<String>,
    order: Vec<usize>,
}

impl Axis {
    fn of_keys(keys: Vec<String>) -> Self {
        Self {
            order: (0..keys.len()).collect(),
            heads: keys,
        }
    }

    fn of_numbers(values: Vec<(Decimal, usize)>) -> Self {
        let (heads, order) = values
            .into_iter()
            .map(|(value, index)| (value.to_string(), index))
            .unzip();
        Self { heads, order }
    }
}

/// The units of both axes.
///
/// # Errors
/// `csv-ambiguous` where only one axis says a unit, and it is not the feature's.
fn units(
    work: &mut Work<'_>,
    table: &RawTable,
    rows_are_numbers: bool,
    cols_are_numbers: bool,
) -> Result<(Option<String>, Option<String>), Diagnostics> {
    let row = if rows_are_numbers {
        axis::unit(work, &table.row)?
    } else {
        None
    };
    let mut col = match &table.col {
        Some(col) if cols_are_numbers => axis::unit(work, col)?,
        _ => None,
    };
    // a bare unit in the corner is that of both axes
    if col.is_none() && cols_are_numbers && table.row.label.name.is_empty() {
        col = table.row.label.unit.map(str::to_owned);
    }
    let differs = |unit: &Option<String>, side: Side| {
        let wanted = side.wanted(work).unit.as_ref();
        unit.as_ref()
            .zip(wanted)
            .is_some_and(|(unit, wanted)| unit != wanted)
    };
    let silent = |unit: &Option<String>, side: Side, numbers: bool| {
        numbers && unit.is_none() && side.wanted(work).unit.is_some()
    };
    let doubtful = (differs(&row, Side::Row) && silent(&col, Side::Col, cols_are_numbers))
        || (differs(&col, Side::Col) && silent(&row, Side::Row, rows_are_numbers));
    if doubtful {
        let at = work.view.at(0, 0);
        let message = "one axis says its unit, which is not the feature's, and the other says none";
        return Err(work.stop(
            Code::CsvAmbiguous,
            at,
            message,
            "write it for both: `\"csv\": {\"unit\": \"cm\"}`",
        ));
    }
    Ok((row, col))
}
