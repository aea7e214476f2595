//! Plan and order to quote: read the configuration, look up, apply the phases, add up.
//!
//! The same order gives the same quote on every platform. Nothing here panics, and every loop is
//! bounded by the plan, the order and [`limits`]. A [`Session`] prices one configuration again and
//! again; what it keeps between two prices is in `memo`.
//!
//! The stages, each a room of its own: `order_input` reads what holds for the whole order,
//! `configuration` the items, `constraint` says what is forbidden; then `item` runs each item's
//! `waterfall` (`base`, `adjust`, `tier`, `limit`), `order` what goes over all items (`share`),
//! and `tax` comes last. `priced` runs them; all of it is numbers, which `written` turns into the
//! lines of a quote. Faults of the order are diagnostics; everything about an item is in the
//! quote.

mod adjust;
pub(crate) mod answer;
mod base;
pub(crate) mod choice;
mod configuration;
mod constraint;
mod counts;
mod draft;
pub(crate) mod expression;
mod findings;
pub(crate) mod frame;
pub(crate) mod function;
mod item;
pub(crate) mod limit;
pub mod limits;
mod line_names;
pub(crate) mod lookup;
mod material;
pub(crate) mod memo;
mod nearest;
pub(crate) mod observe;
mod order;
pub(crate) mod order_input;
mod priced;
#[cfg(feature = "scaled")]
mod scaled;
#[cfg(not(feature = "scaled"))]
#[path = "unscaled.rs"]
mod scaled;
mod session;
mod share;
pub(crate) mod slot_set;
pub(crate) mod sums;
mod surcharge;
mod tax;
mod tier;
pub(crate) mod value;
pub(crate) mod walk;
mod waterfall;
mod written;

#[cfg(test)]
mod program_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::model::order::Order;
use crate::model::quote::Quote;
use crate::plan::{Plan, PlanData};
use memo::Memo;
use observe::Observer;
use priced::Priced;

pub use line_names::LineTexts;
pub use memo::Work;
pub use session::{Field, Session, SessionLine};
pub(crate) use session::{Quick, QuickLine};

impl Plan {
    /// Prices an order.
    ///
    /// # Errors
    /// Every fault of the order itself at once: no items, an unknown currency, a missing day, an
    /// unknown or unfit input, a tax rate outside 0 to 100 percent. What is wrong with an item is
    /// no error: the quote says it.
    pub fn price(&self, order: &Order) -> Result<Quote, Diagnostics> {
        run(self.data(), order, &mut ())
    }
}

/// Prices an order and tells an observer what fired and what did not.
pub(crate) fn run(
    plan: &PlanData,
    order: &Order,
    observer: &mut dyn Observer,
) -> Result<Quote, Diagnostics> {
    let setting = order_input::read(plan, order)?;
    let priced = Priced::of(&setting, observer, &mut Memo::default());
    Ok(priced.written(&setting))
}
