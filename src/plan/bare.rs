//! A plan for strangers: it prices the same and quotes no rule.

use std::sync::Arc;

use super::Plan;

impl Plan {
    /// The same plan without the texts of rules and expressions: its quotes have the same lines and
    /// amounts, but no `source`, and their messages do not quote what is written in the catalog.
    ///
    /// Names, labels and display data stay, and so does everything that prices need; leave internal
    /// parts out before compiling.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "compiler")] {
    /// use pricewright::{Catalog, compile};
    /// let catalog = Catalog::from_json(
    ///     r#"{"format": 1, "currency": "EUR", "components": [
    ///         {"id": "mug", "base_price": "9.90", "rules": "surcharge gift : 2.00 // margin 80%"}]}"#,
    /// )?;
    /// let plan = compile(&catalog)?;
    /// assert_eq!(plan.data().sources.len(), 1);
    /// assert!(plan.without_sources().data().sources.is_empty());
    /// # }
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn without_sources(&self) -> Self {
        // Steps and prices keep numbers that now lead nowhere; bytes leave them out.
        let mut data = self.data().clone();
        data.sources = Vec::new();
        for component in &mut data.components {
            component.program.places = Vec::new();
        }
        data.order.program.places = Vec::new();
        Self::new(data)
    }

    /// The same plan under the fingerprint of another catalog, of which its own is a part. Its
    /// quotes then say from which catalog they come.
    #[must_use]
    pub fn with_fingerprint(self, fingerprint: impl Into<String>) -> Self {
        let mut data = Arc::unwrap_or_clone(self.data);
        data.fingerprint = fingerprint.into();
        Self::new(data)
    }
}
