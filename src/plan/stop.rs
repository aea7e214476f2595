//! Whether anybody still waits for an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Plan;

/// Ends analyses whose answer nobody waits for any more. Copies are one: what stops one of them stops all.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Tells it, for good.
    pub fn tell(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was told.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Plan {
    /// The same plan for analyses that may be given up: ranges, counts, wishes, lint and differences that are told to stop
    /// end soon, with what they know by then, as if their budget were spent. What prices one order does not ask.
    ///
    /// # Example
    /// ```
    /// use pricewright::plan::Stop;
    /// use pricewright::{Catalog, Order, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "shelf", "base_price": "20",
    ///     "features": [{"id": "oiled", "type": "boolean", "required": true}]}]}"#;
    /// let stop = Stop::default();
    /// let plan = compile(&Catalog::from_json(catalog)?)?.stopped_by(&stop);
    /// let order = Order::from_json(r#"{"items": [{"component": "shelf"}]}"#)?;
    /// assert!(plan.count_configurations(&order, 100)?.is_exact());
    /// stop.tell();
    /// assert!(!plan.count_configurations(&order, 100)?.is_exact());
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn stopped_by(&self, stop: &Stop) -> Self {
        Self {
            stop: Some(stop.clone()),
            ..self.clone()
        }
    }

    /// Whether analyses are to end.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(Stop::is_told)
    }
}
