//! What the evaluator relies on, checked on a plan that came from outside.
//!
//! Every number that refers to something refers to something that is there, and an expression only
//! to parts before it. The evaluator does not trust types even so: a part of the wrong type is a
//! problem of the quote.

use crate::plan::{
    Axis, AxisKind, ComponentPlan, ComputedPlan, Label, NodeId, OrderPlan, PlanData, Program,
    SlotPlan, Step, Table, TextId, ValueKind,
};

/// Whether the plan is whole.
pub(super) fn holds(plan: &PlanData) -> bool {
    let labels = plan.labels.iter().all(|label| match label {
        Label::Plain(text) => has_text(plan, *text),
        Label::Translated(texts) => {
            !texts.is_empty()
                && texts
                    .iter()
                    .all(|(tag, text)| has_text(plan, *tag) && has_text(plan, *text))
        }
    });
    let currencies = plan.currencies.len();
    let rounding = &plan.rounding;
    labels
        && currencies > 0
        && rounding.mode.is_some()
        && rounding.unit_increments.len() == currencies
        && rounding.increments.len() == currencies
        && rounding
            .unit_increments
            .iter()
            .chain(&rounding.increments)
            .all(|step| step.is_positive())
        && plan.inputs.iter().all(|input| has_text(plan, input.id))
        && plan
            .components
            .iter()
            .all(|component| component_holds(plan, component))
        && order_holds(plan, &plan.order)
}

fn has_text(plan: &PlanData, id: TextId) -> bool {
    id.index() < plan.texts.len()
}

fn component_holds(plan: &PlanData, component: &ComponentPlan) -> bool {
    let slots = component.slots.len();
    let nodes = &component.program;
    let first = component.first_feature.index();
    let features = component
        .features
        .iter()
        .enumerate()
        .all(|(index, feature)| {
            Some(feature.slot.index()) == first.checked_add(index)
                && feature.slot.index() < slots
                && has_text(plan, feature.id)
                && feature
                    .available_when
                    .is_none_or(|node| has_node(nodes, node))
        });
    let every_feature_once = {
        let mut order: Vec<_> = component
            .availability_order
            .iter()
            .map(|feature| feature.index())
            .collect();
        order.sort_unstable();
        order.into_iter().eq(0..component.features.len())
    };
    has_text(plan, component.id)
        && component.quantity_step.is_positive()
        && slots_hold(plan, &component.slots)
        && features
        && every_feature_once
        && component
            .attributes
            .iter()
            .all(|attribute| attribute.slot.index() < slots)
        && computed_hold(nodes, &component.computed, slots)
        && component
            .tables
            .iter()
            .all(|table| table_holds(plan, table))
        && component
            .phases
            .iter()
            .all(|phase| steps_hold(plan, nodes, &phase.steps))
        && program_holds(plan, nodes)
}

fn order_holds(plan: &PlanData, order: &OrderPlan) -> bool {
    slots_hold(plan, &order.slots)
        && computed_hold(&order.program, &order.computed, order.slots.len())
        && order.tables.iter().all(|table| table_holds(plan, table))
        && steps_hold(plan, &order.program, &order.steps)
        && program_holds(plan, &order.program)
}

/// The built-in slots and the inputs come first in every frame.
fn slots_hold(plan: &PlanData, slots: &[SlotPlan]) -> bool {
    slots.len() >= plan.inputs.len().saturating_add(3)
        && slots.iter().all(|slot| {
            has_text(plan, slot.id)
                && match &slot.kind {
                    ValueKind::Option(ids) | ValueKind::Options(ids) => {
                        ids.iter().all(|id| has_text(plan, *id))
                    }
                    _ => true,
                }
        })
}

fn computed_hold(program: &Program, computed: &[ComputedPlan], slots: usize) -> bool {
    computed
        .iter()
        .all(|value| value.slot.index() < slots && has_node(program, value.value))
}

fn steps_hold(plan: &PlanData, program: &Program, steps: &[Step]) -> bool {
    steps.iter().all(|step| {
        has_text(plan, step.id)
            && step.label.index() < plan.labels.len()
            && step.condition.is_none_or(|node| has_node(program, node))
    })
}

fn table_holds(plan: &PlanData, table: &Table) -> bool {
    let columns = table.col.as_ref().map_or(1, Axis::len);
    has_text(plan, table.id)
        && table
            .currency
            .is_none_or(|currency| currency.index() < plan.currencies.len())
        && axis_holds(plan, &table.row)
        && table.col.as_ref().is_none_or(|axis| axis_holds(plan, axis))
        && table.cells.fit(table.row.len(), columns)
}

fn axis_holds(plan: &PlanData, axis: &Axis) -> bool {
    match &axis.kind {
        AxisKind::Breakpoints(values, _) => values.is_sorted_by(|a, b| a < b),
        AxisKind::Keys(keys) => keys.iter().all(|key| has_text(plan, *key)),
    }
}

/// A node refers only to nodes before it, so evaluating one ends.
fn program_holds(plan: &PlanData, program: &Program) -> bool {
    let below = |node: usize| {
        let node = NodeId(u32::try_from(node).unwrap_or(u32::MAX));
        program.parts(node).into_iter().all(|part| part < node)
    };
    program.places.len() == program.nodes.len()
        && program
            .money
            .iter()
            .all(|row| row.len() == plan.currencies.len())
        && (0..program.nodes.len()).all(below)
}

fn has_node(program: &Program, node: NodeId) -> bool {
    node.index() < program.nodes.len()
}
