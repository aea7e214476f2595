//! Option prices as text for people.

use super::{OptionPrice, OptionPrices};
use crate::diagnostic::{columns, push_visible};
use crate::model::quote::Status;

impl OptionPrices {
    /// A block for each feature: its options, what the order costs with each, and the difference.
    /// What is chosen has a star.
    #[must_use]
    pub fn render(&self) -> String {
        let digits = self.currency.digits;
        let amount = self.amount.map_or_else(
            || self.status.as_str().replace('_', " "),
            |amount| format!("{} {}", amount.to_fixed(digits), self.currency.code),
        );
        let mut text = String::new();
        push_visible(&mut text, &format!("{}: {amount}", self.component));
        text.push('\n');
        for feature in &self.features {
            text.push('\n');
            push_visible(&mut text, &feature.id);
            text.push('\n');
            let widest = feature.options.iter().map(|option| width(&option.id)).max();
            for option in &feature.options {
                let star = if option.chosen { "* " } else { "  " };
                text.push_str(star);
                push_visible(&mut text, &option.id);
                let gap = widest.unwrap_or(0).saturating_sub(width(&option.id));
                text.extend(std::iter::repeat_n(' ', gap));
                push_visible(&mut text, &told(option, digits));
                text.push('\n');
            }
        }
        text
    }
}

fn told(option: &OptionPrice, digits: u32) -> String {
    let why = option.violations.iter().map(|violation| {
        let fixes = violation.fixes.iter().map(|fix| match &fix.value {
            Some(value) => format!("{} = {value}", fix.feature),
            None => format!("no {}", fix.feature),
        });
        let fixes = fixes.collect::<Vec<_>>().join(", or ");
        match fixes.is_empty() {
            true => violation.message.clone(),
            false => format!("{}; allowed with {fixes}", violation.message),
        }
    });
    let why = why.collect::<Vec<_>>().join("; ");
    let Some(amount) = option.amount else {
        let status = match option.status {
            Status::Invalid => "not allowed".to_owned(),
            status => status.as_str().replace('_', " "),
        };
        return match why.is_empty() {
            true => format!("  {status}"),
            false => format!("  {status}: {why}"),
        };
    };
    let amount = amount.to_fixed(digits);
    match option.difference {
        Some(difference) if !difference.is_zero() => {
            let sign = if difference.is_negative() { "" } else { "+" };
            format!("  {amount:>12}  {sign}{}", difference.to_fixed(digits))
        }
        _ => format!("  {amount:>12}"),
    }
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}
