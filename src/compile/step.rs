//! What statements have in common: their faults, phases, conditions, amounts and steps.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::phase;
use crate::check::{Text, amount_name, joined};
use crate::diagnostic::{Code, Diagnostic, Span, help_for};
use crate::model::quote::LineKind;
use crate::parse::syntax::{Adjustment, Expression, ExpressionKind, Statement};
use crate::plan::{AmountName, Base, Effect, LabelId, NodeId, PhaseKind, Step, StepScope};

/// A fault in a rules text.
pub(super) fn report(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    code: Code,
    span: Span,
    message: &str,
    help: Option<String>,
) {
    let diagnostic = Diagnostic::new(code, text.place(span), message).with_optional_help(help);
    builder.context.diagnostics.push(diagnostic);
}

/// The label of a statement, else its id.
pub(super) fn label(builder: &mut Builder<'_, '_>, statement: &Statement) -> LabelId {
    let text = statement.label.as_deref().unwrap_or(&statement.id.text);
    builder.context.texts.plain(text)
}

/// The phase that a statement's line is in: `during`, or its own.
pub(super) fn phase_of(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    own: PhaseKind,
) -> Option<usize> {
    let Some(name) = &statement.modifiers.during else {
        return Some(phase::position(builder, own));
    };
    let found = builder.phases.iter().position(|spec| spec.id == name.text);
    let Some(position) = found else {
        let help = help_for(
            &name.text,
            builder.phases.iter().map(|spec| spec.id.as_str()),
        );
        let message = format!("unknown phase `{}`", name.text);
        report(builder, text, Code::UnknownPhase, name.span, &message, help);
        return None;
    };
    let limits = matches!(
        builder.phases.get(position).map(|spec| spec.kind),
        Some(PhaseKind::ListLimits | PhaseKind::Limits | PhaseKind::Rounding)
    );
    if limits {
        let message = format!("phase `{}` holds limits and rounding only", name.text);
        report(
            builder,
            text,
            Code::InvalidStatement,
            name.span,
            &message,
            None,
        );
        return None;
    }
    Some(position)
}

/// What a statement may read, its condition, and what that makes known.
pub(super) fn condition(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    mut around: Around,
) -> (Option<NodeId>, Around) {
    around.internal = statement.modifiers.internal.is_some();
    let Some(when) = &statement.when else {
        return (None, around);
    };
    let (node, _) = builder.check(text, &around, |checker| checker.condition(when));
    around.facts = around.facts.when_true(when, &builder.scope);
    (node, around)
}

/// An adjustment's effect.
pub(super) fn adjustment(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    around: &Around,
    written: &Adjustment,
    discount: bool,
    precision: Precision,
) -> Option<Effect> {
    match written {
        Adjustment::Amount(expression) => {
            check_literal(builder, text, expression, precision, discount);
            let (amount, _) = builder.check(text, around, |checker| checker.amount(expression));
            Some(Effect::Amount {
                amount: amount?,
                discount,
            })
        }
        Adjustment::Percent { rate, of } => {
            check_negative(builder, text, rate, discount);
            let (rate, _) = builder.check(text, around, |checker| checker.plain_number(rate));
            let (of, _) = builder.check(text, around, |checker| checker.percent_base(of));
            Some(Effect::Percent {
                rate: rate?,
                of: Base { amount: of? },
                discount,
            })
        }
    }
}

/// A price written out must not have more digits than its line keeps; a discount not be negative.
pub(super) fn check_literal(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    expression: &Expression,
    precision: Precision,
    discount: bool,
) {
    let mut prices = Vec::new();
    match &expression.kind {
        ExpressionKind::Number(value) => prices.push((0, *value)),
        ExpressionKind::Money(amounts) => {
            for (code, value) in amounts {
                let currencies = &builder.context.currencies;
                if let Some(index) = currencies
                    .iter()
                    .position(|currency| currency.code == *code)
                {
                    prices.push((index, *value));
                }
            }
        }
        ExpressionKind::Negate(inner) => {
            check_negative(builder, text, expression, discount);
            check_literal(builder, text, inner, precision, false);
        }
        _ => {}
    }
    for (currency, value) in prices {
        if let Some((message, help)) = builder.context.too_precise(value, currency, precision) {
            report(
                builder,
                text,
                Code::PriceTooPrecise,
                expression.span,
                &message,
                Some(help),
            );
        }
        if discount && value.is_negative() {
            negative(builder, text, expression.span);
        }
    }
}

fn check_negative(builder: &mut Builder<'_, '_>, text: &Text, rate: &Expression, discount: bool) {
    if let (ExpressionKind::Negate(_), true) = (&rate.kind, discount) {
        negative(builder, text, rate.span);
    }
}

fn negative(builder: &mut Builder<'_, '_>, text: &Text, span: Span) {
    let help = "a discount subtracts by itself: leave the minus out, or write a `surcharge`";
    let message = "the discount is negative";
    report(
        builder,
        text,
        Code::NegativeDiscount,
        span,
        message,
        Some(help.to_owned()),
    );
}

/// A step of a statement.
pub(super) fn step(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    kind: LineKind,
    condition: Option<NodeId>,
    effect: Effect,
    scope: StepScope,
) -> Step {
    let place = text.place(statement.id.span);
    Step {
        id: builder.context.texts.intern(&statement.id.text),
        label: label(builder, statement),
        kind,
        validity: builder
            .context
            .validity(statement.from, statement.until, place),
        condition,
        effect,
        scope,
        discountable: statement.modifiers.not_discountable.is_none(),
        stop: statement.modifiers.stop.is_some(),
        priority: statement
            .modifiers
            .priority
            .map_or(0, |(priority, _)| priority),
        place: text.span(statement.id.span),
    }
}

/// The amount that a tier's percentage is of, where it is plainly written.
pub(super) fn plain_base(of: &Expression) -> Option<AmountName> {
    match &of.kind {
        ExpressionKind::Path(path) if !path.quoted => amount_name(&joined(path)),
        _ => None,
    }
}
