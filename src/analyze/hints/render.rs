//! Hints in words.

use super::{Hint, HintKind, Hints};
use crate::diagnostic::push_visible;
use crate::model::order::Value;
use crate::money::Decimal;

impl Hints {
    /// The amount, then a line for each hint.
    #[must_use]
    pub fn render(&self) -> String {
        let digits = self.currency.digits;
        let mut text = match self.amount {
            Some(amount) => format!("{} {}\n", amount.to_fixed(digits), self.currency.code),
            None => format!("no hints: {}\n", self.status.as_str().replace('_', " ")),
        };
        if self.hints.is_empty() && self.amount.is_some() {
            text.push_str("  no small change saves anything\n");
        }
        for hint in &self.hints {
            let number = hint.item.saturating_add(1);
            let line = format!("item {number}: {}", hint.message(digits));
            text.push_str("  ");
            push_visible(&mut text, &line);
            text.push('\n');
        }
        text
    }
}

impl Hint {
    /// The hint in words; `digits` are those of the currency.
    #[must_use]
    pub fn message(&self, digits: u32) -> String {
        let what = self.what();
        match (self.kind, &self.minimum) {
            (HintKind::Saves, _) => {
                let saved = self.difference.absolute().to_fixed(digits);
                format!("{what} saves {saved}")
            }
            (_, Some(minimum)) => format!(
                "{what} costs nothing more: `{}` lifts the price by {}",
                minimum.label,
                minimum.by.to_fixed(digits)
            ),
            (_, None) => format!("{what} costs the same"),
        }
    }

    /// The change: `width 994 (6 mm less)`.
    fn what(&self) -> String {
        let to = match &self.to {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Boolean(truth) => truth.to_string(),
            Value::Choices(chosen) => {
                let ids = chosen.iter().map(|choice| choice.option.as_str());
                ids.collect::<Vec<_>>().join(" + ")
            }
        };
        let subject = &self.subject;
        let Some(change) = self.change else {
            return format!("{subject} {to}");
        };
        let unit = match (&self.unit, subject.as_str()) {
            (Some(unit), _) => format!(" {unit}"),
            (None, "quantity") if change == Decimal::ONE => " piece".to_owned(),
            (None, "quantity") => " pieces".to_owned(),
            (None, _) => String::new(),
        };
        let way = if change.is_negative() { "less" } else { "more" };
        format!("{subject} {to} ({}{unit} {way})", change.absolute())
    }
}
