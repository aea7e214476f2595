//! The bill of materials: article numbers of the component, of what is chosen, and of its own
//! list, with quantities.

use super::configuration::Configured;
use super::findings::Findings;
use super::frame::Frame;
use super::sums::{plus, times};
use super::value::{SlotState, Stop, Value};
use crate::model::quote::Material;
use crate::money::Decimal;
use crate::plan::{FeaturePlan, NodeId, TextId};

/// The materials of an item. One whose quantity is not known is left out, with a warning.
pub(super) fn of_item(
    configured: &mut Configured<'_>,
    quantity: Decimal,
    findings: &mut Findings,
) -> Vec<Material> {
    let component = configured.component;
    let frame = &mut configured.frame;
    let mut wanted: Vec<Need> = Vec::new();
    wanted.extend(component.sku.map(|sku| Need {
        sku,
        count: None,
        times: Decimal::ONE,
        per_item: false,
    }));
    for feature in &component.features {
        wanted.extend(of_choice(frame, feature));
    }
    let mut bill = Vec::new();
    for need in wanted {
        add_need(frame, need, quantity, &mut bill, findings);
    }
    for material in &component.materials {
        match frame.holds(material.condition) {
            Ok(true) => {
                let (sku, count) = (material.sku, material.quantity);
                let need = Need {
                    sku,
                    count,
                    times: Decimal::ONE,
                    per_item: material.per_item,
                };
                add_need(frame, need, quantity, &mut bill, findings);
            }
            Ok(false) => {}
            Err(stop) => warn(frame.plan.text(material.sku), stop, findings),
        }
    }
    bill
}

/// Adds a material to a bill; equal skus become one entry.
pub(super) fn add(bill: &mut Vec<Material>, sku: &str, quantity: Decimal) -> Result<(), Stop> {
    if !quantity.is_positive() {
        return Ok(());
    }
    if let Some(entry) = bill.iter_mut().find(|entry| entry.sku == sku) {
        entry.quantity = plus(entry.quantity, quantity)?;
    } else {
        bill.push(Material {
            sku: sku.to_owned(),
            quantity,
        });
    }
    Ok(())
}

/// A material before its quantity is worked out.
struct Need {
    sku: TextId,
    count: Option<NodeId>,
    times: Decimal,
    per_item: bool,
}

fn of_choice(frame: &Frame<'_>, feature: &FeaturePlan) -> Vec<Need> {
    let of_option = |index: usize, times| {
        let option = feature.options.get(index)?;
        Some(Need {
            sku: option.sku?,
            count: option.sku_quantity,
            times,
            per_item: false,
        })
    };
    match frame.slots.get(feature.slot.index()) {
        Some(SlotState::Known(Value::Option(option))) => of_option(option.index(), Decimal::ONE)
            .into_iter()
            .collect(),
        Some(SlotState::Known(Value::Options(options))) => options
            .iter()
            .filter_map(|(option, quantity)| of_option(option.index(), *quantity))
            .collect(),
        Some(SlotState::Known(Value::Boolean(true))) => feature
            .sku
            .map(|sku| Need {
                sku,
                count: None,
                times: Decimal::ONE,
                per_item: false,
            })
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn add_need(
    frame: &mut Frame<'_>,
    need: Need,
    quantity: Decimal,
    bill: &mut Vec<Material>,
    findings: &mut Findings,
) {
    let sku = frame.plan.text(need.sku);
    let count = need
        .count
        .map_or(Ok(Decimal::ONE), |node| frame.number(node));
    let pieces = if need.per_item {
        Decimal::ONE
    } else {
        quantity
    };
    let added = count
        .and_then(|count| times(times(count, need.times)?, pieces))
        .and_then(|count| add(bill, sku, count));
    if let Err(stop) = added {
        warn(sku, stop, findings);
    }
}

fn warn(sku: &str, stop: Stop, findings: &mut Findings) {
    let why = match stop {
        Stop::Waits(_) => "it waits for a value".to_owned(),
        Stop::OnRequest(text) => text,
        Stop::Problem(problem) => problem.message,
    };
    findings.warn(
        "material",
        format!("the quantity of `{sku}` is not known: {why}"),
    );
}
