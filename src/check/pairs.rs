//! Pairs of conditions that may overlap, found without looking at every pair: thousands of rules
//! mostly differ in one value.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::overlap::Conjunction;
use crate::money::Decimal;
use crate::plan::SlotId;
use crate::sorting::sort;

/// Calls `meet` with the positions of every two conjunctions whose values of the most telling slot
/// have ends that cross; the others cannot hold together. Stops when `meet` breaks.
pub(crate) fn for_each_candidate(
    conjunctions: &[&Conjunction],
    mut meet: impl FnMut(usize, usize) -> ControlFlow<()>,
) {
    let slot = most_telling(conjunctions);
    let bounds = |conjunction: &Conjunction| {
        slot.and_then(|slot| conjunction.domain(slot))
            .map_or((None, None), |domain| domain.bounds())
    };
    let mut sorted: Vec<(Option<Decimal>, Option<Decimal>, usize)> = conjunctions
        .iter()
        .enumerate()
        .map(|(index, conjunction)| {
            let (low, high) = bounds(conjunction);
            (low, high, index)
        })
        .collect();
    sort(&mut sorted);
    let mut open: Vec<(Option<Decimal>, usize)> = Vec::new();
    for (low, high, index) in sorted {
        open.retain(|(end, _)| end.is_none_or(|end| low.is_none_or(|low| end >= low)));
        for (_, other) in &open {
            if meet((*other).min(index), (*other).max(index)).is_break() {
                return;
            }
        }
        open.push((high, index));
    }
}

/// The slot that most conjunctions limit on both sides.
fn most_telling(conjunctions: &[&Conjunction]) -> Option<SlotId> {
    let mut counts: BTreeMap<SlotId, usize> = BTreeMap::new();
    for (slot, domain) in conjunctions
        .iter()
        .flat_map(|conjunction| conjunction.tested())
    {
        if let (Some(_), Some(_)) = domain.bounds() {
            let count = counts.entry(slot).or_default();
            *count = count.saturating_add(1);
        }
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(slot, _)| slot)
}
