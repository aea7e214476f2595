//! Verifications as text for people.

use super::{Difference, Outcome, Verification};
use crate::diagnostic::push_visible;
use crate::money::Decimal;

impl Verification {
    /// What became of the claim, then a line for each difference.
    #[must_use]
    pub fn render(&self) -> String {
        let digits = self.quote.currency.digits;
        let code = self.quote.currency.code;
        let amount = |amount: Option<Decimal>| {
            amount.map_or_else(
                || "no price".to_owned(),
                |amount| format!("{} {code}", amount.to_fixed(digits)),
            )
        };
        let (claimed, ours) = (amount(self.claimed), amount(self.quote.amount));
        let meaning = match self.outcome {
            Outcome::Match => format!("the price is {ours}"),
            Outcome::InputChanged => {
                format!(
                    "the order is not the one that was priced; it costs {ours}, claimed {claimed}"
                )
            }
            Outcome::CatalogChanged => {
                format!("priced with another catalog; this one gives {ours}, claimed {claimed}")
            }
            Outcome::EngineChanged => {
                format!("priced with another engine; this one gives {ours}, claimed {claimed}")
            }
            Outcome::Tampered => format!("the price is {ours}, claimed {claimed}"),
        };
        let mut text = format!("{}: {meaning}\n", self.outcome.as_str());
        for note in &self.notes {
            let claimed = note.claimed.as_deref().unwrap_or("nothing");
            push(
                &mut text,
                &format!("note {}: claimed {claimed}, here {}", note.code, note.ours),
            );
        }
        for each in self.changed.iter().chain(&self.differences) {
            push(&mut text, &told(each));
        }
        text
    }
}

fn push(text: &mut String, line: &str) {
    text.push_str("  ");
    push_visible(text, line);
    text.push('\n');
}

fn told(difference: &Difference) -> String {
    let mut what: Vec<&str> = Vec::new();
    if !difference.place.is_empty() {
        what.push(&difference.place);
    }
    if let Some(line) = &difference.line {
        what.extend([line.phase.as_str(), line.id.as_str()]);
    }
    what.push(difference.field);
    let what = what.join(" ");
    match (&difference.claimed, &difference.ours) {
        (Some(claimed), Some(ours)) => format!("{what}: claimed {claimed}, here {ours}"),
        (Some(claimed), None) => format!("{what}: claimed {claimed}, here there is none"),
        (None, Some(ours)) => format!("{what}: not claimed, here {ours}"),
        (None, None) => what,
    }
}
