//! Price groups as steps of the phase `groups`: overrides first, then what is added.

use super::builder::{Around, Builder};
use super::context::Precision;
use super::phase;
use super::price_list::own_lookup;
use super::surcharge::{base_in_phase, made, money_node};
use crate::check::Facts;
use crate::diagnostic::{Code, help_for, path_index, path_key};
use crate::model::catalog::{
    Amount, GroupScope, GroupTier, GroupType, PriceGroup, PriceList, Role, ValueKind,
};
use crate::model::quote::LineKind;
use crate::money::Decimal;
use crate::plan::{
    AmountName, Base, Effect, FeatureIndex, FeatureKind, GroupAmount, GroupKind, InTest, LineSet,
    Node, NodeId, OptionIndex, PhaseKind, SlotId, SourceSpan, Step, StepScope, TestRange,
};

/// Compiles the price groups of a component.
pub(super) fn steps(builder: &mut Builder<'_, '_>, written: &[PriceGroup], lists: &[PriceList]) {
    let groups_path = path_key(&builder.path, "price_groups");
    let position = phase::position(builder, PhaseKind::Groups);
    let mut adding = Vec::new();
    let mut overrides = Vec::new();
    for (index, group) in written.iter().enumerate() {
        let path = path_index(&groups_path, index);
        let place = builder.context.place(&path_key(&path, "id"));
        if !builder.claim(&group.id, "price group", place) {
            continue;
        }
        match step(builder, group, lists, &path, position) {
            Some(step) if matches!(group.kind, GroupType::Override(_)) => overrides.push(step),
            Some(step) => adding.push(step),
            None => {}
        }
    }
    for step in overrides.into_iter().chain(adding) {
        builder.add_step(position, step);
    }
}

fn step(
    builder: &mut Builder<'_, '_>,
    group: &PriceGroup,
    lists: &[PriceList],
    path: &str,
    position: usize,
) -> Option<Step> {
    let mut around = Around::amounts(phase::known(builder, position));
    let condition = group.when.as_ref().and_then(|text| {
        let found = builder.json_condition(&text.0, &path_key(path, "when"), &around);
        let (node, expression, _) = found?;
        around.facts = around.facts.when_true(&expression, &builder.scope);
        Some(node)
    });
    let place = builder.context.place(path);
    let validity = builder.context.validity(group.from, group.until, place);
    let lines = lines(builder, &group.scope, path)?;
    let condition = condition
        .into_iter()
        .chain(any_chosen(builder, &lines))
        .reduce(|when, chosen| made(builder, Node::And(when, chosen)));
    let (kind, amount) = amount(builder, group, lists, path, position, &around)?;
    let texts = &mut builder.context.texts;
    Some(Step {
        id: texts.intern(&group.id),
        label: texts.label(group.title.as_ref(), &group.id),
        kind: if kind == GroupKind::Override {
            LineKind::Override
        } else {
            LineKind::PriceGroup
        },
        validity,
        condition,
        effect: Effect::Group {
            kind,
            amount,
            lines,
        },
        scope: StepScope::Piece,
        discountable: true,
        stop: false,
        priority: group.priority,
        place: SourceSpan::default(),
    })
}

fn amount(
    builder: &mut Builder<'_, '_>,
    group: &PriceGroup,
    lists: &[PriceList],
    path: &str,
    position: usize,
    around: &Around,
) -> Option<(GroupKind, GroupAmount)> {
    let amount_path = path_key(path, "amount");
    let (kind, otherwise) = match &group.kind {
        GroupType::Fixed(amount) => (
            GroupKind::Amount,
            money(builder, amount.as_ref(), &amount_path),
        ),
        GroupType::Override(amount) => (
            GroupKind::Override,
            money(builder, amount.as_ref(), &amount_path),
        ),
        GroupType::Percentage { rate, of } => {
            let base = base_in_phase(builder, of, &path_key(path, "of"), position)?;
            let node = rate.map(|rate| made(builder, Node::Number(rate)));
            (GroupKind::Percent(base), node)
        }
        GroupType::Formula(text) => {
            let (expression, text) = builder
                .context
                .expression(&text.0, &path_key(path, "formula"))?;
            let (node, _) = builder.check(&text, around, |checker| checker.amount(&expression));
            (GroupKind::Amount, Some(node?))
        }
        GroupType::Table(id) => table(builder, id, lists, &path_key(path, "table"), &around.facts)?,
    };
    if otherwise.is_none() && group.tiers.is_empty() {
        let message = "the price group has neither an amount nor tiers";
        builder.context.report(
            Code::MissingKey,
            path,
            message,
            Some("add `\"amount\"`".to_owned()),
        );
        return None;
    }
    let tiers = tiers(builder, &group.tiers, kind, path);
    Some((kind, GroupAmount { otherwise, tiers }))
}

fn money(builder: &mut Builder<'_, '_>, amount: Option<&Amount>, path: &str) -> Option<NodeId> {
    amount.map(|amount| money_node(builder, amount, path, Precision::PerPiece))
}

/// A price list of role `table`, looked up by its own axes.
fn table(
    builder: &mut Builder<'_, '_>,
    id: &str,
    lists: &[PriceList],
    path: &str,
    facts: &Facts,
) -> Option<(GroupKind, Option<NodeId>)> {
    let tables = || lists.iter().filter(|list| list.role == Role::Table);
    let Some(index) = lists
        .iter()
        .position(|list| list.id == id && list.role == Role::Table)
    else {
        let help = help_for(id, tables().map(|list| list.id.as_str()));
        let message = format!("no price list of role `table` has the id `{id}`");
        builder
            .context
            .report(Code::UnknownTable, path, message, help);
        return None;
    };
    let list = lists.get(index)?;
    let list_path = path_index(&path_key(&builder.path, "price_lists"), index);
    let node = own_lookup(builder, list, index, &list_path, facts)?;
    let kind = match list.values {
        ValueKind::Percent => GroupKind::Percent(Base {
            amount: AmountName::List,
        }),
        ValueKind::Amount => GroupKind::Amount,
        ValueKind::Number => {
            let message =
                format!("price list `{id}` holds plain numbers, neither amounts nor percentages");
            builder
                .context
                .report(Code::TypeMismatch, path, message, None);
            return None;
        }
    };
    Some((kind, Some(node)))
}

fn tiers(
    builder: &mut Builder<'_, '_>,
    written: &[GroupTier],
    kind: GroupKind,
    path: &str,
) -> Vec<(Decimal, NodeId)> {
    let tiers_path = path_key(path, "tiers");
    let mut tiers: Vec<(Decimal, NodeId)> = Vec::new();
    for (index, tier) in written.iter().enumerate() {
        let path = path_index(&tiers_path, index);
        if tiers.last().is_some_and(|(from, _)| tier.from <= *from) {
            let message = format!("tier `{}` does not start above the one before", tier.from);
            builder
                .context
                .report(Code::DuplicateTier, &path, message, None);
        }
        let amount_path = path_key(&path, "amount");
        let node = match (kind, &tier.amount) {
            (GroupKind::Percent(_), Amount::Bare(rate)) => made(builder, Node::Number(*rate)),
            (GroupKind::Percent(_), Amount::PerCurrency(_)) => {
                let message = "a percentage is one number, not one for each currency";
                builder
                    .context
                    .report(Code::InvalidTier, &amount_path, message, None);
                continue;
            }
            (_, amount) => money_node(builder, amount, &amount_path, Precision::PerPiece),
        };
        tiers.push((tier.from, node));
    }
    tiers
}

/// Whether anything of the scope is chosen: a group of options sets or adds nothing without them.
fn any_chosen(builder: &mut Builder<'_, '_>, lines: &LineSet) -> Option<NodeId> {
    let features = |builder: &Builder<'_, '_>, index: FeatureIndex| {
        let feature = builder.features.get(index.index())?;
        Some((feature.slot, matches!(feature.kind, FeatureKind::Boolean)))
    };
    let mut chosen = Vec::new();
    match lines {
        LineSet::All => {}
        LineSet::Features(indexes) => {
            for index in indexes {
                let (slot, is_boolean) = features(builder, *index)?;
                chosen.push(if is_boolean {
                    let yes = made(builder, Node::Boolean(true));
                    made(builder, Node::SlotIs(slot, yes))
                } else {
                    made(builder, Node::IsSet(slot))
                });
            }
        }
        LineSet::Options(options) => {
            for (feature, option) in options {
                let (slot, _) = features(builder, *feature)?;
                chosen.push(option_chosen(builder, slot, *feature, *option)?);
            }
        }
    }
    chosen
        .into_iter()
        .reduce(|one, other| made(builder, Node::Or(one, other)))
}

fn option_chosen(
    builder: &mut Builder<'_, '_>,
    slot: SlotId,
    feature: FeatureIndex,
    option: OptionIndex,
) -> Option<NodeId> {
    let feature = builder.features.get(feature.index())?;
    if matches!(feature.kind, FeatureKind::Select) {
        let option = made(builder, Node::Option(option));
        return Some(made(builder, Node::SlotIs(slot, option)));
    }
    let id = feature.options.get(option.index())?.id;
    let is_set = made(builder, Node::IsSet(slot));
    let (id, all) = (
        made(builder, Node::Text(id)),
        made(builder, Node::OptionTexts(slot)),
    );
    let start = u32::try_from(builder.program.tests.len()).unwrap_or(u32::MAX);
    builder.program.tests.push(InTest::InList(all));
    let is_in = made(builder, Node::In(id, TestRange { start, len: 1 }));
    Some(made(builder, Node::And(is_set, is_in)))
}

fn lines(builder: &mut Builder<'_, '_>, scope: &GroupScope, path: &str) -> Option<LineSet> {
    let path = path_key(path, "scope");
    let feature = |builder: &mut Builder<'_, '_>, id: &str| {
        let texts = &builder.context.texts;
        let found = builder
            .features
            .iter()
            .position(|feature| texts.text(feature.id) == id);
        if found.is_none() {
            let known: Vec<_> = builder
                .features
                .iter()
                .map(|f| texts.text(f.id).to_owned())
                .collect();
            let help = help_for(id, known.iter().map(String::as_str));
            let message = format!("unknown feature `{id}`");
            builder
                .context
                .report(Code::UnknownFeature, &path, message, help);
        }
        found
    };
    match scope {
        GroupScope::Component => Some(LineSet::All),
        GroupScope::Features(ids) => {
            let found: Option<Vec<_>> = ids
                .iter()
                .map(|id| {
                    feature(builder, id)
                        .and_then(|index| u32::try_from(index).ok())
                        .map(FeatureIndex)
                })
                .collect();
            found.map(LineSet::Features)
        }
        GroupScope::Options(ids) => {
            let mut found = Vec::new();
            for (feature_id, option_id) in ids {
                let index = feature(builder, feature_id)?;
                let texts = &builder.context.texts;
                let options = &builder.features.get(index)?.options;
                let known: Vec<_> = options
                    .iter()
                    .map(|option| texts.text(option.id).to_owned())
                    .collect();
                let Some(option) = known.iter().position(|id| id == option_id) else {
                    let help = help_for(option_id, known.iter().map(String::as_str));
                    let message = format!("unknown option `{option_id}` of feature `{feature_id}`");
                    builder
                        .context
                        .report(Code::UnknownOption, &path, message, help);
                    return None;
                };
                found.push((
                    FeatureIndex(u32::try_from(index).ok()?),
                    OptionIndex(u32::try_from(option).ok()?),
                ));
            }
            Some(LineSet::Options(found))
        }
    }
}
