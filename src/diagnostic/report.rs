//! Diagnostics as JSON for programs.
//!
//! Takes findings, gives an array with an object for each, all of them, and leaves out what is not
//! known. Offsets are in bytes and columns in characters, or both in UTF-16 code units; lines and
//! columns count from 1.

use super::json::JsonWriter;
use super::survey::{Located, Survey};
use super::{Diagnostic, Diagnostics, Place};

/// What offsets and columns count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
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
    let survey = Survey::of(diagnostics.iter().flat_map(Diagnostic::places));
    json.begin_array();
    for diagnostic in diagnostics {
        write_finding(json, &survey, diagnostic, units);
    }
    json.end_array();
}

fn write_finding(
    json: &mut JsonWriter,
    survey: &Survey<'_>,
    diagnostic: &Diagnostic,
    units: Units,
) {
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
    write_place(json, survey, place, units);
    if let Some(help) = help {
        json.key("help").string(help);
    }
    if !related.is_empty() {
        json.key("related").begin_array();
        for (place, note) in related {
            json.begin_object().key("message").string(note);
            write_place(json, survey, place, units);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

fn write_place(json: &mut JsonWriter, survey: &Survey<'_>, place: &Place, units: Units) {
    if let Some(source) = &place.source {
        json.key("file").string(&source.name);
    }
    if !place.path.is_empty() {
        json.key("path").string(&place.path);
    }
    let located = survey.locate(place).map(|located| match units {
        Units::Utf8 => located,
        Units::Utf16 => survey.in_utf16(place, located),
    });
    if let Some(Located { bytes, start, end }) = located {
        json.key("span").begin_object();
        json.key("start").raw_number(bytes.start);
        json.key("end").raw_number(bytes.end);
        json.key("line").raw_number(start.line);
        json.key("column").raw_number(start.column);
        json.key("end_line").raw_number(end.line);
        json.key("end_column").raw_number(end.column);
        json.end_object();
    }
}
