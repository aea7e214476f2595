//! Attributes of options: one plan each, defaults filled in; and what options cost the seller.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::context::Precision;
use super::feature_shape::options;
use crate::check::{AttributeSymbol, Type};
use crate::diagnostic::{Code, path_index, path_key};
use crate::model::catalog::{AttributeValue, Feature, FeatureOption, FeatureType};
use crate::plan::{AttributeConstant, AttributeId, AttributePlan, Constant, MoneyId, SlotId};
use crate::sorting::sort;

/// The attribute by which rules read what an option costs the seller.
const COST: &str = "cost";
/// What rules read of the choices of a multiselect.
const QUANTITY: &str = "quantity";

/// Attributes of a feature's options: one plan each, defaults filled in.
pub(super) fn attributes(
    builder: &mut Builder<'_, '_>,
    feature: &Feature,
    slot: SlotId,
    path: &str,
) -> BTreeMap<String, AttributeSymbol> {
    let options = options(&feature.kind);
    let mut names: Vec<&String> = feature.attributes.keys().collect();
    names.extend(options.iter().flat_map(|option| option.attributes.keys()));
    sort(&mut names);
    names.dedup();
    let mut symbols = BTreeMap::new();
    for name in names {
        check_name(builder, name, feature, path);
        let default = feature
            .attributes
            .get(name)
            .and_then(|declared| declared.default.as_ref());
        let of = |option: &FeatureOption| option.attributes.get(name).or(default).cloned();
        let values: Vec<Option<AttributeValue>> = options.iter().map(of).collect();
        let lacking = options
            .iter()
            .zip(&values)
            .find(|(_, value)| value.is_none());
        let lacking = lacking.map(|(option, _)| option.id.clone());
        let ty = common_type(builder, name, &values, path);
        let constants = values.into_iter().map(|value| {
            value
                .map(|value| AttributeConstant::Plain(constant(&mut builder.context.texts, &value)))
        });
        let values = constants.collect();
        let id = push_attribute(builder, name, slot, values);
        symbols.insert(
            name.clone(),
            AttributeSymbol {
                id,
                ty,
                lacking,
                internal: false,
            },
        );
    }
    if options.iter().any(|option| option.cost.is_some()) {
        let symbol = cost(builder, options, slot, path);
        symbols.insert(COST.to_owned(), symbol);
    }
    symbols
}

/// Some names of attributes are taken.
fn check_name(builder: &mut Builder<'_, '_>, name: &str, feature: &Feature, path: &str) {
    let has_cost = options(&feature.kind)
        .iter()
        .any(|option| option.cost.is_some());
    let taken = match &feature.kind {
        _ if name == COST && has_cost => "it is the key `cost` of the options",
        FeatureType::Multiselect { .. } if name == QUANTITY => {
            "it is how many of a choice are wanted"
        }
        _ if builder
            .scope
            .name(&format!("{}.{name}", feature.id))
            .is_some() =>
        {
            "an input has this id"
        }
        _ => return,
    };
    let message = format!(
        "`{}.{name}` is already the name of something else: {taken}",
        feature.id
    );
    let help = Some("give the attribute another name".to_owned());
    builder
        .context
        .report(Code::DuplicateId, path, message, help);
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
        let path = path_key(&path_index(&path_key(path, "options"), index), COST);
        let amount = option.cost.as_ref().map(|cost| {
            let row = builder.context.money(cost, &path, Precision::Any);
            let id = MoneyId(u32::try_from(builder.program.money.len()).unwrap_or(u32::MAX));
            builder.program.money.push(row);
            AttributeConstant::Money(id)
        });
        values.push(amount);
    }
    let lacking = options
        .iter()
        .find(|option| option.cost.is_none())
        .map(|option| option.id.clone());
    let id = push_attribute(builder, COST, slot, values);
    AttributeSymbol {
        id,
        ty: Type::MONEY,
        lacking,
        internal: true,
    }
}

fn common_type(
    builder: &mut Builder<'_, '_>,
    name: &str,
    values: &[Option<AttributeValue>],
    path: &str,
) -> Type {
    let mut types = values.iter().flatten().map(attribute_type);
    let first = types.next().unwrap_or(Type::Unknown);
    if let Some(other) = types.find(|ty| *ty != first) {
        let message = format!("attribute `{name}` is {first} in one option and {other} in another");
        builder
            .context
            .report(Code::TypeMismatch, path, message, None);
        return Type::Unknown;
    }
    first
}

/// The type of an attribute's value.
pub(super) const fn attribute_type(value: &AttributeValue) -> Type {
    match value {
        AttributeValue::Number(_) => Type::PLAIN,
        AttributeValue::Text(_) => Type::Text,
        AttributeValue::Boolean(_) => Type::Boolean,
    }
}

/// An attribute's value as a constant.
pub(super) fn constant(texts: &mut crate::check::Texts, value: &AttributeValue) -> Constant {
    match value {
        AttributeValue::Number(number) => Constant::Number(*number),
        AttributeValue::Text(text) => Constant::Text(texts.intern(text)),
        AttributeValue::Boolean(value) => Constant::Boolean(*value),
    }
}
