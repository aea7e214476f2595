//! Which slots entries read by themselves, beside the conditions that the index decides: what a
//! change of other slots leaves as it is.

use super::entry::{Action, Amount, Axis, Cell, Chosen, Entry};
use super::index::Term;
use crate::plan::SlotId;

/// A set of slots, each bit also that of the slot 64 further on. None where more than the values of
/// slots says what entries do.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReadSlots(Option<u64>);

/// The entries of a program, in two.
#[derive(Clone, Debug)]
pub(super) struct Split {
    /// The head, a set by 64: the entries up to where `base` is known. Behind it free ones can stand.
    pub head: Vec<u64>,
    /// What the head reads, for its conditions too.
    pub of_head: ReadSlots,
    /// The entries behind the head that are not free, a set by 64.
    pub rest: Vec<u64>,
    /// What these read.
    pub of_rest: ReadSlots,
}

impl Split {
    /// Splits entries, each with the terms of its conditions, behind so many. `is_free` says which
    /// entries are free.
    pub fn of(
        entries: &[Entry],
        terms: &[Vec<Term>],
        count: usize,
        is_free: impl Fn(usize) -> bool,
    ) -> Self {
        let mut head = vec![0; count.div_ceil(64)];
        let mut rest = vec![0; entries.len().div_ceil(64)];
        let note = |set: &mut Vec<u64>, number: usize| {
            if let Some(word) = set.get_mut(number / 64) {
                *word |= 1 << (number % 64);
            }
        };
        let mut of_head = ReadSlots(Some(0));
        let mut of_rest = ReadSlots(Some(0));
        // every line is extended
        of_rest.slot(SlotId::QUANTITY);
        for (number, (entry, terms)) in entries.iter().zip(terms).enumerate() {
            if number < count {
                note(&mut head, number);
                of_head.entry(entry);
                terms.iter().for_each(|term| of_head.slot(term.slot));
                // what is ended here is not known behind it
                if entry.stop {
                    of_head.more();
                }
            } else if !is_free(number) {
                note(&mut rest, number);
                of_rest.entry(entry);
            }
        }
        Self {
            head,
            of_head,
            rest,
            of_rest,
        }
    }
}

impl ReadSlots {
    /// Whether none of these slots is read.
    #[inline]
    pub fn ignores(self, changed: u64) -> bool {
        self.0.is_some_and(|slots| slots & changed == 0)
    }

    fn slot(&mut self, slot: SlotId) {
        self.0 = self.0.map(|slots| slots | 1 << (slot.index() % 64));
    }

    /// More than slots is read.
    const fn more(&mut self) {
        self.0 = None;
    }

    fn entry(&mut self, entry: &Entry) {
        if !entry.checks.is_empty() {
            self.more();
        }
        match &entry.action {
            Action::Leave
            | Action::Nothing
            | Action::Enter(_)
            | Action::CloseBase { .. }
            | Action::CloseOptions
            | Action::CloseList
            | Action::Extend
            | Action::CloseItem
            | Action::BeginOrder
            | Action::Fees
            | Action::Fixed(_)
            | Action::Percent(..)
            | Action::Move { .. } => {}
            Action::BaseCell(cell) => self.cell(cell),
            Action::Line(amount) | Action::Minimum(amount, _) | Action::Maximum(amount) => {
                self.amount(amount);
            }
            Action::Own(chosen) => self.amount(&chosen.amount),
            Action::Option(slot, chosen)
            | Action::Options(slot, chosen)
            | Action::OptionFee(slot, chosen)
            | Action::OptionFees(slot, chosen) => self.chosen(*slot, chosen),
            Action::Fee(amount, key) => {
                self.amount(amount);
                key.iter().for_each(|slot| self.slot(*slot));
            }
        }
    }

    fn chosen(&mut self, slot: SlotId, chosen: &[Option<Chosen>]) {
        self.slot(slot);
        let chosen = chosen.iter().flatten();
        chosen.for_each(|chosen| self.amount(&chosen.amount));
    }

    fn amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Fixed(_) | Amount::Percent(..) | Amount::Exact(_) => {}
            Amount::Tiers(tiers) => {
                self.slot(SlotId::QUANTITY);
                let steps = tiers.steps.iter().map(|(_, amount)| amount);
                let amounts = steps.chain(&tiers.otherwise);
                amounts.for_each(|amount| self.amount(amount));
            }
            Amount::Each(one) => {
                self.slot(SlotId::QUANTITY);
                self.amount(one);
            }
            Amount::Cell(cell) => self.cell(cell),
            Amount::Worked { .. } => self.more(),
        }
    }

    fn cell(&mut self, cell: &Cell) {
        for axis in [Some(&cell.row), cell.col.as_ref()].into_iter().flatten() {
            match axis.slot() {
                Some(slot) => self.slot(slot),
                None => self.more(),
            }
        }
    }
}

impl Axis {
    /// The slot that it is read by; none where it is an expression.
    pub const fn slot(&self) -> Option<SlotId> {
        match self {
            Self::Up(slot, _) | Self::Down(slot, _) | Self::Keys(slot, _) => Some(*slot),
            Self::Worked(_) => None,
        }
    }
}
