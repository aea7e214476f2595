//! A solution as JSON.

use super::Solution;
use crate::diagnostic::JsonWriter;
use crate::model::quote::Violation;

impl Solution {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let digits = self.currency.digits;
        let mut json = JsonWriter::new();
        json.begin_object();
        json.key("currency").string(self.currency.code.as_str());
        for (name, value) in [("value", self.value), ("bound", self.bound)] {
            json.key(name);
            match value {
                Some(value) => json.display(value),
                None => json.null(),
            };
        }
        if let Some(unit) = &self.unit {
            json.key("unit").string(unit);
        }
        json.key("amount");
        match self.amount {
            Some(amount) => json.string(&amount.to_fixed(digits)),
            None => json.null(),
        };
        json.key("proved").boolean(self.proved);
        json.key("steps").raw_number(self.steps);
        json.key("witness");
        match &self.witness {
            Some(order) => order.write(&mut json),
            None => {
                json.null();
            }
        }
        json.key("violations");
        // a list of violations is JSON already
        json.raw_number(Violation::list_to_json(self.violations.iter()));
        json.end_object();
        json.finish()
    }
}
