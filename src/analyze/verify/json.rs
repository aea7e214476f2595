//! Verifications to JSON.

use super::{Difference, Note, Verification};
use crate::diagnostic::JsonWriter;
use crate::money::Decimal;

impl Verification {
    /// The verification as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let digits = self.quote.currency.digits;
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("outcome").string(self.outcome.as_str());
        json.key("currency")
            .string(self.quote.currency.code.as_str());
        let text = |amount: Option<Decimal>| amount.map(|amount| amount.to_fixed(digits));
        optional(&mut json, "claimed", text(self.claimed).as_deref());
        optional(&mut json, "ours", text(self.quote.amount).as_deref());
        json.key("notes").begin_array();
        self.notes.iter().for_each(|each| note(&mut json, each));
        json.end_array().key("changed").begin_array();
        for each in &self.changed {
            difference(&mut json, each);
        }
        json.end_array().key("differences").begin_array();
        for each in &self.differences {
            difference(&mut json, each);
        }
        json.end_array();
        // a quote is JSON already
        json.key("quote").raw_number(self.quote.to_json());
        json.end_object();
        json.finish()
    }
}

fn note(json: &mut JsonWriter, note: &Note) {
    json.begin_object().key("code").string(note.code);
    optional(json, "claimed", note.claimed.as_deref());
    json.key("ours").string(&note.ours).end_object();
}

fn difference(json: &mut JsonWriter, difference: &Difference) {
    json.begin_object().key("place").string(&difference.place);
    if let Some(line) = &difference.line {
        json.key("line").begin_object();
        json.key("phase").string(&line.phase);
        json.key("kind").string(&line.kind);
        json.key("id").string(&line.id);
        json.key("label").string(&line.label).end_object();
    }
    json.key("field").string(difference.field);
    optional(json, "claimed", difference.claimed.as_deref());
    optional(json, "ours", difference.ours.as_deref());
    json.end_object();
}

fn optional(json: &mut JsonWriter, key: &str, text: Option<&str>) {
    json.key(key);
    match text {
        Some(text) => json.string(text),
        None => json.null(),
    };
}
