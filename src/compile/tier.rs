//! `tiers`: quantity tables.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::phase;
use super::step::{adjustment, check_literal, condition, phase_of, plain_base, report, step};
use crate::check::Text;
use crate::diagnostic::Code;
use crate::model::quote::LineKind;
use crate::parse::syntax::{
    Adjustment, Statement, TierBasis as WrittenBasis, TierEffect as WrittenEffect,
    TierKind as WrittenKind, TierStep as WrittenStep, Tiers,
};
use crate::plan::{
    AmountName, Base, Effect, PhaseKind, StepScope, TierBasis, TierEffect, TierKind, TierPlan,
    TierStep,
};

/// Compiles a `tiers` statement.
pub(super) fn tiers(
    builder: &mut Builder<'_, '_>,
    statement: &Statement,
    text: &Text,
    written: &Tiers,
) {
    let Some(position) = phase_of(builder, statement, text, PhaseKind::Quantity) else {
        return;
    };
    let per_item = builder
        .phases
        .get(position)
        .is_some_and(|spec| spec.per_item);
    if !per_item && written.kind != WrittenKind::Volume {
        let message = "only `volume` tiers may stand before × quantity";
        let help = "leave `during` out: the others need the whole quantity".to_owned();
        report(
            builder,
            text,
            Code::InvalidTier,
            statement.id.span,
            message,
            Some(help),
        );
        return;
    }
    check_steps(builder, text, statement, written);
    let around = Around::amounts(phase::known(builder, position));
    let (condition, around) = condition(builder, statement, text, around);
    let basis = basis(builder, text, &around, &written.on);
    let kind = match kind(builder, text, &around, written) {
        Some(kind) => kind,
        None => return,
    };
    let steps = written
        .steps
        .iter()
        .filter_map(|step| {
            effect(builder, text, &around, written.kind, step).map(|effect| TierStep {
                from: step.from,
                effect,
            })
        })
        .collect();
    let sets_price = written
        .steps
        .iter()
        .any(|step| matches!(step.effect, WrittenEffect::Price(_)));
    builder.base.priced_by_tiers |= sets_price
        && statement.when.is_none()
        && statement.from.is_none()
        && statement.until.is_none();
    let plan = Effect::Tiers(TierPlan { basis, kind, steps });
    let scope = if per_item {
        StepScope::Item
    } else {
        StepScope::Piece
    };
    let step = step(
        builder,
        statement,
        text,
        LineKind::Tier,
        condition,
        plan,
        scope,
    );
    builder.add_step(position, step);
}

fn basis(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    around: &Around,
    written: &WrittenBasis,
) -> TierBasis {
    match written {
        WrittenBasis::Quantity => TierBasis::Item,
        WrittenBasis::QuantityOfOrder => TierBasis::Order { key: None },
        WrittenBasis::QuantityOfOrderBy(by) => {
            // counted before anything is priced, so it reads no amounts
            let around = Around {
                facts: around.facts.clone(),
                internal: around.internal,
                ..Around::nothing()
            };
            let (typed, _) = builder.check(text, &around, |checker| {
                let typed = checker.typed(by);
                checker.as_text(typed)
            });
            TierBasis::Order {
                key: Some(typed.node),
            }
        }
    }
}

fn kind(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    around: &Around,
    written: &Tiers,
) -> Option<TierKind> {
    match written.kind {
        WrittenKind::Volume => Some(TierKind::Volume),
        WrittenKind::Graduated => Some(TierKind::Graduated),
        WrittenKind::Block => Some(TierKind::Block),
        WrittenKind::Package => {
            let package = written.package.as_ref()?;
            check_literal(builder, text, &package.price, Precision::PerItem, false);
            let (price, _) = builder.check(text, around, |checker| checker.amount(&package.price));
            if !package.size.is_positive() || package.free.is_negative() {
                let message = "a package holds more than 0 pieces";
                report(
                    builder,
                    text,
                    Code::InvalidTier,
                    package.price.span,
                    message,
                    None,
                );
                return None;
            }
            Some(TierKind::Package {
                price: price?,
                size: package.size,
                free: package.free,
            })
        }
    }
}

/// Thresholds rise, and `none` and `overage` close a block table.
fn check_steps(builder: &mut Builder<'_, '_>, text: &Text, statement: &Statement, written: &Tiers) {
    for pair in written.steps.windows(2) {
        let [first, second] = pair else { continue };
        if second.from <= first.from {
            let message = if second.from == first.from {
                format!("tier `{}` is written twice", second.from)
            } else {
                format!(
                    "tier `{}` comes after `{}`; tiers rise",
                    second.from, first.from
                )
            };
            report(
                builder,
                text,
                Code::DuplicateTier,
                second.span,
                &message,
                None,
            );
        }
    }
    let Some((last, others)) = written.steps.split_last() else {
        return;
    };
    let closes =
        |step: &WrittenStep| matches!(step.effect, WrittenEffect::None | WrittenEffect::Overage(_));
    for step in written.steps.iter().filter(|step| closes(step)) {
        if written.kind != WrittenKind::Block {
            let message = "`none` and `overage` end a table of blocks";
            report(builder, text, Code::InvalidTier, step.span, message, None);
        }
    }
    for step in others.iter().filter(|step| closes(step)) {
        let message = "`none` and `overage` stand at the end of the table";
        report(builder, text, Code::InvalidTier, step.span, message, None);
    }
    if written.kind == WrittenKind::Block && (!closes(last) || others.is_empty()) {
        let message = "the last block has no end";
        let help =
            "say what comes after it: `25 -> none`, or `25 -> overage 2.50` for each further piece";
        report(
            builder,
            text,
            Code::InvalidTier,
            last.span,
            message,
            Some(help.to_owned()),
        );
    }
    let prices = written
        .steps
        .iter()
        .filter(|step| matches!(step.effect, WrittenEffect::Price(_)))
        .count();
    if let (WrittenEffect::Overage(_), 0) = (&last.effect, prices) {
        let message = "`overage` continues a block that has a price";
        let help = "end a table of discounts or surcharges with `none`";
        report(
            builder,
            text,
            Code::InvalidTier,
            last.span,
            message,
            Some(help.to_owned()),
        );
    }
    let open = written.steps.iter().filter(|step| !closes(step)).count();
    if prices != 0 && prices != open {
        let message = "a tier table sets prices or adjusts them, not both";
        report(
            builder,
            text,
            Code::InvalidTier,
            statement.id.span,
            message,
            None,
        );
    }
}

fn effect(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    around: &Around,
    kind: WrittenKind,
    step: &WrittenStep,
) -> Option<TierEffect> {
    let precision = if kind == WrittenKind::Block {
        Precision::PerItem
    } else {
        Precision::PerPiece
    };
    match &step.effect {
        WrittenEffect::Price(price) => {
            check_literal(builder, text, price, precision, false);
            let (node, _) = builder.check(text, around, |checker| checker.amount(price));
            node.map(TierEffect::Price)
        }
        WrittenEffect::Overage(price) => {
            check_literal(builder, text, price, Precision::PerPiece, false);
            let (node, _) = builder.check(text, around, |checker| checker.amount(price));
            node.map(TierEffect::Overage)
        }
        WrittenEffect::None => Some(TierEffect::None),
        WrittenEffect::Discount(written) => {
            adjust(builder, text, around, kind, written, true, precision)
        }
        WrittenEffect::Surcharge(written) => {
            adjust(builder, text, around, kind, written, false, precision)
        }
    }
}

fn adjust(
    builder: &mut Builder<'_, '_>,
    text: &Text,
    around: &Around,
    kind: WrittenKind,
    written: &Adjustment,
    discount: bool,
    precision: Precision,
) -> Option<TierEffect> {
    if let (WrittenKind::Graduated, Adjustment::Percent { of, .. }) = (kind, written) {
        let whole = [
            AmountName::Extended,
            AmountName::Subtotal,
            AmountName::Base,
            AmountName::List,
        ];
        if plain_base(of).is_some_and(|amount| !whole.contains(&amount)) {
            let message = "a graduated percentage is of `extended`, `subtotal`, `list` or `base`";
            report(builder, text, Code::InvalidTier, of.span, message, None);
        }
    }
    match adjustment(builder, text, around, written, discount, precision)? {
        Effect::Amount { amount, discount } => Some(TierEffect::Amount { amount, discount }),
        Effect::Percent { rate, of, discount } => Some(TierEffect::Percent {
            rate,
            of: Base { amount: of.amount },
            discount,
        }),
        _ => None,
    }
}
