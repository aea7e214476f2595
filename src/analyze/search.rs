//! Branch and bound: the best configuration, with proof.
//!
//! Sets of configurations wait in the order of what the best of them may be. The first is cut, its
//! parts are judged and wait in turn, unless none of them has a price or none can be better than
//! the best configuration that was priced so far. When nothing is left that could be better, the
//! best one is proved.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::bound::{Cutting, Judge, Judgement};
use super::domain::{Region, Values};
use super::space::Space;
use crate::model::order::{Item, Value};
use crate::money::Decimal;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// The lowest price.
    Lowest,
    /// The highest price.
    Highest,
    /// The largest or the smallest value of a number feature with a price of at most so much.
    Number {
        /// The feature.
        feature: usize,
        /// The largest.
        largest: bool,
        /// What it may cost.
        budget: Decimal,
    },
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The best configuration that was priced.
    pub best: Option<Best>,
    /// No configuration is better than this; none where that is not known.
    pub bound: Option<Decimal>,
    /// Whether nothing is left that could be better.
    pub proved: bool,
    /// How many sets of configurations were judged.
    pub steps: u64,
}

/// A configuration that was priced.
#[derive(Clone, Debug)]
pub(crate) struct Best {
    /// What the goal is about: the price, or the number.
    pub value: Decimal,
    /// Its price.
    pub amount: Decimal,
    /// The configuration.
    pub item: Item,
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
    /// The best key of the sets that cannot be cut, though their configurations differ.
    stuck: Option<Option<Decimal>>,
    best: Option<Best>,
    steps: u64,
}

/// Looks for the best configuration of a region, judging at most so many sets.
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
        stuck: None,
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
            if self.steps >= budget || self.space.is_stopped() {
                let key = self.stuck.map_or(next.key, |stuck| stuck.min(next.key));
                return self.found(key, false);
            }
            for part in next.cutting.parts(&next.region) {
                self.take(part, next.depth.saturating_add(1));
            }
        }
        match self.stuck {
            Some(key) if !self.is_beaten(key) => self.found(key, false),
            _ => {
                let key = self.best.as_ref().map(|best| self.goal.key(best.value));
                self.found(key, true)
            }
        }
    }

    fn found(&mut self, key: Option<Decimal>, proved: bool) -> Found {
        let key = match (&self.best, key) {
            // what waits may be worse than what was found
            (Some(best), Some(key)) => Some(key.min(self.goal.key(best.value))),
            (_, key) => key,
        };
        Found {
            best: self.best.take(),
            bound: key.map(|key| self.goal.key(key)),
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
        let Some(key) = self.goal.of(&region, &judgement) else {
            return;
        };
        if self.is_beaten(key) {
            return;
        }
        let cutting = match self.goal {
            Goal::Number { feature, .. } => Cutting::of(&region, feature),
            Goal::Lowest | Goal::Highest => None,
        };
        let cutting = cutting.or_else(|| self.judge.cut(&region));
        let highest = self.goal == Goal::Highest;
        let wished = self.goal.wished(&region);
        for numbers_up in [highest, !highest] {
            let corner = self.space.corner(self.judge, &wished, highest, numbers_up);
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
        } else if self.space.leaves_texts_open(&region) {
            self.stuck = Some(self.stuck.map_or(key, |stuck| stuck.min(key)));
        }
    }

    fn try_item(&mut self, item: Item) {
        let Some(amount) = self.space.price(&item) else {
            return;
        };
        let Some(value) = self.value(&item, amount) else {
            return;
        };
        let key = self.goal.key(value);
        let better = self
            .best
            .as_ref()
            .is_none_or(|best| key < self.goal.key(best.value));
        if better {
            self.best = Some(Best {
                value,
                amount,
                item,
            });
        }
    }

    /// What the goal is about; none where the configuration misses it.
    fn value(&self, item: &Item, amount: Decimal) -> Option<Decimal> {
        let Goal::Number {
            feature, budget, ..
        } = self.goal
        else {
            return Some(amount);
        };
        let name = self.space.name(feature)?;
        let (_, value) = item.values.iter().find(|(id, _)| id == name)?;
        match value {
            Value::Number(number) => Some(*number).filter(|_| amount <= budget),
            _ => None,
        }
    }

    /// Whether nothing with this key is better than what was found.
    fn is_beaten(&self, key: Option<Decimal>) -> bool {
        match (key, &self.best) {
            (Some(key), Some(best)) => key >= self.goal.key(best.value),
            _ => false,
        }
    }
}

impl Goal {
    /// A value as a key, and a key as a value.
    fn key(self, value: Decimal) -> Decimal {
        match self {
            Self::Lowest | Self::Number { largest: false, .. } => value,
            Self::Highest | Self::Number { largest: true, .. } => value.negated(),
        }
    }

    /// The key of a region, none inside where it is not known; none where it misses the goal.
    fn of(self, region: &Region, judgement: &Judgement) -> Option<Option<Decimal>> {
        let amount = judgement.amount;
        let value = match self {
            Self::Lowest => amount.map(|amount| amount.low),
            Self::Highest => amount.map(|amount| amount.high),
            Self::Number {
                feature,
                largest,
                budget,
            } => {
                if amount.is_some_and(|amount| amount.low > budget) {
                    return None;
                }
                match &region.fields.get(feature)?.values {
                    Values::Numbers(grid) if largest => Some(grid.high),
                    Values::Numbers(grid) => Some(grid.low),
                    _ => return None,
                }
            }
        };
        Some(value.map(|value| self.key(value)))
    }

    /// The region with the number at the end that is looked for.
    fn wished(self, region: &Region) -> Region {
        match self {
            Self::Lowest | Self::Highest => region.clone(),
            Self::Number {
                feature, largest, ..
            } => region.at_end(feature, largest),
        }
    }
}

impl Waiting {
    /// The best key first, of equals the deepest, of equals the first.
    fn rank(&self) -> impl Ord {
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
