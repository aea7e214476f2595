//! Spreadsheets to cells.
//!
//! Takes the bytes of an `.xlsx` or `.ods` file and gives the cells of one sheet, numbers as
//! decimal text. Promises to unpack no more than a limit, and to check that before anything is
//! read. A cell that spreadsheet programs show as a percentage is one: `0.12` shown as `12%` is 12. A currency that they show is the
//! cell's, as if it were written there.

mod archive;
mod format;
mod ods;
mod range;
mod xlsx;

use std::rc::Rc;

use super::grid::{Grid, Held, Start};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::catalog::{CsvSettings, FileReport};
use crate::model::fault::{MOST_CELLS, excerpt};
use archive::Kind;
use range::Range;

/// Digits after the point of a number; more are the rests of binary fractions.
const MOST_DIGITS: usize = 12;

/// A cell of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// Decimal text.
    Number(String),
    /// The same, shown in a currency.
    Money(String, Rc<str>),
    /// The same, shown as a percentage: already times 100.
    Percent(String),
    /// Text as it stands.
    Text(String),
    /// What is no price and no text: a date, an error.
    Other(&'static str, String),
}

/// A sheet with its cells, by row and column from 0.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    cells: Vec<(usize, usize, Value)>,
}

/// The cells of the sheet that the settings choose.
pub(super) fn open(
    name: &str,
    bytes: &[u8],
    settings: &CsvSettings,
    report: &mut FileReport,
) -> Result<Grid, Diagnostics> {
    let refuse = |message: String, code: Code, help: Option<String>| -> Diagnostics {
        let message = format!("`{}` {message}", excerpt(name));
        Diagnostic::new(code, Place::nowhere(), message)
            .with_optional_help(help)
            .into()
    };
    let range = match settings.range.as_deref() {
        None => None,
        Some(text) => Some(Range::read(text).ok_or_else(|| {
            let message = format!("cannot be cut to the range `{}`", excerpt(text));
            refuse(
                message,
                Code::CsvSyntax,
                Some("write a range as `B2:H20`".to_owned()),
            )
        })?),
    };
    let sheets = match archive::check(bytes) {
        Ok(Kind::Xlsx) => xlsx::read(bytes, settings.sheet.as_deref()),
        Ok(Kind::Ods) => ods::read(bytes, settings.sheet.as_deref()),
        Err(fault) => Err(fault),
    };
    let sheets = sheets.map_err(|fault| refuse(fault.message, fault.code, None))?;
    let names: Vec<String> = sheets
        .iter()
        .map(|sheet| format!("`{}`", excerpt(&sheet.name)))
        .collect();
    let known = names.join(", ");
    let chosen = match &settings.sheet {
        Some(wanted) => sheets
            .into_iter()
            .find(|sheet| sheet.name == *wanted)
            .ok_or_else(|| {
                let message = format!("has no sheet `{}`", excerpt(wanted));
                refuse(
                    message,
                    Code::CsvSyntax,
                    Some(format!("its sheets: {known}")),
                )
            })?,
        None => {
            let mut filled = sheets.into_iter().filter(|sheet| !sheet.cells.is_empty());
            match (filled.next(), filled.next()) {
                (Some(only), None) => only,
                (None, _) => return Err(refuse("is empty".to_owned(), Code::CsvSyntax, None)),
                _ => {
                    let help = format!(
                        "write one as `\"csv\": {{\"sheet\": \"…\"}}`, or `--sheet`: {known}"
                    );
                    return Err(refuse(
                        "has several sheets".to_owned(),
                        Code::CsvAmbiguous,
                        Some(help),
                    ));
                }
            }
        }
    };
    report.sheet = Some(chosen.name.clone());
    report.range.clone_from(&settings.range);
    grid(name, chosen, range, report)
}

/// A sheet as text with tabs, and which of its cells are numbers.
fn grid(
    name: &str,
    sheet: Sheet,
    range: Option<Range>,
    report: &mut FileReport,
) -> Result<Grid, Diagnostics> {
    let cells: Vec<_> = sheet
        .cells
        .into_iter()
        .filter(|(row, column, _)| range.is_none_or(|range| range.holds(*row, *column)))
        .collect();
    if cells.is_empty() {
        let part = report.range.as_ref();
        let part = part.map_or("it".to_owned(), |range| format!("`{}`", excerpt(range)));
        let message = format!("the sheet `{}` has nothing in {part}", excerpt(&sheet.name));
        return Err(Diagnostic::new(Code::CsvSyntax, Place::nowhere(), message).into());
    }
    let top = cells.iter().map(|(row, ..)| *row).min().unwrap_or(0);
    let left = cells
        .iter()
        .map(|(_, column, _)| *column)
        .min()
        .unwrap_or(0);
    let height = cells
        .iter()
        .map(|(row, ..)| row.saturating_sub(top).saturating_add(1))
        .max()
        .unwrap_or(0);
    let width = cells
        .iter()
        .map(|(_, column, _)| column.saturating_sub(left).saturating_add(1))
        .max()
        .unwrap_or(0);
    if height.saturating_mul(width) > MOST_CELLS {
        let message = format!(
            "the sheet `{}` has {height} × {width} cells, expected at most {MOST_CELLS}",
            excerpt(&sheet.name)
        );
        let finding = Diagnostic::new(Code::TooLarge, Place::nowhere(), message);
        return Err(finding
            .with_help("choose the cells of the table: `\"csv\": {\"range\": \"B2:H20\"}`")
            .into());
    }
    let mut texts = vec![vec![String::new(); width]; height];
    let mut held = vec![vec![Held::Text; width]; height];
    let mut currencies: Vec<Rc<str>> = Vec::new();
    let mut faults = Diagnostics::new();
    let (mut percent, mut plain) = (false, false);
    for (row, column, value) in cells {
        let (line, place) = (row.saturating_sub(top), column.saturating_sub(left));
        let (text, holds) = match value {
            Value::Text(text) => (text, Held::Text),
            Value::Number(text) | Value::Money(text, _) | Value::Percent(text)
                if fraction(&text) > MOST_DIGITS =>
            {
                let message = format!(
                    "`{text}` in {} has more than {MOST_DIGITS} digits after the point",
                    range::name(row, column)
                );
                let help = "it is the rest of a binary fraction: round it in the sheet";
                faults.push(
                    Diagnostic::new(Code::NumberTooPrecise, Place::nowhere(), message)
                        .with_help(help),
                );
                continue;
            }
            Value::Number(text) => {
                // heads of rows and columns stand beside percentages
                plain |= line > 0 && place > 0;
                (text, Held::Number)
            }
            Value::Money(text, currency) => {
                plain |= line > 0 && place > 0;
                (text, Held::money(&mut currencies, currency))
            }
            Value::Percent(text) => {
                percent = true;
                (text, Held::Number)
            }
            Value::Other(what, text) => {
                let message = format!(
                    "expected a number or a text in {}, found {what} `{}`",
                    range::name(row, column),
                    excerpt(&text)
                );
                faults.push(Diagnostic::new(
                    Code::NumberSyntax,
                    Place::nowhere(),
                    message,
                ));
                continue;
            }
        };
        if let Some(cell) = texts.get_mut(line).and_then(|line| line.get_mut(place)) {
            *cell = text;
        }
        if let Some(cell) = held.get_mut(line).and_then(|line| line.get_mut(place)) {
            *cell = holds;
        }
    }
    if percent && plain {
        let message = format!(
            "the sheet `{}` has percentages beside other numbers",
            excerpt(&sheet.name)
        );
        let finding = Diagnostic::new(Code::CsvMixed, Place::nowhere(), message);
        faults.push(finding.with_help("give all prices one number format"));
    }
    faults.into_result(())?;
    report.percent = percent;
    let source = Source::new(name, as_text(&texts));
    Ok(Grid::read(&source, '\t', Start::default())?.with_numbers(held, currencies, (top, left)))
}

/// Rows with tabs between cells; a row never is an empty line, which would not count.
fn as_text(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push('\t');
            }
            let plain =
                !cell.contains(['\t', '\n', '\r', '"']) && (!cell.is_empty() || row.len() > 1);
            if plain {
                text.push_str(cell);
            } else {
                text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            }
        }
        text.push('\n');
    }
    text
}

/// Digits after the point.
fn fraction(text: &str) -> usize {
    text.split_once('.')
        .map_or(0, |(_, fraction)| fraction.len())
}

/// A number as a spreadsheet holds it, times 100: `0.12` is `12`.
fn times_hundred(text: &str) -> Option<String> {
    let value = crate::money::Decimal::parse(text).ok()?;
    let hundred = crate::money::Decimal::from_integer(100);
    let mut exact = crate::money::Exactness::EXACT;
    value
        .times(hundred, &mut exact)
        .ok()
        .map(|value| value.to_string())
}
