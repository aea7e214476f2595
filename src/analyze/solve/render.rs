//! A solution in words.

use super::Solution;
use crate::analyze::range::configuration;
use crate::diagnostic::push_visible;

impl Solution {
    /// The value, what the order costs with it, and the configuration.
    #[must_use]
    pub fn render(&self) -> String {
        let steps = self.steps;
        let mut text = match (self.value, self.amount) {
            (Some(value), Some(amount)) => {
                let unit = self.unit.as_deref().map(|unit| format!(" {unit}"));
                let proof = match (self.proved, self.bound) {
                    (true, _) => "proved".to_owned(),
                    (false, Some(bound)) => format!("not proved: {bound} may be possible"),
                    (false, None) => "not proved".to_owned(),
                };
                format!(
                    "{value}{} for {} {} ({proof}, {steps} steps)\n",
                    unit.unwrap_or_default(),
                    amount.to_fixed(self.currency.digits),
                    self.currency.code,
                )
            }
            _ if self.proved => format!("nothing fits (proved, {steps} steps)\n"),
            _ => format!("nothing found in {steps} steps\n"),
        };
        for item in self.witness.iter().flat_map(|order| &order.items) {
            text.push_str("  ");
            push_visible(&mut text, &configuration(item));
            text.push('\n');
        }
        for violation in &self.violations {
            text.push_str("  ");
            push_visible(&mut text, &violation.message);
            text.push('\n');
        }
        text
    }
}
