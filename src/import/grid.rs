//! Text to cells.
//!
//! Takes a text and the character between its cells, and gives the cells row by row, read by the
//! library for CSV, with the place of each. Promises that every quote is closed, that no cell is
//! too long, and that there are not too many.

use std::rc::Rc;
use std::sync::Arc;

use super::raw_cells::RawCells;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::fault::{MOST_CELLS, excerpt};

/// Bytes of one cell; a longer one is a quote that was not closed.
pub const MOST_CELL_BYTES: usize = 64 * 1024;

/// The cells of a file.
pub(super) struct Grid {
    /// The text that they stand in.
    pub source: Arc<Source>,
    separator: char,
    rows: Vec<Row>,
    /// The texts of all cells, one after the other.
    texts: String,
    /// Where each cell's text ends.
    ends: Vec<usize>,
    /// What a spreadsheet holds in the cells, by row; nothing for a text.
    held: Vec<Vec<Held>>,
    /// The currencies of its formats.
    currencies: Vec<Rc<str>>,
    /// The row and column of the sheet at which the cells begin, from 0.
    origin: (usize, usize),
}

/// What a cell of a spreadsheet holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "spreadsheet"),
    expect(dead_code, reason = "only spreadsheets hold numbers")
)]
pub(super) enum Held {
    /// A text, which may look like a number.
    #[default]
    Text,
    /// A number: the cell's text is digits and a point.
    Number,
    /// The same, shown in a currency of the sheet's, by its index.
    Money(u16),
}

#[cfg(feature = "spreadsheet")]
impl Held {
    /// A number in a currency, which the list then knows.
    pub(super) fn money(currencies: &mut Vec<Rc<str>>, currency: Rc<str>) -> Self {
        let known = currencies.iter().position(|known| *known == currency);
        let index = known.unwrap_or_else(|| {
            currencies.push(currency);
            currencies.len().saturating_sub(1)
        });
        u16::try_from(index).map_or(Self::Number, Self::Money)
    }
}

struct Row {
    /// The row of the file, from 1.
    number: usize,
    /// Its first byte.
    start: usize,
    /// Its first cell, counted over all rows, and how many it has.
    cells: (usize, usize),
}

/// A cell by its row and column in the grid, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// The row, empty lines not counted.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// Where the cells of a text begin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Start {
    /// The first byte.
    pub byte: usize,
    /// Rows of the file before it.
    pub rows: usize,
}

impl Grid {
    /// The cells of a text from a place on.
    ///
    /// # Errors
    /// `csv-syntax` for a quote that is not closed and a cell that is too long, `too-large` for too
    /// many cells.
    pub(super) fn read(
        source: &Arc<Source>,
        separator: char,
        start: Start,
    ) -> Result<Self, Diagnostics> {
        let mut grid = Self {
            source: Arc::clone(source),
            separator,
            rows: Vec::new(),
            texts: String::new(),
            ends: Vec::new(),
            held: Vec::new(),
            currencies: Vec::new(),
            origin: (0, 0),
        };
        let places = grid.walk(start)?;
        let text = source.text.get(start.byte..).unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .from_reader(text.as_bytes());
        // one record for all rows: copies of it would each be as large as the longest row
        let mut record = csv::StringRecord::new();
        for (number, start) in places {
            let read = reader.read_record(&mut record);
            if !read.map_err(|_| fault(source, start, "the row cannot be read", None))? {
                break;
            }
            grid.rows.push(Row {
                number,
                start,
                cells: (grid.ends.len(), record.len()),
            });
            for cell in &record {
                grid.texts.push_str(cell);
                grid.ends.push(grid.texts.len());
            }
        }
        Ok(grid)
    }

    /// The same for cells of a spreadsheet, of which some are numbers.
    #[cfg(feature = "spreadsheet")]
    pub(super) fn with_numbers(
        mut self,
        held: Vec<Vec<Held>>,
        currencies: Vec<Rc<str>>,
        origin: (usize, usize),
    ) -> Self {
        self.held = held;
        self.currencies = currencies;
        self.origin = origin;
        self
    }

    /// How many rows.
    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    /// How many cells a row has as written.
    pub(super) fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.cells.1)
    }

    /// Whether a row is the last of the file and no line end follows it.
    pub(super) fn is_cut_off(&self, row: usize) -> bool {
        row.saturating_add(1) == self.rows.len() && !self.source.text.ends_with(['\n', '\r'])
    }

    /// A cell's text without spaces and invisible characters around it; empty where there is none.
    pub(super) fn text(&self, at: At) -> &str {
        self.raw(at).trim_matches(is_junk)
    }

    /// Whether invisible characters stand beside the text of a cell.
    pub(super) fn is_cleaned(&self, at: At) -> bool {
        self.raw(at).trim().len() != self.text(at).len()
    }

    fn raw(&self, at: At) -> &str {
        let cell = self
            .rows
            .get(at.row)
            .map(|row| row.cells)
            .filter(|(_, count)| at.column < *count);
        let text = cell.and_then(|(first, _)| {
            let cell = first.saturating_add(at.column);
            let start = cell
                .checked_sub(1)
                .map_or(Some(0), |before| self.ends.get(before).copied())?;
            self.texts.get(start..*self.ends.get(cell)?)
        });
        text.unwrap_or_default()
    }

    /// Whether a spreadsheet holds the cell as a number.
    pub(super) fn is_number(&self, at: At) -> bool {
        self.held(at) != Held::Text
    }

    /// The currency in which a spreadsheet shows a number.
    pub(super) fn currency(&self, at: At) -> Option<&str> {
        match self.held(at) {
            Held::Money(index) => self.currencies.get(usize::from(index)).map(Rc::as_ref),
            Held::Text | Held::Number => None,
        }
    }

    fn held(&self, at: At) -> Held {
        let row = self.held.get(at.row);
        row.and_then(|row| row.get(at.column))
            .copied()
            .unwrap_or_default()
    }

    /// `row 3, column 2`, as a person counts them.
    pub(super) fn name(&self, at: At) -> String {
        let row = self
            .rows
            .get(at.row)
            .map_or(0, |row| row.number)
            .saturating_add(self.origin.0);
        let column = at.column.saturating_add(self.origin.1).saturating_add(1);
        format!("row {row}, column {column}")
    }

    /// The place of a cell; of the row's last one where it has fewer.
    pub(super) fn place(&self, at: At) -> Place {
        let Some(row) = self.rows.get(at.row) else {
            return Place::in_source(&self.source, Span::default());
        };
        let cells = RawCells::from(&self.source.text, row.start, row.number, self.separator);
        let cell = cells
            .take_while(|cell| cell.row == 0)
            .take(at.column.saturating_add(1))
            .last();
        let span = cell.map_or_else(Span::default, |cell| Span::new(cell.start, cell.end));
        Place::in_source(&self.source, span)
    }

    /// Goes over all cells and gives the number and the first byte of each row.
    fn walk(&self, start: Start) -> Result<Vec<(usize, usize)>, Diagnostics> {
        let first = start.rows.saturating_add(1);
        let mut rows: Vec<(usize, usize)> = Vec::new();
        for (count, cell) in
            RawCells::from(&self.source.text, start.byte, first, self.separator).enumerate()
        {
            if cell.end.saturating_sub(cell.start) > MOST_CELL_BYTES {
                let message = format!("a cell has more than {MOST_CELL_BYTES} bytes");
                return Err(fault(
                    &self.source,
                    cell.start,
                    &message,
                    cell.quoted.then_some("close the quote"),
                ));
            }
            if cell.unclosed {
                let help = Some("write a quote within quotes twice");
                return Err(fault(
                    &self.source,
                    cell.start,
                    "a quote is not closed",
                    help,
                ));
            }
            if count > MOST_CELLS.saturating_mul(2) || rows.len() > MOST_CELLS {
                let place = Place::in_source(&self.source, Span::new(cell.start, cell.start));
                let message = format!(
                    "`{}` has more than {MOST_CELLS} cells",
                    excerpt(&self.source.name)
                );
                return Err(Diagnostic::new(Code::TooLarge, place, message).into());
            }
            if cell.row == rows.len() {
                rows.push((cell.number, cell.start));
            }
        }
        Ok(rows)
    }
}

/// Spaces, and characters that nobody sees: marks of direction and order, joiners.
pub(super) fn is_junk(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

/// Characters that nobody sees and that are no space.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn fault(source: &Arc<Source>, at: usize, message: &str, help: Option<&str>) -> Diagnostics {
    let place = Place::in_source(source, Span::new(at, at.saturating_add(1)));
    Diagnostic::new(Code::CsvSyntax, place, message)
        .with_optional_help(help.map(str::to_owned))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Grid, Diagnostics> {
        Grid::read(&Source::new("a.csv", text), ';', Start::default())
    }

    #[test]
    fn cells_have_texts_names_and_places() {
        let grid = read("a;\u{200f}\"b\"\r\n\r\n\"x;\"\"y\"; 5\u{a0}\n").unwrap();
        assert_eq!((grid.height(), grid.width(1)), (2, 2));
        let last = At { row: 1, column: 1 };
        assert_eq!(grid.text(At { row: 1, column: 0 }), "x;\"y");
        assert_eq!(
            (grid.text(last), grid.name(last)),
            ("5", "row 3, column 2".to_owned())
        );
        assert_eq!(grid.place(last).line_column(), Some((3, 9)));
        assert!(!grid.is_cleaned(last));
        assert!(grid.is_cleaned(At { row: 0, column: 1 }));
        assert_eq!(grid.text(At { row: 7, column: 7 }), "");
    }

    #[test]
    fn quotes_are_closed() {
        let findings = read("a;b\n1;\"2\n3;4\n").err().unwrap();
        assert_eq!(
            findings.iter().next().unwrap().message,
            "a quote is not closed"
        );
        let endless = format!("a;\"{}", "9;9\n".repeat(20_000));
        assert!(
            read(&endless)
                .err()
                .unwrap()
                .to_string()
                .contains("more than 65536 bytes")
        );
    }
}
