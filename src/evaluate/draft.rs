//! A line before it is rounded, and what it comes from.

use std::collections::BTreeSet;

use crate::model::quote::{CellUse, LineBase, LineKind};
use crate::money::Decimal;
use crate::plan::{ComponentIndex, FeatureIndex, OptionIndex, PhaseKind, SlotId, SourceSpan, Step};

/// The phase that is being run.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhaseInfo<'a> {
    /// Its id.
    pub id: &'a str,
    /// Which one; none for `base` and those of the order.
    pub kind: Option<PhaseKind>,
    /// Percentages of the running subtotal.
    pub compound: bool,
    /// Its number in the component.
    pub number: usize,
}

/// A step with its number in its phase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its number.
    pub number: usize,
}

/// A fee once per order, as one item asks for it.
#[derive(Clone, Debug)]
pub(super) struct Fee {
    /// The component.
    pub component: ComponentIndex,
    /// Where its rule stands among the component's rules.
    pub position: [usize; 3],
    /// The key's value.
    pub key: Option<String>,
    /// Its line, rounded.
    pub draft: Draft,
}

/// A fee whose key is not set.
#[derive(Clone, Debug)]
pub(super) struct Keyless {
    /// The rule.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What the key reads.
    pub slots: BTreeSet<SlotId>,
}

/// A line before it is rounded.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// What made it.
    pub kind: LineKind,
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// In the measure of the phase.
    pub amount: Decimal,
    /// Whether it is final as it is: the line exists to round.
    pub is_final: bool,
    /// Whether everything that led to the amount was exact.
    pub exact: bool,
    /// Whether percentages count it.
    pub discountable: bool,
    /// The base of a percentage.
    pub base: Option<LineBase>,
    /// The rate as it acts.
    pub rate: Option<Decimal>,
    /// The cell of a price list.
    pub cell: Option<CellUse>,
    /// The tier that was reached.
    pub tier: Option<Decimal>,
    /// How many of a multiselect's option.
    pub option_quantity: Option<Decimal>,
    /// Whose surcharge it is.
    pub choice: Option<(FeatureIndex, Option<OptionIndex>)>,
    /// Where it stands.
    pub place: SourceSpan,
}

impl Draft {
    /// A line of this amount.
    pub fn new(kind: LineKind, id: &str, label: &str, amount: Decimal) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            label: label.to_owned(),
            amount,
            is_final: false,
            exact: true,
            discountable: true,
            base: None,
            rate: None,
            cell: None,
            tier: None,
            option_quantity: None,
            choice: None,
            place: SourceSpan::default(),
        }
    }
}
