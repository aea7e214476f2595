//! Lines and columns of a text.
//!
//! Takes byte offsets, even wrong ones, and gives lines and columns as an editor counts them: both
//! from 1, columns in characters. Promises never to fail: an offset beyond the text means its end.

use std::ops::Range;

#[cfg(feature = "compiler")]
use super::Span;

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    /// In characters, not in bytes.
    pub(super) column: usize,
}

/// Where each line of a text starts, found in one pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LineStarts(Vec<usize>);

impl LineStarts {
    pub(super) fn of(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at.saturating_add(1));
        Self(std::iter::once(0).chain(after_breaks).collect())
    }
}

/// A text and where its lines start.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: &'a [usize],
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, starts: &'a LineStarts) -> Self {
        Self {
            text,
            starts: &starts.0,
        }
    }

    /// The line and column of a byte offset.
    pub(super) fn position(&self, offset: usize) -> Position {
        // The first line starts at 0, so there is always a line that starts at or before `offset`.
        let line = self.starts.partition_point(|start| *start <= offset);
        let column = self
            .characters(self.start_of(line)..offset)
            .saturating_add(1);
        Position { line, column }
    }

    /// How many characters stand in a range of bytes.
    pub(super) fn characters(&self, bytes: Range<usize>) -> usize {
        self.text.get(bytes).map_or(0, |text| text.chars().count())
    }

    fn start_of(&self, line: usize) -> usize {
        self.starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len())
    }
}

/// What only excerpts and spans need.
#[cfg(feature = "compiler")]
impl<'a> Lines<'a> {
    /// The bytes that a span means: within the text and around whole characters.
    pub(super) fn bytes_of(&self, span: Span) -> Range<usize> {
        let offset = |at: u32| {
            usize::try_from(at)
                .unwrap_or(usize::MAX)
                .min(self.text.len())
        };
        let start = self.text.floor_char_boundary(offset(span.start));
        let end = self.text.ceil_char_boundary(offset(span.end));
        start..end.max(start)
    }

    /// Where each line starts, in UTF-16 code units.
    pub(super) fn utf16_starts(&self) -> Vec<usize> {
        let ends = self.starts.iter().skip(1).copied();
        let lines = self.starts.iter().zip(ends);
        let lengths = lines.map(|(start, end)| self.utf16(*start..end));
        let sums = lengths.scan(0_usize, |sum, length| {
            *sum = sum.saturating_add(length);
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }

    /// A byte offset on the line of `position`, in UTF-16 code units: from the start of the text,
    /// and as that line's column. `starts` are the lines' starts in these units.
    pub(super) fn to_utf16(
        &self,
        offset: usize,
        position: Position,
        starts: &[usize],
    ) -> (usize, Position) {
        let line = position.line;
        let before = self.utf16(self.start_of(line)..offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = before.saturating_add(1);
        (start.saturating_add(before), Position { line, column })
    }

    fn utf16(&self, bytes: Range<usize>) -> usize {
        let text = self.text.get(bytes).unwrap_or_default();
        text.chars().map(char::len_utf16).sum()
    }

    /// The text of a line, counted from 1, without its line break.
    pub(super) fn line(&self, line: usize) -> &'a str {
        let rest = self.text.get(self.start_of(line)..).unwrap_or_default();
        let text = rest.split_once('\n').map_or(rest, |(first, _)| first);
        text.strip_suffix('\r').unwrap_or(text)
    }
}

#[cfg(all(test, feature = "compiler"))]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let starts = LineStarts::of(text);
        let Position { line, column } = Lines::new(text, &starts).position(offset);
        (line, column)
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let text = "ab\ncd\r\nef\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 2), (1, 3)); // the line break itself
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 8), (3, 2));
        assert_eq!(at(text, 10), (4, 1)); // the end, after the last break
        assert_eq!(at("", 0), (1, 1));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(at("für x", 5), (1, 5)); // `ü` is two bytes
        assert_eq!(at("木材 x", 7), (1, 4)); // three bytes each
    }

    #[test]
    fn utf16_counts_pairs_twice() {
        let text = "für\n🪟x";
        let starts = LineStarts::of(text);
        let lines = Lines::new(text, &starts);
        let units = lines.utf16_starts();
        assert_eq!(units, [0, 4]); // f, ü, r, line break
        let at = |offset| {
            let (units, Position { line, column }) =
                lines.to_utf16(offset, lines.position(offset), &units);
            (units, line, column)
        };
        assert_eq!(at(3), (2, 1, 3)); // `r`, after the two bytes of `ü`
        assert_eq!(at(9), (6, 2, 3)); // `x`, after the four bytes and two units of the window
        assert_eq!(at(10), (7, 2, 4));
    }

    #[test]
    fn lines_come_without_their_break() {
        let starts = LineStarts::of("ab\ncd\r\nef");
        let lines = Lines::new("ab\ncd\r\nef", &starts);
        assert_eq!(
            [lines.line(1), lines.line(2), lines.line(3)],
            ["ab", "cd", "ef"]
        );
        assert_eq!(lines.line(9), "");
    }

    #[test]
    fn wrong_spans_are_mended() {
        let starts = LineStarts::of("für");
        let lines = Lines::new("für", &starts);
        let bytes = |start, end| lines.bytes_of(Span { start, end });
        assert_eq!(bytes(2, 2), 1..3); // inside `ü`, which is bytes 1 and 2
        assert_eq!(bytes(3, 1), 3..3); // the end before the start
        assert_eq!(bytes(90, 99), 4..4);
        assert_eq!(bytes(0, u32::MAX), 0..4);
    }
}
