//! What constraints promise of expressions: where `width * drop <= 4_000_000` is required, no
//! configuration with a price has more, so an amount that is worked out from `width * drop` need
//! not be judged for more.

use super::view::View;
use crate::analyze::interval::Interval;
use crate::evaluate::walk;
use crate::money::Decimal;
use crate::plan::{Comparison, ComponentPlan, Constraint, Node, NodeId, Program};

/// A constraint that compares a calculation with a number.
pub(super) struct Promise<'a> {
    constraint: &'a Constraint,
    limit: Limit,
    /// The calculation, wherever it is written.
    places: Vec<NodeId>,
}

/// An end of what a calculation comes to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    AtMost(Decimal),
    AtLeast(Decimal),
}

/// What the constraints of a component promise.
pub(super) fn promises(component: &ComponentPlan) -> Vec<Promise<'_>> {
    let constraints = component.constraints.iter();
    constraints
        .filter_map(|constraint| promise(&component.program, constraint))
        .collect()
}

fn promise<'a>(program: &Program, constraint: &'a Constraint) -> Option<Promise<'a>> {
    let Node::Compare(comparison, left, right) = *program.node(constraint.test)? else {
        return None;
    };
    let (calculation, number, comparison) = match (program.node(left)?, program.node(right)?) {
        (_, Node::Number(number)) => (left, *number, comparison),
        (Node::Number(number), _) => (right, *number, comparison.mirrored()),
        _ => return None,
    };
    let limit = match (comparison, constraint.violated_when) {
        (Comparison::Less | Comparison::LessOrEqual, false)
        | (Comparison::Greater | Comparison::GreaterOrEqual, true) => Limit::AtMost(number),
        (Comparison::Greater | Comparison::GreaterOrEqual, false)
        | (Comparison::Less | Comparison::LessOrEqual, true) => Limit::AtLeast(number),
        (Comparison::Equal | Comparison::NotEqual, _) => return None,
    };
    // an amount is not the same at every place
    if walk::reads_amounts(program, calculation) {
        return None;
    }
    let count = u32::try_from(program.nodes.len()).unwrap_or(u32::MAX);
    let places = (0..count)
        .map(NodeId)
        .filter(|node| is_same(program, *node, calculation))
        .collect();
    Some(Promise {
        constraint,
        limit,
        places,
    })
}

/// Whether two calculations are written alike.
fn is_same(program: &Program, one: NodeId, other: NodeId) -> bool {
    match (program.node(one), program.node(other)) {
        (Some(Node::Arithmetic(this, ..)), Some(Node::Arithmetic(that, ..))) if this == that => {
            let parts = program.parts(one).into_iter().zip(program.parts(other));
            parts.into_iter().all(|(a, b)| is_part(program, a, b))
        }
        _ => false,
    }
}

fn is_part(program: &Program, one: NodeId, other: NodeId) -> bool {
    match (program.node(one), program.node(other)) {
        (Some(Node::Slot(this)), Some(Node::Slot(that))) => this == that,
        (Some(Node::Number(this)), Some(Node::Number(that))) => this == that,
        _ => is_same(program, one, other),
    }
}

/// What the promises that hold for certain say of each calculation, by rising node.
pub(super) fn kept(view: &mut View<'_, '_>, promises: &[Promise<'_>]) -> Vec<(NodeId, Limit)> {
    let mut kept = Vec::new();
    for promise in promises {
        let constraint = promise.constraint;
        if view.setting.is_valid(constraint.validity)
            && view.holds(constraint.condition).is_certain()
        {
            kept.extend(promise.places.iter().map(|node| (*node, promise.limit)));
        }
    }
    kept.sort_by_key(|(node, _)| *node);
    kept
}

impl Limit {
    /// The part of an interval within the limit; an interval beyond it stays as it is.
    pub fn within(self, interval: Interval) -> Interval {
        match self {
            Self::AtMost(most) if interval.low <= most => Interval {
                high: interval.high.min(most),
                ..interval
            },
            Self::AtLeast(least) if interval.high >= least => Interval {
                low: interval.low.max(least),
                ..interval
            },
            _ => interval,
        }
    }
}
