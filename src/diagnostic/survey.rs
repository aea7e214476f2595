//! What rendering has to know of the sources that findings point into.
//!
//! Takes all places at once, gives the span, lines and columns of each, and promises to read every
//! source only twice however many places lie in it: once for its lines, once for all JSON paths.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::position::{Lines, Position};
use super::{Place, Source, Span, locate};
use crate::sorting::gathered;

/// The sources of some places.
pub(super) struct Survey<'a> {
    /// By address: two sources of equal text are two. Only looked up, never gone through.
    sources: BTreeMap<*const Source, Surveyed<'a>>,
}

/// One source: its lines and the values that are meant by a path alone.
struct Surveyed<'a> {
    lines: Lines<'a>,
    values: BTreeMap<&'a str, Span>,
    /// Where lines start in UTF-16 code units, once it is asked for.
    utf16_starts: OnceCell<Vec<usize>>,
}

/// Where in its source a place is.
pub(super) struct Located {
    /// Byte offsets, on the borders of characters.
    pub(super) bytes: Range<usize>,
    pub(super) start: Position,
    /// One past the last character.
    pub(super) end: Position,
}

/// The first line of what a place means, for an excerpt.
pub(super) struct FirstLine<'a> {
    /// Without its line break.
    pub(super) text: &'a str,
    /// The characters meant, which may lie beyond the line's end.
    pub(super) meant: Range<usize>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(places: impl IntoIterator<Item = &'a Place>) -> Self {
        let mut asked: BTreeMap<*const Source, (&Source, Vec<&str>)> = BTreeMap::new();
        for place in places {
            if let Some(source) = &place.source {
                let (_, paths) = asked
                    .entry(Arc::as_ptr(source))
                    .or_insert_with(|| (source, Vec::new()));
                if place.span.is_none() && !place.path.is_empty() {
                    paths.push(&place.path);
                }
            }
        }
        let survey = |(source, paths): (&'a Source, Vec<&'a str>)| Surveyed {
            lines: source.lines(),
            values: locate::find_all(&source.text, paths),
            utf16_starts: OnceCell::new(),
        };
        Self {
            sources: gathered(asked.into_iter().map(|(address, it)| (address, survey(it)))),
        }
    }

    /// Where a place is, unless it has no source or means no part of it.
    pub(super) fn locate(&self, place: &Place) -> Option<Located> {
        let surveyed = self.surveyed(place)?;
        let span = place
            .span
            .or_else(|| surveyed.values.get(place.path.as_str()).copied())?;
        let bytes = surveyed.lines.bytes_of(span);
        let start = surveyed.lines.position(bytes.start);
        let end = surveyed.lines.position(bytes.end);
        Some(Located { bytes, start, end })
    }

    /// The same place with offsets and columns in UTF-16 code units.
    pub(super) fn in_utf16(&self, place: &Place, located: Located) -> Located {
        let Some(Surveyed {
            lines,
            utf16_starts,
            ..
        }) = self.surveyed(place)
        else {
            return located;
        };
        let starts = utf16_starts.get_or_init(|| lines.utf16_starts());
        let (from, start) = lines.to_utf16(located.bytes.start, located.start, starts);
        let (to, end) = lines.to_utf16(located.bytes.end, located.end, starts);
        Located {
            bytes: from..to,
            start,
            end,
        }
    }

    /// The line on which a place begins.
    pub(super) fn first_line(&self, place: &Place, located: &Located) -> Option<FirstLine<'a>> {
        let lines = &self.surveyed(place)?.lines;
        let text = lines.line(located.start.line);
        let start = located.start.column.saturating_sub(1);
        let end = if located.end.line == located.start.line {
            located.end.column.saturating_sub(1)
        } else {
            text.chars().count().max(start)
        };
        Some(FirstLine {
            text,
            meant: start..end,
        })
    }

    fn surveyed(&self, place: &Place) -> Option<&Surveyed<'a>> {
        self.sources.get(&Arc::as_ptr(place.source.as_ref()?))
    }
}
