//! The catalog's own rules: discounts, fees, limits and constraints of the whole order.

use super::builder::{Around, Builder, Inputs};
use super::context::{Context, Precision};
use super::phase::{self, PhaseSpec};
use super::statement::{self, adjustment, condition, report, step};
use super::{computed, rules_text};
use crate::check::{AmountSet, Text};
use crate::diagnostic::Code;
use crate::model::quote::LineKind;
use crate::parse::syntax::{Adjustment, Per, Statement};
use crate::plan::{AmountName, OrderPlan, StepScope};
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

/// A surcharge or discount of the order.
pub(super) fn adjust(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    written: &Adjustment,
    discount: bool,
) {
    let modifiers = &statement.modifiers;
    if let Some((Per::Piece | Per::Item, span)) = modifiers.per {
        let message = "the catalog's own rules are about the order";
        let help = "leave it out, or move the statement into a component's rules".to_owned();
        report(
            builder,
            text,
            Code::InvalidStatement,
            span,
            message,
            Some(help),
        );
        return;
    }
    let misplaced = [
        modifiers.by.as_ref().map(|by| by.span),
        modifiers.during.as_ref().map(|name| name.span),
        modifiers.not_discountable,
    ];
    for span in misplaced.into_iter().flatten() {
        let message = "this means nothing in the catalog's own rules";
        report(builder, text, Code::InvalidStatement, span, message, None);
    }
    let known = AmountSet::of(&[AmountName::Items, AmountName::Subtotal]);
    let (condition, around) = condition(builder, statement, text, Around::amounts(known));
    let Some(effect) = adjustment(
        builder,
        text,
        &around,
        written,
        discount,
        Precision::PerItem,
    ) else {
        return;
    };
    let kind = if discount {
        LineKind::Discount
    } else {
        LineKind::Surcharge
    };
    let step = step(
        builder,
        statement,
        text,
        kind,
        condition,
        effect,
        StepScope::Item,
    );
    builder.add_step(0, step);
}

/// Adjustments in written order, then minimum and maximum, then rounding, then endings.
fn limits_last(mut steps: Vec<crate::plan::Step>) -> Vec<crate::plan::Step> {
    let rank = super::finish::rank;
    sort_by(&mut steps, |a, b| rank(a).cmp(&rank(b)));
    steps
}
