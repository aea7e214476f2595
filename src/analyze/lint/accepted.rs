//! Findings that the catalog's author accepts.

use super::Findings;
use crate::model::catalog::Accepted;

impl Findings {
    /// Marks findings that a catalog accepts, by code and id; what it accepts and was not found is
    /// kept as unneeded.
    ///
    /// # Example
    /// ```
    /// use pricewright::analyze::lint::LintLimits;
    /// use pricewright::{Catalog, compile};
    ///
    /// let catalog = Catalog::from_json(r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "pen", "base_price": "10", "features": [],
    ///     "rules": "discount odd when 2 > 3 : 20% of list"}],
    ///     "accepted": [{"code": "rule-never-fires", "id": "odd", "reason": "for the spring sale"}]}"#)?;
    /// let found = compile(&catalog)?.lint(LintLimits::default()).accept(&catalog.accepted);
    /// assert_eq!(found.findings[0].accepted.as_deref(), Some("for the spring sale"));
    /// assert!(!found.fails());
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn accept(mut self, accepted: &[Accepted]) -> Self {
        self.unneeded.clear();
        for entry in accepted {
            let is_it = |code: &str, id: &str| code == entry.code && id == entry.id;
            let mut found = false;
            for finding in &mut self.findings {
                if is_it(finding.code.as_str(), &finding.id) {
                    finding.accepted = Some(entry.reason.clone());
                    found = true;
                }
            }
            let undecided = &self.undecided;
            if !found && !undecided.iter().any(|it| is_it(it.code.as_str(), &it.id)) {
                let Accepted { code, id, reason } = entry.clone();
                self.unneeded.push((code, id, reason));
            }
        }
        self
    }
}
