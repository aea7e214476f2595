//! What can make a line: a part of the waterfall with its amount in integers.

use crate::money::Rounding;
use crate::plan::{AmountName, FeatureIndex, NodeId, SlotId, TableIndex};

/// Something that can make a line, close a sum, or say that this module is not enough.
#[derive(Debug)]
pub(super) struct Entry {
    /// Conditions that the index does not decide, with what they must be.
    pub checks: Box<[(NodeId, bool)]>,
    /// Where all these have values, the index decides the checks, too.
    pub doubtful: Box<[SlotId]>,
    /// Whether it has checks, or is ended by a step that ends its phase.
    pub is_guarded: bool,
    /// Whether its nodes are those of the order's program.
    pub of_order: bool,
    pub action: Action,
    pub caption: Caption,
    /// Ends its phase when it made a line.
    pub stop: bool,
}

/// What a line has besides its amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caption {
    /// The number of its name among the program's.
    pub label: u32,
    /// Whether percentages of `list`, `subtotal` and `extended` count it.
    pub discountable: bool,
}

/// What an entry does. Small, as a price walks over many of them: what is long is behind a pointer.
#[derive(Debug)]
pub(super) enum Action {
    /// Leaves the configuration to the general evaluator.
    Leave,
    /// Nothing: its condition was only to be shown to have a value.
    Nothing,
    /// A phase begins.
    Enter(PhaseStart),
    /// `base` is fixed; so many price lists must have served.
    CloseBase { lists: Option<u32> },
    /// `options` is fixed.
    CloseOptions,
    /// The list price is fixed.
    CloseList,
    /// × quantity.
    Extend,
    /// The item's amount is brought to the last digit.
    CloseItem,
    /// The item is priced, and the order begins.
    BeginOrder,
    /// The fees once per order.
    Fees,
    /// The price of the one list that serves.
    BaseCell(Box<Cell>),
    /// A line of an amount that is known.
    Fixed(i64),
    /// A line that is a rate of a sum.
    Percent(Rate, AmountName),
    /// A line of another amount.
    Line(Box<Amount>),
    /// The line of the option that a select holds, by option.
    Option(SlotId, Box<[Option<Chosen>]>),
    /// The lines of the options chosen in a multiselect, by option.
    Options(SlotId, Box<[Option<Chosen>]>),
    /// The line of a feature without options.
    Own(Box<Chosen>),
    /// A fee once per order, charged by a slot.
    Fee(Box<Amount>, Option<SlotId>),
    /// The fee of the option that a select holds, by option.
    OptionFee(SlotId, Box<[Option<Chosen>]>),
    /// The fees of the options chosen in a multiselect, by option.
    OptionFees(SlotId, Box<[Option<Chosen>]>),
    /// Lifts the amount so far; whether rounding minds it.
    Minimum(Box<Amount>, bool),
    /// Lowers the amount so far.
    Maximum(Box<Amount>),
    /// Moves the amount so far to `ending + k × modulus`.
    Move {
        ending: i64,
        modulus: i64,
        mode: Rounding,
    },
}

/// How a phase begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct PhaseStart {
    /// Percentages of the running subtotal.
    pub compound: bool,
    pub part: Part,
}

/// The sums that a phase adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Base,
    Options,
    Other,
}

/// What an option adds.
#[derive(Debug)]
pub(super) struct Chosen {
    pub amount: Amount,
    pub feature: FeatureIndex,
    pub caption: Caption,
}

/// How much.
#[derive(Debug)]
pub(super) enum Amount {
    /// This, rounded already.
    Fixed(i64),
    /// A rate of a sum.
    Percent(Rate, AmountName),
    /// This for one, not rounded yet.
    Exact(i64),
    /// By the quantity.
    Tiers(Box<Tiers>),
    /// This for each of the pieces.
    Each(Box<Amount>),
    /// The cell of a surcharge list.
    Cell(Box<Cell>),
    /// An expression; subtracted for a discount, which must not be negative.
    Worked { node: NodeId, discount: bool },
}

/// Amounts from thresholds of the quantity on.
#[derive(Debug)]
pub(super) struct Tiers {
    /// By rising threshold.
    pub steps: Vec<(i64, Amount)>,
    pub otherwise: Option<Amount>,
}

/// A rate: `numerator ÷ denominator` of an amount; the denominator is above 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub numerator: i32,
    pub denominator: i32,
}

/// A cell of a table, and where it was found the last time.
#[derive(Debug)]
pub(super) struct Cell {
    pub table: TableIndex,
    pub row: Axis,
    pub col: Option<Axis>,
    /// Its place among the cells that are remembered.
    pub number: usize,
}

/// How a table's axis is read.
#[derive(Debug)]
pub(super) enum Axis {
    /// The first breakpoint at or above the slot's number.
    Up(SlotId, Vec<i64>),
    /// The last breakpoint at or below it.
    Down(SlotId, Vec<i64>),
    /// By the slot's option.
    Keys(SlotId, Vec<Option<usize>>),
    /// By an expression, as the general evaluator looks it up.
    Worked(NodeId),
}
