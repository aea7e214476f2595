//! Whether a price that somebody names is the price.
//!
//! Takes a claim, prices its order again and says `match` or the reason why not, with every line
//! that differs. The reasons, in this order; the first that is true is said:
//!
//! 1. `input-changed`: the order is not the one that was priced. By the order's fingerprint where
//!    the claim has one, else by what the quote echoes: items, components, quantities, tax rates,
//!    currency, day, and what was asked of price lists if the catalog is the same. This goes before
//!    a match, because the quote is then not the order's, whatever both cost.
//! 2. `match`: every amount and line is the same. Another catalog or engine is only noted.
//! 3. `catalog-changed`: the claim names another catalog.
//! 4. `engine-changed`: it names the same catalog, or none, and another engine.
//! 5. `tampered`: neither the order nor catalog nor engine are said to be others, yet amounts are.
//!
//! A claim is believed in what it says about its origin only as a reason for a mismatch: whoever
//! writes another fingerprint into a claim changes the reason, and never gets a match by it.

mod compare;
mod json;
mod render;
#[cfg(test)]
mod tests;

use super::claim::{Claim, ClaimedPrice};
use crate::diagnostic::Diagnostics;
use crate::model::quote::Quote;
use crate::money::Decimal;
use crate::plan::Plan;
use compare::Comparison;

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Whether it is true, or why not.
    pub outcome: Outcome,
    /// The amount that was claimed; none where the claim says that there is no price.
    pub claimed: Option<Decimal>,
    /// What differs between the claim and this plan without being the reason.
    pub notes: Vec<Note>,
    /// What the order and the quote say about the same thing, where that differs.
    pub changed: Vec<Difference>,
    /// Amounts and lines that differ.
    pub differences: Vec<Difference>,
    /// The quote of the claim's order by this plan: what to charge.
    pub quote: Quote,
}

/// Whether a claim is true, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is the price.
    Match,
    /// The order is not the one that was priced.
    InputChanged,
    /// Another catalog priced it.
    CatalogChanged,
    /// Another engine priced it.
    EngineChanged,
    /// Same order, catalog and engine, other amounts.
    Tampered,
}

impl Outcome {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::InputChanged => "input-changed",
            Self::CatalogChanged => "catalog-changed",
            Self::EngineChanged => "engine-changed",
            Self::Tampered => "tampered",
        }
    }
}

/// Something about a claim's origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// `catalog-changed`, `engine-changed`, `catalog-unknown` or `engine-unknown`.
    pub code: &'static str,
    /// What the claim says.
    pub claimed: Option<String>,
    /// What holds here.
    pub ours: String,
}

/// Something that a claim says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where in the quote: `items[0].lines`, `items[0]`, empty for the quote itself.
    pub place: String,
    /// Which line, if it is one.
    pub line: Option<DifferentLine>,
    /// What of it: `amount`, `rate`, `quantity`, …
    pub field: &'static str,
    /// What the claim says; none where it says nothing or has no such line.
    pub claimed: Option<String>,
    /// What holds; none where there is no such line or value.
    pub ours: Option<String>,
}

/// A line by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferentLine {
    /// Its phase.
    pub phase: String,
    /// What made it.
    pub kind: String,
    /// The id of what made it.
    pub id: String,
    /// What people read.
    pub label: String,
}

impl Plan {
    /// Whether a claim is true by this plan.
    ///
    /// # Errors
    /// Those of [`Plan::price`] for the claim's order.
    ///
    /// # Example
    /// ```
    /// use pricewright::analyze::claim::Claim;
    /// use pricewright::analyze::verify::Outcome;
    /// use pricewright::{Catalog, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [
    ///     {"id": "shelf", "base_price": "20", "features": []}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let claim = r#"{"order": {"items": [{"component": "shelf"}]}, "total": "19", "currency": "EUR"}"#;
    /// let verified = plan.verify(&Claim::from_json(claim)?)?;
    /// assert_eq!(verified.outcome, Outcome::Tampered);
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn verify(&self, claim: &Claim) -> Result<Verification, Diagnostics> {
        let quote = self.price(&claim.order)?;
        let notes = notes(claim, &quote);
        let other = |code: &str| notes.iter().any(|note| note.code == code);
        let found = Comparison::of(claim, &quote, !other("catalog-changed"));
        let Comparison {
            changed,
            differences,
        } = found;
        let outcome = if !changed.is_empty() {
            Outcome::InputChanged
        } else if differences.is_empty() {
            Outcome::Match
        } else if other("catalog-changed") {
            Outcome::CatalogChanged
        } else if other("engine-changed") {
            Outcome::EngineChanged
        } else {
            Outcome::Tampered
        };
        let claimed = match &claim.price {
            ClaimedPrice::Total { amount, .. } => Some(*amount),
            ClaimedPrice::Quote(quote) => {
                let amounts = quote.amounts.iter();
                amounts
                    .filter(|(name, _)| *name == "amount")
                    .find_map(|(_, amount)| *amount)
            }
        };
        Ok(Verification {
            outcome,
            claimed,
            notes,
            changed,
            differences,
            quote,
        })
    }
}

/// What a claim says of its origin and what holds here, where that is not the same.
fn notes(claim: &Claim, quote: &Quote) -> Vec<Note> {
    let catalog = ("catalog-changed", "catalog-unknown");
    let engine = ("engine-changed", "engine-unknown");
    let all = [
        (catalog, &claim.fingerprint, quote.fingerprint.as_str()),
        (engine, &claim.engine_version, quote.engine_version),
    ];
    let note = |((changed, unknown), claimed, ours): ((_, _), &Option<String>, &str)| {
        let code = match claimed.as_deref() {
            Some(claimed) if claimed == ours => return None,
            Some(_) => changed,
            None => unknown,
        };
        Some(Note {
            code,
            claimed: claimed.clone(),
            ours: ours.to_owned(),
        })
    };
    all.into_iter().filter_map(note).collect()
}
