//! What a component is lowered to: its waterfall as one list of entries, in the order in which
//! they can make lines, with amounts as integers of one scale.

use super::entry::{Entry, Part};
use super::free::Free;
use super::grid::Grid;
use super::index::Index;
use super::reads::Split;
use super::whole::LARGEST;
use crate::evaluate::draft::LineLabel;
use crate::plan::{ComponentIndex, CurrencyIndex, NodeId, SlotId};

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
    /// Which entries are up to where `base` is known and which behind, with what they read.
    pub split: Split,
    /// Which entries make lines that hang on slots and `base` alone.
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
