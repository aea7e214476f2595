//! The cells of `.xlsx` sheets, one at a time.

use std::io::Cursor;
use std::rc::Rc;

use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};

use super::archive::Fault;
use super::format::Format;
use super::{Sheet, Value, times_hundred};
use crate::diagnostic::Code;
use crate::model::fault::MOST_CELLS;

/// Bytes of the texts of all cells: one shared text may stand in each of them.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// The visible sheets, or the one with this name.
pub(super) fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::unreadable())?;
    let names: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| wanted.is_some() || sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut bounds = Bounds {
        cells: MOST_CELLS,
        text: MOST_TEXT,
    };
    let mut sheets = Vec::new();
    for name in names {
        let mut sheet = Sheet {
            name,
            cells: Vec::new(),
        };
        if wanted.is_none_or(|wanted| wanted == sheet.name) {
            fill(&mut book, &mut sheet, &mut bounds)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// What may still be read.
struct Bounds {
    cells: usize,
    text: usize,
}

impl Bounds {
    fn take(&mut self, text: usize) -> Result<(), Fault> {
        let too_large = || {
            Fault::new(
                Code::TooLarge,
                format!("has more than {MOST_CELLS} cells, or too much text"),
            )
        };
        self.cells = self.cells.checked_sub(1).ok_or_else(too_large)?;
        self.text = self.text.checked_sub(text).ok_or_else(too_large)?;
        Ok(())
    }
}

fn fill(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    bounds: &mut Bounds,
) -> Result<(), Fault> {
    let Ok(mut reader) = book.worksheet_cells_reader(&sheet.name) else {
        // a sheet of charts has no cells
        return Ok(());
    };
    let formats: Vec<Format> = reader
        .styles()
        .iter()
        .map(|style| match &style.number_format {
            Some(format) => Format::read(&format.format_code),
            None => Format::Plain,
        })
        .collect();
    while let Some((cell, style)) = reader
        .next_cell_with_style_id()
        .map_err(|_| Fault::unreadable())?
    {
        let (row, column) = cell.get_position();
        let (Ok(row), Ok(column)) = (usize::try_from(row), usize::try_from(column)) else {
            continue;
        };
        let format = formats.get(style).unwrap_or(&Format::Plain);
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Int(number) => number_of(number.to_string(), format),
            // the shortest decimal text that is this binary fraction
            DataRef::Float(number) => number_of(number.to_string(), format),
            DataRef::String(text) => Value::Text(text.clone()),
            DataRef::SharedString(text) => Value::Text((*text).to_owned()),
            DataRef::Bool(truth) => Value::Other("the truth value", truth.to_string()),
            DataRef::DateTime(date) => Value::Other("the date or time", date.as_f64().to_string()),
            DataRef::DateTimeIso(date) | DataRef::DurationIso(date) => {
                Value::Other("the date or time", date.clone())
            }
            DataRef::Error(error) => Value::Other("the error", error.to_string()),
        };
        let length = match &value {
            Value::Text(text) if text.trim().is_empty() => continue,
            Value::Text(text) => text.len(),
            _ => 0,
        };
        bounds.take(length)?;
        sheet.cells.push((row, column, value));
    }
    Ok(())
}

fn number_of(text: String, format: &Format) -> Value {
    match format {
        Format::Plain => Value::Number(text),
        Format::Money(currency) => Value::Money(text, Rc::clone(currency)),
        Format::Percent => match times_hundred(&text) {
            Some(percent) => Value::Percent(percent),
            None => Value::Other("the number", text),
        },
    }
}
