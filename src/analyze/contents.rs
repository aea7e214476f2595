//! Texts whose content decides something: of such a text one that was tried says nothing about the
//! others of its length.

use std::collections::BTreeSet;

use super::domain::{Region, Values};
use crate::plan::{ComponentPlan, FeatureKind, Function, Node, NodeId};

/// By feature: whether it is a text of which more is read than how long it is, and whether two are
/// the same.
pub(super) fn read(component: &ComponentPlan) -> Vec<bool> {
    let program = &component.program;
    let count = u32::try_from(program.nodes.len()).unwrap_or(u32::MAX);
    let is_length = |node: NodeId| {
        matches!(
            program.node(node),
            Some(Node::Call(Function::StringLength, _))
        )
    };
    let inner = (0..count).map(NodeId).filter(|node| !is_length(*node));
    let inner = inner.flat_map(|node| program.parts(node));
    let values = component.computed.iter().map(|computed| computed.value);
    let axes = component.list_uses();
    let axes = axes.flat_map(|list| std::iter::once(list.row).chain(list.col));
    // what stands by itself otherwise is a condition or an amount, or the key of a fee or tier
    let used: BTreeSet<_> = inner
        .chain(values)
        .chain(axes)
        .filter_map(|node| program.node(node)?.slot())
        .collect();
    let is_read = component.features.iter().map(|feature| {
        matches!(feature.kind, FeatureKind::Text { .. }) && used.contains(&feature.slot)
    });
    is_read.collect()
}

/// Whether a region holds several texts for one of these features.
pub(super) fn are_open(region: &Region, read: &[bool]) -> bool {
    let fields = region.fields.iter().zip(read);
    fields.into_iter().any(|(field, read)| {
        *read && matches!(field.values, Values::Lengths { most, .. } if most > 0)
    })
}
