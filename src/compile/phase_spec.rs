//! Phases before their steps are known.

use crate::plan::{Choice, PhaseKind};

/// A phase before its steps are known.
#[derive(Clone, Debug)]
pub(super) struct PhaseSpec {
    /// Its id.
    pub id: String,
    /// Which one.
    pub kind: PhaseKind,
    /// After × quantity.
    pub per_item: bool,
    /// Percentages of the running subtotal.
    pub compound: bool,
    /// Which adjustments apply.
    pub choice: Choice,
    /// Whether the catalog says something of it.
    pub configured: bool,
}

impl PhaseSpec {
    /// The order's only phase.
    pub fn of_order() -> Self {
        Self::new("order", PhaseKind::Own, true)
    }

    /// One of which the catalog says nothing.
    pub fn new(id: &str, kind: PhaseKind, per_item: bool) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            per_item,
            compound: false,
            choice: Choice::All,
            configured: false,
        }
    }
}
