//! Lines of free entries, kept from run to run: only those that a change touches are worked out
//! again.
//!
//! INVARIANT: what a stretch sums up is Σ of the lines kept of its entries, and nothing where it is
//! not touched. An amount that does not fit leaves nothing kept, and the configuration to the
//! general evaluator.

use super::{Line, Running};
use crate::evaluate::scaled::grid::Grid;
use crate::evaluate::scaled::program::{Action, Amount, Chosen, Entry, Program};
use crate::evaluate::scaled::sums::Sum;
use crate::evaluate::scaled::values::Values;
use crate::plan::{AmountName, SlotId};

/// An amount of a free entry above this is left to the general evaluator.
const MOST_AMOUNT: u64 = 1 << 40;
/// So are more pieces.
pub(super) const MOST_PIECES: i64 = 1 << 22;

/// The lines of free entries.
#[derive(Debug)]
pub(super) struct Kept {
    /// The set of entries with a line that is kept, by 64.
    entries: Vec<u64>,
    /// By entry, what its line adds.
    lines: Vec<Sum>,
    /// By stretch, what its lines add.
    stretches: Vec<Sum>,
    /// The set of stretches that had a line since all was forgotten, by 64: few of many.
    touched: Vec<u64>,
    /// The amount of which they are percentages.
    base: i64,
}

impl Kept {
    pub fn new(program: &Program) -> Self {
        Self {
            entries: vec![0; program.free.entries.len()],
            lines: vec![Sum::default(); program.entries.len()],
            stretches: vec![Sum::default(); program.free.stretches],
            touched: vec![0; program.free.stretches.div_ceil(64)],
            base: 0,
        }
    }

    fn clear(&mut self) {
        self.entries.fill(0);
        self.stretches.fill(Sum::default());
        self.touched.fill(0);
    }

    /// What the lines of stretches add, from one up to another.
    #[inline]
    pub fn sum(&self, from: usize, to: usize) -> Option<Sum> {
        let mut all = Sum::default();
        let mut at = from;
        while at < to {
            let left = self.touched.get(at / 64)? >> (at % 64);
            let ahead = left.trailing_zeros() as usize;
            if left == 0 {
                // on to the next word
                at = (at | 63).wrapping_add(1);
                continue;
            }
            at = at.wrapping_add(ahead);
            if at < to {
                all = all.plus(*self.stretches.get(at)?)?;
            }
            at = at.wrapping_add(1);
        }
        Some(all)
    }

    /// Forgets the lines that hang on slots that hold something else now, or on another `base`.
    fn forget_changed(&mut self, program: &Program, values: &mut Values, base: i64) -> Option<()> {
        // where much has changed, one line after the other takes longer than all of them
        let many = values.changes() > program.shapes.len() / 4;
        if self.base != base || many {
            self.clear();
            self.base = base;
            values.forget_changes();
            return Some(());
        }
        while let Some(slot) = values.next_changed() {
            for number in program.free.readers.get(slot.index())? {
                let (at, bit) = (number / 64, 1 << (number % 64));
                let word = self.entries.get_mut(at as usize)?;
                if *word & bit != 0 {
                    *word &= !bit;
                    self.forget(program, *number as usize)?;
                }
            }
        }
        Some(())
    }

    /// Takes the line of an entry out of its stretch.
    fn forget(&mut self, program: &Program, number: usize) -> Option<()> {
        let sum = self
            .stretches
            .get_mut(program.entries.get(number)?.stretch)?;
        *sum = sum.less(*self.lines.get(number)?)?;
        Some(())
    }

    /// Adds the line of an entry to its stretch.
    fn keep(&mut self, number: usize, entry: &Entry, line: Sum) -> Option<()> {
        let sum = self.stretches.get_mut(entry.stretch)?;
        *sum = sum.plus(line)?;
        *self.touched.get_mut(entry.stretch / 64)? |= 1 << (entry.stretch % 64);
        *self.lines.get_mut(number)? = line;
        Some(())
    }

    /// The line that is kept of an entry, for so many pieces.
    #[inline]
    pub fn line(
        &self,
        program: &Program,
        number: usize,
        values: &Values,
        pieces: i64,
    ) -> Option<Line> {
        let unit = self.lines.get(number)?.all;
        let entry = program.entries.get(number)?;
        let caption = match &entry.action {
            Action::Option(slot, by_option) => chosen(values, *slot, by_option)?.caption,
            _ => entry.caption,
        };
        Some(Line {
            label: caption.label,
            unit_amount: Some(unit),
            // INVARIANT: neither is above the bounds above, so their product fits.
            amount: unit.wrapping_mul(pieces),
            key: None,
        })
    }
}

impl Running<'_> {
    /// Brings the lines of free entries up to date with the candidates.
    pub(super) fn settle(&mut self, candidates: &[u64]) -> Option<()> {
        let base = self.state.sums.base_of(AmountName::Base)?;
        let done = self.settled(candidates, base);
        if done.is_none() {
            self.state.kept.clear();
        }
        done
    }

    #[inline(never)]
    fn settled(&mut self, candidates: &[u64], base: i64) -> Option<()> {
        let (program, kept) = (self.program, &mut self.state.kept);
        kept.forget_changed(program, self.values, base)?;
        let words = candidates.iter().zip(&program.free.entries);
        for (at, (candidates, free)) in words.enumerate() {
            let wanted = candidates & free;
            let had = std::mem::replace(kept.entries.get_mut(at)?, wanted);
            let number = |bits: u64| {
                let first = at.wrapping_mul(64);
                first.wrapping_add(bits.trailing_zeros() as usize)
            };
            let mut gone = had & !wanted;
            while gone != 0 {
                kept.forget(program, number(gone))?;
                gone &= gone.wrapping_sub(1);
            }
            let mut new = wanted & !had;
            while new != 0 {
                let number = number(new);
                let entry = program.entries.get(number)?;
                kept.keep(number, entry, line(entry, self.values, base, &self.grid)?)?;
                new &= new.wrapping_sub(1);
            }
        }
        Some(())
    }
}

/// What the line of a free entry adds.
#[inline]
fn line(entry: &Entry, values: &Values, base: i64, grid: &Grid) -> Option<Sum> {
    let (caption, amount) = match &entry.action {
        Action::Fixed(amount) => (entry.caption, *amount),
        Action::Percent(rate, _) => (entry.caption, rate.of(base, grid)?),
        Action::Option(slot, by_option) => {
            let chosen = chosen(values, *slot, by_option)?;
            match &chosen.amount {
                Amount::Fixed(amount) => (chosen.caption, *amount),
                Amount::Percent(rate, _) => (chosen.caption, rate.of(base, grid)?),
                _ => return None,
            }
        }
        _ => return None,
    };
    let fits = amount.unsigned_abs() <= MOST_AMOUNT;
    fits.then_some(Sum::of(amount, caption.discountable))
}

/// What the option that a select holds adds.
#[inline]
pub(super) fn chosen<'c>(
    values: &Values,
    slot: SlotId,
    by_option: &'c [Option<Chosen>],
) -> Option<&'c Chosen> {
    by_option.get(values.option(slot)?)?.as_ref()
}
