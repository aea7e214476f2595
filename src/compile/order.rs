//! The catalog's own rules: discounts, fees, limits and constraints of the whole order.

use super::builder::{Builder, Inputs};
use super::context::Context;
use super::phase_spec::PhaseSpec;
use super::{computed, phase, rules_text, statement};
use crate::plan::OrderPlan;
use crate::sorting::sort_by;

/// Compiles the catalog's own rules.
pub(super) fn order(context: &mut Context<'_>, inputs: &Inputs) -> OrderPlan {
    let rules = context.catalog.rules.as_ref();
    let mut builder = Builder::new(context, inputs, "$".to_owned(), true);
    builder.phases = vec![PhaseSpec::of_order()];
    builder.steps = vec![Vec::new()];
    let (statements, text) = rules_text::parsed(&mut builder, rules);
    phase::apply_statements(&mut builder, &statements, text.as_ref());
    computed::declare(&mut builder, &statements, text.as_ref());
    computed::define(&mut builder, &statements, text.as_ref());
    statement::statements(&mut builder, &statements, text.as_ref());
    super::finish::order_checks(&mut builder);
    let settings = builder.phases.first();
    OrderPlan {
        compound: settings.is_some_and(|spec| spec.compound),
        choice: settings.map(|spec| spec.choice).unwrap_or_default(),
        slots: builder.slots,
        computed: builder.computed,
        constraints: builder.constraints,
        notices: builder.notices,
        steps: limits_last(builder.steps.pop().unwrap_or_default()),
        tables: builder.tables,
        program: builder.program,
    }
}

/// Adjustments in written order, then minimum and maximum, then rounding, then endings.
fn limits_last(mut steps: Vec<crate::plan::Step>) -> Vec<crate::plan::Step> {
    let rank = super::finish::rank;
    sort_by(&mut steps, |a, b| rank(a).cmp(&rank(b)));
    steps
}
