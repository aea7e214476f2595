//! What can be checked only when a component is whole: a base price, lists that exclude each
//! other, priorities; and the order of steps within a phase.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::builder::Builder;
use crate::check::{Conjunction, Overlap, for_each_candidate};
use crate::diagnostic::{Code, Diagnostic, Place, path_index, path_key};
use crate::model::catalog::{Component, Role};
use crate::model::quote::LineKind;
use crate::plan::{Choice, Effect, LineSet, ListUse, NodeId, SourceSpan, Step, Validity};
use crate::sorting::{sort, sort_by};

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
        sort_by(steps, |a, b| rank(a).cmp(&rank(b)));
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
    let currency = |list: &ListUse| {
        builder
            .tables
            .get(list.table.index())
            .and_then(|table| table.currency)
    };
    let mut by_currency: BTreeMap<_, Vec<&ListUse>> = BTreeMap::new();
    for list in &builder.base.lists {
        by_currency.entry(currency(list)).or_default().push(list);
    }
    let found: Vec<(usize, usize)> = by_currency
        .values()
        .flat_map(|lists| {
            let conditions: Vec<_> = lists.iter().map(|list| list.condition).collect();
            let table = |index: usize| lists.get(index).map(|list| list.table.index());
            let pairs = clashes(builder, &conditions, |_, _, overlap| {
                overlap == Overlap::Proved
            });
            pairs
                .into_iter()
                .filter_map(move |(a, b)| Some((table(a)?, table(b)?)))
        })
        .collect();
    let lists_path = path_key(&builder.path, "price_lists");
    for (a, b) in found {
        let id = |index: usize| {
            component
                .price_lists
                .get(index)
                .map_or("", |list| list.id.as_str())
        };
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
    for rivals in rivals(steps, first) {
        let conditions: Vec<_> = rivals.iter().map(|step| step.condition).collect();
        let clash = |a: usize, b: usize, overlap: Overlap| {
            let (Some(a), Some(b)) = (rivals.get(a), rivals.get(b)) else {
                return false;
            };
            // two overrides that only may overlap are a problem of the orders where they do
            let counts = overlap == Overlap::Proved
                || (overlap == Overlap::Unknown && a.overridden().is_none());
            counts && !apart(a.validity, b.validity)
        };
        for (a, b) in clashes(builder, &conditions, clash) {
            if let (Some(a), Some(b)) = (rivals.get(a), rivals.get(b)) {
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

/// The steps among which only one may win, by lines that they set and by priority.
fn rivals(steps: &[Step], first: bool) -> Vec<Vec<&Step>> {
    /// Rivals by the lines that they override; none for those that override nothing.
    type Rivals<'s> = Vec<(Option<&'s LineSet>, Vec<&'s Step>)>;

    let mut sets: BTreeMap<i64, Rivals<'_>> = BTreeMap::new();
    for step in steps {
        let lines = step.overridden();
        if lines.is_none() && !(first && rank(step) == 0 && competes(step)) {
            continue;
        }
        let of_priority = sets.entry(i64::from(step.priority)).or_default();
        match of_priority.iter_mut().find(|(known, _)| *known == lines) {
            Some((_, rivals)) => rivals.push(step),
            None => of_priority.push((lines, vec![step])),
        }
    }
    sets.into_values()
        .flatten()
        .map(|(_, rivals)| rivals)
        .collect()
}

/// Pairs of conditions that clash: each with the first one before it, in order of place, and at
/// most a screenful.
fn clashes(
    builder: &Builder<'_, '_>,
    conditions: &[Option<NodeId>],
    is_clash: impl Fn(usize, usize, Overlap) -> bool,
) -> Vec<(usize, usize)> {
    /// Whoever has mended these sees the next.
    const MOST: usize = 50;

    let all = builder.conditions();
    let conjunctions: Vec<Conjunction> = conditions
        .iter()
        .map(|condition| all.conjunction(*condition))
        .collect();
    let conjunctions: Vec<&Conjunction> = conjunctions.iter().collect();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for_each_candidate(&conjunctions, |a, b| {
        if let (Some(first), Some(second)) = (conjunctions.get(a), conjunctions.get(b))
            && is_clash(a, b, all.overlap(first, second))
        {
            let earlier = found.entry(b).or_insert(a);
            *earlier = a.min(*earlier);
        }
        if found.len() < MOST {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    let mut pairs: Vec<_> = found.into_iter().map(|(b, a)| (a, b)).collect();
    sort(&mut pairs);
    pairs
}

/// Whether two validities have no day in common.
fn apart(a: Validity, b: Validity) -> bool {
    let before = |first: Validity, second: Validity| matches!((first.until, second.from), (Some(until), Some(from)) if until <= from);
    before(a, b) || before(b, a)
}

/// Whether a step is one of those that `first` chooses among.
fn competes(step: &Step) -> bool {
    !matches!(step.effect, Effect::FeatureSurcharge(_) | Effect::List(_))
}
