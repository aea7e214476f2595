//! What an expression consists of: the slots it reads, the numbers written in it.

use std::collections::BTreeSet;

use crate::money::Decimal;
use crate::plan::{InTest, Node, NodeId, NodeRange, Program, SlotId, TestRange};

/// The slots that an expression reads itself, by rising number.
pub(super) fn slots(program: &Program, node: NodeId) -> BTreeSet<SlotId> {
    let mut found = BTreeSet::new();
    visit(program, node, |node| match node {
        Node::Slot(slot)
        | Node::OptionText(slot)
        | Node::OptionTexts(slot)
        | Node::OptionQuantities(slot)
        | Node::Attribute(slot, _)
        | Node::IsSet(slot)
        | Node::SlotIs(slot, _)
        | Node::AttributeIs(slot, _, _) => {
            found.insert(slot);
        }
        _ => {}
    });
    found
}

/// The numbers written in an expression, by rising value.
pub(super) fn numbers(program: &Program, node: NodeId) -> BTreeSet<Decimal> {
    let mut found = BTreeSet::new();
    visit(program, node, |node| {
        if let Node::Number(number) = node {
            found.insert(number);
        }
    });
    found
}

/// Whether an expression reads an amount of the waterfall itself.
pub(super) fn reads_amounts(program: &Program, node: NodeId) -> bool {
    let mut found = false;
    visit(program, node, |node| {
        found |= matches!(node, Node::Amount(_))
    });
    found
}

fn visit(program: &Program, root: NodeId, mut see: impl FnMut(Node)) {
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let Some(node) = program.nodes.get(id.index()).filter(|_| seen.insert(id)) else {
            continue;
        };
        see(*node);
        open.extend(parts(program, *node));
    }
}

/// The nodes that a node is made of.
fn parts(program: &Program, node: Node) -> Vec<NodeId> {
    match node {
        Node::Number(_)
        | Node::Text(_)
        | Node::Boolean(_)
        | Node::Date(_)
        | Node::Option(_)
        | Node::Money(_)
        | Node::Slot(_)
        | Node::OptionText(_)
        | Node::OptionTexts(_)
        | Node::OptionQuantities(_)
        | Node::Attribute(..)
        | Node::Amount(_)
        | Node::IsSet(_) => Vec::new(),
        Node::Negate(part)
        | Node::Not(part)
        | Node::Power(part, _)
        | Node::SlotIs(_, part)
        | Node::AttributeIs(_, _, part) => vec![part],
        Node::Arithmetic(_, left, right)
        | Node::Compare(_, left, right)
        | Node::And(left, right)
        | Node::Or(left, right) => vec![left, right],
        Node::Between(value, low, high) => vec![value, low, high],
        Node::If(condition, yes, no) => vec![condition, yes, no],
        Node::In(value, range) => {
            let mut found = vec![value];
            found.extend(tests(program, range).iter().flat_map(|test| match *test {
                InTest::Compare(_, node) | InTest::InList(node) => vec![node],
                InTest::Range { low, high, .. } => vec![low, high],
            }));
            found
        }
        Node::Call(_, range) | Node::List(range) => arguments(program, range).to_vec(),
        Node::Lookup(_, row, col) => std::iter::once(row).chain(col).collect(),
    }
}

fn arguments(program: &Program, range: NodeRange) -> &[NodeId] {
    slice(&program.arguments, range.start, range.len)
}

fn tests(program: &Program, range: TestRange) -> &[InTest] {
    slice(&program.tests, range.start, range.len)
}

fn slice<T>(all: &[T], start: u32, len: u32) -> &[T] {
    let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    all.get(index(start)..index(start.saturating_add(len)))
        .unwrap_or(&[])
}
