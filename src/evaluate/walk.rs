//! What an expression consists of: the slots it reads, the numbers written in it.

use super::slot_set::{SlotSet, SortedSet};
use crate::money::Decimal;
use crate::plan::{Node, NodeId, Program};

/// The slots that an expression reads itself, by rising number.
pub(crate) fn slots(program: &Program, node: NodeId) -> SlotSet {
    let mut found = SortedSet::new();
    visit(program, node, |node| {
        if let Some(slot) = node.slot() {
            found.insert(slot);
        }
    });
    found
}

/// The numbers written in an expression, by rising value.
pub(super) fn numbers(program: &Program, node: NodeId) -> SortedSet<Decimal> {
    let mut found = SortedSet::new();
    visit(program, node, |node| {
        if let Node::Number(number) = node {
            found.insert(number);
        }
    });
    found
}

/// Whether an expression reads an amount of the waterfall itself.
pub(crate) fn reads_amounts(program: &Program, node: NodeId) -> bool {
    any(program, node, |node| matches!(node, Node::Amount(_)))
}

/// Whether an expression has a node of a kind itself.
pub(super) fn any(program: &Program, node: NodeId, is: impl Fn(Node) -> bool) -> bool {
    let mut found = false;
    visit(program, node, |node| found |= is(node));
    found
}

fn visit(program: &Program, root: NodeId, mut see: impl FnMut(Node)) {
    let mut seen = SortedSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let Some(node) = program.nodes.get(id.index()).filter(|_| seen.insert(id)) else {
            continue;
        };
        see(*node);
        open.extend(program.parts(id));
    }
}
