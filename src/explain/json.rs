//! Explanations to JSON: `quote` as it is, and `explanation` beside it.

use super::{Compared, Explanation, ItemExplanation, NotFired, PhaseExplanation, Reason, Stage};
use crate::diagnostic::JsonWriter;
use crate::model::quote::SourcePosition;

impl Explanation {
    /// The explanation as one line of JSON: `{"quote": {…}, "explanation": {…}}`. Lines are named
    /// by their index in the quote.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        // The quote is JSON already; as a number it is taken over as it is.
        json.begin_object()
            .key("quote")
            .raw_number(self.quote.to_json());
        json.key("explanation")
            .begin_object()
            .key("items")
            .begin_array();
        for explained in &self.items {
            item(&mut json, explained);
        }
        json.end_array().key("order");
        phases(&mut json, &self.order);
        json.end_object().end_object();
        json.finish()
    }
}

impl Stage {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Unit => "unit",
            Self::Item => "item",
            Self::Order => "order",
        }
    }
}

fn item(json: &mut JsonWriter, item: &ItemExplanation) {
    json.begin_object().key("name").string(&item.name);
    json.key("values").begin_array();
    for (name, value) in &item.values {
        json.begin_object()
            .key("name")
            .string(name)
            .key("value")
            .string(value)
            .end_object();
    }
    json.end_array().key("phases");
    phases(json, &item.phases);
    json.end_object();
}

fn phases(json: &mut JsonWriter, phases: &[PhaseExplanation]) {
    json.begin_array();
    for phase in phases {
        json.begin_object().key("phase").string(&phase.phase);
        json.key("stage")
            .string(phase.stage.as_str())
            .key("lines")
            .begin_array();
        for line in &phase.lines {
            json.begin_object().key("line").raw_number(line.line);
            json.key("how").string(&line.how).end_object();
        }
        json.end_array().key("not_fired").begin_array();
        for not_fired in &phase.not_fired {
            skipped(json, not_fired);
        }
        json.end_array().end_object();
    }
    json.end_array();
}

fn skipped(json: &mut JsonWriter, skipped: &NotFired) {
    json.begin_object()
        .key("id")
        .string(&skipped.id)
        .key("label")
        .string(&skipped.label);
    json.key("kind")
        .string(skipped.kind.as_str())
        .key("reason")
        .string(skipped.reason.as_str());
    if let Some(other) = skipped.reason.other() {
        json.key("other").string(other);
    }
    if let Reason::Validity { from, until } = &skipped.reason {
        for (key, day) in [("from", from), ("until", until)] {
            if let Some(day) = day {
                json.key(key).string(&day.to_string());
            }
        }
    }
    json.key("because").begin_array();
    for compared in &skipped.because {
        comparison(json, compared);
    }
    json.end_array();
    source(json, skipped.source.as_ref());
    json.end_object();
}

fn comparison(json: &mut JsonWriter, compared: &Compared) {
    json.begin_object().key("text").string(&compared.text);
    json.key("operator").string(compared.operator).key("holds");
    match compared.holds {
        Some(holds) => json.boolean(holds),
        None => json.null(),
    };
    json.key("operands").begin_array();
    for operand in &compared.operands {
        json.begin_object().key("text").string(&operand.text);
        json.key("value").string(&operand.value).end_object();
    }
    json.end_array();
    source(json, compared.source.as_ref());
    json.end_object();
}

fn source(json: &mut JsonWriter, source: Option<&SourcePosition>) {
    json.key("source");
    match source {
        Some(source) => source.write(json),
        None => {
            json.null();
        }
    }
}
