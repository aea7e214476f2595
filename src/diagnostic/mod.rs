//! What every stage says when it cannot go on.
//!
//! A stage gathers [`Diagnostic`]s in a [`Diagnostics`] and reports all of them at once. Each has
//! a stable [`Code`], a [`Place`] in a document or a source text, what was expected and found, and
//! where there is one the fix. [`Diagnostics::render`] turns them into text for a terminal,
//! [`Diagnostics::to_json`] into JSON for programs.

mod code;
#[cfg(feature = "compiler")]
mod excerpt;
mod json;
#[cfg(feature = "compiler")]
mod locate;
mod path;
mod place;
mod position;
#[cfg(feature = "compiler")]
mod render;
mod report;
#[cfg(feature = "compiler")]
mod steps;
#[cfg(feature = "compiler")]
mod string;
mod suggest;
#[cfg(feature = "compiler")]
mod survey;
#[cfg(all(test, feature = "compiler"))]
mod tests;
mod visible;

use std::fmt;

pub use code::{Code, Severity};
pub(crate) use json::JsonWriter;
pub use path::{path_index, path_key};
pub use place::{Place, Source, Span};
#[cfg(feature = "compiler")]
pub(crate) use report::Units;
#[cfg(not(feature = "compiler"))]
use report::Units;
#[cfg(all(feature = "compiler", feature = "wasm"))]
pub(crate) use report::{SpanNumbers, Spans};
#[cfg(feature = "compiler")]
pub(crate) use string::json_text;
pub use suggest::{did_you_mean, help_for, list_known, nearest};
pub(crate) use visible::{columns, push_visible};

/// One finding: what is wrong, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, which the docs explain.
    pub code: Code,
    /// Whether it stops the stage or is only worth knowing.
    pub severity: Severity,
    /// One line, lower case, without a final period.
    pub message: String,
    /// Where it is.
    pub place: Place,
    /// The fix, in one line.
    pub help: Option<String>,
    /// Other places that belong to it, each with a short note.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    /// A diagnostic with its code's own severity.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            place,
            help: None,
            related: Vec::new(),
        }
    }

    /// The same with a fix.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a fix where there is one.
    #[must_use]
    pub fn with_optional_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// The same with another place that belongs to it.
    #[must_use]
    pub fn with_related(mut self, place: Place, note: impl Into<String>) -> Self {
        self.related.push((place, note.into()));
        self
    }

    /// Its own place, then the related ones.
    #[cfg(feature = "compiler")]
    fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.place).chain(self.related.iter().map(|(place, _)| place))
    }
}

/// All findings of a run, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    entries: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.entries.push(diagnostic);
    }

    /// Adds all findings of another list.
    pub fn append(&mut self, other: Self) {
        self.entries.extend(other.entries);
    }

    /// The findings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.entries.iter()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.entries.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// `value` where nothing is an error, else the findings.
    ///
    /// # Errors
    /// The findings themselves, when one of them is an error.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.has_errors() {
            Err(self)
        } else {
            Ok(value)
        }
    }

    /// The findings as plain text for people, each with an excerpt of its source. After 100
    /// findings only the number of the others follows.
    ///
    /// ```
    /// use pricewright::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
    /// let source = Source::new("catalog.json", r#"{"format": 9}"#);
    /// let place = Place::in_document(Some(source), "$.format");
    /// let found = Diagnostic::new(Code::UnsupportedFormat, place, "expected format `1`, found `9`");
    /// let text = [
    ///     "error[unsupported-format]: expected format `1`, found `9`",
    ///     "  --> catalog.json:1:12 ($.format)",
    ///     "   |",
    ///     r#" 1 | {"format": 9}"#,
    ///     "   |            ^",
    /// ];
    /// assert_eq!(Diagnostics::from(found).render(), text.join("\n"));
    /// ```
    #[cfg(feature = "compiler")]
    #[must_use]
    pub fn render(&self) -> String {
        render::text(self)
    }

    /// The findings as compact JSON: an array of objects with `code`, `severity`, `message`,
    /// `file`, `path`, `span`, `help` and `related`, of which those that are not known are left
    /// out. A span has `start` and `end` in bytes, `line`, `column`, `end_line` and `end_column`
    /// counted from 1; each end is one past the last.
    ///
    /// ```
    /// use pricewright::diagnostic::{Code, Diagnostic, Diagnostics, Place};
    /// let found = Diagnostic::new(Code::Usage, Place::nowhere(), "no catalog given");
    /// assert_eq!(
    ///     Diagnostics::from(found).to_json(),
    ///     r#"[{"code":"usage","severity":"error","message":"no catalog given"}]"#
    /// );
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        report::json(self, Units::Utf8)
    }

    /// The same with offsets and columns in UTF-16 code units, as JavaScript and most editors
    /// count.
    ///
    /// ```
    /// use pricewright::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
    /// let source = Source::new("expression", "🪟 + x"); // four bytes, two units
    /// let place = Place::in_source(&source, Span::new(7, 8));
    /// let found = Diagnostics::from(Diagnostic::new(Code::UnknownName, place, "unknown name `x`"));
    /// assert!(found.to_json().contains(r#""start":7,"end":8,"line":1,"column":5"#));
    /// assert!(found.to_json_utf16().contains(r#""start":5,"end":6,"line":1,"column":6"#));
    /// ```
    #[must_use]
    pub fn to_json_utf16(&self) -> String {
        report::json(self, Units::Utf16)
    }

    /// Where places of the findings are, in UTF-16 code units.
    #[cfg(all(feature = "compiler", feature = "wasm"))]
    pub(crate) fn utf16_spans(&self) -> Spans<'_> {
        Spans::of(self, Units::Utf16)
    }

    /// The same as a value of a larger document.
    #[cfg(feature = "compiler")]
    pub(crate) fn write(&self, json: &mut JsonWriter, units: Units) {
        report::write(json, self, units);
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            entries: vec![diagnostic],
        }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl fmt::Display for Diagnostics {
    #[cfg(feature = "compiler")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render())
    }

    /// Without a compiler there are no sources to quote.
    #[cfg(not(feature = "compiler"))]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

impl std::error::Error for Diagnostics {}
