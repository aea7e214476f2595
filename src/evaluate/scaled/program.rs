//! What a component is lowered to: its waterfall as one list of entries, in the order in which
//! they can make lines, with amounts as integers of one scale.

use super::grid::Grid;
use super::index::Index;
use super::lower::Free;
use crate::evaluate::draft::LineLabel;
use crate::money::{Decimal, Rounding};
use crate::plan::{
    AmountName, ComponentIndex, CurrencyIndex, FeatureIndex, NodeId, SlotId, TableIndex,
};

/// A component in one currency.
#[derive(Debug)]
pub(super) struct Program {
    /// The component.
    pub component: ComponentIndex,
    /// The currency of its amounts.
    pub currency: CurrencyIndex,
    /// Amounts are integers ÷ 10^scale.
    pub scale: u32,
    /// How lines per piece are rounded.
    pub unit_grid: Grid,
    /// How lines per item and per order are rounded.
    pub item_grid: Grid,
    /// What the last digit of an item's amount is.
    pub minor_grid: Grid,
    /// How each slot's values are held, by number.
    pub shapes: Vec<Shape>,
    /// By slot, what a feature or input is when the buyer does not say.
    pub answers: Vec<Option<Answer>>,
    /// The features whose availability hangs on others, in the order in which it is decided.
    pub conditional: Vec<(SlotId, NodeId)>,
    /// Options that are offered only under a condition.
    pub guards: Vec<Guard>,
    /// How many cells of tables are remembered.
    pub cells: usize,
    /// The part that lines belong to before a phase says so.
    pub begins_with: Option<Part>,
    /// The waterfall: constraints and notices first, then the item, then the order.
    pub entries: Vec<Entry>,
    /// What their lines are called.
    pub labels: Vec<LineLabel>,
    /// Which entries can apply, by the values of the slots.
    pub index: Index,
    /// Which of them make lines that hang on slots alone.
    pub free: Free,
    /// One piece, as the quantity's slot holds it.
    pub piece: i64,
    /// The smallest quantity, of which others are multiples.
    pub quantity_step: i64,
    /// How many features have a sum of their own: none where nothing reads one.
    pub sums_of_features: usize,
    /// The currency's code as a text slot holds it.
    pub currency_text: i64,
}

impl Program {
    /// What a feature or input is when the buyer does not say.
    #[inline]
    pub fn answer(&self, slot: SlotId) -> Option<&Answer> {
        self.answers.get(slot.index())?.as_ref()
    }
}

/// How the values of a slot are held in an integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Not at all: a slot of another kind, or a computed value.
    None,
    /// A number × 10^scale, within these bounds.
    Number(Span),
    /// The index of an option.
    Option(usize),
    /// 0 or 1.
    Truth,
    /// The number of a text of the plan, or [`OTHER_TEXT`]; of so many characters.
    Text(u32, u32),
    /// A day, counted so that later ones are larger.
    Day,
    /// Chosen options are held beside it; this says only whether there are any.
    Options,
}

/// Which numbers a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Digits after the point.
    pub scale: u32,
    // INVARIANT: both bounds are at most LARGEST apart from 0.
    min: i64,
    max: i64,
    /// Where steps begin, and how long they are; above 0.
    start: i64,
    step: u64,
}

impl Span {
    /// The numbers of a scale within bounds, on steps from the lower one on, or from 0.
    pub fn new(scale: u32, min: Option<i64>, max: Option<i64>, step: Option<i64>) -> Self {
        let (least, most) = (LARGEST.cast_signed().wrapping_neg(), LARGEST.cast_signed());
        Self {
            scale,
            min: min.unwrap_or(least).max(least),
            max: max.unwrap_or(most).min(most),
            start: min.unwrap_or(0),
            step: step.map_or(1, i64::unsigned_abs).max(1),
        }
    }

    /// All numbers of a scale.
    pub fn all(scale: u32) -> Self {
        Self::new(scale, None, None, None)
    }

    /// Whether a number of its scale is within the bounds and on a step.
    #[inline]
    pub fn admits(&self, value: i64) -> bool {
        let over = || value.wrapping_sub(self.start).unsigned_abs();
        value >= self.min
            && value <= self.max
            && (self.step == 1 || over().checked_rem(self.step) == Some(0))
    }
}

/// A text that the plan does not contain.
pub(super) const OTHER_TEXT: i64 = -1;

/// What a feature or input is when the buyer does not say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub default: Default,
    /// Whether there is no price without it.
    pub required: bool,
    /// Whether it is available only under a condition.
    pub conditional: bool,
    /// Whether it is a multiselect.
    pub many: bool,
}

/// A value in place of one that is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Default {
    /// None.
    Nothing,
    /// As its slot's shape says.
    Value(i64),
    /// One that this module does not hold.
    Foreign,
}

/// An option that is offered only under a condition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    pub slot: SlotId,
    pub option: usize,
    pub condition: NodeId,
    /// Whether the slot is a multiselect.
    pub many: bool,
}

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
    /// The lines of free entries are brought up to date.
    Settle,
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

/// An amount that is no integer of the program's scale has no place here.
pub(super) fn scaled(amount: Decimal, scale: u32) -> Option<i64> {
    let value = amount.to_scaled(scale)?;
    (value.unsigned_abs() <= LARGEST).then_some(value)
}

/// Amounts and numbers stay far below what 64 bits hold, so that their sums do too.
pub(super) const LARGEST: u64 = 1 << 60;

/// No value. Numbers are smaller by far.
pub(super) const EMPTY: i64 = i64::MIN;
