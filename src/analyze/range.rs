//! The proved lowest and highest price of everything that a configuration can still become.

use super::bound::Judge;
use super::search::{Found, Goal, search};
use super::space::{Space, only_item};
use crate::diagnostic::Diagnostics;
use crate::evaluate::order_input;
use crate::model::order::Order;
use crate::money::{Currency, Decimal};
use crate::plan::Plan;

/// What a configuration can still cost.
#[derive(Clone, Debug)]
pub struct PriceRange {
    /// The order's currency.
    pub currency: Currency,
    /// The lowest price; none where no completion has one, or none was found.
    pub lowest: RangeEnd,
    /// The highest price.
    pub highest: RangeEnd,
}

/// One end of a range.
#[derive(Clone, Debug)]
pub struct RangeEnd {
    /// The price of the best configuration that was found.
    pub amount: Option<Decimal>,
    /// That configuration.
    pub witness: Option<Order>,
    /// No completion goes beyond this; none where that is not known.
    pub bound: Option<Decimal>,
    /// Whether the price is proved to be the end.
    pub proved: bool,
    /// How many sets of configurations were looked at.
    pub steps: u64,
}

impl Plan {
    /// What an order of one item can still cost: the values that it gives stay, features that it
    /// does not give are free. Looks at so many sets of configurations for each end at most.
    ///
    /// # Errors
    /// Faults of the order itself, as [`Plan::price`] tells them; not exactly one item.
    pub fn price_range(&self, order: &Order, budget: u64) -> Result<PriceRange, Diagnostics> {
        let setting = order_input::read(self.data(), order)?;
        let item = only_item(order)?;
        let mut range = PriceRange {
            currency: setting.currency,
            lowest: RangeEnd::NONE,
            highest: RangeEnd::NONE,
        };
        let Some(mut space) = Space::new(self, &setting, item) else {
            return Ok(range);
        };
        let Some(region) = space.region() else {
            return Ok(range);
        };
        let mut judge = Judge::new(&setting, space.component, item.quantity);
        let mut end = |goal| {
            let found = search(&mut space, &mut judge, region.clone(), goal, budget);
            RangeEnd::of(found, &space)
        };
        range.lowest = end(Goal::Lowest);
        range.highest = end(Goal::Highest);
        Ok(range)
    }
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
        let (amount, item) = found.best.unzip();
        Self {
            amount,
            witness: item.map(|item| space.order_of(item)),
            bound: found.bound,
            proved: found.proved,
            steps: found.steps,
        }
    }
}
