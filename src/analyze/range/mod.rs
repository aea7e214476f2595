//! The proved lowest and highest price of everything that a configuration can still become.
//!
//! Takes an order of one item: the values that it gives stay, features that it does not give are
//! free. Gives both ends with the configurations that have these prices. An end is proved where no
//! completion is left that could go beyond it; where the budget is spent before, the bound says how
//! far the end may still be.

mod json;
mod render;

pub(super) use render::configuration;

use super::bound::Judge;
use super::search::{Found, Goal, search};
use super::space::{Space, only_item};
use crate::diagnostic::Diagnostics;
use crate::evaluate::order_input;
use crate::model::order::Order;
use crate::model::quote::Violation;
use crate::money::{Currency, Decimal};
use crate::plan::Plan;

/// How many sets of configurations are looked at for each end unless told otherwise.
pub const BUDGET: u64 = 20_000;

/// What a configuration can still cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRange {
    /// The order's currency.
    pub currency: Currency,
    /// The lowest price.
    pub lowest: RangeEnd,
    /// The highest price.
    pub highest: RangeEnd,
    /// Number features without a minimum or maximum: they are searched up to 10¹² from 0.
    pub open: Vec<String>,
    /// Why the given values have no completion, where they are not allowed by themselves.
    pub violations: Vec<Violation>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeEnd {
    /// The price of the best configuration that was found, as the order's amount. None where
    /// `proved` says that no completion has a price, or none was found.
    pub amount: Option<Decimal>,
    /// The order with that configuration.
    pub witness: Option<Order>,
    /// No completion goes beyond this; none where that is not known.
    pub bound: Option<Decimal>,
    /// Whether the price is proved to be the end.
    pub proved: bool,
    /// How many sets of configurations were looked at.
    pub steps: u64,
}

impl Plan {
    /// What an order of one item can still cost, looking at so many sets of configurations for
    /// each end at most ([`BUDGET`] is a good number).
    ///
    /// # Errors
    /// Faults of the order itself, as [`Plan::price`] tells them; not exactly one item.
    pub fn price_range(&self, order: &Order, budget: u64) -> Result<PriceRange, Diagnostics> {
        let setting = order_input::read(self.data(), order)?;
        let item = only_item(order)?;
        let space = Space::new(self, &setting, item);
        let region = space.as_ref().and_then(Space::region);
        let (Some(mut space), Some(region)) = (space, region) else {
            return Ok(PriceRange {
                currency: setting.currency,
                lowest: RangeEnd::NONE,
                highest: RangeEnd::NONE,
                open: Vec::new(),
                violations: violations(self, order)?,
            });
        };
        let mut judge = Judge::new(&setting, space.component, item.quantity);
        let mut end = |goal| {
            let found = search(&mut space, &mut judge, region.clone(), goal, budget);
            RangeEnd::of(found, &space)
        };
        let (lowest, highest) = (end(Goal::Lowest), end(Goal::Highest));
        let none = lowest.amount.is_none() && lowest.proved;
        Ok(PriceRange {
            currency: setting.currency,
            lowest,
            highest,
            open: space.open_numbers(),
            violations: if none {
                violations(self, order)?
            } else {
                Vec::new()
            },
        })
    }
}

/// What is not allowed about the values that an order gives; not which features are
/// missing.
pub(super) fn violations(plan: &Plan, order: &Order) -> Result<Vec<Violation>, Diagnostics> {
    let quote = plan.price(order)?;
    let of_items = quote.items.into_iter().flat_map(|item| item.violations);
    Ok(of_items
        .chain(quote.violations)
        .filter(|violation| violation.code != "missing-required")
        .collect())
}

impl RangeEnd {
    /// No completion has a price.
    const NONE: Self = Self {
        amount: None,
        witness: None,
        bound: None,
        proved: true,
        steps: 0,
    };

    fn of(found: Found, space: &Space<'_>) -> Self {
        let (amount, item) = match found.best {
            Some(best) => (Some(best.amount), Some(best.item)),
            None => (None, None),
        };
        Self {
            amount,
            witness: item.map(|item| space.order_of(item)),
            bound: found.bound,
            proved: found.proved,
            steps: found.steps,
        }
    }
}
