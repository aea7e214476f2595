//! What can be checked only when a component is whole: a base price, lists that exclude each
//! other, priorities; and the order of steps within a phase.

use super::builder::Builder;
use crate::check::overlap::{Conditions, Overlap};
use crate::diagnostic::{Code, Diagnostic, Place, path_index, path_key};
use crate::model::catalog::{Component, Role};
use crate::model::quote::LineKind;
use crate::plan::{Choice, Effect, GroupKind, NodeId, SourceSpan, Step, Validity};

/// Checks a whole component.
pub(super) fn checks(builder: &mut Builder<'_, '_>, component: &Component) {
    has_base(builder, component);
    base_lists(builder, component);
    for index in 0..builder.phases.len() {
        sort_steps(builder, index);
        priorities(builder, index);
    }
}

/// Checks the order's steps.
pub(super) fn order_checks(builder: &mut Builder<'_, '_>) {
    priorities(builder, 0);
}

/// Where a step stands among those of its phase: adjustments, limits, rounding, endings.
pub(super) fn rank(step: &Step) -> u8 {
    match step.kind {
        LineKind::Minimum | LineKind::Maximum => 1,
        LineKind::Rounding => 2,
        LineKind::Ending => 3,
        _ => 0,
    }
}

fn sort_steps(builder: &mut Builder<'_, '_>, phase: usize) {
    if let Some(steps) = builder.steps.get_mut(phase) {
        steps.sort_by_key(rank);
    }
}

fn has_base(builder: &mut Builder<'_, '_>, component: &Component) {
    let lists = component
        .price_lists
        .iter()
        .any(|list| list.role == Role::Base);
    if component.base_price.is_none() && !lists && !builder.base.priced_by_tiers {
        let path = builder.path.clone();
        let message = "the component has no base price";
        let help = "add `\"base_price\"` (it may be 0), a price list of role `base`, or tiers that set prices";
        builder
            .context
            .report(Code::NoBasePrice, &path, message, Some(help.to_owned()));
    }
}

/// Two base lists of one currency that are proved to serve together.
fn base_lists(builder: &mut Builder<'_, '_>, component: &Component) {
    let lists = &builder.base.lists;
    let mut found = Vec::new();
    for (index, a) in lists.iter().enumerate() {
        for b in lists.iter().skip(index.saturating_add(1)) {
            let currency = |list: &crate::plan::ListUse| {
                builder
                    .tables
                    .get(list.table.index())
                    .and_then(|table| table.currency)
            };
            if currency(a) == currency(b)
                && overlap(builder, a.condition, b.condition) == Overlap::Proved
            {
                found.push((a.table.index(), b.table.index()));
            }
        }
    }
    let lists_path = path_key(&builder.path, "price_lists");
    for (a, b) in found {
        let id = |index: usize| {
            component
                .price_lists
                .get(index)
                .map_or("", |list| list.id.as_str())
        };
        debug_assert!(
            component
                .price_lists
                .get(a)
                .is_some_and(|list| list.role == Role::Base)
        );
        let message = format!(
            "price lists `{}` and `{}` can serve the same configuration",
            id(a),
            id(b)
        );
        let help = "tell them apart by `for` or `when`; the first one never just wins".to_owned();
        let other = builder.context.place(&path_index(&lists_path, a));
        let place = builder.context.place(&path_index(&lists_path, b));
        let diagnostic = Diagnostic::new(Code::AmbiguousPriceList, place, message)
            .with_help(help)
            .with_related(other, "the other list");
        builder.context.diagnostics.push(diagnostic);
    }
}

/// Equal priorities where only one may win: in phases with `first`, and among overrides.
fn priorities(builder: &mut Builder<'_, '_>, phase: usize) {
    let Some(steps) = builder.steps.get(phase) else {
        return;
    };
    let first = builder
        .phases
        .get(phase)
        .is_some_and(|spec| spec.choice == Choice::First);
    let mut found = Vec::new();
    for (index, a) in steps.iter().enumerate() {
        for b in steps.iter().skip(index.saturating_add(1)) {
            let compete = if is_override(a) || is_override(b) {
                same_lines(a, b)
            } else {
                first && rank(a) == 0 && rank(b) == 0 && competes(a) && competes(b)
            };
            if !compete || a.priority != b.priority || apart(a.validity, b.validity) {
                continue;
            }
            let overlap = overlap(builder, a.condition, b.condition);
            // two overrides that only may overlap are a problem of the orders where they do
            if overlap == Overlap::Proved || (overlap == Overlap::Unknown && !is_override(a)) {
                found.push((a.id, b.id, b.place));
            }
        }
    }
    for (a, b, place) in found {
        let texts = &builder.context.texts;
        let message = format!(
            "`{}` and `{}` can both apply and have the same priority",
            texts.text(a),
            texts.text(b)
        );
        let place = place_of(builder, place);
        let help = "give one of them a higher `priority`".to_owned();
        builder
            .context
            .diagnostics
            .push(Diagnostic::new(Code::EqualPriority, place, message).with_help(help));
    }
}

fn place_of(builder: &Builder<'_, '_>, place: SourceSpan) -> Place {
    match place
        .source
        .and_then(|source| builder.context.sources.get(source.index()))
    {
        Some(source) => Place::in_source(source, place.span),
        None => builder
            .context
            .place(&path_key(&builder.path, "price_groups")),
    }
}

fn overlap(builder: &Builder<'_, '_>, a: Option<NodeId>, b: Option<NodeId>) -> Overlap {
    let conditions = Conditions {
        program: &builder.program,
        slots: &builder.slots,
        attributes: &builder.attributes,
        uncertain: &builder.uncertain(),
    };
    conditions.overlap(a, b)
}

/// Whether two validities have no day in common.
fn apart(a: Validity, b: Validity) -> bool {
    let before = |first: Validity, second: Validity| matches!((first.until, second.from), (Some(until), Some(from)) if until <= from);
    before(a, b) || before(b, a)
}

fn is_override(step: &Step) -> bool {
    matches!(
        step.effect,
        Effect::Group {
            kind: GroupKind::Override,
            ..
        }
    )
}

fn same_lines(a: &Step, b: &Step) -> bool {
    match (&a.effect, &b.effect) {
        (
            Effect::Group {
                kind: GroupKind::Override,
                lines: a,
                ..
            },
            Effect::Group {
                kind: GroupKind::Override,
                lines: b,
                ..
            },
        ) => a == b,
        _ => false,
    }
}

/// Whether a step is one of those that `first` chooses among.
fn competes(step: &Step) -> bool {
    !matches!(step.effect, Effect::FeatureSurcharge(_) | Effect::List(_))
}
