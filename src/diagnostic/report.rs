//! Diagnostics as JSON for programs.
//!
//! Takes findings, gives an array with an object for each, all of them, and leaves out what is not
//! known. Offsets are in bytes and columns in characters, or both in UTF-16 code units; lines and
//! columns count from 1.

use super::json::JsonWriter;
use super::{Diagnostic, Diagnostics, Place};

/// What offsets and columns count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Units {
    /// Offsets in bytes, columns in characters.
    Utf8,
    /// Both in UTF-16 code units, as JavaScript counts.
    Utf16,
}

/// All findings as compact JSON.
pub(super) fn json(diagnostics: &Diagnostics, units: Units) -> String {
    let mut json = JsonWriter::new();
    write(&mut json, diagnostics, units);
    json.finish()
}

/// All findings as a value of a larger document.
pub(super) fn write(json: &mut JsonWriter, diagnostics: &Diagnostics, units: Units) {
    let spans = Spans::of(diagnostics, units);
    json.begin_array();
    for diagnostic in diagnostics {
        write_finding(json, &spans, diagnostic);
    }
    json.end_array();
}

fn write_finding(json: &mut JsonWriter, spans: &Spans<'_>, diagnostic: &Diagnostic) {
    let Diagnostic {
        code,
        severity,
        message,
        place,
        help,
        related,
    } = diagnostic;
    json.begin_object();
    json.key("code").string(code.as_str());
    json.key("severity").string(severity.as_str());
    json.key("message").string(message);
    write_place(json, spans, place);
    if let Some(help) = help {
        json.key("help").string(help);
    }
    if !related.is_empty() {
        json.key("related").begin_array();
        for (place, note) in related {
            json.begin_object().key("message").string(note);
            write_place(json, spans, place);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

fn write_place(json: &mut JsonWriter, spans: &Spans<'_>, place: &Place) {
    if let Some(source) = &place.source {
        json.key("file").string(&source.name);
    }
    if !place.path.is_empty() {
        json.key("path").string(&place.path);
    }
    spans.write(json, place);
}

/// The sources that findings point into; without a compiler there are none.
#[cfg(feature = "compiler")]
pub(crate) struct Spans<'a> {
    survey: super::survey::Survey<'a>,
    units: Units,
}

/// The numbers of a span by their names; each end is one past the last.
#[cfg(feature = "compiler")]
pub(crate) type SpanNumbers = [(&'static str, usize); 6];

#[cfg(feature = "compiler")]
impl<'a> Spans<'a> {
    pub(crate) fn of(diagnostics: &'a Diagnostics, units: Units) -> Self {
        let places = diagnostics.iter().flat_map(Diagnostic::places);
        Self {
            survey: super::survey::Survey::of(places),
            units,
        }
    }

    /// The span of a place, if it has one.
    pub(crate) fn find(&self, place: &Place) -> Option<SpanNumbers> {
        let located = self.survey.locate(place)?;
        let located = match self.units {
            Units::Utf8 => located,
            Units::Utf16 => self.survey.in_utf16(place, located),
        };
        Some([
            ("start", located.bytes.start),
            ("end", located.bytes.end),
            ("line", located.start.line),
            ("column", located.start.column),
            ("end_line", located.end.line),
            ("end_column", located.end.column),
        ])
    }

    fn write(&self, json: &mut JsonWriter, place: &Place) {
        let Some(span) = self.find(place) else {
            return;
        };
        json.key("span").begin_object();
        for (name, number) in span {
            json.key(name).raw_number(number);
        }
        json.end_object();
    }
}

#[cfg(not(feature = "compiler"))]
struct Spans<'a>(std::marker::PhantomData<&'a Diagnostics>);

#[cfg(not(feature = "compiler"))]
impl Spans<'_> {
    fn of(_: &Diagnostics, _: Units) -> Self {
        Self(std::marker::PhantomData)
    }

    fn write(&self, _: &mut JsonWriter, _: &Place) {}
}
