//! `minimum`, `maximum`, `round`, `end`.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::phase;
use super::step::{check_literal, condition, report, step};
use crate::check::{AmountSet, Text};
use crate::diagnostic::Code;
use crate::model::quote::LineKind;
use crate::parse::syntax::{Effect as Written, Expression, ExpressionKind, Per, Statement};
use crate::plan::{AmountName, Effect, PhaseKind, StepScope};

/// Compiles a limit, a rounding or an ending.
pub(super) fn limit(builder: &mut Builder<'_, '_>, statement: &Statement, text: &Text) {
    let per = per(builder, statement, text);
    let own = own_phase(statement, per);
    if let (Some((true, span)), true) = (statement.modifiers.before_discounts, per != Per::Piece) {
        let message = "`before discounts` limits the list price, which is per piece";
        report(builder, text, Code::InvalidStatement, span, message, None);
    }
    let (position, allowed) = if builder.scope.of_order {
        (0, AmountSet::of(&[AmountName::Items, AmountName::Subtotal]))
    } else {
        let position = phase::position(builder, own);
        (position, phase::known(builder, position))
    };
    let (condition, around) = condition(builder, statement, text, Around::amounts(allowed));
    let precision = if per == Per::Piece {
        Precision::PerPiece
    } else {
        Precision::PerItem
    };
    let Some((kind, effect)) = effect(builder, statement, text, &around, precision) else {
        return;
    };
    let scope = match per {
        Per::Piece => StepScope::Piece,
        // among the order's own steps, once is once an order
        Per::Item | Per::Order => StepScope::Item,
    };
    let step = step(builder, statement, text, kind, condition, effect, scope);
    builder.add_step(position, step);
}

/// Per piece unless said otherwise; `per order` belongs to the catalog's own rules, where it is
/// the only one.
fn per(builder: &mut Builder<'_, '_>, statement: &Statement, text: &Text) -> Per {
    let written = statement.modifiers.per;
    match (builder.scope.of_order, written) {
        (true, Some((Per::Order, _)) | None) => Per::Order,
        (true, Some((_, span))) => {
            let message = "the catalog's own rules are about the order";
            let help =
                "write `per order`, or move the statement into a component's rules".to_owned();
            report(
                builder,
                text,
                Code::InvalidStatement,
                span,
                message,
                Some(help),
            );
            Per::Order
        }
        (false, Some((Per::Order, span))) => {
            let message = "`per order` is about the whole order, not about one component";
            let help = "move the statement into the catalog's own `rules`".to_owned();
            report(
                builder,
                text,
                Code::InvalidStatement,
                span,
                message,
                Some(help),
            );
            Per::Item
        }
        (false, written) => written.map_or(Per::Piece, |(per, _)| per),
    }
}

fn own_phase(statement: &Statement, per: Per) -> PhaseKind {
    let rounds = matches!(
        statement.effect,
        Written::Round { .. } | Written::End { .. }
    );
    match (per, rounds, statement.modifiers.before_discounts) {
        (Per::Item | Per::Order, _, _) => PhaseKind::Fees,
        (Per::Piece, true, _) => PhaseKind::Rounding,
        (Per::Piece, false, Some((true, _))) => PhaseKind::ListLimits,
        (Per::Piece, false, _) => PhaseKind::Limits,
    }
}

fn effect(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    around: &Around,
    precision: Precision,
) -> Option<(LineKind, Effect)> {
    match &statement.effect {
        Written::Minimum(amount) => {
            check_literal(builder, text, amount, precision, false);
            let (node, _) = builder.check(text, around, |checker| checker.amount(amount));
            Some((LineKind::Minimum, Effect::Minimum(node?)))
        }
        Written::Maximum(amount) => {
            check_literal(builder, text, amount, precision, false);
            let (node, _) = builder.check(text, around, |checker| checker.amount(amount));
            Some((LineKind::Maximum, Effect::Maximum(node?)))
        }
        Written::Round { increment, mode } => {
            check_positive(builder, text, increment, true);
            check_literal(builder, text, increment, precision, false);
            let (node, _) = builder.check(text, around, |checker| any_number(checker, increment));
            Some((
                LineKind::Rounding,
                Effect::Round {
                    increment: node?,
                    mode: *mode,
                },
            ))
        }
        Written::End { ending, mode } => {
            check_positive(builder, text, ending, false);
            check_literal(builder, text, ending, precision, false);
            let (node, _) = builder.check(text, around, |checker| any_number(checker, ending));
            Some((
                LineKind::Ending,
                Effect::End {
                    ending: node?,
                    mode: *mode,
                },
            ))
        }
        _ => None,
    }
}

/// An increment or ending is the same number in every currency unless it says otherwise.
fn any_number(
    checker: &mut crate::check::Expressions<'_>,
    expression: &Expression,
) -> Option<crate::plan::NodeId> {
    let typed = checker.typed(expression);
    checker
        .expect(&typed, expression, &crate::check::Type::PLAIN)
        .then_some(typed.node)
}

fn check_positive(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    written: &Expression,
    above_zero: bool,
) {
    let bad = match &written.kind {
        ExpressionKind::Number(value) => above_zero && !value.is_positive(),
        ExpressionKind::Money(amounts) => amounts
            .iter()
            .any(|(_, value)| value.is_negative() || (above_zero && value.is_zero())),
        ExpressionKind::Negate(_) => true,
        _ => false,
    };
    if bad {
        let message = if above_zero {
            "the increment is not above 0"
        } else {
            "the ending is below 0"
        };
        report(
            builder,
            text,
            Code::InvalidRange,
            written.span,
            message,
            None,
        );
    }
}
