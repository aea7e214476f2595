//! Hints to JSON.

use super::{Hint, Hints};
use crate::diagnostic::JsonWriter;

impl Hints {
    /// The hints as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let digits = self.currency.digits;
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("currency").string(self.currency.code.as_str());
        json.key("status").string(self.status.as_str());
        json.key("amount");
        match self.amount {
            Some(amount) => json.string(&amount.to_fixed(digits)),
            None => json.null(),
        };
        json.key("hints").begin_array();
        for each in &self.hints {
            hint(&mut json, each, digits);
        }
        json.end_array().end_object();
        json.finish()
    }
}

fn hint(json: &mut JsonWriter, hint: &Hint, digits: u32) {
    json.begin_object().key("kind").string(hint.kind.as_str());
    json.key("message").string(&hint.message(digits));
    json.key("item").raw_number(hint.item);
    json.key("subject").string(&hint.subject).key("from");
    match &hint.from {
        Some(value) => value.write(json),
        None => {
            json.null();
        }
    }
    json.key("to");
    hint.to.write(json);
    if let Some(change) = hint.change {
        json.key("change").display(change);
    }
    if let Some(unit) = &hint.unit {
        json.key("unit").string(unit);
    }
    json.key("amount").string(&hint.amount.to_fixed(digits));
    json.key("difference")
        .string(&hint.difference.to_fixed(digits));
    if let Some(minimum) = &hint.minimum {
        json.key("minimum").begin_object();
        json.key("id").string(&minimum.id);
        json.key("label").string(&minimum.label);
        json.key("by").string(&minimum.by.to_fixed(digits));
        json.end_object();
    }
    json.key("witness");
    hint.witness.write(json);
    json.end_object();
}
