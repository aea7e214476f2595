//! A clean CSV price list, by its declared settings.
//!
//! Takes a text whose first row holds the columns' headers and whose first column the rows', and
//! gives axes and cells. The corner is ignored; a list of one axis has two columns, and its first
//! row is a heading that is ignored. An empty cell is not available; rows and columns at the end
//! that are wholly empty, as spreadsheets leave them, are dropped. A number is written with the
//! declared decimal sign and no thousands separators: nothing is guessed. Every fault is told
//! with the line and column of its cell.

use std::sync::Arc;

use super::raw_cells::RawCells;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::model::catalog::{Cells, CsvSettings};
use crate::model::fault::{MOST_CELLS, MOST_ID, excerpt, number_fault, number_help};
use crate::money::{Decimal, NumberError};

/// Bytes of one cell; a longer one is a quote that was not closed.
pub const MOST_CELL_BYTES: usize = 64 * 1024;
/// Findings beyond these are dropped: one wrong setting spoils every cell.
const MOST_FINDINGS: usize = 100;

/// The text of a CSV file, without its byte order mark.
///
/// # Errors
/// `csv-syntax` where the bytes are not UTF-8.
pub fn source(name: &str, bytes: &[u8]) -> Result<Arc<Source>, Diagnostics> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(
            name,
            text.strip_prefix('\u{feff}').unwrap_or(text),
        )),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let text = String::from_utf8_lossy(valid).into_owned();
            let end = text.len();
            let source = Source::new(name, text);
            let place = Place::in_source(&source, Span::new(end, end));
            let message = format!("`{}` is not UTF-8 text", excerpt(name));
            Err(Diagnostic::new(Code::CsvSyntax, place, message)
                .with_help("save the file as UTF-8, or import it, which knows other encodings")
                .into())
        }
    }
}

/// How many axes a file has where nothing else says so: more than two columns are two axes.
#[must_use]
pub fn axes(source: &Source, settings: CsvSettings) -> usize {
    let mut header = RawCells::new(&source.text, settings.separator).take_while(|c| c.row == 0);
    if header.nth(2).is_some() { 2 } else { 1 }
}

/// The axes and cells of a price list with one or two axes.
///
/// # Errors
/// Every fault of the file: `csv-syntax`, `number-syntax` and the other number codes,
/// `axis-mismatch` for ragged rows, `too-large`.
///
/// # Example
/// ```
/// use pricewright::diagnostic::Source;
/// use pricewright::import::csv::price_list;
/// use pricewright::model::catalog::CsvSettings;
///
/// let source = Source::new("a.csv", "mm;600;1200\n1000;49,90;59,90\n2000;;79\n");
/// let settings = CsvSettings { separator: ';', decimal: ',' };
/// let cells = price_list(&source, settings, 2)?;
/// assert_eq!((cells.rows.len(), cells.cols.len()), (2, 2));
/// assert_eq!(cells.values.iter().flatten().count(), 3);
/// # Ok::<(), pricewright::diagnostic::Diagnostics>(())
/// ```
pub fn price_list(
    source: &Arc<Source>,
    settings: CsvSettings,
    axes: usize,
) -> Result<Cells, Diagnostics> {
    let mut importer = Importer {
        source,
        settings,
        cells: Cells::default(),
        findings: Diagnostics::new(),
    };
    importer.check_quotes()?;
    let records = importer.records()?;
    importer.read(&records, axes)?;
    importer.findings.into_result(importer.cells)
}

/// A row as text.
struct Row {
    /// The number of its record.
    number: usize,
    /// How many cells are written.
    written: usize,
    /// Its cells without the empty ones at its end.
    cells: Vec<String>,
}

struct Importer<'a> {
    source: &'a Arc<Source>,
    settings: CsvSettings,
    cells: Cells,
    findings: Diagnostics,
}

impl Importer<'_> {
    /// Whether every quote is closed and no cell too long, before anything is gathered.
    fn check_quotes(&self) -> Result<(), Diagnostics> {
        for cell in RawCells::new(&self.source.text, self.settings.separator) {
            let span = Span::new(cell.start, cell.start.saturating_add(1));
            if cell.end.saturating_sub(cell.start) > MOST_CELL_BYTES {
                let message = format!("a cell has more than {MOST_CELL_BYTES} bytes");
                let help = cell.quoted.then(|| "close the quote".to_owned());
                return Err(self.finding(Code::CsvSyntax, span, message, help).into());
            }
            if cell.unclosed {
                let help = Some("write a quote within quotes twice".to_owned());
                return Err(self
                    .finding(Code::CsvSyntax, span, "a quote is not closed", help)
                    .into());
            }
        }
        Ok(())
    }

    /// The rows of the file up to the last that is not empty.
    fn records(&self) -> Result<Vec<Row>, Diagnostics> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(self.settings.separator).unwrap_or(b','))
            .from_reader(self.source.text.as_bytes());
        let mut rows = Vec::new();
        let mut total = 0_usize;
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(|error| self.unreadable(&error))?;
            let written = record.len();
            let mut cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            total = total.saturating_add(cells.len());
            if total > MOST_CELLS.saturating_mul(2) || number > MOST_CELLS {
                return Err(self.too_many(number));
            }
            rows.push(Row {
                number,
                written,
                cells,
            });
        }
        while rows.last().is_some_and(|row| row.cells.is_empty()) {
            rows.pop();
        }
        Ok(rows)
    }

    /// Headers and cells.
    fn read(&mut self, rows: &[Row], axes: usize) -> Result<(), Diagnostics> {
        let Some((header, body)) = rows.split_first() else {
            let message = "the file is empty";
            return Err(self
                .finding(Code::CsvSyntax, Span::default(), message, None)
                .into());
        };
        // The headers say how wide the list is; of one axis the heading may have any words.
        let width = if axes == 2 {
            header.cells.len().saturating_sub(1)
        } else {
            1
        };
        if width == 0 {
            let span = self.span(header.number, 0);
            let help = "the first row holds the columns, from its second cell on".to_owned();
            let message = "the file has no column of prices";
            return Err(self
                .finding(Code::CsvSyntax, span, message, Some(help))
                .into());
        }
        if body.len().saturating_mul(width) > MOST_CELLS {
            return Err(self.too_many(header.number));
        }
        if axes == 2 {
            for (column, text) in header.cells.iter().enumerate().skip(1) {
                let header = self.header(header.number, column, text);
                self.cells.cols.push(header);
            }
        }
        for row in body {
            self.read_row(row, width);
        }
        Ok(())
    }

    fn read_row(&mut self, row: &Row, width: usize) {
        let first = row.cells.first().map_or("", String::as_str);
        let header = self.header(row.number, 0, first);
        self.cells.rows.push(header);
        let found = row.cells.len().saturating_sub(1);
        if found > width {
            let message = format!(
                "row {} has {found} cells, but the list has {width} columns",
                row.number.saturating_add(1)
            );
            let cell = (row.number, width.saturating_add(1));
            self.report(Code::AxisMismatch, cell, message, None);
        }
        let written = row.written.saturating_sub(1);
        if written < width {
            let message = format!(
                "row {} has {written} cells, but the list has {width} columns",
                row.number.saturating_add(1),
            );
            let help = "an empty cell needs its separator, too".to_owned();
            self.report(Code::AxisMismatch, (row.number, 0), message, Some(help));
        }
        for column in 1..=width {
            let text = row.cells.get(column).map_or("", String::as_str);
            let value = self.number(row.number, column, text);
            self.cells.values.push(value);
        }
    }

    /// A header as text. One that is a number by the file's own decimal sign is written as
    /// numbers are everywhere else.
    fn header(&mut self, row: usize, column: usize, text: &str) -> String {
        if text.is_empty() {
            let what = if column == 0 { "row" } else { "column" };
            let message = format!("a {what} has no header");
            self.report(Code::CsvSyntax, (row, column), message, None);
        } else if text.chars().count() > MOST_ID {
            let message = format!("a header has more than {MOST_ID} characters");
            self.report(Code::CsvSyntax, (row, column), message, None);
        }
        match self.decimal(text) {
            Ok(_) => text.replace(self.settings.decimal, "."),
            Err(_) => text.to_owned(),
        }
    }

    /// A cell; none where it is empty.
    fn number(&mut self, row: usize, column: usize, text: &str) -> Option<Decimal> {
        if text.is_empty() {
            return None;
        }
        self.decimal(text)
            .map_err(|error| {
                let (code, message) = number_fault(text, error);
                let help = self.help(text, error);
                self.report(code, (row, column), message, help);
            })
            .ok()
    }

    /// A number with the file's decimal sign and no other.
    fn decimal(&self, text: &str) -> Result<Decimal, NumberError> {
        match self.settings.decimal {
            '.' => Decimal::parse(text),
            _ if text.contains('.') => Err(NumberError::Syntax),
            sign => Decimal::parse(&text.replace(sign, ".")),
        }
    }

    /// The fix for a number that would be one with the other decimal sign.
    fn help(&self, text: &str, error: NumberError) -> Option<String> {
        let (sign, other) = if self.settings.decimal == '.' {
            ('.', ',')
        } else {
            (',', '.')
        };
        let swapped = text.replace(other, ".");
        if error == NumberError::Syntax && text.contains(other) && Decimal::parse(&swapped).is_ok()
        {
            return Some(format!(
                "the decimal sign of this file is `{sign}`; where it is `{other}`, write \
                 `\"csv\": {{\"decimal\": \"{other}\"}}`"
            ));
        }
        number_help(text, error)
    }

    /// The span of a cell; of the row's last one where it has fewer.
    fn span(&self, row: usize, column: usize) -> Span {
        RawCells::new(&self.source.text, self.settings.separator)
            .skip_while(|cell| cell.row < row)
            .take_while(|cell| cell.row == row)
            .take(column.saturating_add(1))
            .last()
            .map_or_else(Span::default, |cell| Span::new(cell.start, cell.end))
    }

    fn too_many(&self, row: usize) -> Diagnostics {
        let message = format!("the file has more than {MOST_CELLS} cells");
        self.finding(Code::TooLarge, self.span(row, 0), message, None)
            .into()
    }

    fn unreadable(&self, error: &csv::Error) -> Diagnostics {
        let at = error
            .position()
            .and_then(|position| usize::try_from(position.byte()).ok());
        let span = Span::new(at.unwrap_or_default(), at.unwrap_or_default());
        self.finding(Code::CsvSyntax, span, "the row cannot be read", None)
            .into()
    }

    /// Reports a fault of the cell in a row and a column. Its place is searched only for findings
    /// that are kept, for that goes through the text.
    fn report(
        &mut self,
        code: Code,
        (row, column): (usize, usize),
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if self.findings.len() < MOST_FINDINGS {
            let finding = self.finding(code, self.span(row, column), message, help);
            self.findings.push(finding);
        }
    }

    fn finding(
        &self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, Place::in_source(self.source, span), message).with_optional_help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: CsvSettings = CsvSettings {
        separator: ';',
        decimal: ',',
    };
    const PLAIN: CsvSettings = CsvSettings {
        separator: ',',
        decimal: '.',
    };

    fn read(text: &str, settings: CsvSettings, axes: usize) -> Result<Cells, Diagnostics> {
        price_list(&Source::new("list.csv", text), settings, axes)
    }

    fn values(cells: &Cells) -> Vec<String> {
        let shown = |value: &Option<Decimal>| value.map_or("-".to_owned(), |v| v.to_string());
        cells.values.iter().map(shown).collect()
    }

    /// Code, quoted text of the span and message of each finding.
    fn faults(text: &str, settings: CsvSettings, axes: usize) -> Vec<(Code, String, String)> {
        let findings = read(text, settings, axes).expect_err("faults");
        let quoted = |d: &Diagnostic| {
            let span = d.place.span.expect("a span");
            text[span.start as usize..span.end as usize].to_owned()
        };
        findings
            .iter()
            .map(|d| (d.code, quoted(d), d.message.clone()))
            .collect()
    }

    #[test]
    fn two_axes() {
        let cells = read(
            "drop;600;1200,5\r\n1000;\"49,90\";0\r\n2000;;79\r\n",
            GERMAN,
            2,
        )
        .unwrap();
        assert_eq!(cells.rows, ["1000", "2000"]);
        assert_eq!(cells.cols, ["600", "1200.5"]);
        assert_eq!(values(&cells), ["49.9", "0", "-", "79"]);
    }

    #[test]
    fn one_axis_has_a_heading() {
        let cells = read("width,price\n600,10\n1200,\n", PLAIN, 1).unwrap();
        assert_eq!((cells.rows.len(), cells.cols.len()), (2, 0));
        assert_eq!(values(&cells), ["10", "-"]);
        assert_eq!(axes(&Source::new("a", "width,price\n1,2"), PLAIN), 1);
        assert_eq!(axes(&Source::new("a", ",1,2\n1,2,3"), PLAIN), 2);
    }

    #[test]
    fn leftovers_of_spreadsheets_are_dropped() {
        let cells = read(",a,b,,\nx,1,2,,\ny,3,,,\n,,,,\n\n,,,,\n", PLAIN, 2).unwrap();
        assert_eq!((cells.rows.len(), cells.cols.len()), (2, 2));
        assert_eq!(values(&cells), ["1", "2", "3", "-"]);
    }

    #[test]
    fn every_cell_that_is_no_number_is_told() {
        let found = faults(",a,b\nx,1,\"2,5\"\n\ny,n/a,1e3\n", PLAIN, 2);
        let codes: Vec<_> = found
            .iter()
            .map(|(code, text, _)| (*code, text.as_str()))
            .collect();
        let syntax = Code::NumberSyntax;
        assert_eq!(
            codes,
            [(syntax, "\"2,5\""), (syntax, "n/a"), (syntax, "1e3")]
        );
        assert_eq!(found[1].2, "expected a decimal number, found `n/a`");
    }

    #[test]
    fn thousands_are_not_guessed() {
        let findings = read(";a\nx;1.234,5", GERMAN, 2).expect_err("a fault");
        assert!(findings.iter().all(|d| d.code == Code::NumberSyntax));
        let findings = read(";a\nx;1.5", GERMAN, 2).expect_err("a fault");
        let help = findings.iter().next().and_then(|d| d.help.clone()).unwrap();
        assert!(
            help.starts_with("the decimal sign of this file is `,`"),
            "{help}"
        );
    }

    #[test]
    fn ragged_rows_are_told_with_their_counts() {
        let found = faults(",a,b\nx,1\ny,1,2,3\n", PLAIN, 2);
        let told: Vec<_> = found
            .iter()
            .map(|(code, _, words)| (*code, words.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    Code::AxisMismatch,
                    "row 2 has 1 cells, but the list has 2 columns"
                ),
                (
                    Code::AxisMismatch,
                    "row 3 has 3 cells, but the list has 2 columns"
                ),
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_told() {
        for text in ["", "\n\n", ",,\n", "only\n"] {
            let found = faults(text, PLAIN, 2);
            assert_eq!(found[0].0, Code::CsvSyntax, "{text:?}");
        }
        assert_eq!(
            faults(",a,,b\nx,1,2,3", PLAIN, 2)[0].2,
            "a column has no header"
        );
        assert_eq!(faults(",a\n,1\ny,2", PLAIN, 2)[0].2, "a row has no header");
        assert_eq!(
            faults(",a\nx,\"1\ny,2\n", PLAIN, 2)[0].2,
            "a quote is not closed"
        );
        let long = format!(",a\nx,\"{}", "1\n".repeat(MOST_CELL_BYTES));
        assert_eq!(faults(&long, PLAIN, 2)[0].0, Code::CsvSyntax);
    }

    #[test]
    fn only_utf8_is_text() {
        assert_eq!(source("a", b"\xef\xbb\xbf1").unwrap().text, "1");
        let findings = source("a", b"pr\xfcfung").expect_err("a fault");
        let first = findings.iter().next().unwrap();
        assert_eq!(
            (first.code, first.place.span),
            (Code::CsvSyntax, Some(Span::new(2, 2)))
        );
    }
}
