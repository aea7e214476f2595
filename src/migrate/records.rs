//! CSV files of other systems as rows of text, by a library.

use std::sync::Arc;

use super::foreign::MOST_FILE_BYTES;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};

/// Rows of a file.
const MOST_ROWS: usize = 1_000_000;
/// Cells of a file.
const MOST_CELLS: usize = 10_000_000;

/// The separator of a file: what its first line has most of, outside of quotes.
pub(super) fn separator(text: &str) -> char {
    let mut counts = [(';', 0_usize), ('\t', 0), (',', 0)];
    let mut quoted = false;
    for character in text.chars().skip_while(|c| matches!(c, '\n' | '\r')) {
        match character {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (sign, count) in &mut counts {
                    if *sign == character {
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
    }
    let most = counts
        .iter()
        .max_by_key(|(sign, count)| (*count, *sign == ';'));
    most.filter(|(_, count)| *count > 0)
        .map_or(',', |(sign, _)| *sign)
}

/// The rows of a file with their line numbers, from 1; empty rows are left out.
pub(super) fn rows(
    source: &Arc<Source>,
    separator: char,
) -> Result<Vec<(u64, Vec<String>)>, Diagnostics> {
    let fault = |code, byte: u64, message: String| {
        let at = usize::try_from(byte).unwrap_or_default();
        let place = Place::in_source(source, Span::new(at, at));
        Diagnostics::from(Diagnostic::new(code, place, message))
    };
    if source.text.len() > MOST_FILE_BYTES {
        let message = format!("the file has more than {MOST_FILE_BYTES} bytes");
        return Err(fault(Code::TooLarge, 0, message));
    }
    let text = source.text.trim_start_matches('\u{feff}');
    if let Some(open) = unclosed_quote(text, separator) {
        let marks = source.text.len().saturating_sub(text.len());
        let byte = u64::try_from(open.saturating_add(marks)).unwrap_or_default();
        let message = "the quote that begins this cell is never closed".to_owned();
        return Err(fault(Code::CsvSyntax, byte, message));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0_usize;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let byte = error.position().map_or(0, csv::Position::byte);
            fault(Code::CsvSyntax, byte, "the row cannot be read".to_owned())
        })?;
        let position = record.position();
        let byte = position.map_or(0, csv::Position::byte);
        cells = cells.saturating_add(record.len());
        if rows.len() >= MOST_ROWS || cells > MOST_CELLS {
            let message = format!("the file has more than {MOST_ROWS} rows or {MOST_CELLS} cells");
            return Err(fault(Code::TooLarge, byte, message));
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let line = position.map_or(0, csv::Position::line);
            rows.push((
                line,
                record.iter().map(|cell| cell.trim().to_owned()).collect(),
            ));
        }
    }
    Ok(rows)
}

/// What stands before a character outside of quotes.
#[derive(Clone, Copy)]
enum Before {
    /// The cell begins.
    Separator,
    /// The quote that closes a cell which began there.
    Quote(usize),
    Text,
}

/// Where a cell begins whose quote has no end: the library would take all that follows for one
/// cell.
fn unclosed_quote(text: &str, separator: char) -> Option<usize> {
    let mut opened = None;
    let mut before = Before::Separator;
    for (at, character) in text.char_indices() {
        if let Some(start) = opened {
            if character == '"' {
                opened = None;
                before = Before::Quote(start);
            }
            continue;
        }
        opened = match (character, before) {
            ('"', Before::Separator) => Some(at),
            // a doubled quote is a quote in the cell, which goes on
            ('"', Before::Quote(start)) => Some(start),
            _ => None,
        };
        let ends = character == separator || matches!(character, '\n' | '\r');
        before = if ends {
            Before::Separator
        } else {
            Before::Text
        };
    }
    opened
}

/// The column of a header, whatever its case.
pub(super) fn column(header: &[String], names: &[&str]) -> Option<usize> {
    header
        .iter()
        .position(|found| names.iter().any(|name| found.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_never_end_are_found() {
        for (text, open) in [
            ("a,b\n1,2\n", None),
            ("a,\"b\nc\",d\n", None),
            ("\"a \"\"b\"\" c\"\n", None),
            ("5\" pipe,6\"\" pipe\n", None),
            ("\"a\"b\"c\n", None),
            ("\"\"", None),
            ("a,\"b\nc,d\n", Some(2)),
            ("\"a \"\"b\n", Some(0)),
            ("\"", Some(0)),
        ] {
            assert_eq!(unclosed_quote(text, ','), open, "{text}");
        }
    }
}
