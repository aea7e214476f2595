//! Features that nothing reads and that add nothing.

use super::LintCode;
use super::bench::Bench;
use super::reads::reads_slot;
use crate::plan::{ComponentPlan, FeaturePlan, SourceSpan};

/// Asks of each feature.
pub(super) fn look(bench: &mut Bench<'_>) {
    let component: &ComponentPlan = bench.component;
    for feature in &component.features {
        if has_effect(component, feature) {
            continue;
        }
        let id = bench.plan.data().text(feature.id);
        let has_it = |order: &&crate::model::order::Order| {
            let mut values = order.items.iter().flat_map(|item| &item.values);
            values.any(|(name, _)| name == id)
        };
        let with = bench
            .samples
            .iter()
            .find(has_it)
            .or_else(|| bench.samples.first());
        let Some(order) = with.cloned() else {
            continue;
        };
        let message = format!("nothing reads `{id}`, and it adds nothing to the price");
        let place = SourceSpan::default();
        bench.find(LintCode::FeatureWithoutEffect, id, place, message, order);
    }
}

fn has_effect(component: &ComponentPlan, feature: &FeaturePlan) -> bool {
    let is_read = reads_slot(&component.program, feature.slot);
    let mut options = feature.options.iter();
    is_read
        || feature.surcharge.is_some()
        || feature.sku.is_some()
        || options.any(|option| option.surcharge.is_some() || option.sku.is_some())
}
