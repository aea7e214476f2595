//! Features and options: slots and names first, then what their expressions say.

use super::attribute::attributes;
use super::builder::{Around, Builder, display, symbol, too_many};
use super::feature_shape::{check_shape, default, options};
use super::surcharge::surcharge;
use super::{computed, limits, phase};
use crate::check::{Facts, Presence, SymbolKind, Type, conjuncts};
use crate::diagnostic::{Code, path_index, path_key};
use crate::model::catalog::{DefaultValue, Feature, FeatureOption, FeatureType};
use crate::model::quote::{LineKind, Scope};
use crate::plan::{
    Effect, FeatureIndex, FeatureKind, FeaturePlan, NodeId, OptionPlan, PhaseKind, SlotId,
    SlotPlan, SourceSpan, Step, StepScope, Validity, ValueKind,
};

/// Gives every feature its slot, its name and its attributes.
pub(super) fn declare(builder: &mut Builder<'_, '_>, written: &[Feature]) {
    let features_path = path_key(&builder.path, "features");
    too_many(
        builder.context,
        written.len(),
        limits::FEATURES,
        &features_path,
        "features",
    );
    for (index, feature) in written.iter().enumerate().take(limits::FEATURES) {
        let path = path_index(&features_path, index);
        let slot = SlotId(u32::try_from(builder.slots.len()).unwrap_or(u32::MAX));
        let id = builder.context.texts.intern(&feature.id);
        let options = options(&feature.kind);
        check_shape(builder, feature, &path);
        let ids: Vec<_> = options
            .iter()
            .map(|option| builder.context.texts.intern(&option.id))
            .collect();
        let (kind, ty) = match &feature.kind {
            FeatureType::Select(_) => (ValueKind::Option(ids), Type::Option(slot)),
            FeatureType::Multiselect { .. } => (ValueKind::Options(ids), Type::Options(slot)),
            FeatureType::Boolean => (ValueKind::Boolean, Type::Boolean),
            FeatureType::Number { .. } => (ValueKind::Number, Type::PLAIN),
            FeatureType::Text { .. } => (ValueKind::Text, Type::Text),
        };
        builder.slots.push(SlotPlan { id, kind });
        let attributes = attributes(builder, feature, slot, &path);
        let number = FeatureIndex(u32::try_from(index).unwrap_or(u32::MAX));
        let always = feature.required || feature.default.is_some();
        let mut named = symbol(slot, ty, SymbolKind::Feature(number));
        named.options = options.iter().map(|option| option.id.clone()).collect();
        named.attributes = attributes;
        named.presence = match (always, &feature.available_when) {
            (true, None) if !default_may_vanish(feature) => Presence::Always,
            (true, Some(_)) if feature.required => Presence::WhenAvailable,
            (true, Some(_)) if !default_may_vanish(feature) => Presence::WhenAvailable,
            _ => Presence::Maybe,
        };
        if builder.scope.name(&feature.id).is_some() {
            let message = format!(
                "`{}` already names something that rules read everywhere",
                feature.id
            );
            let help =
                Some("give the feature another id than an input or a built-in value".to_owned());
            builder
                .context
                .report(Code::DuplicateId, &path_key(&path, "id"), message, help);
        }
        builder.scope.declare(&feature.id, named);
        let plan = plan(builder, feature, slot);
        builder.features.push(plan);
    }
    conditions_as_text(builder, written);
}

/// Whether an optional feature may be unset in spite of its default: an option of it may be
/// unavailable, and of a multiselect a buyer may choose none.
fn default_may_vanish(feature: &Feature) -> bool {
    if matches!(feature.kind, FeatureType::Multiselect { .. }) && !feature.required {
        return true;
    }
    let is_default = |option: &FeatureOption| match &feature.default {
        Some(DefaultValue::Text(id)) => *id == option.id,
        Some(DefaultValue::Choices(ids)) => ids.contains(&option.id),
        _ => false,
    };
    !feature.required
        && options(&feature.kind)
            .iter()
            .any(|option| option.available_when.is_some() && is_default(option))
}

/// Compiles conditions, defaults, surcharges; gives the order in which availability is decided.
pub(super) fn define(builder: &mut Builder<'_, '_>, written: &[Feature]) -> Vec<FeatureIndex> {
    let features_path = path_key(&builder.path, "features");
    let mut needs = Vec::new();
    for (index, feature) in written.iter().enumerate().take(limits::FEATURES) {
        let path = path_index(&features_path, index);
        let (condition, reads) = availability(builder, feature, &path);
        let default = default(builder, feature, &path);
        builder.assumed = builder
            .features
            .get(index)
            .map(|plan| Facts::of(plan.slot))
            .unwrap_or_default();
        let options = option_plans(builder, feature, &path);
        let own = feature
            .surcharge
            .as_ref()
            .and_then(|written| surcharge(builder, written, &path_key(&path, "surcharge")));
        builder.assumed = Facts::default();
        if let Some(plan) = builder.features.get_mut(index) {
            plan.available_when = condition;
            plan.default = default;
            plan.options = options;
            plan.surcharge = own;
        }
        let first = builder
            .features
            .first()
            .map_or(SlotId::FIRST_INPUT, |plan| plan.slot);
        let of_features = reads
            .iter()
            .filter_map(|slot| slot.index().checked_sub(first.index()));
        needs.push(of_features.filter(|need| *need < written.len()).collect());
    }
    match super::sort::after_needs(&needs) {
        Ok(order) => order
            .into_iter()
            .map(|index| FeatureIndex(u32::try_from(index).unwrap_or(u32::MAX)))
            .collect(),
        Err(circle) => {
            let names: Vec<_> = circle
                .iter()
                .filter_map(|index| written.get(*index))
                .map(|feature| format!("`{}`", feature.id))
                .collect();
            let message = format!("the availability of {} depends on itself", names.join(", "));
            let at = circle.first().copied().unwrap_or(0);
            let path = path_key(&path_index(&features_path, at), "available_when");
            builder
                .context
                .report(Code::CircularDefinition, &path, message, None);
            Vec::new()
        }
    }
}

/// The steps that make the lines of option surcharges.
pub(super) fn surcharge_steps(builder: &mut Builder<'_, '_>) {
    let options = phase::position(builder, PhaseKind::Options);
    let fees = phase::position(builder, PhaseKind::Fees);
    for index in 0..builder.features.len() {
        let Some(feature) = builder.features.get(index) else {
            continue;
        };
        let own = feature.surcharge.iter();
        let all = feature
            .options
            .iter()
            .filter_map(|option| option.surcharge.as_ref())
            .chain(own);
        let (mut in_options, mut in_fees) = (false, false);
        for surcharge in all {
            let per_piece = surcharge.scope == Scope::Unit;
            in_options |= per_piece;
            in_fees |= !per_piece;
        }
        let (id, label) = (feature.id, feature.display.name);
        let kinds = [
            (options, StepScope::Piece, in_options),
            (fees, StepScope::Item, in_fees),
        ];
        for (position, scope, found) in kinds {
            if found {
                let step = Step {
                    id,
                    label,
                    kind: LineKind::Option,
                    validity: Validity::default(),
                    condition: None,
                    effect: Effect::FeatureSurcharge(FeatureIndex(
                        u32::try_from(index).unwrap_or(u32::MAX),
                    )),
                    scope,
                    discountable: true,
                    stop: false,
                    priority: 0,
                    place: SourceSpan::default(),
                };
                builder.add_step(position, step);
            }
        }
    }
}

fn plan(builder: &mut Builder<'_, '_>, feature: &Feature, slot: SlotId) -> FeaturePlan {
    let texts = &mut builder.context.texts;
    let kind = match &feature.kind {
        FeatureType::Select(_) => FeatureKind::Select,
        FeatureType::Boolean => FeatureKind::Boolean,
        FeatureType::Multiselect {
            min_choices,
            max_choices,
            quantities,
            ..
        } => FeatureKind::Multiselect {
            min_choices: min_choices.unwrap_or(0),
            max_choices: max_choices.unwrap_or(u32::MAX),
            quantities: *quantities,
        },
        FeatureType::Number { min, max, step } => FeatureKind::Number {
            min: *min,
            max: *max,
            step: *step,
        },
        FeatureType::Text {
            min_length,
            max_length,
        } => FeatureKind::Text {
            min_length: min_length.unwrap_or(0),
            max_length: max_length.unwrap_or(u32::MAX),
        },
    };
    FeaturePlan {
        id: texts.intern(&feature.id),
        slot,
        kind,
        required: feature.required,
        default: None,
        available_when: None,
        options: Vec::new(),
        surcharge: None,
        sku: feature.sku.as_deref().map(|sku| texts.intern(sku)),
        unit: feature.unit.as_deref().map(|unit| texts.intern(unit)),
        display: display(
            texts,
            &feature.id,
            feature.name.as_ref(),
            feature.sort_order,
            &feature.display,
        ),
    }
}

/// Makes each `available_when` known as text, so that a reader that asks the same is let in.
fn conditions_as_text(builder: &mut Builder<'_, '_>, written: &[Feature]) {
    for feature in written {
        let Some(condition) = &feature.available_when else {
            continue;
        };
        // a faulty text is reported when it is compiled
        let source = crate::diagnostic::Source::new("", condition.0.as_str());
        if let Ok(expression) = crate::parse::expression(&source) {
            builder
                .scope
                .set_available_when(&feature.id, conjuncts(&expression));
        }
    }
}

fn availability(
    builder: &mut Builder<'_, '_>,
    feature: &Feature,
    path: &str,
) -> (Option<NodeId>, Vec<SlotId>) {
    let Some(text) = &feature.available_when else {
        return (None, Vec::new());
    };
    let path = path_key(path, "available_when");
    match builder.json_condition(&text.0, &path, &Around::nothing()) {
        Some((node, _, reads)) => (Some(node), computed::feature_reads(builder, &reads.slots)),
        None => (None, Vec::new()),
    }
}

fn option_plans(builder: &mut Builder<'_, '_>, feature: &Feature, path: &str) -> Vec<OptionPlan> {
    let options_path = path_key(path, "options");
    let mut plans = Vec::new();
    for (index, option) in options(&feature.kind)
        .iter()
        .enumerate()
        .take(limits::OPTIONS)
    {
        let path = path_index(&options_path, index);
        let available_when = option.available_when.as_ref().and_then(|text| {
            let path = path_key(&path, "available_when");
            builder
                .json_condition(&text.0, &path, &Around::nothing())
                .map(|(node, _, _)| node)
        });
        let own = option
            .surcharge
            .as_ref()
            .and_then(|written| surcharge(builder, written, &path_key(&path, "surcharge")));
        let sku_quantity = option.sku_quantity.as_ref().and_then(|text| {
            super::material::quantity(builder, &text.0, &path_key(&path, "sku_quantity"))
        });
        let texts = &mut builder.context.texts;
        plans.push(OptionPlan {
            id: texts.intern(&option.id),
            available_when,
            surcharge: own,
            sku: option.sku.as_deref().map(|sku| texts.intern(sku)),
            sku_quantity,
            max_quantity: option.max_quantity,
            display: display(
                texts,
                &option.id,
                option.name.as_ref(),
                option.sort_order,
                &option.display,
            ),
        });
    }
    plans
}
