//! Every lint over every component.

use super::bench::Bench;
use super::orders::Orders;
use super::{Findings, LintLimits, cells, contradiction, effect, fires, idle, options, orders};
use super::{pieces, unpriced, zero};
use crate::evaluate::order_input::{self, Setting};
use crate::plan::{ComponentPlan, Plan};

/// Looks for every fault of a plan.
pub(super) fn run(plan: &Plan, limits: LintLimits) -> Findings {
    let components = plan.data().components.iter();
    let orders: Vec<(&ComponentPlan, Orders)> = components
        .map(|component| (component, orders::of(plan, component)))
        .collect();
    let read = |order| order_input::read(plan.data(), order).ok();
    let settings: Vec<Vec<Setting<'_>>> = orders
        .iter()
        .map(|(_, orders)| orders.orders.iter().filter_map(read).collect())
        .collect();
    let benches = orders.iter().zip(&settings);
    let mut benches: Vec<Bench<'_>> = benches
        .map(|((component, orders), settings)| {
            Bench::new(plan, component, orders, settings, limits)
        })
        .collect();
    for bench in &mut benches {
        look(bench);
    }
    let mut found = Findings::default();
    for bench in &mut benches {
        found.findings.append(&mut bench.findings);
        found.undecided.append(&mut bench.undecided);
    }
    fires::look_at_order(&mut benches);
    for bench in benches {
        found.findings.extend(bench.findings);
        found.undecided.extend(bench.undecided);
    }
    found
}

/// Looks for every fault of a component.
fn look(bench: &mut Bench<'_>) {
    if contradiction::look(bench) {
        options::look(bench);
        fires::look(bench);
        idle::look(bench);
        unpriced::look(bench);
        cells::look(bench);
        pieces::look(bench);
        zero::look(bench);
        effect::look(bench);
    }
}
