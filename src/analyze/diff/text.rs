//! Differences as text for people.

use super::{Change, ComparedLine, ComponentDiff, Coverage, Diff};
use crate::diagnostic::{columns, push_visible};
use crate::model::order::Value;
use crate::model::quote::Status;
use crate::money::Decimal;

/// The widest label of a line.
const WIDEST: usize = 40;

impl Diff {
    /// A block for each component: how many prices change, then the largest changes with both
    /// waterfalls.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        for id in &self.removed {
            push(&mut text, &format!("{id}: only in the old catalog"));
        }
        for id in &self.added {
            push(&mut text, &format!("{id}: only in the new catalog"));
        }
        for component in &self.components {
            self.component(&mut text, component);
        }
        if text.is_empty() {
            text.push_str("nothing to compare\n");
        }
        text
    }

    fn component(&self, text: &mut String, found: &ComponentDiff) {
        let count = found.configurations;
        let covered = match found.coverage {
            Coverage::Exhaustive => format!("all {count} configurations"),
            Coverage::Representative => {
                format!("{count} configurations, numbers at their steps and ends")
            }
            Coverage::Sample => {
                format!(
                    "a sample of {count} configurations by the seed {}",
                    self.seed
                )
            }
        };
        push(text, &format!("{}: {covered}", found.component));
        let counts = found.counts;
        let all = [
            ("unchanged", counts.unchanged),
            ("dearer", counts.up),
            ("cheaper", counts.down),
            ("newly priced", counts.newly_priced),
            ("no longer priced", counts.no_longer_priced),
            ("priced by neither", counts.unpriced),
        ];
        for (name, count) in all.into_iter().filter(|(_, count)| *count > 0) {
            push(text, &format!("  {name}: {count}"));
        }
        for (old, new, count) in &found.statuses {
            push(
                text,
                &format!("  {} -> {}: {count}", name(*old), name(*new)),
            );
        }
        if let Some(mean) = found.mean {
            let code = self.currency.code;
            push(
                text,
                &format!("  mean change: {} {code}", self.signed(mean)),
            );
        }
        for (title, change) in [("largest rise", &found.rise), ("largest fall", &found.fall)] {
            if let Some(change) = change {
                push(text, &format!("  {title}: {}", self.told(change)));
            }
        }
        for (title, changes) in [("Worst", &found.worst), ("Examples", &found.examples)] {
            for (number, change) in (1_usize..).zip(changes) {
                push(text, "");
                push(text, &format!("{title} {number}: {}", self.told(change)));
                push(text, &format!("  {}", described(change)));
                self.lines(text, &change.lines);
            }
        }
    }

    fn lines(&self, text: &mut String, lines: &[ComparedLine]) {
        let label = |line: &ComparedLine| match width(&line.label) {
            0..=WIDEST => line.label.clone(),
            _ => line.label.chars().take(WIDEST).collect(),
        };
        let widest = lines
            .iter()
            .map(|line| width(&label(line)))
            .max()
            .unwrap_or(0);
        for line in lines {
            let label = label(line);
            let gap = " ".repeat(widest.saturating_sub(width(&label)));
            let amount = |amount: Option<Decimal>| {
                amount.map_or_else(|| "-".to_owned(), |it| it.to_fixed(self.currency.digits))
            };
            let (old, new) = (amount(line.old), amount(line.new));
            let mark = if line.old == line.new { ' ' } else { '*' };
            push(
                text,
                &format!("  {mark} {label}{gap}  {old:>12}  {new:>12}"),
            );
        }
    }

    fn told(&self, change: &Change) -> String {
        let side = |(status, amount): (Status, Option<Decimal>)| match amount {
            Some(amount) => amount.to_fixed(self.currency.digits),
            None => name(status),
        };
        let mut text = format!("{} -> {}", side(change.old), side(change.new));
        if let Some(difference) = change.difference {
            text.push_str(&format!(", {}", self.signed(difference)));
        }
        if let Some(percent) = change.percent {
            text.push_str(&format!(" ({percent} %)"));
        }
        text
    }

    fn signed(&self, amount: Decimal) -> String {
        let sign = if amount.is_positive() { "+" } else { "" };
        format!("{sign}{}", amount.to_fixed(self.currency.digits))
    }
}

fn name(status: Status) -> String {
    status.as_str().replace('_', " ")
}

/// What is chosen, in one line.
fn described(change: &Change) -> String {
    let order = &change.order;
    let mut parts = Vec::new();
    for item in &order.items {
        parts.push(format!("{} x {}", item.quantity, item.component));
        parts.extend(item.values.iter().map(named));
    }
    parts.extend(order.inputs.iter().map(named));
    parts.extend(order.as_of.map(|day| format!("as_of {day}")));
    parts.join(", ")
}

fn named((id, value): &(String, Value)) -> String {
    format!("{id} {}", shown(value))
}

/// A value in words.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Choices(chosen) => {
            let ids = chosen.iter().map(|choice| choice.option.as_str());
            ids.collect::<Vec<_>>().join("+")
        }
    }
}

fn push(text: &mut String, line: &str) {
    push_visible(text, line);
    text.push('\n');
}

fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}
