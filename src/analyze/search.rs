//! Branch and bound: the lowest or the highest price, with proof.
//!
//! Sets of configurations wait in the order of their bounds. The best is cut, its parts are judged
//! and wait in turn, unless none of them has a price or none can beat the best configuration that
//! was priced so far. When nothing is left that could be better, the best one is proved.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::bound::{Cutting, Judge};
use super::domain::Region;
use super::space::Space;
use crate::model::order::Item;
use crate::money::Decimal;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// The lowest price.
    Lowest,
    /// The highest price.
    Highest,
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The best configuration that was priced, and its amount.
    pub best: Option<(Decimal, Item)>,
    /// No configuration is better than this; none where that is not known.
    pub bound: Option<Decimal>,
    /// Whether nothing is left that could be better.
    pub proved: bool,
    /// How many sets of configurations were judged.
    pub steps: u64,
}

/// A set of configurations that waits to be cut.
struct Waiting {
    /// How good the best of them may be: lower is better. None comes first.
    key: Option<Decimal>,
    depth: u32,
    number: u64,
    region: Region,
    cutting: Cutting,
}

struct Search<'s, 'a> {
    space: &'s mut Space<'a>,
    judge: &'s mut Judge<'a>,
    goal: Goal,
    waiting: BinaryHeap<Waiting>,
    best: Option<(Decimal, Item)>,
    steps: u64,
}

/// Looks for the best price of a region, judging at most so many sets.
pub(crate) fn search<'a>(
    space: &mut Space<'a>,
    judge: &mut Judge<'a>,
    region: Region,
    goal: Goal,
    budget: u64,
) -> Found {
    let mut search = Search {
        space,
        judge,
        goal,
        waiting: BinaryHeap::new(),
        best: None,
        steps: 0,
    };
    search.run(region, budget)
}

impl Search<'_, '_> {
    fn run(&mut self, region: Region, budget: u64) -> Found {
        if budget == 0 {
            return self.found(None, false);
        }
        self.take(region, 0);
        while let Some(next) = self.waiting.pop() {
            if self.is_beaten(next.key) {
                self.waiting.clear();
                break;
            }
            if self.steps >= budget {
                return self.found(next.key, false);
            }
            for part in next.cutting.parts(&next.region) {
                self.take(part, next.depth.saturating_add(1));
            }
        }
        let key = self.best.as_ref().map(|(amount, _)| self.key(*amount));
        self.found(key, true)
    }

    fn found(&mut self, key: Option<Decimal>, proved: bool) -> Found {
        let key = match (&self.best, key) {
            // what waits may be worse than what was found
            (Some((amount, _)), Some(key)) => Some(key.min(self.key(*amount))),
            (_, key) => key,
        };
        Found {
            best: self.best.take(),
            bound: key.map(|key| self.key(key)),
            proved,
            steps: self.steps,
        }
    }

    /// Judges a set: drops it, finds its best at once, or lets it wait.
    fn take(&mut self, mut region: Region, depth: u32) {
        self.steps = self.steps.saturating_add(1);
        let Ok(judgement) = self.judge.judge(&mut region) else {
            return;
        };
        let end = judgement.amount.map(|amount| match self.goal {
            Goal::Lowest => amount.low,
            Goal::Highest => amount.high,
        });
        let key = end.map(|end| self.key(end));
        if self.is_beaten(key) {
            return;
        }
        let cutting = self.judge.cut(&region);
        let highest = self.goal == Goal::Highest;
        for numbers_up in [highest, !highest] {
            let corner = self.space.corner(self.judge, &region, highest, numbers_up);
            if let Some(item) = corner {
                self.try_item(item);
            }
            if self.is_beaten(key) {
                return;
            }
        }
        if let Some(cutting) = cutting {
            self.waiting.push(Waiting {
                key,
                depth,
                number: self.steps,
                region,
                cutting,
            });
        }
    }

    fn try_item(&mut self, item: Item) {
        let Some(amount) = self.space.price(&item) else {
            return;
        };
        let key = self.key(amount);
        let better = self
            .best
            .as_ref()
            .is_none_or(|(best, _)| key < self.key(*best));
        if better {
            self.best = Some((amount, item));
        }
    }

    /// Whether nothing with this key is better than what was found.
    fn is_beaten(&self, key: Option<Decimal>) -> bool {
        match (key, &self.best) {
            (Some(key), Some((best, _))) => key >= self.key(*best),
            _ => false,
        }
    }

    /// An amount as a key, and a key as an amount.
    fn key(&self, amount: Decimal) -> Decimal {
        match self.goal {
            Goal::Lowest => amount,
            Goal::Highest => amount.negated(),
        }
    }
}

impl Waiting {
    /// The best key first, of equals the deepest, of equals the first.
    fn rank(&self) -> impl Ord {
        use std::cmp::Reverse;
        (Reverse(self.key), self.depth, Reverse(self.number))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}
