//! Features and options: slots and names first, then what their expressions say.

use std::collections::BTreeMap;

use super::builder::{Around, Builder, display, symbol, too_many};
use super::context::Precision;
use super::surcharge::surcharge;
use super::{computed, limits, phase};
use crate::check::{AttributeSymbol, Facts, Presence, SymbolKind, Type, conjuncts};
use crate::diagnostic::{Code, help_for, path_index, path_key};
use crate::model::catalog::{AttributeValue, DefaultValue, Feature, FeatureOption, FeatureType};
use crate::model::quote::{LineKind, Scope};
use crate::money::{Decimal, Exactness};
use crate::plan::{
    AttributeConstant, AttributeId, AttributePlan, Constant, Effect, FeatureIndex, FeatureKind,
    FeaturePlan, MoneyId, NodeId, OptionIndex, OptionPlan, PhaseKind, SlotId, SlotPlan, SourceSpan,
    Step, StepScope, Validity, ValueKind,
};

/// Gives every feature its slot, its name and its attributes.
pub(super) fn declare(builder: &mut Builder<'_, '_>, written: &[Feature]) {
    let features_path = path_key(&builder.path, "features");
    too_many(builder.context, written.len(), limits::FEATURES, &features_path, "features");
    for (index, feature) in written.iter().enumerate().take(limits::FEATURES) {
        let path = path_index(&features_path, index);
        let slot = SlotId(u32::try_from(builder.slots.len()).unwrap_or(u32::MAX));
        let id = builder.context.texts.intern(&feature.id);
        let options = options(&feature.kind);
        check_shape(builder, feature, &path);
        let ids: Vec<_> = options.iter().map(|option| builder.context.texts.intern(&option.id)).collect();
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
        builder.scope.declare(&feature.id, named);
        let plan = plan(builder, feature, slot);
        builder.features.push(plan);
    }
    conditions_as_text(builder, written);
}

/// Whether a default option may be unavailable, so that an optional feature is then unset.
fn default_may_vanish(feature: &Feature) -> bool {
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
        builder.assumed = builder.features.get(index).map(|plan| Facts::of(plan.slot)).unwrap_or_default();
        let options = option_plans(builder, feature, &path);
        let own = feature.surcharge.as_ref().and_then(|written| {
            surcharge(builder, written, &path_key(&path, "surcharge"))
        });
        builder.assumed = Facts::default();
        if let Some(plan) = builder.features.get_mut(index) {
            plan.available_when = condition;
            plan.default = default;
            plan.options = options;
            plan.surcharge = own;
        }
        let first = builder.features.first().map_or(SlotId::FIRST_INPUT, |plan| plan.slot);
        let of_features = reads.iter().filter_map(|slot| slot.index().checked_sub(first.index()));
        needs.push(of_features.filter(|need| *need < written.len()).collect());
    }
    match super::sort::after_needs(&needs) {
        Ok(order) => order.into_iter().map(|index| FeatureIndex(u32::try_from(index).unwrap_or(u32::MAX))).collect(),
        Err(circle) => {
            let names: Vec<_> = circle
                .iter()
                .filter_map(|index| written.get(*index))
                .map(|feature| format!("`{}`", feature.id))
                .collect();
            let message = format!("the availability of {} depends on itself", names.join(", "));
            let at = circle.first().copied().unwrap_or(0);
            let path = path_key(&path_index(&features_path, at), "available_when");
            builder.context.report(Code::CircularDefinition, &path, message, None);
            Vec::new()
        }
    }
}

/// The steps that make the lines of option surcharges.
pub(super) fn surcharge_steps(builder: &mut Builder<'_, '_>) {
    let phases = [PhaseKind::Options, PhaseKind::Fees];
    let positions = phases.map(|kind| phase::position(builder, kind));
    for index in 0..builder.features.len() {
        let Some(feature) = builder.features.get(index) else { continue };
        let own = feature.surcharge.iter();
        let all = feature.options.iter().filter_map(|option| option.surcharge.as_ref()).chain(own);
        let mut found = [false; 2];
        for surcharge in all {
            found[usize::from(surcharge.scope != Scope::Unit)] = true;
        }
        let (id, label) = (feature.id, feature.display.name);
        for (position, found) in positions.into_iter().zip(found) {
            if found {
                let step = Step {
                    id,
                    label,
                    kind: LineKind::Option,
                    validity: Validity::default(),
                    condition: None,
                    effect: Effect::FeatureSurcharge(FeatureIndex(u32::try_from(index).unwrap_or(u32::MAX))),
                    scope: if position == positions[0] { StepScope::Piece } else { StepScope::Item },
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

/// The options of a feature's type.
pub(super) fn options(kind: &FeatureType) -> &[FeatureOption] {
    match kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => options,
        _ => &[],
    }
}

fn plan(builder: &mut Builder<'_, '_>, feature: &Feature, slot: SlotId) -> FeaturePlan {
    let texts = &mut builder.context.texts;
    let kind = match &feature.kind {
        FeatureType::Select(_) => FeatureKind::Select,
        FeatureType::Boolean => FeatureKind::Boolean,
        FeatureType::Multiselect { min_choices, max_choices, quantities, .. } => {
            FeatureKind::Multiselect {
                min_choices: min_choices.unwrap_or(0),
                max_choices: max_choices.unwrap_or(u32::MAX),
                quantities: *quantities,
            }
        }
        FeatureType::Number { min, max, step } => {
            FeatureKind::Number { min: *min, max: *max, step: *step }
        }
        FeatureType::Text { min_length, max_length } => FeatureKind::Text {
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
        display: display(texts, &feature.id, feature.name.as_ref(), feature.sort_order, &feature.display),
    }
}

fn check_shape(builder: &mut Builder<'_, '_>, feature: &Feature, path: &str) {
    let context = &mut *builder.context;
    let found = options(&feature.kind);
    too_many(context, found.len(), limits::OPTIONS, &path_key(path, "options"), "options");
    match &feature.kind {
        FeatureType::Select(options) | FeatureType::Multiselect { options, .. } if options.is_empty() => {
            let message = format!("feature `{}` has no options", feature.id);
            context.report(Code::EmptyFeature, path, message, None);
        }
        FeatureType::Number { min: Some(min), max: Some(max), .. } if min > max => {
            let message = format!("the minimum `{min}` is above the maximum `{max}`");
            context.report(Code::InvalidRange, &path_key(path, "min"), message, None);
        }
        FeatureType::Number { step: Some(step), .. } if !step.is_positive() => {
            let message = format!("the step `{step}` is not above 0");
            context.report(Code::InvalidRange, &path_key(path, "step"), message, None);
        }
        FeatureType::Number { min, max: Some(max), step: Some(step) } if !on_step(*max, *min, *step) => {
            let start = min.unwrap_or(Decimal::ZERO);
            let message = format!("the maximum `{max}` is not a whole number of steps `{step}` from `{start}`");
            context.report(Code::InvalidRange, &path_key(path, "max"), message, None);
        }
        FeatureType::Multiselect { min_choices: Some(min), max_choices: Some(max), .. } if min > max => {
            let message = format!("`min_choices` {min} is above `max_choices` {max}");
            context.report(Code::InvalidRange, &path_key(path, "min_choices"), message, None);
        }
        FeatureType::Text { min_length: Some(min), max_length: Some(max) } if min > max => {
            let message = format!("`min_length` {min} is above `max_length` {max}");
            context.report(Code::InvalidRange, &path_key(path, "min_length"), message, None);
        }
        _ => {}
    }
}

fn on_step(value: Decimal, min: Option<Decimal>, step: Decimal) -> bool {
    let start = min.unwrap_or(Decimal::ZERO);
    let distance = value.minus(start, &mut Exactness::default());
    distance.and_then(|distance| distance.is_multiple_of(step)).unwrap_or(false)
}

/// Attributes of a feature's options: one plan each, defaults filled in.
fn attributes(
    builder: &mut Builder<'_, '_>,
    feature: &Feature,
    slot: SlotId,
    path: &str,
) -> BTreeMap<String, AttributeSymbol> {
    let options = options(&feature.kind);
    let mut names: Vec<&String> = feature.attributes.keys().collect();
    names.extend(options.iter().flat_map(|option| option.attributes.keys()));
    names.sort();
    names.dedup();
    let mut symbols = BTreeMap::new();
    for name in names {
        let default = feature.attributes.get(name).and_then(|declared| declared.default.as_ref());
        let of = |option: &FeatureOption| option.attributes.get(name).or(default).cloned();
        let values: Vec<Option<AttributeValue>> = options.iter().map(of).collect();
        let lacking = options.iter().zip(&values).find(|(_, value)| value.is_none());
        let lacking = lacking.map(|(option, _)| option.id.clone());
        let ty = attribute_type(builder, name, &values, path);
        let constants = values.into_iter().map(|value| {
            value.map(|value| AttributeConstant::Plain(constant(&mut builder.context.texts, &value)))
        });
        let values = constants.collect();
        let id = push_attribute(builder, name, slot, values);
        symbols.insert(name.clone(), AttributeSymbol { id, ty, lacking, internal: false });
    }
    if options.iter().any(|option| option.cost.is_some()) {
        let symbol = cost(builder, options, slot, path);
        symbols.insert("cost".to_owned(), symbol);
    }
    symbols
}

fn push_attribute(
    builder: &mut Builder<'_, '_>,
    name: &str,
    slot: SlotId,
    values: Vec<Option<AttributeConstant>>,
) -> AttributeId {
    let id = builder.context.texts.intern(name);
    let number = AttributeId(u32::try_from(builder.attributes.len()).unwrap_or(u32::MAX));
    builder.attributes.push(AttributePlan { id, slot, values });
    number
}

/// What options cost the seller, read as an attribute.
fn cost(
    builder: &mut Builder<'_, '_>,
    options: &[FeatureOption],
    slot: SlotId,
    path: &str,
) -> AttributeSymbol {
    let mut values = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let path = path_key(&path_index(&path_key(path, "options"), index), "cost");
        let amount = option.cost.as_ref().map(|cost| {
            let row = builder.context.money(cost, &path, Precision::Any);
            let id = MoneyId(u32::try_from(builder.program.money.len()).unwrap_or(u32::MAX));
            builder.program.money.push(row);
            AttributeConstant::Money(id)
        });
        values.push(amount);
    }
    let lacking = options.iter().find(|option| option.cost.is_none()).map(|option| option.id.clone());
    let id = push_attribute(builder, "cost", slot, values);
    AttributeSymbol { id, ty: Type::MONEY, lacking, internal: true }
}

fn attribute_type(
    builder: &mut Builder<'_, '_>,
    name: &str,
    values: &[Option<AttributeValue>],
    path: &str,
) -> Type {
    let of = |value: &AttributeValue| match value {
        AttributeValue::Number(_) => Type::PLAIN,
        AttributeValue::Text(_) => Type::Text,
        AttributeValue::Boolean(_) => Type::Boolean,
    };
    let mut types = values.iter().flatten().map(of);
    let first = types.next().unwrap_or(Type::Unknown);
    if let Some(other) = types.find(|ty| *ty != first) {
        let message = format!("attribute `{name}` is {first} in one option and {other} in another");
        builder.context.report(Code::TypeMismatch, path, message, None);
        return Type::Unknown;
    }
    first
}

/// An attribute's value as a constant.
pub(super) fn constant(texts: &mut crate::check::Texts, value: &AttributeValue) -> Constant {
    match value {
        AttributeValue::Number(number) => Constant::Number(*number),
        AttributeValue::Text(text) => Constant::Text(texts.intern(text)),
        AttributeValue::Boolean(value) => Constant::Boolean(*value),
    }
}

/// Makes each `available_when` known as text, so that a reader that asks the same is let in.
fn conditions_as_text(builder: &mut Builder<'_, '_>, written: &[Feature]) {
    for feature in written {
        let Some(condition) = &feature.available_when else { continue };
        // a faulty text is reported when it is compiled
        let source = crate::diagnostic::Source::new("", condition.0.as_str());
        if let Ok(expression) = crate::parse::expression(&source) {
            builder.scope.set_available_when(&feature.id, conjuncts(&expression));
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

fn default(builder: &mut Builder<'_, '_>, feature: &Feature, path: &str) -> Option<Constant> {
    let written = feature.default.as_ref()?;
    let path = path_key(path, "default");
    let options = options(&feature.kind);
    let index = |id: &String| {
        let index = options.iter().position(|option| option.id == *id)?;
        Some(OptionIndex(u32::try_from(index).ok()?))
    };
    let found = match (&feature.kind, written) {
        (FeatureType::Select(_), DefaultValue::Text(id)) => index(id).map(Constant::Option),
        (FeatureType::Multiselect { .. }, DefaultValue::Choices(ids)) => {
            ids.iter().map(index).collect::<Option<Vec<_>>>().map(Constant::Options)
        }
        (FeatureType::Boolean, DefaultValue::Boolean(value)) => Some(Constant::Boolean(*value)),
        (FeatureType::Number { min, max, step }, _) => {
            number_default(written).filter(|number| {
                min.is_none_or(|min| *number >= min)
                    && max.is_none_or(|max| *number <= max)
                    && step.is_none_or(|step| on_step(*number, *min, step))
            }).map(Constant::Number)
        }
        (FeatureType::Text { max_length, .. }, DefaultValue::Text(text)) => {
            let fits = max_length.is_none_or(|most| text.chars().count() <= most as usize);
            fits.then(|| Constant::Text(builder.context.texts.intern(text)))
        }
        _ => None,
    };
    if found.is_none() {
        let help = match (&feature.kind, written) {
            (FeatureType::Select(_), DefaultValue::Text(id)) => {
                help_for(id, options.iter().map(|option| option.id.as_str()))
            }
            _ => None,
        };
        let message = format!("the default is not a value that feature `{}` takes", feature.id);
        builder.context.report(Code::InvalidDefault, &path, message, help);
    }
    found
}

fn number_default(written: &DefaultValue) -> Option<Decimal> {
    match written {
        DefaultValue::Number(number) => Some(*number),
        DefaultValue::Text(text) => Decimal::parse(text).ok(),
        _ => None,
    }
}

fn option_plans(builder: &mut Builder<'_, '_>, feature: &Feature, path: &str) -> Vec<OptionPlan> {
    let options_path = path_key(path, "options");
    let mut plans = Vec::new();
    for (index, option) in options(&feature.kind).iter().enumerate().take(limits::OPTIONS) {
        let path = path_index(&options_path, index);
        let available_when = option.available_when.as_ref().and_then(|text| {
            let path = path_key(&path, "available_when");
            builder.json_condition(&text.0, &path, &Around::nothing()).map(|(node, _, _)| node)
        });
        let own = option.surcharge.as_ref().and_then(|written| {
            surcharge(builder, written, &path_key(&path, "surcharge"))
        });
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
            display: display(texts, &option.id, option.name.as_ref(), option.sort_order, &option.display),
        });
    }
    plans
}
