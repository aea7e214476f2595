//! Which comparisons decided: from a boolean expression to the smallest set that settles its value.
//!
//! Of a false `and`, one false side is enough, the one with the smaller set; of a true `or`, one
//! true side. Otherwise every side counts. `not` takes over the set of what it negates, `if` that
//! of its condition and of the branch taken. A comparison written twice counts once; of equal
//! sets, the left one is taken. Where the value is not known, the set says what it waits for.

use std::collections::{BTreeMap, BTreeSet};

use super::compared::{self, Compared};
use crate::evaluate::frame::Frame;
use crate::evaluate::limits;
use crate::evaluate::value::SlotState;
use crate::plan::{Node, NodeId};
use crate::sorting::gathered;

/// The smallest set of comparisons that decided an expression's value, from left to right.
///
/// The frame is left as it was: nothing is taken off its step limit, and computed values that were
/// not read yet are still not. The work is taken off `steps`; when they are used up, the set may
/// be empty.
pub(crate) fn why(frame: &mut Frame<'_>, node: NodeId, steps: &mut u64) -> Vec<Compared> {
    let lazy = lazy_slots(frame);
    let (exact, steps_left) = (frame.exact, frame.steps_left);
    frame.steps_left = *steps;
    let mut decider = Decider {
        frame,
        known: BTreeMap::new(),
        comparisons: Vec::new(),
        numbers: BTreeMap::new(),
    };
    let decided = decider.verdict(node, 0).because;
    let nodes: Vec<NodeId> = decided
        .into_iter()
        .filter_map(|number| decider.comparisons.get(number).copied())
        .collect();
    let compared = nodes
        .into_iter()
        .map(|node| compared::of(frame, node))
        .collect();
    *steps = frame.steps_left;
    (frame.exact, frame.steps_left) = (exact, steps_left);
    for (slot, number) in lazy {
        if let Some(state) = frame.slots.get_mut(slot) {
            *state = SlotState::Lazy(number);
        }
    }
    compared
}

/// What is known of a part of the expression.
#[derive(Clone)]
struct Verdict {
    /// Its value; none where it waits or has a problem.
    value: Option<bool>,
    /// The comparisons that decided, by their numbers.
    because: BTreeSet<usize>,
}

struct Decider<'f, 'a> {
    frame: &'f mut Frame<'a>,
    /// Parts that were looked at: the compiler may share them.
    known: BTreeMap<NodeId, Verdict>,
    /// Each comparison, from left to right.
    comparisons: Vec<NodeId>,
    /// The number of each, by its text.
    numbers: BTreeMap<&'a str, usize>,
}

impl Decider<'_, '_> {
    fn verdict(&mut self, node: NodeId, depth: u32) -> Verdict {
        if let Some(known) = self.known.get(&node) {
            return known.clone();
        }
        let inner = depth.saturating_add(1);
        let operation = self.frame.program.nodes.get(node.index()).copied();
        let verdict = match operation.filter(|_| depth < limits::DEPTH) {
            Some(Node::Not(part)) => {
                let part = self.verdict(part, inner);
                Verdict {
                    value: part.value.map(|value| !value),
                    because: part.because,
                }
            }
            Some(Node::And(left, right)) => self.sides(left, right, false, inner),
            Some(Node::Or(left, right)) => self.sides(left, right, true, inner),
            Some(Node::If(condition, then, otherwise)) => {
                self.branch(condition, then, otherwise, inner)
            }
            _ => self.comparison(node),
        };
        self.known.insert(node, verdict.clone());
        verdict
    }

    fn sides(&mut self, left: NodeId, right: NodeId, decisive: bool, depth: u32) -> Verdict {
        let left = self.verdict(left, depth);
        let right = self.verdict(right, depth);
        let decides = |side: &Verdict| side.value == Some(decisive);
        match (decides(&left), decides(&right)) {
            (true, true) if right.because.len() < left.because.len() => right,
            (true, _) => left,
            (false, true) => right,
            (false, false) => match (left.value, right.value) {
                (Some(_), None) => right,
                (None, Some(_)) => left,
                (value, _) => Verdict {
                    value,
                    because: union(left.because, right.because),
                },
            },
        }
    }

    fn branch(
        &mut self,
        condition: NodeId,
        then: NodeId,
        otherwise: NodeId,
        depth: u32,
    ) -> Verdict {
        let condition = self.verdict(condition, depth);
        let Some(holds) = condition.value else {
            return condition;
        };
        let taken = self.verdict(if holds { then } else { otherwise }, depth);
        Verdict {
            value: taken.value,
            because: union(condition.because, taken.because),
        }
    }

    fn comparison(&mut self, node: NodeId) -> Verdict {
        let next = self.comparisons.len();
        let place = self
            .frame
            .program
            .places
            .get(node.index())
            .copied()
            .unwrap_or_default();
        let number = match self.frame.excerpt(place) {
            Some(text) => *self.numbers.entry(text).or_insert(next),
            None => next,
        };
        if number == next {
            self.comparisons.push(node);
        }
        let value = self.frame.boolean(node).ok();
        Verdict {
            value,
            because: gathered([number]),
        }
    }
}

fn union(mut left: BTreeSet<usize>, right: BTreeSet<usize>) -> BTreeSet<usize> {
    left.extend(right);
    left
}

/// Computed values that were not read yet: where they are, and their numbers.
fn lazy_slots(frame: &Frame<'_>) -> Vec<(usize, usize)> {
    let slots = frame.slots.iter().enumerate();
    let lazy = slots.filter_map(|(slot, state)| match state {
        SlotState::Lazy(number) => Some((slot, *number)),
        _ => None,
    });
    lazy.collect()
}
