//! Diagnostics as plain objects of JavaScript.
//!
//! Takes findings, gives an array with an object for each, as [`Diagnostics::to_json_utf16`] writes
//! it: what is not known is left out, and there is no `Map` and no `undefined`.

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SpanNumbers, Spans};

/// Diagnostics as what JavaScript catches.
pub(super) fn thrown(diagnostics: Diagnostics) -> JsValue {
    let spans = diagnostics.utf16_spans();
    let findings: Vec<Finding<'_>> = diagnostics
        .iter()
        .map(|found| Finding::of(found, &spans))
        .collect();
    let array = findings.serialize(&serde_wasm_bindgen::Serializer::json_compatible());
    // texts and numbers are all there is, which always can be written
    array.unwrap_or_default()
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Note<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

struct Span(SpanNumbers);

impl<'a> Finding<'a> {
    fn of(found: &'a Diagnostic, spans: &Spans<'_>) -> Self {
        let related = found.related.iter();
        let Note {
            message,
            file,
            path,
            span,
        } = Note::of(&found.place, &found.message, spans);
        Self {
            code: found.code.as_str(),
            severity: found.severity.as_str(),
            message,
            file,
            path,
            span,
            help: found.help.as_deref(),
            related: related
                .map(|(place, note)| Note::of(place, note, spans))
                .collect(),
        }
    }
}

impl<'a> Note<'a> {
    fn of(place: &'a Place, message: &'a str, spans: &Spans<'_>) -> Self {
        let source = place.source.as_deref();
        Self {
            message,
            file: source.map(|source| source.name.as_str()),
            path: Some(place.path.as_str()).filter(|path| !path.is_empty()),
            span: spans.find(place).map(Span),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0)
    }
}
