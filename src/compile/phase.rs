//! The waterfall's phases: the standard order or the declared one, and their settings.

use super::builder::Builder;
use super::phase_spec::PhaseSpec;
use crate::check::{AmountSet, Text};
use crate::diagnostic::{Code, Diagnostic, help_for, path_key};
use crate::model::catalog::{Phase as Declared, Phases};
use crate::parse::syntax::{Effect, Statement};
use crate::plan::{AmountName, Phase, PhaseKind};

/// The standard phases: id, kind, and whether they stand after × quantity.
const STANDARD: [(&str, PhaseKind, bool); 8] = [
    ("options", PhaseKind::Options, false),
    ("list_limits", PhaseKind::ListLimits, false),
    ("groups", PhaseKind::Groups, false),
    ("discounts", PhaseKind::Discounts, false),
    ("limits", PhaseKind::Limits, false),
    ("rounding", PhaseKind::Rounding, false),
    ("quantity", PhaseKind::Quantity, true),
    ("fees", PhaseKind::Fees, true),
];

/// The phases of a component, in order.
pub(super) fn specs(builder: &mut Builder<'_, '_>, declared: Option<&Phases>) -> Vec<PhaseSpec> {
    let path = path_key(&builder.path, "phases");
    let mut specs = Vec::new();
    for per_item in [false, true] {
        let written = declared.map_or(&[][..], |phases| {
            if per_item {
                &phases.per_item
            } else {
                &phases.per_piece
            }
        });
        if written.is_empty() {
            let side = STANDARD.iter().filter(|(_, _, item)| *item == per_item);
            specs.extend(side.map(|(id, kind, _)| PhaseSpec::new(id, *kind, per_item)));
        } else {
            specs.extend(written.iter().map(|phase| spec(phase, per_item)));
        }
    }
    check_order(builder, &specs, &path);
    specs
}

/// Applies `phase` statements to their phases.
pub(super) fn apply_statements(
    builder: &mut Builder<'_, '_>,
    statements: &[Statement],
    text: Option<&Text>,
) {
    for statement in statements {
        let (Effect::Phase { choice, compound }, Some(text)) = (&statement.effect, text) else {
            continue;
        };
        let place = text.place(statement.id.span);
        let id = &statement.id.text;
        let Some(spec) = builder.phases.iter_mut().find(|spec| spec.id == *id) else {
            let help = help_for(id, builder.phases.iter().map(|spec| spec.id.as_str()));
            let message = format!("unknown phase `{id}`");
            let diagnostic = Diagnostic::new(Code::UnknownPhase, place, message);
            builder
                .context
                .diagnostics
                .push(diagnostic.with_optional_help(help));
            continue;
        };
        if spec.configured {
            let message = format!("phase `{id}` is already configured");
            let help = "say it once: in `phases` of the catalog, or in one `phase` statement";
            let diagnostic = Diagnostic::new(Code::ContradictorySettings, place, message);
            builder.context.diagnostics.push(diagnostic.with_help(help));
            continue;
        }
        spec.configured = true;
        spec.choice = choice.unwrap_or(spec.choice);
        spec.compound = compound.unwrap_or(spec.compound);
        let takes_choice = !matches!(
            spec.kind,
            PhaseKind::ListLimits | PhaseKind::Limits | PhaseKind::Rounding
        );
        if !takes_choice {
            let message = format!("phase `{id}` has no adjustments to choose from");
            builder.context.diagnostics.push(Diagnostic::new(
                Code::InvalidStatement,
                place,
                message,
            ));
        }
    }
}

/// The position of the phase of a kind.
pub(super) fn position(builder: &Builder<'_, '_>, kind: PhaseKind) -> usize {
    builder
        .phases
        .iter()
        .position(|spec| spec.kind == kind)
        .unwrap_or(usize::MAX)
}

/// The amounts that are known in the phase at a position.
pub(super) fn known(builder: &Builder<'_, '_>, index: usize) -> AmountSet {
    let mut amounts = AmountSet::of(&[AmountName::Base, AmountName::Subtotal]);
    if index > position(builder, PhaseKind::Options) {
        amounts = amounts.with(AmountName::Options).with_features();
    }
    if index > position(builder, PhaseKind::ListLimits) {
        amounts = amounts.with(AmountName::List);
    }
    if builder.phases.get(index).is_some_and(|spec| spec.per_item) {
        amounts = amounts.with(AmountName::Extended);
    }
    amounts
}

/// The amounts that are known when the whole item is priced.
pub(super) fn all_known() -> AmountSet {
    AmountSet::of(&[
        AmountName::Base,
        AmountName::Options,
        AmountName::List,
        AmountName::Subtotal,
        AmountName::Extended,
    ])
    .with_features()
}

/// The phases with their steps.
pub(super) fn finished(builder: &mut Builder<'_, '_>) -> Vec<Phase> {
    let steps = std::mem::take(&mut builder.steps);
    let specs = std::mem::take(&mut builder.phases);
    specs
        .into_iter()
        .zip(steps)
        .map(|(spec, steps)| Phase {
            id: builder.context.texts.intern(&spec.id),
            kind: spec.kind,
            per_item: spec.per_item,
            compound: spec.compound,
            choice: spec.choice,
            steps,
        })
        .collect()
}

fn spec(phase: &Declared, per_item: bool) -> PhaseSpec {
    let kind = STANDARD.iter().find(|(id, _, _)| *id == phase.id);
    PhaseSpec {
        id: phase.id.clone(),
        kind: kind.map_or(PhaseKind::Own, |(_, kind, _)| *kind),
        per_item,
        compound: phase.compound,
        choice: phase.choice.unwrap_or_default(),
        configured: phase.compound || phase.choice.is_some(),
    }
}

/// The declared order must keep what the waterfall stands on.
fn check_order(builder: &mut Builder<'_, '_>, specs: &[PhaseSpec], path: &str) {
    for (index, spec) in specs.iter().enumerate() {
        if specs
            .iter()
            .take(index)
            .any(|earlier| earlier.id == spec.id)
        {
            let message = format!("phase `{}` is declared twice", spec.id);
            builder
                .context
                .report(Code::DuplicateId, path, message, None);
        }
    }
    let mut missing = Vec::new();
    for (id, kind, per_item) in STANDARD {
        let found = specs.iter().find(|spec| spec.kind == kind);
        match found {
            None => missing.push(id),
            Some(spec) if spec.per_item != per_item && !movable(kind) => {
                let side = if per_item { "per_item" } else { "per_piece" };
                let message = format!("phase `{id}` stands in `{side}` only");
                builder
                    .context
                    .report(Code::PhaseOrder, path, message, None);
            }
            Some(_) => {}
        }
    }
    if !missing.is_empty() {
        let message = format!("the declared phases lack `{}`", missing.join("`, `"));
        let help = "list every standard phase; one without rules costs nothing".to_owned();
        builder
            .context
            .report(Code::PhaseOrder, path, message, Some(help));
        return;
    }
    let at = |kind: PhaseKind| specs.iter().position(|spec| spec.kind == kind).unwrap_or(0);
    let rules = [
        (
            PhaseKind::Options,
            PhaseKind::ListLimits,
            "`options` comes before `list_limits`",
        ),
        (
            PhaseKind::ListLimits,
            PhaseKind::Groups,
            "`list_limits` makes the list price, so `groups` comes after it",
        ),
        (
            PhaseKind::ListLimits,
            PhaseKind::Discounts,
            "`list_limits` makes the list price, so `discounts` comes after it",
        ),
        (
            PhaseKind::ListLimits,
            PhaseKind::Limits,
            "`list_limits` comes before `limits`",
        ),
        (
            PhaseKind::Quantity,
            PhaseKind::Fees,
            "`quantity` comes before `fees`",
        ),
    ];
    for (first, second, message) in rules {
        if at(first) > at(second) {
            builder
                .context
                .report(Code::PhaseOrder, path, message, None);
        }
    }
    let last = |per_item: bool| {
        specs
            .iter()
            .rfind(|spec| spec.per_item == per_item)
            .map(|spec| spec.kind)
    };
    if last(false) != Some(PhaseKind::Rounding) {
        let message =
            "`rounding` is the last phase of `per_piece`: what comes out is the unit price";
        builder
            .context
            .report(Code::PhaseOrder, path, message, None);
    }
    if last(true) != Some(PhaseKind::Fees) {
        let message = "`fees` is the last phase of `per_item`";
        builder
            .context
            .report(Code::PhaseOrder, path, message, None);
    }
}

/// Whether a standard phase may stand on the other side of × quantity.
const fn movable(kind: PhaseKind) -> bool {
    matches!(
        kind,
        PhaseKind::Groups | PhaseKind::Discounts | PhaseKind::Own
    )
}
