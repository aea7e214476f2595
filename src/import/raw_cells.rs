//! Where the cells of a CSV text stand.
//!
//! The library that reads the cells does not tell their places and reads on to the end of the file
//! for a quote that is not closed. This walks over the text by the same rules and keeps nothing.

/// A cell's place.
pub(super) struct RawCell {
    /// The record, from 0; empty lines are none.
    pub row: usize,
    /// The row of the file, from 1, with the empty ones; a line end in quotes begins none.
    pub number: usize,
    /// Whether it is the first of its row.
    pub is_first: bool,
    /// First byte, with the quote.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether it stands in quotes.
    pub quoted: bool,
    /// Whether it has a quote that is not closed.
    pub unclosed: bool,
}

/// All cells in their order.
pub(super) struct RawCells<'a> {
    bytes: &'a [u8],
    separator: u8,
    at: usize,
    row: usize,
    number: usize,
    /// Whether a cell begins here even if nothing is left: after a separator.
    after_separator: bool,
}

impl<'a> RawCells<'a> {
    /// The cells of a text; a separator that is not ASCII is taken for a comma.
    pub(super) fn new(text: &'a str, separator: char) -> Self {
        Self::from(text, 0, 1, separator)
    }

    /// The cells from a byte on, where the row with this number begins.
    pub(super) fn from(text: &'a str, at: usize, number: usize, separator: char) -> Self {
        let separator = u8::try_from(separator)
            .ok()
            .filter(u8::is_ascii)
            .unwrap_or(b',');
        Self {
            bytes: text.as_bytes(),
            separator,
            at,
            row: 0,
            number,
            after_separator: false,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    /// Goes to the end of a quoted part; false where it is not closed.
    fn skip_quoted(&mut self) -> bool {
        self.step();
        while let Some(byte) = self.peek() {
            self.step();
            if byte == b'"' {
                if self.peek() != Some(b'"') {
                    return true;
                }
                self.step();
            }
        }
        false
    }
}

impl Iterator for RawCells<'_> {
    type Item = RawCell;

    fn next(&mut self) -> Option<RawCell> {
        if !self.after_separator {
            while let Some(end @ (b'\n' | b'\r')) = self.peek() {
                self.step();
                if end == b'\n' || self.peek() != Some(b'\n') {
                    self.number = self.number.saturating_add(1);
                }
            }
            self.peek()?;
        }
        let is_first = !self.after_separator;
        let start = self.at;
        let quoted = self.peek() == Some(b'"');
        let unclosed = quoted && !self.skip_quoted();
        while self
            .peek()
            .is_some_and(|b| b != self.separator && b != b'\n' && b != b'\r')
        {
            self.step();
        }
        let (row, end) = (self.row, self.at);
        self.after_separator = self.peek() == Some(self.separator);
        if !self.after_separator {
            self.row = self.row.saturating_add(1);
        }
        if self.after_separator {
            self.step();
        }
        Some(RawCell {
            row,
            number: self.number,
            is_first,
            start,
            end,
            quoted,
            unclosed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_where_they_stand() {
        let text = "a,\"b\n\"\"c\",\r\n\n1,2";
        let found: Vec<_> = RawCells::new(text, ',')
            .map(|cell| (cell.row, cell.number, &text[cell.start..cell.end]))
            .collect();
        assert_eq!(
            found,
            [
                (0, 1, "a"),
                (0, 1, "\"b\n\"\"c\""),
                (0, 1, ""),
                (1, 3, "1"),
                (1, 3, "2")
            ]
        );
    }

    proptest! {
        #[test]
        fn rows_and_columns_are_those_of_the_library(text in "[a,\"\n\r ]{0,40}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let expected: Vec<usize> =
                reader.records().map(|record| record.unwrap().len()).collect();
            let mut found = vec![0; expected.len()];
            for cell in RawCells::new(&text, ',') {
                prop_assert!(cell.row < found.len(), "{text:?}");
                found[cell.row] += 1;
            }
            prop_assert_eq!(found, expected);
        }
    }
}
