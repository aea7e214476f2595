//! Which entries are free: whether they make a line, and how much it is, hangs on slots and on the
//! amount of `base` alone. What makes their lines stands here in few bytes, for prices of very many
//! rules.
//!
//! INVARIANT: free entries stand between the head and [`Action::Extend`], so that `base` is known
//! before and every line is for a piece. Each makes at most one line, whose amount is fixed, or a
//! rate of `base`, or such an amount of the option that a select holds.

use super::entry::{Action, Amount, Caption, Entry, Rate};
use crate::plan::{AmountName, SlotId};

/// The free entries of a component.
#[derive(Debug)]
pub(super) struct Free {
    /// The set of them, by 64.
    pub entries: Vec<u64>,
    pub count: usize,
    /// The set of those whose amount can be a rate of `base`, by 64.
    pub of_base: Vec<u64>,
    /// By slot, those whose amount hangs on its option; what is of the 65th slot is of the first, too.
    pub readers: Vec<Vec<u32>>,
    /// So many slots that change are few.
    pub few: u32,
    /// By entry, what makes its line; of other entries nothing that is read.
    pub lines: Vec<FreeLine>,
    /// What options add, of one select after the other.
    pub options: Vec<Option<FreeLine>>,
}

/// What makes the line of a free entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct FreeLine {
    pub amount: FreeAmount,
    pub caption: Caption,
}

/// How much it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum FreeAmount {
    Fixed(i64),
    /// A rate of `base`.
    Percent(Rate),
    /// What the option that a select holds adds: its options' lines begin there.
    Option(SlotId, u32),
}

impl Free {
    /// Whether an entry is one of them.
    pub fn contains(&self, number: usize) -> bool {
        let word = self.entries.get(number / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Finds the free entries behind a head. With `features` something reads what is added for a
    /// feature. None for more options than are counted.
    pub fn of(entries: &[Entry], head: usize, slots: usize, features: bool) -> Option<Self> {
        let words = entries.len().div_ceil(64);
        let mut free = Self {
            entries: vec![0; words],
            count: 0,
            of_base: vec![0; words],
            readers: vec![Vec::new(); slots.min(64)],
            few: u32::try_from(slots.min(64) / 4).ok()?,
            lines: Vec::with_capacity(entries.len()),
            options: Vec::new(),
        };
        let mut is_open = true;
        for (number, entry) in entries.iter().enumerate() {
            if let Action::Extend = entry.action {
                is_open = false;
            }
            let first = free.options.len();
            let is_candidate = is_open && number >= head && !entry.is_guarded;
            let line = is_candidate.then(|| free.line(entry, features)).flatten();
            free.lines.push(line.unwrap_or(FreeLine {
                amount: FreeAmount::Fixed(0),
                caption: entry.caption,
            }));
            let Some(line) = line else {
                continue;
            };
            let (word, bit) = (number / 64, 1 << (number % 64));
            *free.entries.get_mut(word)? |= bit;
            free.count = free.count.saturating_add(1);
            if let FreeAmount::Option(slot, _) = line.amount {
                let readers = free.readers.get_mut(slot.index() % 64)?;
                readers.push(u32::try_from(number).ok()?);
            }
            let of_options = free.options.get(first..)?.iter().flatten();
            let mut made_of = of_options.chain([&line]);
            if made_of.any(|line| matches!(line.amount, FreeAmount::Percent(_))) {
                *free.of_base.get_mut(word)? |= bit;
            }
        }
        Some(free)
    }

    /// What makes the line of an entry; none of one that is not free.
    fn line(&mut self, entry: &Entry, features: bool) -> Option<FreeLine> {
        let amount = match &entry.action {
            Action::Fixed(amount) => FreeAmount::Fixed(*amount),
            Action::Percent(rate, AmountName::Base) => FreeAmount::Percent(*rate),
            Action::Option(slot, by_option) if !features => {
                let chosen = by_option.iter().map(|chosen| match chosen {
                    Some(chosen) => plain(&chosen.amount).map(|amount| {
                        Some(FreeLine {
                            amount,
                            caption: chosen.caption,
                        })
                    }),
                    None => Some(None),
                });
                let chosen: Vec<Option<FreeLine>> = chosen.collect::<Option<_>>()?;
                let first = u32::try_from(self.options.len()).ok()?;
                self.options.extend(chosen);
                FreeAmount::Option(*slot, first)
            }
            _ => return None,
        };
        Some(FreeLine {
            amount,
            caption: entry.caption,
        })
    }
}

/// An amount that hangs on `base` at most.
fn plain(amount: &Amount) -> Option<FreeAmount> {
    match amount {
        Amount::Fixed(amount) => Some(FreeAmount::Fixed(*amount)),
        Amount::Percent(rate, AmountName::Base) => Some(FreeAmount::Percent(*rate)),
        _ => None,
    }
}
