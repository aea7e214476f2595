//! What the evaluator relies on, checked on a plan that came from outside.
//!
//! Reading has held every id against how many there are, and every part of an expression against
//! the expressions before it. Here stands what is about several parts of a plan: lengths that
//! belong together, features in their slots, options of their feature, rising numbers. The
//! evaluator does not trust types even so: a part of the wrong type is a problem of the quote.

use crate::money::Decimal;
use crate::plan::{
    AttributeConstant, Axis, AxisKind, ComponentPlan, ComputedPlan, Constant, Effect, FeatureKind,
    FeaturePlan, Label, LineSet, PlanData, Program, SlotPlan, Step, Table, TierKind, ValueKind,
};

/// Whether the plan is whole.
pub(super) fn holds(plan: &PlanData) -> bool {
    let currencies = plan.currencies.len();
    let rounding = &plan.rounding;
    currencies > 0
        && plan
            .labels
            .iter()
            .all(|label| !matches!(label, Label::Translated(texts) if texts.is_empty()))
        && rounding.mode.is_some()
        && increments_hold(&rounding.unit_increments, currencies)
        && increments_hold(&rounding.increments, currencies)
        && plan
            .inputs
            .iter()
            .all(|input| default_holds(input.default.as_ref(), options_of(&input.kind)))
        && plan
            .components
            .iter()
            .all(|component| component_holds(plan, component))
        && frame_holds(
            plan,
            &plan.order.slots,
            first_own(plan),
            &plan.order.computed,
        )
        && program_holds(plan, &plan.order.program)
        && plan.order.tables.iter().all(table_holds)
        && steps_hold(&plan.order.steps, &[])
}

fn increments_hold(increments: &[Decimal], currencies: usize) -> bool {
    increments.len() == currencies && increments.iter().all(|step| step.is_positive())
}

fn component_holds(plan: &PlanData, component: &ComponentPlan) -> bool {
    let features = component.features.as_slice();
    let first = first_own(plan);
    let slots = component.slots.get(first..).unwrap_or_default();
    component.first_feature.index() == first
        && component.quantity_step.is_positive()
        && slots.len() >= features.len()
        && frame_holds(
            plan,
            &component.slots,
            first.saturating_add(features.len()),
            &component.computed,
        )
        && features
            .iter()
            .zip(slots)
            .enumerate()
            .all(|(index, (feature, slot))| {
                feature.slot.index() == first.saturating_add(index) && feature_holds(feature, slot)
            })
        && every_feature_once(component)
        && component.attributes.iter().all(|attribute| {
            let feature = attribute.slot.index().checked_sub(first);
            let feature = feature.and_then(|index| features.get(index));
            feature.is_some_and(|feature| feature.options.len() == attribute.values.len())
                && attribute.values.iter().flatten().all(|value| match value {
                    AttributeConstant::Money(money) => {
                        money.index() < component.program.money.len()
                    }
                    AttributeConstant::Plain(_) => true,
                })
        })
        && program_holds(plan, &component.program)
        && component.tables.iter().all(table_holds)
        && component.phases.is_sorted_by_key(|phase| phase.per_item)
        && component
            .phases
            .iter()
            .all(|phase| steps_hold(&phase.steps, features))
}

/// The slot after the built-in ones and the inputs, which come first in every frame.
fn first_own(plan: &PlanData) -> usize {
    plan.inputs.len().saturating_add(3)
}

/// Computed values stand behind everything that an order can give.
fn frame_holds(
    plan: &PlanData,
    slots: &[SlotPlan],
    first_computed: usize,
    computed: &[ComputedPlan],
) -> bool {
    slots.len() >= first_own(plan)
        && computed
            .iter()
            .all(|value| value.slot.index() >= first_computed)
}

/// The options of a feature are those of its slot, and its default is among them.
fn feature_holds(feature: &FeaturePlan, slot: &SlotPlan) -> bool {
    let options = feature.options.len();
    let fits = match (&feature.kind, &slot.kind) {
        (FeatureKind::Select, ValueKind::Option(ids))
        | (FeatureKind::Multiselect { .. }, ValueKind::Options(ids)) => ids.len() == options,
        (FeatureKind::Boolean, ValueKind::Boolean)
        | (FeatureKind::Number { .. }, ValueKind::Number)
        | (FeatureKind::Text { .. }, ValueKind::Text) => options == 0,
        _ => false,
    };
    fits && default_holds(feature.default.as_ref(), options)
}

fn options_of(kind: &ValueKind) -> usize {
    match kind {
        ValueKind::Option(ids) | ValueKind::Options(ids) => ids.len(),
        _ => 0,
    }
}

fn default_holds(default: Option<&Constant>, options: usize) -> bool {
    match default {
        Some(Constant::Option(option)) => option.index() < options,
        Some(Constant::Options(chosen)) => chosen.iter().all(|option| option.index() < options),
        _ => true,
    }
}

fn every_feature_once(component: &ComponentPlan) -> bool {
    let mut missing = vec![true; component.features.len()];
    component.availability_order.len() == missing.len()
        && component.availability_order.iter().all(|feature| {
            let missing = missing.get_mut(feature.index());
            missing.is_some_and(std::mem::take)
        })
}

/// Thresholds rise, packages hold something, and a set of lines is about options that exist.
fn steps_hold(steps: &[Step], features: &[FeaturePlan]) -> bool {
    steps.iter().all(|step| match &step.effect {
        Effect::Tiers(tiers) => {
            tiers.steps.is_sorted_by(|a, b| a.from < b.from)
                && match tiers.kind {
                    TierKind::Package { size, .. } => size.is_positive(),
                    _ => true,
                }
        }
        Effect::Group { amount, lines, .. } => {
            amount.tiers.is_sorted_by(|a, b| a.0 < b.0)
                && match lines {
                    LineSet::Options(options) => options.iter().all(|(feature, option)| {
                        features
                            .get(feature.index())
                            .is_some_and(|feature| option.index() < feature.options.len())
                    }),
                    _ => true,
                }
        }
        _ => true,
    })
}

fn table_holds(table: &Table) -> bool {
    let columns = table.col.as_ref().map_or(1, Axis::len);
    axis_holds(&table.row)
        && table.col.as_ref().is_none_or(axis_holds)
        && table.cells.fit(table.row.len(), columns)
}

fn axis_holds(axis: &Axis) -> bool {
    match &axis.kind {
        AxisKind::Breakpoints(values, _) => values.is_sorted_by(|a, b| a < b),
        AxisKind::Keys(_) => true,
    }
}

fn program_holds(plan: &PlanData, program: &Program) -> bool {
    let currencies = plan.currencies.len();
    program.money.iter().all(|row| row.len() == currencies)
}
