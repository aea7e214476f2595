//! Statements of a rules text as steps, constraints and notices.

use std::collections::BTreeSet;

use super::builder::{Around, Builder};
use super::context::Precision;
use super::{limit, order, phase, tier};
use crate::check::{Facts, Text, amount_name, joined};
use crate::diagnostic::{Code, Diagnostic, Span, help_for};
use crate::model::quote::LineKind;
use crate::parse::syntax::{
    Adjustment, Effect as Written, Expression, ExpressionKind, Per, Statement,
};
use crate::plan::{
    AmountName, Base, Constraint, Effect, LabelId, NodeId, NoticePlan, PhaseKind, Step, StepScope,
};

/// Which modifiers a statement takes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Allowed {
    per: bool,
    side: bool,
    during: bool,
    priority: bool,
    stop: bool,
    not_discountable: bool,
}

impl Allowed {
    /// Only `internal`.
    pub const INTERNAL: Self = Self {
        per: false,
        side: false,
        during: false,
        priority: false,
        stop: false,
        not_discountable: false,
    };
    /// Those of a surcharge.
    pub const SURCHARGE: Self = Self {
        per: true,
        during: true,
        priority: true,
        stop: true,
        not_discountable: true,
        ..Self::INTERNAL
    };
    /// Those of a discount.
    pub const DISCOUNT: Self = Self {
        per: true,
        during: true,
        priority: true,
        stop: true,
        ..Self::INTERNAL
    };
    /// Those of tiers.
    pub const TIERS: Self = Self {
        during: true,
        priority: true,
        stop: true,
        ..Self::INTERNAL
    };
    /// Those of a minimum or maximum.
    pub const LIMIT: Self = Self {
        per: true,
        side: true,
        ..Self::INTERNAL
    };
    /// Those of rounding and endings.
    pub const ROUNDING: Self = Self {
        per: true,
        ..Self::INTERNAL
    };
}

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
        Written::Forbid(test) => constraint(builder, statement, text, test, true),
        Written::Require(test) => constraint(builder, statement, text, test, false),
        Written::Warn(test) => notice(builder, statement, text, test, false),
        Written::OnRequest(test) => notice(builder, statement, text, test, true),
    }
}

/// Reports modifiers that the statement does not take.
pub(super) fn check_modifiers(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    allowed: Allowed,
) {
    let modifiers = &statement.modifiers;
    let found: [(Option<Span>, bool, &str); 6] = [
        (modifiers.per.map(|(_, span)| span), allowed.per, "per …"),
        (
            modifiers.before_discounts.map(|(_, span)| span),
            allowed.side,
            "before/after discounts",
        ),
        (
            modifiers.during.as_ref().map(|name| name.span),
            allowed.during,
            "during …",
        ),
        (
            modifiers.priority.map(|(_, span)| span),
            allowed.priority,
            "priority …",
        ),
        (modifiers.stop, allowed.stop, "stop"),
        (
            modifiers.not_discountable,
            allowed.not_discountable,
            "not discountable",
        ),
    ];
    for (span, allowed, name) in found {
        if let (Some(span), false) = (span, allowed) {
            let message = format!("`{name}` means nothing on this statement");
            report(builder, text, Code::InvalidStatement, span, &message, None);
        }
    }
    if let Some(by) = &modifiers.by
        && !matches!(modifiers.per, Some((Per::Order, _)))
    {
        let message = "`by` follows `once per order`";
        report(
            builder,
            text,
            Code::InvalidStatement,
            by.span,
            message,
            None,
        );
    }
}

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

fn adjust(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    written: &Adjustment,
    discount: bool,
) {
    if builder.scope.of_order {
        return order::adjust(builder, statement, text, written, discount);
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

fn constraint(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    test: &Expression,
    violated_when: bool,
) {
    check_modifiers(builder, statement, text, Allowed::INTERNAL);
    // an order's constraints may look at what its items come to
    let around = if builder.scope.of_order {
        Around::amounts(crate::check::AmountSet::of(&[AmountName::Items]))
    } else {
        Around::nothing()
    };
    let around = Around {
        internal: statement.modifiers.internal.is_some(),
        ..around
    };
    let mut slots = BTreeSet::new();
    let mut inner = Around {
        facts: around.facts.clone(),
        allowed: around.allowed.clone(),
        internal: around.internal,
    };
    let condition = statement.when.as_ref().and_then(|when| {
        let (node, reads) = builder.check(text, &around, |checker| checker.condition(when));
        slots.extend(reads.slots);
        inner.facts = around.facts.when_true(when, &builder.scope);
        node
    });
    let (node, reads) = builder.check(text, &inner, |checker| checker.condition(test));
    slots.extend(reads.slots);
    let Some(node) = node else { return };
    let place = text.place(statement.id.span);
    let constraint = Constraint {
        id: builder.context.texts.intern(&statement.id.text),
        label: label(builder, statement),
        condition,
        test: node,
        violated_when,
        validity: builder
            .context
            .validity(statement.from, statement.until, place),
        reads: super::computed::feature_reads(builder, &slots),
        place: text.span(statement.id.span),
    };
    builder.constraints.push(constraint);
}

fn notice(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    test: &Expression,
    on_request: bool,
) {
    check_modifiers(builder, statement, text, Allowed::INTERNAL);
    let mut allowed = phase::all_known();
    if builder.scope.of_order {
        allowed = crate::check::AmountSet::of(&[AmountName::Items, AmountName::Subtotal]);
    }
    let (condition, around) = condition(builder, statement, text, Around::amounts(allowed));
    let (node, _) = builder.check(text, &around, |checker| checker.condition(test));
    let Some(node) = node else { return };
    let place = text.place(statement.id.span);
    let notice = NoticePlan {
        id: builder.context.texts.intern(&statement.id.text),
        label: label(builder, statement),
        condition,
        test: node,
        on_request,
        validity: builder
            .context
            .validity(statement.from, statement.until, place),
        place: text.span(statement.id.span),
    };
    builder.notices.push(notice);
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

/// The amount that a tier's percentage is of, where it is plainly written.
pub(super) fn plain_base(of: &Expression) -> Option<AmountName> {
    match &of.kind {
        ExpressionKind::Path(path) if !path.quoted => amount_name(&joined(path)),
        _ => None,
    }
}
