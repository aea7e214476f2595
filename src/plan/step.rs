//! Phases and the steps that make their lines.

use super::{
    AmountName, FeatureIndex, LabelId, NodeId, OptionIndex, SourceSpan, TableIndex, TextId,
};
use crate::model::date::Date;
use crate::model::quote::LineKind;
use crate::money::{Decimal, Rounding};

/// A phase of a component after `base`.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its id.
    pub id: TextId,
    /// Which one.
    pub kind: PhaseKind,
    /// After × quantity.
    pub per_item: bool,
    /// Percentages of the running subtotal, in written order.
    pub compound: bool,
    /// Which of its adjustments apply.
    pub choice: Choice,
    /// What makes its lines, in order: overrides first in `groups`.
    pub steps: Vec<Step>,
}

/// The standard phases, in the standard order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhaseKind {
    /// Option surcharges, surcharge lists, surcharges.
    Options,
    /// Minimum and maximum before discounts; the list price is what comes out.
    ListLimits,
    /// Price groups.
    Groups,
    /// Discounts.
    Discounts,
    /// Minimum and maximum after discounts.
    Limits,
    /// `round`, then `end`.
    Rounding,
    /// Tiers, after × quantity.
    Quantity,
    /// Once an item: fees, minimum, maximum, rounding per item.
    Fees,
    /// One of the author's own.
    Own,
}

/// Which adjustments of a phase apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// All.
    #[default]
    All,
    /// The one with the highest priority; equal priorities cannot both apply.
    First,
    /// The one with the lowest amount for the buyer; ties by id.
    Best,
}

/// First day on which something holds, and first day on which it holds no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// From this day on.
    pub from: Option<Date>,
    /// Until the day before this.
    pub until: Option<Date>,
}

/// Something that can make a line.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id on the line.
    pub id: TextId,
    /// What people read; the id where the author gave none.
    pub label: LabelId,
    /// What its line is.
    pub kind: LineKind,
    /// When it holds.
    pub validity: Validity,
    /// When it applies.
    pub condition: Option<NodeId>,
    /// What it does.
    pub effect: Effect,
    /// How often its line counts.
    pub scope: StepScope,
    /// Whether percentages of `list`, `subtotal`, `extended` and groups count its line.
    pub discountable: bool,
    /// Ends its phase when it applied.
    pub stop: bool,
    /// Higher goes first.
    pub priority: i32,
    /// Where it stands.
    pub place: SourceSpan,
}

impl Step {
    /// The lines of the list price that it sets, if it is an override.
    #[must_use]
    pub const fn overridden(&self) -> Option<&LineSet> {
        match &self.effect {
            Effect::Group {
                kind: GroupKind::Override,
                lines,
                ..
            } => Some(lines),
            _ => None,
        }
    }

    /// Whether it is one of those among which its phase chooses. What an item charges once per
    /// order is not.
    #[must_use]
    pub const fn is_candidate(&self, of_item: bool) -> bool {
        let adjusts = matches!(
            self.effect,
            Effect::Amount { .. }
                | Effect::Percent { .. }
                | Effect::Group { .. }
                | Effect::Tiers(_)
        );
        adjusts && !self.is_fee(of_item)
    }

    /// Whether an item charges it once per order: outside of its phase's choice and end.
    #[must_use]
    pub const fn is_fee(&self, of_item: bool) -> bool {
        of_item && matches!(self.scope, StepScope::Order { .. })
    }

    /// Whether its line lifts, lowers or rounds an amount rather than adjusting it.
    #[must_use]
    pub const fn is_limit(&self) -> bool {
        matches!(
            self.kind,
            LineKind::Minimum | LineKind::Maximum | LineKind::Rounding | LineKind::Ending
        )
    }
}

/// How often a step's line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepScope {
    /// Once a piece.
    Piece,
    /// Once an item.
    Item,
    /// Once an order, for each value of the key.
    Order {
        /// `by …`
        key: Option<NodeId>,
    },
}

/// What a step does. Amounts are for a piece in a phase before × quantity, for the item after it.
#[derive(Clone, Debug)]
pub enum Effect {
    /// The surcharges of a feature's chosen options (or of the feature itself) whose scope puts
    /// them into this phase.
    FeatureSurcharge(FeatureIndex),
    /// The cell of a surcharge list; no match is no line.
    List(ListUse),
    /// An amount; subtracted for a discount, which must not be negative.
    Amount {
        /// How much.
        amount: NodeId,
        /// Subtract it.
        discount: bool,
    },
    /// A percentage; subtracted for a discount, which must not be negative.
    Percent {
        /// In percent.
        rate: NodeId,
        /// Of what.
        of: Base,
        /// Subtract it.
        discount: bool,
    },
    /// A price group.
    Group {
        /// Amount or percentage, added; or what the scope costs instead.
        kind: GroupKind,
        /// How much.
        amount: GroupAmount,
        /// Which lines it is about.
        lines: LineSet,
    },
    /// A quantity table.
    Tiers(TierPlan),
    /// Lifts the amount so far to this.
    Minimum(NodeId),
    /// Lowers the amount so far to this.
    Maximum(NodeId),
    /// Rounds the amount so far to a multiple; never below a minimum that applies.
    Round {
        /// The multiple.
        increment: NodeId,
        /// Which way.
        mode: Rounding,
    },
    /// Moves the amount so far to this ending; never below a minimum that applies.
    End {
        /// The ending.
        ending: NodeId,
        /// Which way.
        mode: Rounding,
    },
}

/// What a percentage is of: the discountable lines of a named amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// The amount. `list`, `subtotal` and `extended` leave out lines that are not discountable;
    /// `base`, `options` and `price(feature)` count every line.
    pub amount: AmountName,
}

/// The type of a price group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Adds the amount.
    Amount,
    /// Adds a percentage of this; `list` then means the group's lines only.
    Percent(Base),
    /// Sets the scope to the amount.
    Override,
}

/// The amount of a price group by the item's quantity.
#[derive(Clone, Debug)]
pub struct GroupAmount {
    /// Below the first tier; no line where there is none.
    pub otherwise: Option<NodeId>,
    /// From these quantities on, rising.
    pub tiers: Vec<(Decimal, NodeId)>,
}

/// Lines of the list price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSet {
    /// The whole list price.
    All,
    /// The surcharges of these features.
    Features(Vec<FeatureIndex>),
    /// The surcharges of these options.
    Options(Vec<(FeatureIndex, OptionIndex)>),
}

/// A price list in use: when it serves, and where its values come from.
#[derive(Clone, Debug)]
pub struct ListUse {
    /// The table.
    pub table: TableIndex,
    /// `for` and `when` together.
    pub condition: Option<NodeId>,
    /// What is looked up on the row axis.
    pub row: NodeId,
    /// What is looked up on the column axis.
    pub col: Option<NodeId>,
    /// Its id.
    pub id: TextId,
    /// Its name.
    pub label: LabelId,
    /// Where it stands.
    pub place: SourceSpan,
}

/// A quantity table.
#[derive(Clone, Debug)]
pub struct TierPlan {
    /// Counted over what.
    pub basis: TierBasis,
    /// How thresholds are read.
    pub kind: TierKind,
    /// By rising threshold.
    pub steps: Vec<TierStep>,
}

/// What a tier counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierBasis {
    /// The item's quantity.
    Item,
    /// Over the order's items of this component that are not invalid, with the same key value.
    Order {
        /// `by …`
        key: Option<NodeId>,
    },
}

/// How thresholds are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierKind {
    /// All pieces at the reached tier; amounts are per piece.
    Volume,
    /// Each slice at its own tier; amounts are per piece.
    Graduated,
    /// One amount for the whole quantity.
    Block,
    /// Started packages; `steps` is empty.
    Package {
        /// For one started package.
        price: NodeId,
        /// Pieces in a package.
        size: Decimal,
        /// Pieces that cost nothing.
        free: Decimal,
    },
}

/// A tier.
#[derive(Clone, Copy, Debug)]
pub struct TierStep {
    /// First quantity.
    pub from: Decimal,
    /// What it says.
    pub effect: TierEffect,
}

/// What a tier says.
#[derive(Clone, Copy, Debug)]
pub enum TierEffect {
    /// Replaces `base` × quantity.
    Price(NodeId),
    /// Adds or subtracts an amount.
    Amount {
        /// How much.
        amount: NodeId,
        /// Subtract it.
        discount: bool,
    },
    /// Adds or subtracts a percentage.
    Percent {
        /// In percent.
        rate: NodeId,
        /// Of what.
        of: Base,
        /// Subtract it.
        discount: bool,
    },
    /// Block only: not offered from here on.
    None,
    /// Block only: the last block, and this for each piece from here on.
    Overage(NodeId),
}
