//! A range in words.

use super::{PriceRange, RangeEnd};
use crate::diagnostic::push_visible;
use crate::model::order::{ChosenOption, Item, Value};
use crate::money::{Currency, Decimal};

impl PriceRange {
    /// Both ends, each with its configuration.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        for (name, end, beyond) in [
            ("from", &self.lowest, "lower"),
            ("to", &self.highest, "higher"),
        ] {
            write_end(&mut text, name, end, beyond, self.currency);
        }
        for violation in &self.violations {
            text.push_str("  ");
            push_visible(&mut text, &violation.message);
            text.push('\n');
        }
        if !self.open.is_empty() {
            let names = self.open.join(", ");
            text.push_str("  without a minimum or maximum, searched up to 10^12: ");
            push_visible(&mut text, &names);
            text.push('\n');
        }
        text
    }
}

fn write_end(text: &mut String, name: &str, end: &RangeEnd, beyond: &str, currency: Currency) {
    let amount =
        |amount: Decimal| format!("{} {}", amount.to_fixed(currency.digits), currency.code);
    let steps = end.steps;
    let line = match (end.amount, end.proved, end.bound) {
        (Some(best), true, _) => format!("{name} {} (proved, {steps} steps)", amount(best)),
        (Some(best), false, Some(bound)) => format!(
            "{name} {} (not proved after {steps} steps: none is {beyond} than {})",
            amount(best),
            amount(bound)
        ),
        (Some(best), false, None) => {
            format!("{name} {} (not proved after {steps} steps)", amount(best))
        }
        (None, true, _) => format!("{name}: no completion has a price (proved, {steps} steps)"),
        (None, false, Some(bound)) => format!(
            "{name}: nothing found in {steps} steps; none is {beyond} than {}",
            amount(bound)
        ),
        (None, false, None) => format!("{name}: nothing found in {steps} steps"),
    };
    text.push_str(&line);
    text.push('\n');
    let items = end.witness.iter().flat_map(|order| &order.items);
    for item in items {
        text.push_str("  ");
        push_visible(text, &configuration(item));
        text.push('\n');
    }
}

/// The values of an item on one line.
pub(crate) fn configuration(item: &Item) -> String {
    let value = |value: &Value| match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Choices(choices) => {
            let one = |choice: &ChosenOption| {
                if choice.quantity == Decimal::ONE {
                    choice.option.clone()
                } else {
                    format!("{} x {}", choice.quantity, choice.option)
                }
            };
            let all: Vec<String> = choices.iter().map(one).collect();
            format!("[{}]", all.join(", "))
        }
    };
    let values: Vec<String> = item
        .values
        .iter()
        .map(|(id, given)| format!("{id} {}", value(given)))
        .collect();
    values.join(", ")
}
