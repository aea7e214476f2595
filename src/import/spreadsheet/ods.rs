//! The cells of `.ods` sheets. Their numbers are decimal text in the file and stay so.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::words;
use super::archive::Fault;
use super::{Sheet, Value, times_hundred};
use crate::diagnostic::Code;
use crate::model::fault::MOST_CELLS;
use crate::money::Decimal;

/// Bytes of the texts of all cells: one text may be repeated over many.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// All sheets; only the one with the name has cells where one is named.
pub(super) fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Vec<Sheet>, Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::unreadable())?;
    let mut file = archive
        .by_name("content.xml")
        .map_err(|_| Fault::unreadable())?;
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|_| Fault::unreadable())?;
    let mut content = Content {
        wanted,
        cells_left: MOST_CELLS,
        text_left: MOST_TEXT,
        ..Content::default()
    };
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(|_| Fault::unreadable())? {
            Event::Start(element) => content.start(&element)?,
            Event::Empty(element) => {
                content.start(&element)?;
                content.end(element.local_name().as_ref())?;
            }
            Event::End(element) => content.end(element.local_name().as_ref())?,
            Event::Text(text) => content.text(&text.xml10_content()),
            Event::GeneralRef(reference) => content.reference(&reference),
            Event::Eof => return Ok(content.sheets),
            _ => {}
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Content<'a> {
    wanted: Option<&'a str>,
    sheets: Vec<Sheet>,
    row: usize,
    column: usize,
    /// How often the row stands.
    row_times: usize,
    /// Where the row's cells begin in the sheet's.
    row_start: usize,
    cell: Option<Cell>,
    /// Elements within a note on a cell, whose text is not the cell's.
    note_depth: usize,
    /// Tables within tables are not sheets.
    table_depth: usize,
    cells_left: usize,
    text_left: usize,
}

/// A cell that is being read.
#[derive(Default)]
struct Cell {
    kind: String,
    value: String,
    currency: String,
    text: String,
    paragraphs: usize,
    /// How often the cell stands.
    times: usize,
}

impl Content<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let name = element.local_name();
        let name = name.as_ref();
        if self.note_depth > 0 || name == "annotation" {
            self.note_depth = self.note_depth.saturating_add(1);
            return Ok(());
        }
        match name {
            "table" => {
                self.table_depth = self.table_depth.saturating_add(1);
                if self.table_depth == 1 {
                    let name = attribute(element, "table:name").unwrap_or_default();
                    self.sheets.push(Sheet {
                        name,
                        cells: Vec::new(),
                    });
                    self.row = 0;
                }
            }
            "table-row" if self.table_depth == 1 => {
                self.column = 0;
                self.row_times = times(element, "table:number-rows-repeated");
                self.row_start = self.sheets.last().map_or(0, |sheet| sheet.cells.len());
            }
            "table-cell" | "covered-table-cell" if self.table_depth == 1 => {
                self.cell = Some(Cell {
                    kind: attribute(element, "office:value-type").unwrap_or_default(),
                    value: attribute(element, "office:value").unwrap_or_default(),
                    currency: attribute(element, "office:currency").unwrap_or_default(),
                    times: times(element, "table:number-columns-repeated"),
                    ..Cell::default()
                });
            }
            "p" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push(' ');
                    }
                    cell.paragraphs = cell.paragraphs.saturating_add(1);
                }
            }
            "s" | "tab" | "line-break" => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        if self.note_depth > 0 {
            self.note_depth = self.note_depth.saturating_sub(1);
            return Ok(());
        }
        match name {
            "table" => self.table_depth = self.table_depth.saturating_sub(1),
            "table-row" if self.table_depth == 1 => self.end_row()?,
            "table-cell" | "covered-table-cell" if self.table_depth == 1 => self.end_cell()?,
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let (first, times) = (self.column, cell.times);
        self.column = self.column.saturating_add(times);
        let unwanted = self
            .wanted
            .is_some_and(|wanted| self.sheets.last().is_none_or(|sheet| sheet.name != wanted));
        let Some(value) = cell.value().filter(|_| !unwanted) else {
            return Ok(());
        };
        for column in first..first.saturating_add(times) {
            self.push(self.row, column, value.clone())?;
        }
        Ok(())
    }

    /// Writes the row as often as it stands.
    fn end_row(&mut self) -> Result<(), Fault> {
        let cells: Vec<_> = self
            .sheets
            .last()
            .and_then(|sheet| sheet.cells.get(self.row_start..))
            .map(<[_]>::to_vec)
            .unwrap_or_default();
        let first = self.row;
        self.row = self.row.saturating_add(self.row_times);
        if cells.is_empty() {
            return Ok(());
        }
        for row in first.saturating_add(1)..self.row {
            for (_, column, value) in &cells {
                self.push(row, *column, value.clone())?;
            }
        }
        Ok(())
    }

    fn push(&mut self, row: usize, column: usize, value: Value) -> Result<(), Fault> {
        let too_large = || {
            Fault::new(
                Code::TooLarge,
                format!("has more than {MOST_CELLS} cells, or too much text"),
            )
        };
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let length = match &value {
            Value::Text(text) => text.len(),
            _ => 0,
        };
        self.cells_left = self.cells_left.checked_sub(1).ok_or_else(too_large)?;
        self.text_left = self.text_left.checked_sub(length).ok_or_else(too_large)?;
        sheet.cells.push((row, column, value));
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self
            .cell
            .as_mut()
            .filter(|cell| self.note_depth == 0 && cell.paragraphs > 0)
        {
            cell.text.push_str(text);
        }
    }

    /// `&amp;` and its like.
    fn reference(&mut self, name: &str) {
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.strip_prefix('#').and_then(|number| {
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }),
        };
        if let Some(character) = character {
            self.text(character.encode_utf8(&mut [0; 4]));
        }
    }
}

impl Cell {
    fn value(&self) -> Option<Value> {
        let number = || {
            Decimal::parse_json(&self.value)
                .ok()
                .map(|number| number.to_string())
        };
        let text = || self.text.trim().to_owned();
        match self.kind.as_str() {
            "float" | "currency" => Some(number().map_or(
                Value::Other("the number", self.value.clone()),
                |text| match words::is_currency(&self.currency) {
                    true => Value::Money(text, self.currency.as_str().into()),
                    false => Value::Number(text),
                },
            )),
            "percentage" => {
                let percent = number().and_then(|number| times_hundred(&number));
                Some(percent.map_or(
                    Value::Other("the number", self.value.clone()),
                    Value::Percent,
                ))
            }
            "date" | "time" => Some(Value::Other("the date or time", text())),
            "boolean" => Some(Value::Other("the truth value", text())),
            _ => Some(text())
                .filter(|text| !text.is_empty())
                .map(Value::Text),
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute
        .normalized_value(quick_xml::XmlVersion::default())
        .ok()
        .map(|value| value.into_owned())
}

/// How often something stands.
fn times(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name)
        .and_then(|times| times.parse().ok())
        .unwrap_or(1)
}
