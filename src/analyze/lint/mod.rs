//! What is wrong with a catalog that compiles: a price manager's lint.
//!
//! Takes a plan and gives findings, each with an order that shows it. What is said of one
//! configuration is said after its order was priced; what is said of all of them is proved by a
//! search over sets of configurations, or marked as a suspicion where the search could not cover
//! every quantity, day and input. A question that runs out of steps is no finding; it is listed as
//! undecided. The same plan and limits give the same findings.

mod accepted;
mod bench;
mod cells;
mod code;
mod contradiction;
mod effect;
mod fires;
mod idle;
mod json;
mod options;
mod orders;
mod pieces;
mod reads;
mod render;
mod run;
mod slices;
mod unpriced;
mod zero;

pub use code::{LintCode, LintSeverity};

use crate::model::order::Order;
use crate::model::quote::SourcePosition;
use crate::plan::Plan;

/// How much a lint may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintLimits {
    /// Sets of configurations that are looked at for one question.
    pub steps: u64,
    /// Findings of one kind about one price list; the last says how many there are besides.
    pub per_list: usize,
}

impl Default for LintLimits {
    fn default() -> Self {
        Self {
            steps: 1_000,
            per_list: 20,
        }
    }
}

/// What a lint found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// By component, then by code, then in document order; those of the order last.
    pub findings: Vec<Finding>,
    /// Questions that ran out of steps.
    pub undecided: Vec<Undecided>,
    /// What the catalog accepts and the lint does not find: code, id, reason.
    pub unneeded: Vec<(String, String, String)>,
}

/// A fault, and an order that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which fault.
    pub code: LintCode,
    /// Whether it is proved; a suspicion otherwise.
    pub proved: bool,
    /// The component; none for a rule of the order.
    pub component: Option<String>,
    /// What it is about: a rule, a list, a feature, `feature.option`, or the component.
    pub id: String,
    /// Where that stands, as far as it is known.
    pub source: Option<SourcePosition>,
    /// In words.
    pub message: String,
    /// An order that shows it.
    pub order: Order,
    /// The order that it is compared with, where it takes two.
    pub compared: Option<Order>,
    /// The rules that contradict each other.
    pub rules: Vec<String>,
    /// How many findings of this code about this id were left out.
    pub more: usize,
    /// Why the catalog's author accepts it.
    pub accepted: Option<String>,
}

/// A question that ran out of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// What was asked.
    pub code: LintCode,
    /// Of which component; none for a rule of the order.
    pub component: Option<String>,
    /// Of what in it.
    pub id: String,
}

impl Plan {
    /// What is wrong with the catalog, as far as it is found within the limits.
    ///
    /// # Example
    /// ```
    /// use pricewright::analyze::lint::{LintCode, LintLimits};
    /// use pricewright::{Catalog, compile};
    ///
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "pen", "base_price": "10", "features": [],
    ///     "rules": "discount odd when 2 > 3 : 20% of list"}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let found = plan.lint(LintLimits::default());
    /// assert_eq!(found.findings[0].code, LintCode::RuleNeverFires);
    /// assert!(found.findings[0].proved);
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn lint(&self, limits: LintLimits) -> Findings {
        run::run(self, limits)
    }
}

impl Findings {
    /// Whether nothing is to be said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.undecided.is_empty() && self.unneeded.is_empty()
    }

    /// Whether something is found that is a warning or worse and not accepted.
    #[must_use]
    pub fn fails(&self) -> bool {
        let open = |finding: &&Finding| finding.accepted.is_none();
        let mut open = self.findings.iter().filter(open);
        open.any(|finding| finding.severity() != LintSeverity::Note)
    }
}

impl Finding {
    /// How bad it is: a suspicion is a note.
    #[must_use]
    pub const fn severity(&self) -> LintSeverity {
        if self.proved {
            self.code.severity()
        } else {
            LintSeverity::Note
        }
    }
}
