//! Which rules apply, without asking each: for every value of a slot a bit set of the rules that
//! this value allows. What is in all sets applies. Numbers are sorted into the intervals between
//! the bounds that rules name.

use super::{Amount, Rule, Test};
use crate::workload::Catalog;

/// Bit sets of rules by slot and value.
#[derive(Clone, Debug, Default)]
pub struct RuleIndex {
    words: usize,
    slots: Vec<SlotIndex>,
}

#[derive(Clone, Debug)]
struct SlotIndex {
    slot: usize,
    /// Of a number the bounds, rising; a value's interval is how many it reaches.
    bounds: Option<Vec<u32>>,
    /// By option or interval, so many words each.
    sets: Vec<u64>,
}

impl RuleIndex {
    /// The index of rules.
    pub(super) fn new<A: Amount>(catalog: &Catalog, rules: &[Rule<A>]) -> Self {
        let words = rules.len().div_ceil(64);
        let slots = 0..catalog.features.len();
        let slots = slots.filter_map(|slot| {
            let options = catalog.features[slot].options().len();
            SlotIndex::new(slot, u32::try_from(options).ok()?, words, rules)
        });
        Self {
            words,
            slots: slots.collect(),
        }
    }

    /// Calls with the number of each rule that applies, in their order.
    pub fn each(&self, configuration: &[u32], mut applies: impl FnMut(usize)) {
        let sets: Vec<&[u64]> = self
            .slots
            .iter()
            .map(|slot| slot.set(configuration[slot.slot], self.words))
            .collect();
        for word in 0..self.words {
            let mut left = u64::MAX;
            for set in &sets {
                left &= set[word];
                if left == 0 {
                    break;
                }
            }
            while left != 0 {
                applies(word * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
        }
    }
}

impl SlotIndex {
    /// The index of one slot; none if no rule asks for it.
    fn new<A: Amount>(slot: usize, options: u32, words: usize, rules: &[Rule<A>]) -> Option<Self> {
        let tests = || {
            rules
                .iter()
                .flat_map(|rule| &rule.tests)
                .filter(|it| it.slot() == slot)
        };
        tests().next()?;
        let bounds = (options == 0).then(|| {
            let mut bounds: Vec<u32> = tests().filter_map(bound).collect();
            bounds.sort_unstable();
            bounds.dedup();
            bounds
        });
        // of each interval its lowest value stands for all
        let values: Vec<u32> = match &bounds {
            Some(bounds) => std::iter::once(0).chain(bounds.iter().copied()).collect(),
            None => (0..options).collect(),
        };
        let mut sets = vec![0; values.len() * words];
        for (at, value) in values.iter().enumerate() {
            for (number, rule) in rules.iter().enumerate() {
                let mut tests = rule.tests.iter().filter(|test| test.slot() == slot);
                if tests.all(|test| test.holds_for(*value)) {
                    sets[at * words + number / 64] |= 1 << (number % 64);
                }
            }
        }
        Some(Self { slot, bounds, sets })
    }

    fn set(&self, value: u32, words: usize) -> &[u64] {
        let at = match &self.bounds {
            Some(bounds) => bounds.partition_point(|bound| *bound <= value),
            None => value as usize,
        };
        &self.sets[at * words..(at + 1) * words]
    }
}

fn bound(test: &Test) -> Option<u32> {
    match test {
        Test::From(_, bound) | Test::Below(_, bound) => Some(*bound),
        _ => None,
    }
}
