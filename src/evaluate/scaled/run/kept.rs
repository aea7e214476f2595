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

    /// The entries of a word that have a line, a set, and what all of them add.
    #[inline]
    pub fn word(&self, number: usize) -> Option<(u64, Sum)> {
        let word = self.words.get(number)?;
        Some((word.entries, word.sum))
    }

    /// What those of some entries of a word add.
    #[inline]
    pub fn sum_of(&self, word: usize, entries: u64) -> Option<Sum> {
        let mut sum = Sum::default();
        for number in numbers(word, entries) {
            sum = sum.wrapping_plus(self.lines.get(number)?.sum());
        }
        Some(sum)
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

    /// Forgets the lines that hang on slots that changed, or on another `base`. False where all
    /// lines stay.
    #[inline]
    pub fn forget(&mut self, free: &Free, changed: u64, base: i64) -> bool {
        // where much has changed, one line after the other takes longer than all of them
        let at_most_one = changed & changed.wrapping_sub(1) == 0;
        if !at_most_one && changed.count_ones() > free.few {
            self.base = base;
            self.clear();
            return true;
        }
        let mut forgot = false;
        for slot in numbers(0, changed) {
            let readers = free.readers.get(slot).map_or([].as_slice(), Vec::as_slice);
            for number in readers {
                let (at, bit) = (*number as usize / 64, 1 << (number % 64));
                if let Some(word) = self.words.get_mut(at)
                    && word.entries & bit != 0
                {
                    word.forget(at, bit, &self.lines);
                    forgot = true;
                }
            }
        }
        if self.base != base {
            self.base = base;
            let words = self.words.iter_mut().zip(&free.of_base).enumerate();
            words.for_each(|(at, (word, of_base))| word.forget(at, *of_base, &self.lines));
            forgot = true;
        }
        forgot
    }
}

impl Word {
    /// Forgets the lines of some of its entries.
    #[inline]
    fn forget(&mut self, number: usize, entries: u64, lines: &[KeptLine]) {
        let numbers = numbers(number, self.entries & entries);
        let lines = numbers.filter_map(|number| lines.get(number));
        self.sum = lines.fold(self.sum, |sum, line| sum.wrapping_less(line.sum()));
        self.entries &= !entries;
    }
}

impl Running<'_> {
    /// Brings the lines of free entries up to date with the candidates.
    pub(super) fn settle(&mut self, candidates: &[u64]) -> Option<()> {
        let done = self.settled(candidates);
        if done.is_none() {
            self.state.kept.clear();
        }
        done
    }

    #[inline(never)]
    fn settled(&mut self, candidates: &[u64]) -> Option<()> {
        let (free, kept) = (&self.program.free, &mut self.state.kept);
        let base = kept.base;
        let words = kept
            .words
            .iter_mut()
            .zip(candidates.iter().zip(&free.entries));
        for (at, (word, (candidates, is_free))) in words.enumerate() {
            let wanted = candidates & is_free;
            if wanted == word.entries {
                continue;
            }
            word.forget(at, !wanted, &kept.lines);
            let mut sum = word.sum;
            for number in numbers(at, wanted & !word.entries) {
                let line = line(free, number, self.values, base, self.grid)?;
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
