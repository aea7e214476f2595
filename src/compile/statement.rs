//! Statements of a rules text as steps, constraints and notices.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::modifiers::{Allowed, check_modifiers};
use super::step::{adjustment, condition, phase_of, report, step};
use super::{limit, order_step, phase, remark, tier};
use crate::check::{Facts, Text, joined};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::quote::LineKind;
use crate::parse::syntax::{Adjustment, Effect as Written, ExpressionKind, Per, Statement};
use crate::plan::{NodeId, PhaseKind, StepScope};

/// Compiles every statement that is no named value and no phase setting.
pub(super) fn statements(
    builder: &mut Builder<'_, '_>,
    written: &[Statement],
    text: Option<&Text>,
) {
    let Some(text) = text else { return };
    for statement in written {
        let named = !matches!(
            statement.effect,
            Written::Let(_) | Written::Set(_) | Written::Phase { .. } | Written::Test { .. }
        );
        if named
            && !builder.claim(
                &statement.id.text,
                "statement",
                text.place(statement.id.span),
            )
        {
            continue;
        }
        note_internal(builder, statement, text);
        one(builder, statement, text);
    }
}

fn one(builder: &mut Builder<'_, '_>, statement: &Statement, text: &Text) {
    match &statement.effect {
        Written::Let(_) | Written::Set(_) | Written::Phase { .. } | Written::Test { .. } => {}
        Written::Surcharge(adjustment) => {
            check_modifiers(builder, statement, text, Allowed::SURCHARGE);
            adjust(builder, statement, text, adjustment, false);
        }
        Written::Discount(adjustment) => {
            check_modifiers(builder, statement, text, Allowed::DISCOUNT);
            adjust(builder, statement, text, adjustment, true);
        }
        Written::Tiers(_) if builder.scope.of_order => {
            let message = "tiers count the pieces of a component";
            let help = "move the statement into a component's rules; `on quantity of order` counts over all its items";
            report(
                builder,
                text,
                Code::InvalidStatement,
                statement.id.span,
                message,
                Some(help.to_owned()),
            );
        }
        Written::Tiers(tiers) => {
            check_modifiers(builder, statement, text, Allowed::TIERS);
            tier::tiers(builder, statement, text, tiers);
        }
        Written::Minimum(_) | Written::Maximum(_) => {
            check_modifiers(builder, statement, text, Allowed::LIMIT);
            limit::limit(builder, statement, text);
        }
        Written::Round { .. } | Written::End { .. } => {
            check_modifiers(builder, statement, text, Allowed::ROUNDING);
            limit::limit(builder, statement, text);
        }
        Written::Forbid(test) => remark::constraint(builder, statement, text, test, true),
        Written::Require(test) => remark::constraint(builder, statement, text, test, false),
        Written::Warn(test) => remark::notice(builder, statement, text, test, false),
        Written::OnRequest(test) => remark::notice(builder, statement, text, test, true),
    }
}

fn adjust(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    written: &Adjustment,
    discount: bool,
) {
    if builder.scope.of_order {
        return order_step::adjust(builder, statement, text, written, discount);
    }
    let per = statement.modifiers.per.map_or(Per::Piece, |(per, _)| per);
    let own = match per {
        Per::Item | Per::Order => PhaseKind::Fees,
        Per::Piece if discount => PhaseKind::Discounts,
        Per::Piece => PhaseKind::Options,
    };
    let Some(position) = phase_of(builder, statement, text, own) else {
        return;
    };
    let per_item = builder
        .phases
        .get(position)
        .is_some_and(|spec| spec.per_item);
    if !side_fits(builder, statement, text, per_item, discount, written) {
        return;
    }
    let around = Around::amounts(phase::known(builder, position));
    let (condition, around) = condition(builder, statement, text, around);
    let precision = if per_item {
        Precision::PerItem
    } else {
        Precision::PerPiece
    };
    let Some(effect) = adjustment(builder, text, &around, written, discount, precision) else {
        return;
    };
    let scope = match per {
        Per::Order => StepScope::Order {
            key: key(builder, statement, text, &around),
        },
        _ if per_item => StepScope::Item,
        _ => StepScope::Piece,
    };
    let kind = if discount {
        LineKind::Discount
    } else {
        LineKind::Surcharge
    };
    let step = step(builder, statement, text, kind, condition, effect, scope);
    builder.add_step(position, step);
}

/// Whether `per …` and `during …` go together.
fn side_fits(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    per_item: bool,
    discount: bool,
    written: &Adjustment,
) -> bool {
    match statement.modifiers.per {
        Some((Per::Order, span)) if discount || matches!(written, Adjustment::Percent { .. }) => {
            let message = "only an amount of a `surcharge` can be charged once per order";
            let help =
                "order discounts and percentages stand in the catalog's own `rules`".to_owned();
            report(
                builder,
                text,
                Code::InvalidStatement,
                span,
                message,
                Some(help),
            );
            false
        }
        Some((Per::Order, span)) if statement.modifiers.during.is_some() => {
            let message =
                "a fee once per order stands in the order's phase, not in one of the item's";
            report(builder, text, Code::InvalidStatement, span, message, None);
            false
        }
        Some((Per::Item, span)) if !per_item => {
            let message = "`per item` goes with a phase after × quantity";
            report(builder, text, Code::InvalidStatement, span, message, None);
            false
        }
        Some((Per::Piece, span)) if per_item => {
            let message = "`per piece` goes with a phase before × quantity";
            report(builder, text, Code::InvalidStatement, span, message, None);
            false
        }
        _ => true,
    }
}

/// The key of a fee once per order, as text.
fn key(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    around: &Around,
) -> Option<NodeId> {
    let by = statement.modifiers.by.as_ref()?;
    let mut around = Around {
        facts: around.facts.clone(),
        allowed: around.allowed.clone(),
        internal: around.internal,
    };
    if let ExpressionKind::Path(path) = &by.kind {
        // an unset key is a violation of the item that asks for the fee, so it may be read here
        let known = builder.scope.name(&joined(path)).map(|symbol| symbol.slot);
        around.facts = known.map_or(around.facts.clone(), |slot| {
            around.facts.and(&Facts::of(slot))
        });
    }
    let (typed, _) = builder.check(text, &around, |checker| {
        let typed = checker.typed(by);
        checker.as_text(typed)
    });
    Some(typed.node)
}

/// An internal statement that changes prices cannot be left out of a storefront's catalog.
fn note_internal(builder: &mut Builder<'_, '_>, statement: &Statement, text: &Text) {
    let harmless = matches!(
        statement.effect,
        Written::Let(_) | Written::Set(_) | Written::Warn(_) | Written::Test { .. }
    );
    if let (Some(span), false) = (statement.modifiers.internal, harmless) {
        let message = format!(
            "`{}` is internal, and prices depend on it",
            statement.id.text
        );
        let diagnostic = Diagnostic::new(Code::InternalInPublic, text.place(span), message)
            .with_help("a storefront would show another price; make it public");
        builder.context.internal_uses.push(diagnostic);
    }
}
