//! Which entries are free: whether they make a line, and how much it is, hangs on slots and on the
//! amount of `base` alone.
//!
//! INVARIANT: free entries stand between [`Action::Settle`] and [`Action::Extend`], so that `base`
//! is known before and every line is for a piece. Each makes at most one line, whose amount is
//! fixed, or a rate of `base`, or such an amount of the option that a select holds.

use crate::evaluate::scaled::program::{Action, Amount, Entry};
use crate::plan::AmountName;

/// The free entries of a component.
#[derive(Debug)]
pub(in crate::evaluate::scaled) struct Free {
    /// The set of them, by 64.
    pub entries: Vec<u64>,
    pub count: usize,
    /// By slot, those whose amount hangs on its option.
    pub readers: Vec<Vec<u32>>,
    /// How many stretches they make: those without another entry between them.
    pub stretches: usize,
}

/// Finds the free entries and numbers their stretches. With `features` something reads what is
/// added for a feature.
pub(super) fn free(entries: &mut [Entry], slots: usize, features: bool) -> Free {
    let mut free = Free {
        entries: vec![0; entries.len().div_ceil(64)],
        count: 0,
        readers: vec![Vec::new(); slots],
        stretches: 0,
    };
    let (mut is_open, mut was_free) = (false, false);
    for (number, entry) in entries.iter_mut().enumerate() {
        match entry.action {
            Action::Settle => is_open = true,
            Action::Extend => is_open = false,
            _ => {}
        }
        entry.stretch = free.stretches;
        let began = !std::mem::replace(&mut was_free, is_open && is_free(entry, features));
        if !was_free {
            continue;
        }
        if began {
            free.stretches = free.stretches.saturating_add(1);
        }
        entry.stretch = free.stretches.saturating_sub(1);
        if let Some(word) = free.entries.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
        free.count = free.count.saturating_add(1);
        if let Action::Option(slot, _) = entry.action
            && let Some(readers) = free.readers.get_mut(slot.index())
        {
            readers.extend(u32::try_from(number));
        }
    }
    free
}

fn is_free(entry: &Entry, features: bool) -> bool {
    if entry.is_guarded {
        return false;
    }
    match &entry.action {
        Action::Fixed(_) | Action::Percent(_, AmountName::Base) => true,
        Action::Option(_, by_option) => {
            let mut chosen = by_option.iter().flatten();
            let is_plain = |amount: &Amount| {
                matches!(
                    amount,
                    Amount::Fixed(_) | Amount::Percent(_, AmountName::Base)
                )
            };
            !features && chosen.all(|chosen| is_plain(&chosen.amount))
        }
        _ => false,
    }
}
