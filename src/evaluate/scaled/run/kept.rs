//! Lines of free entries, kept from run to run: only those that a change touches are worked out
//! again.
//!
//! INVARIANT: the sum of a word is Σ of the lines kept of its entries. An amount that does not fit
//! leaves nothing kept, and the configuration to the general evaluator.

use super::Running;
use crate::evaluate::scaled::entry::Caption;
use crate::evaluate::scaled::free::{Free, FreeAmount};
use crate::evaluate::scaled::grid::Grid;
use crate::evaluate::scaled::program::Program;
use crate::evaluate::scaled::sums::Sum;
use crate::evaluate::scaled::values::Values;
use crate::plan::AmountName;

/// An amount for a piece above this is left to the general evaluator.
pub(super) const MOST_AMOUNT: u64 = 1 << 40;
/// So are more pieces.
pub(super) const MOST_PIECES: i64 = 1 << 22;

/// The lines of free entries.
#[derive(Debug)]
pub(super) struct Kept {
    /// Which entries have a line that is kept, by 64.
    words: Vec<Word>,
    /// By entry, its line.
    lines: Vec<KeptLine>,
    /// The amount of which they are percentages.
    base: i64,
}

/// 64 entries.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    /// Those with a line that is kept.
    entries: u64,
    /// What these lines add.
    sum: Sum,
}

/// A line that is kept, for a piece.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptLine {
    pub amount: i64,
    pub caption: Caption,
}

impl KeptLine {
    const fn sum(&self) -> Sum {
        Sum::of(self.amount, self.caption.discountable)
    }
}

impl Kept {
    pub fn new(program: &Program) -> Self {
        let free = &program.free;
        let lines = free.lines.iter().map(|line| KeptLine {
            amount: 0,
            caption: line.caption,
        });
        Self {
            words: vec![Word::default(); free.entries.len()],
            lines: lines.collect(),
            base: 0,
        }
    }

    fn clear(&mut self) {
        self.words.fill(Word::default());
    }

    /// What the lines add of entries of a word.
    #[inline]
    pub fn sum(&self, word: usize, entries: u64) -> Option<Sum> {
        let kept = self.words.get(word)?;
        if entries == kept.entries {
            return Some(kept.sum);
        }
        let lines = numbers(word, entries).filter_map(|number| self.lines.get(number));
        Some(lines.fold(Sum::default(), |sum, line| sum.wrapping_plus(line.sum())))
    }

    /// How many lines are kept.
    pub fn count(&self) -> usize {
        let counts = self.words.iter().map(|word| word.entries.count_ones());
        counts.sum::<u32>() as usize
    }

    /// Calls with each line and the number of its entry.
    #[inline]
    pub fn each(&self, mut each: impl FnMut(usize, &KeptLine)) {
        for (at, word) in self.words.iter().enumerate() {
            for number in numbers(at, word.entries) {
                if let Some(line) = self.lines.get(number) {
                    each(number, line);
                }
            }
        }
    }

    /// Forgets the lines that hang on slots that hold something else now, or on another `base`.
    fn forget_changed(&mut self, free: &Free, values: &mut Values, base: i64) -> Option<()> {
        let changed = values.take_changed();
        // where much has changed, one line after the other takes longer than all of them
        if changed.count_ones() as usize > free.readers.len() / 4 {
            self.base = base;
            self.clear();
            return Some(());
        }
        for slot in numbers(0, changed) {
            for number in free.readers.get(slot)? {
                let (at, bit) = (*number as usize / 64, 1 << (number % 64));
                self.words.get_mut(at)?.forget(at, bit, &self.lines)?;
            }
        }
        if self.base != base {
            self.base = base;
            let words = self.words.iter_mut().zip(&free.of_base).enumerate();
            for (at, (word, of_base)) in words {
                word.forget(at, *of_base, &self.lines)?;
            }
        }
        Some(())
    }
}

impl Word {
    /// Forgets the lines of some of its entries.
    #[inline]
    fn forget(&mut self, number: usize, entries: u64, lines: &[KeptLine]) -> Option<()> {
        let mut sum = self.sum;
        for number in numbers(number, self.entries & entries) {
            sum = sum.wrapping_less(lines.get(number)?.sum());
        }
        self.sum = sum;
        self.entries &= !entries;
        Some(())
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
        let (free, kept) = (&self.program.free, &mut self.state.kept);
        kept.forget_changed(free, self.values, base)?;
        let words = kept
            .words
            .iter_mut()
            .zip(candidates.iter().zip(&free.entries));
        for (at, (word, (candidates, is_free))) in words.enumerate() {
            let wanted = candidates & is_free;
            if wanted == word.entries {
                continue;
            }
            word.forget(at, !wanted, &kept.lines)?;
            let mut sum = word.sum;
            for number in numbers(at, wanted & !word.entries) {
                let line = line(free, number, self.values, base, &self.grid)?;
                sum = sum.wrapping_plus(line.sum());
                *kept.lines.get_mut(number)? = line;
            }
            (word.entries, word.sum) = (wanted, sum);
        }
        Some(())
    }
}

/// What the line of a free entry is.
#[inline]
fn line(free: &Free, number: usize, values: &Values, base: i64, grid: &Grid) -> Option<KeptLine> {
    let mut line = free.lines.get(number)?;
    if let FreeAmount::Option(slot, first) = line.amount {
        let option = values.option(slot)?.checked_add(first as usize)?;
        line = free.options.get(option)?.as_ref()?;
    }
    let amount = match line.amount {
        FreeAmount::Fixed(amount) => amount,
        FreeAmount::Percent(rate) => rate.of(base, grid)?,
        FreeAmount::Option(..) => return None,
    };
    // INVARIANT: so sums of a word, and the amount for all pieces, fit
    (amount.unsigned_abs() <= MOST_AMOUNT).then_some(KeptLine {
        amount,
        caption: line.caption,
    })
}

/// The numbers that a word of a set stands for.
#[inline]
pub(super) fn numbers(word: usize, mut set: u64) -> impl Iterator<Item = usize> {
    let first = word.wrapping_mul(64);
    std::iter::from_fn(move || {
        if set == 0 {
            return None;
        }
        let number = first.wrapping_add(set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        Some(number)
    })
}
