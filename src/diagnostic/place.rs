//! Where a diagnostic points to: a file, a path within a JSON document, a span of bytes.

use std::sync::Arc;

#[cfg(feature = "compiler")]
use super::locate;
use super::position::{LineStarts, Lines, Position};

/// A text that diagnostics quote from: a file, or an expression inside a JSON document.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The file name as the caller gave it, such as `catalog.json` or `rules.price`.
    pub name: String,
    /// The whole text.
    pub text: String,
    lines: LineStarts,
}

impl Source {
    /// A source ready to be shared by many places.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let text = text.into();
        Arc::new(Self {
            name: name.into(),
            lines: LineStarts::of(&text),
            text,
        })
    }

    /// The line and column of a byte offset, both from 1, columns in characters. An offset beyond
    /// the text means its end.
    ///
    /// # Example
    /// ```
    /// use pricewright::diagnostic::Source;
    /// let source = Source::new("rules.price", "// für\nround r : to 0.05 up");
    /// assert_eq!(source.position(14), (2, 7));
    /// ```
    #[must_use]
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let Position { line, column } = self.lines().position(offset);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        (number(line), number(column))
    }

    /// Its lines, which are found once, when the source is made.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines::new(&self.text, &self.lines)
    }
}

/// A range of bytes in a source, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span between two byte offsets; offsets beyond `u32` are cut to its maximum.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end),
        }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// Where something is. Every part may be missing: a catalog built in code has no source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The text that `span` counts in.
    pub source: Option<Arc<Source>>,
    /// The path in the JSON document, such as `$.components[0].features[2].id`; empty outside JSON.
    pub path: String,
    /// The bytes of `source` meant. For a JSON path without a span, rendering finds the span.
    pub span: Option<Span>,
}

impl Place {
    /// No place at all.
    #[must_use]
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// A path in a JSON document.
    #[must_use]
    pub fn in_document(source: Option<Arc<Source>>, path: impl Into<String>) -> Self {
        Self {
            source,
            path: path.into(),
            span: None,
        }
    }

    /// A span of a source text.
    #[must_use]
    pub fn in_source(source: &Arc<Source>, span: Span) -> Self {
        Self {
            source: Some(Arc::clone(source)),
            path: String::new(),
            span: Some(span),
        }
    }

    /// The same place with the JSON path of the value that holds the text.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The bytes meant: the span itself, or that of the value at the path in the JSON source.
    ///
    /// ```
    /// use pricewright::diagnostic::{Place, Source, Span};
    /// let source = Source::new("catalog.json", r#"{"format": 1}"#);
    /// let place = Place::in_document(Some(source), "$.format");
    /// assert_eq!(place.resolved_span(), Some(Span::new(11, 12)));
    /// assert_eq!(place.line_column(), Some((1, 12)));
    /// ```
    #[cfg(feature = "compiler")]
    #[must_use]
    pub fn resolved_span(&self) -> Option<Span> {
        self.span
            .or_else(|| locate::find(&self.source.as_ref()?.text, &self.path))
    }

    /// The line and the column at which it begins, both counted from 1, the column in characters.
    #[cfg(feature = "compiler")]
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let span = self.resolved_span()?;
        let lines = self.source.as_ref()?.lines();
        let start = lines.position(lines.bytes_of(span).start);
        Some((start.line, start.column))
    }
}
