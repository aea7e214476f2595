//! A line before it is rounded, what it comes from, and the record it leaves.
//!
//! All of it is numbers: ids, labels and cells become texts when a quote is written (`written`).

use std::cmp::Ordering;

use super::lookup::CellHit;
use super::slot_set::SlotSet;
use crate::diagnostic::Span;
use crate::model::quote::{LineKind, Scope};
use crate::money::Decimal;
use crate::plan::{
    AmountName, ComponentIndex, FeatureIndex, LabelId, OptionIndex, PhaseKind, SourceSpan, Step,
    TableIndex, TextId,
};

/// What a phase is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhaseName {
    /// By the plan.
    Planned(TextId),
    /// By the engine.
    Own(&'static str),
}

/// The phase that is being run.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhaseInfo {
    /// Its id.
    pub name: PhaseName,
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

/// What a line's id and label are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineName {
    /// A rule, list or group.
    Planned(TextId, LabelId),
    /// The component's base price.
    Base(LabelId),
    /// A feature's own surcharge, or that of an option.
    Choice(ComponentIndex, FeatureIndex, Option<OptionIndex>),
    /// An amount of this name that became 0.
    Clamp(&'static str),
    /// The last step to the minor unit.
    MinorUnit,
    /// An adjustment of the order, by its number.
    Manual(usize),
}

/// What tells a line from others of its order, apart from what a fee is charged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineLabel {
    /// Its phase.
    pub phase: PhaseName,
    /// What it is.
    pub kind: LineKind,
    /// Its id and label.
    pub name: LineName,
    /// How often it counts.
    pub scope: Scope,
}

/// A fee once per order, as one item asks for it.
#[derive(Clone, Debug)]
pub(super) struct Fee {
    /// The item's component.
    pub component: ComponentIndex,
    /// Which rule or choice asks for it: options before rules, in written order.
    pub position: [usize; 3],
    /// What it is charged by.
    pub key: Option<String>,
    /// Its line.
    pub draft: Draft,
}

impl Fee {
    /// The order of fees: by component, rule and key.
    pub fn charged_by(&self, other: &Self) -> Ordering {
        let of = |fee: &Self| (fee.component, fee.position);
        of(self)
            .cmp(&of(other))
            .then_with(|| self.key.cmp(&other.key))
    }
}

/// A fee whose key is not set.
#[derive(Clone, Debug)]
pub(super) struct Keyless {
    /// What its line would be called.
    pub name: LineName,
    /// The slots that the key reads.
    pub slots: SlotSet,
}

/// What a percentage was taken of.
#[derive(Clone, Copy, Debug)]
pub(super) struct BaseUse {
    /// Its name.
    pub name: AmountName,
    /// What was counted.
    pub amount: Decimal,
    /// What was not, because it is not discountable.
    pub left_out: Decimal,
}

/// A line before it is rounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    /// What it is.
    pub kind: LineKind,
    /// Its id and label.
    pub name: LineName,
    /// How much, for what the phase is about.
    pub amount: Decimal,
    /// Whether the amount is what the line shall be, whatever the increment: limits and rounding.
    pub is_final: bool,
    /// Whether no operation on the way was rounded.
    pub exact: bool,
    /// Whether percentages count it.
    pub discountable: bool,
    /// What it is a percentage of.
    pub base: Option<BaseUse>,
    /// In percent.
    pub rate: Option<Decimal>,
    /// The cell of a price list.
    pub cell: Option<(TableIndex, CellHit)>,
    /// The first quantity of the tier.
    pub tier: Option<Decimal>,
    /// How many of the option.
    pub option_quantity: Option<Decimal>,
    /// Where its rule stands.
    pub place: SourceSpan,
}

/// A line of a waterfall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Its phase.
    pub phase: PhaseName,
    /// How often it counts.
    pub scope: Scope,
    /// For a piece, where it counts per piece.
    pub unit_amount: Option<Decimal>,
    /// Extended, final.
    pub amount: Decimal,
    /// What it comes from.
    pub draft: Draft,
}

impl Record {
    /// What the line is called.
    pub const fn label(&self) -> LineLabel {
        LineLabel {
            phase: self.phase,
            kind: self.draft.kind,
            name: self.draft.name,
            scope: self.scope,
        }
    }
}

impl Draft {
    /// A draft of an amount, with nothing else to say.
    pub const fn new(kind: LineKind, name: LineName, amount: Decimal) -> Self {
        Self {
            kind,
            name,
            amount,
            is_final: false,
            exact: true,
            discountable: true,
            base: None,
            rate: None,
            cell: None,
            tier: None,
            option_quantity: None,
            place: SourceSpan {
                source: None,
                span: Span { start: 0, end: 0 },
            },
        }
    }

    /// The same, not to be rounded.
    pub const fn fixed(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// The choice that it is the surcharge of.
    pub const fn choice(&self) -> Option<(FeatureIndex, Option<OptionIndex>)> {
        match self.name {
            LineName::Choice(_, feature, option) => Some((feature, option)),
            _ => None,
        }
    }
}
