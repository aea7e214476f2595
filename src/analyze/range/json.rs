//! A range as JSON.

use super::{PriceRange, RangeEnd};
use crate::diagnostic::JsonWriter;
use crate::model::quote::Violation;

impl PriceRange {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("currency").string(self.currency.code.as_str());
        for (name, end) in [("lowest", &self.lowest), ("highest", &self.highest)] {
            json.key(name);
            write_end(&mut json, end, self.currency.digits);
        }
        json.key("open").begin_array();
        for feature in &self.open {
            json.string(feature);
        }
        json.end_array().key("violations");
        // a list of violations is JSON already
        json.raw_number(Violation::list_to_json(self.violations.iter()));
        json.end_object();
        json.finish()
    }
}

fn write_end(json: &mut JsonWriter, end: &RangeEnd, digits: u32) {
    json.begin_object();
    for (name, amount) in [("amount", end.amount), ("bound", end.bound)] {
        json.key(name);
        match amount {
            Some(amount) => json.string(&amount.to_fixed(digits)),
            None => json.null(),
        };
    }
    json.key("proved").boolean(end.proved);
    json.key("steps").raw_number(end.steps);
    json.key("witness");
    match &end.witness {
        Some(order) => order.write(json),
        None => {
            json.null();
        }
    }
    json.end_object();
}
