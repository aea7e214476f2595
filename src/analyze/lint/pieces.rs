//! Quantities that cost more in all than a larger one: "50 pieces cost less than 44".

use super::LintCode;
use super::bench::Bench;
use crate::analyze::thresholds;
use crate::model::order::Order;
use crate::money::{Decimal, Exactness};
use crate::plan::{ComponentPlan, Effect, SlotId, Step, TierKind};

/// So many quantities below a threshold are tried at most.
const TRIED: usize = 500;
/// So many configurations are tried at most.
const SAMPLES: usize = 4;

/// Tries each threshold in a few configurations.
pub(super) fn look(bench: &mut Bench<'_>) {
    let component: &ComponentPlan = bench.component;
    let mut thresholds = thresholds::of_slot(component, SlotId::QUANTITY);
    thresholds.extend(thresholds::of_order(component));
    crate::sorting::sort(&mut thresholds);
    thresholds.dedup();
    let samples: Vec<Order> = bench.samples.iter().take(SAMPLES).cloned().collect();
    let first = bench.findings.len();
    for threshold in thresholds {
        let Some(quantity) = thresholds::at_least(threshold, component.quantity_step) else {
            continue;
        };
        let found = samples
            .iter()
            .any(|sample| ask(bench, sample, threshold, quantity));
        if found && bench.findings.len() > first.saturating_add(bench.limits.per_list) {
            break;
        }
    }
    bench.cut_off(first);
}

fn ask(bench: &mut Bench<'_>, sample: &Order, threshold: Decimal, quantity: Decimal) -> bool {
    let Some((order, low)) = priced(bench, sample, quantity) else {
        return false;
    };
    let mut dearest: Option<(Order, Decimal, Decimal)> = None;
    let mut below = quantity;
    for _ in 0..TRIED {
        let step = bench.component.quantity_step;
        let Ok(next) = below.minus(step, &mut Exactness::default()) else {
            break;
        };
        below = next;
        let more = Some(below).filter(|it| it.is_positive());
        let more = more.and_then(|below| priced(bench, sample, below));
        match more {
            Some((more, high)) if high > low => dearest = Some((more, high, below)),
            _ => break,
        }
    }
    let Some((compared, high, fewest)) = dearest else {
        return false;
    };
    let data = bench.plan.data();
    let step = tier_step(bench.component, threshold);
    let id = step.map_or_else(|| bench.id(), |step| data.text(step.id));
    let place = step.map(|step| step.place).unwrap_or_default();
    let digits = data
        .currencies
        .iter()
        .find(|currency| order.currency.is_none_or(|code| code == currency.code))
        .map_or(2, |currency| currency.digits);
    let message = format!(
        "{quantity} cost {}, less than {fewest} at {}",
        low.to_fixed(digits),
        high.to_fixed(digits)
    );
    bench.find(LintCode::MorePiecesCheaper, id, place, message, order);
    if let Some(finding) = bench.findings.last_mut() {
        finding.compared = Some(compared);
    }
    true
}

/// The sample with a quantity, and what it costs.
fn priced(bench: &Bench<'_>, sample: &Order, quantity: Decimal) -> Option<(Order, Decimal)> {
    let mut order = sample.clone();
    order
        .items
        .iter_mut()
        .for_each(|item| item.quantity = quantity);
    let amount = bench.quote(&order)?.amount?;
    Some((order, amount))
}

/// The tiers with a threshold.
fn tier_step(component: &ComponentPlan, threshold: Decimal) -> Option<&Step> {
    let mut steps = component.phases.iter().flat_map(|phase| &phase.steps);
    steps.find(|step| match &step.effect {
        Effect::Tiers(tiers) => {
            tiers.steps.iter().any(|tier| tier.from == threshold)
                || matches!(tiers.kind, TierKind::Package { .. })
        }
        Effect::Group { amount, .. } => amount.tiers.iter().any(|(from, _)| *from == threshold),
        _ => false,
    })
}
