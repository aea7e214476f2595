//! Option prices to JSON.

use super::{OptionPrice, OptionPrices};
use crate::diagnostic::JsonWriter;
use crate::model::quote::Violation;
use crate::money::Decimal;

impl OptionPrices {
    /// The prices as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let digits = self.currency.digits;
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("component").string(&self.component);
        json.key("currency").string(self.currency.code.as_str());
        json.key("status").string(self.status.as_str());
        amount(&mut json, "amount", self.amount, digits);
        json.key("features").begin_array();
        for feature in &self.features {
            json.begin_object().key("id").string(&feature.id);
            json.key("type").string(feature.kind);
            json.key("options").begin_array();
            for each in &feature.options {
                option(&mut json, each, digits);
            }
            json.end_array().end_object();
        }
        json.end_array().end_object();
        json.finish()
    }
}

fn option(json: &mut JsonWriter, option: &OptionPrice, digits: u32) {
    json.begin_object().key("id").string(&option.id);
    json.key("value");
    option.value.write(json);
    json.key("chosen").boolean(option.chosen);
    json.key("allowed").boolean(option.allowed);
    json.key("status").string(option.status.as_str());
    amount(json, "amount", option.amount, digits);
    amount(json, "difference", option.difference, digits);
    // a list of violations is JSON already
    let violations = Violation::list_to_json(option.violations.iter());
    json.key("violations").raw_number(violations).end_object();
}

fn amount(json: &mut JsonWriter, key: &str, amount: Option<Decimal>, digits: u32) {
    json.key(key);
    match amount {
        Some(amount) => json.string(&amount.to_fixed(digits)),
        None => json.null(),
    };
}
