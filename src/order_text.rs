//! The text of an order straight into a session, or to totals.
//!
//! Takes JSON and gives a session what stands in it. Where the text is a plain one and the session
//! prices in scaled integers, names are resolved while they stand in the text and nothing of it is
//! copied; any doubt leaves it to the reader that tells every fault, so what holds afterwards is the
//! same in both ways.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::evaluate::Session;
use crate::exchange::TotalsJson;
use crate::model::order::Order;

impl Session {
    /// Another order of one item in place of this session's, as [`replace`](Self::replace) does it,
    /// from its JSON: the quickest way from text to price. Values that are given are the order's;
    /// those that stood in another sequence may stand in the catalog's.
    ///
    /// # Errors
    /// Every fault of the text, or another number of items than one: nothing changes then.
    ///
    /// # Example
    /// ```
    /// use pricewright::{Catalog, compile};
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "shelf", "base_price": "20",
    ///     "features": [{"id": "oiled", "type": "boolean", "surcharge": "4.50"}]}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let mut session = plan.session("shelf");
    /// session.replace_json(r#"{"items": [{"component": "shelf", "values": {"oiled": true}}]}"#)?;
    /// assert_eq!(session.total()?.unwrap().to_fixed(2), "24.50");
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn replace_json(&mut self, text: &str) -> Result<(), Diagnostics> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(order) = crate::model::read::borrowed_order(text)
            && self.take_over(&order)
        {
            return Ok(());
        }
        let mut order = Order::from_json(text)?;
        match (order.items.pop(), order.items.as_slice()) {
            (Some(item), []) => {
                self.replace(order, item);
                Ok(())
            }
            (_, others) => {
                let count = others.len().saturating_add(1);
                let message = format!("a session prices one item, found {count}");
                let place = Place::in_document(None, "$.items");
                let diagnostic = Diagnostic::new(Code::InvalidValue, place, message);
                Err(diagnostic.into())
            }
        }
    }
}

impl TotalsJson {
    /// The totals of an order in JSON, as [`of`](Self::of) gives them: the quickest way from text to text.
    ///
    /// # Errors
    /// Every fault of the text, and those of [`of`](Self::of).
    ///
    /// # Example
    /// ```
    /// use pricewright::exchange::TotalsJson;
    /// use pricewright::{Catalog, compile};
    /// let catalog = r#"{"format": 1, "currency": "EUR",
    ///     "components": [{"id": "mug", "base_price": "7.50"}]}"#;
    /// let mut totals = TotalsJson::new(&compile(&Catalog::from_json(catalog)?)?);
    /// let text = totals.of_json(r#"{"items": [{"component": "mug", "quantity": 3}]}"#)?;
    /// assert!(text.ends_with(r#""amount":"22.50"}"#), "{text}");
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    pub fn of_json(&mut self, order: &str) -> Result<String, Diagnostics> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(order) = crate::model::read::borrowed_order(order)
            && let Some(text) = self.taken_over(&order)
        {
            return text;
        }
        self.of(Order::from_json(order)?)
    }
}
