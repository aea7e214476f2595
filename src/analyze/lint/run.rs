//! Every lint over every component.

use super::bench::Bench;
use super::{Findings, LintLimits, cells, contradiction, effect, fires, options, orders, pieces};
use super::{unpriced, zero};
use crate::evaluate::order_input::{self, Setting};
use crate::plan::Plan;

/// Looks for every fault of a plan.
pub(super) fn run(plan: &Plan, limits: LintLimits) -> Findings {
    let mut found = Findings::default();
    for component in &plan.data().components {
        let orders = orders::of(plan, component);
        let read = |order| order_input::read(plan.data(), order).ok();
        let settings: Vec<Setting<'_>> = orders.orders.iter().filter_map(read).collect();
        let mut bench = Bench::new(plan, component, &orders, &settings, limits);
        if contradiction::look(&mut bench) {
            options::look(&mut bench);
            fires::look(&mut bench);
            unpriced::look(&mut bench);
            cells::look(&mut bench);
            pieces::look(&mut bench);
            zero::look(&mut bench);
            effect::look(&mut bench);
        }
        let Bench {
            findings,
            undecided,
            ..
        } = bench;
        found.findings.extend(findings);
        found.undecided.extend(undecided);
    }
    found
}
