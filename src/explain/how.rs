//! How a line came about, in words.

use super::Stage;
use crate::model::order::Value;
use crate::model::quote::{AxisUse, CellUse, Line, LineBase, LineKind, Scope};
use crate::money::{Decimal, Exactness};
use crate::plan::{ComponentPlan, Effect, ListUse, Node, NodeId, PlanData};

/// How a line came about: its cell, its base and rate, its tier. Empty for a plain amount.
pub(super) fn of(
    plan: &PlanData,
    component: Option<&ComponentPlan>,
    line: &Line,
    stage: Stage,
    digits: u32,
) -> String {
    let money = |amount: Decimal| amount.to_fixed(digits);
    let mut parts = Vec::new();
    if let Some(cell) = &line.cell {
        parts.push(cell_text(plan, component, cell));
    }
    match (line.rate, &line.base) {
        (Some(rate), Some(base)) => parts.push(format!("{rate}% of {}", base_text(base, digits))),
        (None, Some(base)) => parts.push(format!("from {}", base_text(base, digits))),
        (Some(rate), None) => parts.push(format!("{rate}%")),
        (None, None) => {}
    }
    if let Some(tier) = line.tier {
        parts.push(format!("tier from {tier}"));
    }
    if let Some(count) = line.option_quantity.filter(|count| *count != Decimal::ONE) {
        parts.push(match each(line, count) {
            Some(each) => format!("{count} x {}", money(each)),
            None => format!("{count} of them"),
        });
    }
    parts.extend(kind_text(line.kind).map(str::to_owned));
    parts.extend(once(line, stage));
    if !line.exact {
        parts.push("rounded from more digits".to_owned());
    }
    parts.join(", ")
}

/// The base of a percentage, and what is left out of it.
fn base_text(base: &LineBase, digits: u32) -> String {
    let money = |amount: Decimal| amount.to_fixed(digits);
    let text = format!("{} {}", base.name, money(base.amount));
    if base.not_discountable.is_zero() {
        text
    } else {
        format!("{text} ({} not discountable)", money(base.not_discountable))
    }
}

/// A value as the order gives it.
pub(super) fn given(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Choices(choices) => {
            let each = choices.iter().map(|choice| match choice.quantity.to_i64() {
                Some(1) => choice.option.clone(),
                _ => format!("{} x {}", choice.quantity, choice.option),
            });
            each.collect::<Vec<_>>().join(", ")
        }
    }
}

/// What one of several costs, where the line is an exact multiple of it.
fn each(line: &Line, count: Decimal) -> Option<Decimal> {
    let mut exact = Exactness::EXACT;
    let each = line
        .unit_amount
        .unwrap_or(line.amount)
        .divided_by(count, &mut exact)
        .ok()?;
    (exact.is_exact() && line.exact && line.rate.is_none()).then_some(each)
}

fn kind_text(kind: LineKind) -> Option<&'static str> {
    match kind {
        LineKind::Minimum => Some("lifted to the minimum"),
        LineKind::Maximum => Some("lowered to the maximum"),
        LineKind::Rounding => Some("rounded"),
        LineKind::Ending => Some("moved to the ending"),
        LineKind::Clamp => Some("not below 0"),
        LineKind::Override => Some("set instead"),
        LineKind::Manual => Some("given with the order"),
        LineKind::BasePrice
        | LineKind::PriceList
        | LineKind::Option
        | LineKind::SurchargeList
        | LineKind::Surcharge
        | LineKind::Discount
        | LineKind::PriceGroup
        | LineKind::Tier => None,
    }
}

/// How often a fee counts, and who asked for it.
fn once(line: &Line, stage: Stage) -> Option<String> {
    let is_fee = matches!(line.kind, LineKind::Option | LineKind::Surcharge);
    match line.scope {
        // Before × quantity a line of scope `item` is rounding scope `item`, for all pieces.
        Scope::Item if is_fee && stage == Stage::Item => Some("once per item".to_owned()),
        Scope::Order if !line.items.is_empty() => {
            let numbers = line
                .items
                .iter()
                .map(|item| item.saturating_add(1).to_string());
            let numbers = numbers.collect::<Vec<_>>().join(", ");
            let items = if line.items.len() == 1 {
                "item"
            } else {
                "items"
            };
            let key = line
                .key
                .as_ref()
                .map(|key| format!(" by {key}"))
                .unwrap_or_default();
            Some(format!("once per order{key} for {items} {numbers}"))
        }
        _ => None,
    }
}

fn cell_text(plan: &PlanData, component: Option<&ComponentPlan>, cell: &CellUse) -> String {
    let names = component.and_then(|component| {
        let list = lists(component).find(|list| plan.text(list.id) == cell.list)?;
        let row = axis_name(plan, component, list.row);
        Some((
            row,
            list.col.and_then(|col| axis_name(plan, component, col)),
        ))
    });
    let (row, col) = names.unwrap_or_default();
    let row = axis_text(&row.unwrap_or_else(|| "row".to_owned()), &cell.row);
    let col = cell.col.as_ref().map(|axis| {
        format!(
            ", {}",
            axis_text(&col.unwrap_or_else(|| "column".to_owned()), axis)
        )
    });
    format!("cell {row}{} of {}", col.unwrap_or_default(), cell.list)
}

fn axis_text(name: &str, axis: &AxisUse) -> String {
    match &axis.upper {
        Some(upper) => format!("{name} {} → {} to {upper}", axis.asked, axis.hit),
        None => format!("{name} {} → {}", axis.asked, axis.hit),
    }
}

fn lists(component: &ComponentPlan) -> impl Iterator<Item = &ListUse> {
    let steps = component.phases.iter().flat_map(|phase| &phase.steps);
    component
        .base
        .lists
        .iter()
        .chain(steps.filter_map(|step| match &step.effect {
            Effect::List(list) => Some(list),
            _ => None,
        }))
}

/// What is looked up on an axis, where that is a value of its own.
fn axis_name(plan: &PlanData, component: &ComponentPlan, node: NodeId) -> Option<String> {
    let slot_id = |slot: crate::plan::SlotId| {
        component
            .slots
            .get(slot.index())
            .map(|slot| plan.text(slot.id))
    };
    match *component.program.nodes.get(node.index())? {
        Node::Slot(slot) | Node::OptionText(slot) => slot_id(slot).map(str::to_owned),
        Node::Attribute(slot, attribute) => {
            let attribute = component.attributes.get(attribute.index())?;
            Some(format!("{}.{}", slot_id(slot)?, plan.text(attribute.id)))
        }
        _ => None,
    }
}
