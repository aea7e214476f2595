//! What expressions depend on, through computed values too: whether a proof over some orders holds
//! for all of them.

use crate::evaluate::walk;
use crate::plan::{
    ComponentPlan, ComputedPlan, Effect, Node, NodeId, OrderPlan, Program, SlotId, TierEffect,
    TierKind,
};

/// Whether an expression reads a slot.
pub(super) fn reads_slot(program: &Program, slot: SlotId) -> bool {
    let mut nodes = program.nodes.iter();
    nodes.any(|node| node.slot() == Some(slot))
}

/// Whether anything of a component reads one of the slots, or an order's day or quantity decides
/// by itself whether there is a price.
pub(super) fn anything_reads(component: &ComponentPlan, open: &[SlotId]) -> bool {
    let program = &component.program;
    let is_open = |node: &Node| node.slot().is_some_and(|slot| open.contains(&slot));
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    let ends = |effect: &Effect| match effect {
        Effect::Tiers(tiers) => {
            matches!(tiers.kind, TierKind::Block)
                || tiers
                    .steps
                    .iter()
                    .any(|step| matches!(step.effect, TierEffect::None))
                || component.base.priced_by_tiers
        }
        _ => false,
    };
    program.nodes.iter().any(is_open) || steps.into_iter().any(|step| ends(&step.effect))
}

/// Whether expressions read one of the slots, or an amount that hangs on the quantity.
pub(super) fn any_reads(
    component: &ComponentPlan,
    nodes: impl IntoIterator<Item = NodeId>,
    open: &[SlotId],
    per_item: bool,
) -> bool {
    let amounts_hang = || per_item || anything_reads(component, open);
    let (program, computed) = (&component.program, &component.computed);
    hangs_on(program, computed, nodes, open, amounts_hang)
}

/// Whether an expression of the order reads one of the slots, or an amount.
pub(super) fn any_reads_of_order(order: &OrderPlan, root: Option<NodeId>, open: &[SlotId]) -> bool {
    hangs_on(&order.program, &order.computed, root, open, || true)
}

/// Whether expressions read a slot, or an amount where that counts, through computed values too.
fn hangs_on(
    program: &Program,
    computed: &[ComputedPlan],
    nodes: impl IntoIterator<Item = NodeId>,
    open: &[SlotId],
    amounts_count: impl Fn() -> bool,
) -> bool {
    let mut waiting: Vec<NodeId> = nodes.into_iter().collect();
    let mut seen: Vec<SlotId> = Vec::new();
    while let Some(root) = waiting.pop() {
        if walk::reads_amounts(program, root) && amounts_count() {
            return true;
        }
        for slot in walk::slots(program, root).iter() {
            if open.contains(slot) {
                return true;
            }
            let value = computed.iter().find(|value| value.slot == *slot);
            if let Some(value) = value.filter(|_| !seen.contains(slot)) {
                seen.push(*slot);
                waiting.push(value.value);
                waiting.extend(value.condition);
            }
        }
    }
    false
}

/// Every expression that says what is allowed.
pub(super) fn of_what_is_allowed(component: &ComponentPlan) -> Vec<NodeId> {
    let features = component.features.iter();
    let available = features.flat_map(|feature| {
        let options = feature.options.iter().map(|option| option.available_when);
        options.chain([feature.available_when])
    });
    let constraints = component.constraints.iter();
    let tests = constraints.flat_map(|constraint| [constraint.condition, Some(constraint.test)]);
    available.chain(tests).flatten().collect()
}
