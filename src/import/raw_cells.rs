//! Where the cells of a CSV text stand.
//!
//! The library that reads the cells does not tell their places and reads on to the end of the file
//! for a quote that is not closed. This walks over the text by the same rules and keeps nothing.

/// A cell's place.
pub(super) struct RawCell {
    /// The record, from 0; empty lines are none.
    pub row: usize,
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
    /// Whether a cell begins here even if nothing is left: after a separator.
    after_separator: bool,
}

impl<'a> RawCells<'a> {
    /// The cells of a text; a separator that is not ASCII is taken for a comma.
    pub(super) fn new(text: &'a str, separator: char) -> Self {
        let separator = u8::try_from(separator)
            .ok()
            .filter(u8::is_ascii)
            .unwrap_or(b',');
        Self {
            bytes: text.as_bytes(),
            separator,
            at: 0,
            row: 0,
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
            while matches!(self.peek(), Some(b'\n' | b'\r')) {
                self.step();
            }
            self.peek()?;
        }
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
            .map(|cell| (cell.row, &text[cell.start..cell.end]))
            .collect();
        assert_eq!(
            found,
            [(0, "a"), (0, "\"b\n\"\"c\""), (0, ""), (1, "1"), (1, "2")]
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
