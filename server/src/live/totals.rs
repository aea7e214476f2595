//! Totals without quotes: sessions of a plan that are kept from one request to the next.

use std::sync::{Mutex, PoisonError};

use pricewright::exchange::TotalsJson;
use pricewright::{Diagnostics, Plan};

/// Sessions that nobody uses at the moment: as many as were in use at once.
#[derive(Debug, Default)]
pub struct KeptTotals(Mutex<Vec<TotalsJson>>);

impl KeptTotals {
    /// The totals of an order in JSON by a plan, always the same one, as one line of JSON.
    ///
    /// # Errors
    /// The faults of the text and of the order.
    pub fn of(&self, plan: &Plan, order: &str) -> Result<String, Diagnostics> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut totals = kept.unwrap_or_else(|| TotalsJson::new(plan));
        let text = totals.of_json(order);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(totals);
        text
    }
}
