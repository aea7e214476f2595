//! What a small change of an order buys.
//!
//! Takes an order that has a price and gives changes that save something or cost nothing: a number
//! moved to the edge of the step that its price sits on, a quantity raised to a tier, an option
//! that a minimum pays for. Each is priced as a whole order and comes with the item that has this
//! price, so it cannot be wrong; what would be worth a hint behind a calculation may be missed.
//! Hints are ordered by what they save, the most first, then by how small the change is.

mod find;
mod json;
mod render;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::model::order::{Item, Order, Value};
use crate::model::quote::Status;
use crate::money::{Currency, Decimal};
use crate::plan::Plan;

/// Small changes of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The currency of the amounts.
    pub currency: Currency,
    /// The status of the order; only one that is priced has hints.
    pub status: Status,
    /// The amount of the order.
    pub amount: Option<Decimal>,
    /// The changes.
    pub hints: Vec<Hint>,
}

/// A small change, and what it buys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it buys.
    pub kind: HintKind,
    /// The item's index in the order.
    pub item: usize,
    /// What is changed: a feature, or `quantity`.
    pub subject: String,
    /// Its value now; none where it is not given.
    pub from: Option<Value>,
    /// Its value then.
    pub to: Value,
    /// How much more or less a number is.
    pub change: Option<Decimal>,
    /// The unit of the number.
    pub unit: Option<String>,
    /// The amount of the order then.
    pub amount: Decimal,
    /// That amount less the present one; never above 0.
    pub difference: Decimal,
    /// The minimum that pays for the change.
    pub minimum: Option<Lifted>,
    /// The item that has this price in the order.
    pub witness: Item,
}

/// What a change buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintKind {
    /// The order costs less.
    Saves,
    /// A number is larger for the same amount.
    MoreForTheSame,
    /// An option costs nothing more, because a minimum is in force.
    Free,
}

impl HintKind {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Saves => "saves",
            Self::MoreForTheSame => "more-for-the-same",
            Self::Free => "free",
        }
    }
}

/// A minimum that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// By how much it lifts the present amount.
    pub by: Decimal,
}

impl Plan {
    /// Small changes of an order that save something or cost nothing, at most `limit` of them.
    ///
    /// # Errors
    /// Those of [`Plan::price`].
    ///
    /// # Example
    /// ```
    /// use pricewright::{Catalog, Order, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "pen", "base_price": "10", "features": [],
    ///     "rules": "tiers many on quantity volume : 10 -> discount 20% of extended"}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let order = Order::from_json(r#"{"items": [{"component": "pen", "quantity": 9}]}"#)?;
    /// let found = plan.hints(&order, 5)?;
    /// // 9 × 10.00 are 90.00; 10 × 10.00 less 20 % are 80.00
    /// assert_eq!(found.hints[0].difference.to_fixed(2), "-10.00");
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn hints(&self, order: &Order, limit: usize) -> Result<Hints, Diagnostics> {
        let quote = self.price(order)?;
        let mut hints = match quote.amount {
            Some(amount) => find::all(self, order, &quote, amount)?,
            None => Vec::new(),
        };
        hints.truncate(limit);
        Ok(Hints {
            currency: quote.currency,
            status: quote.status,
            amount: quote.amount,
            hints,
        })
    }
}
