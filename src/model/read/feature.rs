//! Features, their types and their options.

use std::collections::BTreeMap;

use super::display::display;
use super::node::{Kind, Node};
use super::object::ObjectReader;
use crate::model::catalog::{Attribute, Attributes, Feature, FeatureOption, FeatureType};
use crate::model::words::{FEATURE_TYPES, FeatureWord, word_of};
use crate::sorting::gathered;

use FeatureWord::{Boolean, Multiselect, Number, Select, Text};

/// The keys that belong to some types only. `surcharge` and `discountable` of a select belong to
/// its options.
const KEYS_BY_TYPE: &[(&str, &[FeatureWord])] = &[
    ("options", &[Select, Multiselect]),
    ("attributes", &[Select, Multiselect]),
    ("min_choices", &[Multiselect]),
    ("max_choices", &[Multiselect]),
    ("quantities", &[Multiselect]),
    ("min", &[Number]),
    ("max", &[Number]),
    ("step", &[Number]),
    ("unit", &[Number]),
    ("min_length", &[Text]),
    ("max_length", &[Text]),
    ("sku", &[Boolean]),
    ("surcharge", &[Boolean, Number, Text]),
    ("discountable", &[Boolean, Number, Text]),
];

pub(super) fn feature(node: &Node<'_>) -> Option<Feature> {
    let mut object = node.object("feature")?;
    let id = object.id();
    let name = object.optional("name", Node::label);
    let word = object.required("type", |node| node.word("a feature type", FEATURE_TYPES));
    match word {
        Some(word) => refuse_other_types(&mut object, word),
        None => take_all_types(&mut object),
    }
    let required = object.flag("required", false);
    let default = object.optional("default", Node::default_value);
    let available_when = object.optional("available_when", Node::expression);
    let discountable = object.flag("discountable", true);
    let surcharge = object.optional("surcharge", |node| node.surcharge(discountable));
    let sku = object.optional("sku", Node::text);
    let attributes = object
        .optional("attributes", declared_attributes)
        .unwrap_or_default();
    let unit = object.optional("unit", Node::text);
    let sort_order = object.optional("sort_order", Node::number);
    let display = display(&mut object, &["description", "image", "color", "group"]);
    let kind = word.map(|word| feature_type(word, &mut object));
    object.finish();
    Some(Feature {
        id: id?,
        name,
        kind: kind?,
        required,
        default,
        available_when,
        surcharge,
        sku,
        attributes,
        unit,
        sort_order,
        display,
    })
}

fn feature_type(word: FeatureWord, object: &mut ObjectReader<'_>) -> FeatureType {
    match word {
        Select => FeatureType::Select(options(object)),
        Multiselect => FeatureType::Multiselect {
            options: options(object),
            min_choices: object.optional("min_choices", Node::whole),
            max_choices: object.optional("max_choices", Node::whole),
            quantities: object.flag("quantities", false),
        },
        Boolean => FeatureType::Boolean,
        Number => FeatureType::Number {
            min: object.optional("min", Node::number),
            max: object.optional("max", Node::number),
            step: object.optional("step", Node::number),
        },
        Text => FeatureType::Text {
            min_length: object.optional("min_length", Node::whole),
            max_length: object.optional("max_length", Node::whole),
        },
    }
}

/// Reports the keys that belong to other types.
fn refuse_other_types(object: &mut ObjectReader<'_>, word: FeatureWord) {
    for (key, types) in KEYS_BY_TYPE
        .iter()
        .filter(|(_, types)| !types.contains(&word))
    {
        if !object.has(key) {
            continue;
        }
        let names: Vec<String> = types
            .iter()
            .map(|word| format!("`{}`", word_of(FEATURE_TYPES, word)))
            .collect();
        object.refuse(
            key,
            format!("`{key}` belongs to features of type {}", names.join(", ")),
        );
    }
}

/// Without a type nobody knows which keys are wrong.
fn take_all_types(object: &mut ObjectReader<'_>) {
    for (key, _) in KEYS_BY_TYPE {
        object.take(key);
    }
}

fn options(object: &mut ObjectReader<'_>) -> Vec<FeatureOption> {
    match object.take("options") {
        Some(node) => node.unique("option", option, |option: &FeatureOption| &option.id),
        None => {
            object.missing("options");
            Vec::new()
        }
    }
}

/// An option, or its id alone.
fn option(node: &Node<'_>) -> Option<FeatureOption> {
    if node.kind() == Kind::Text {
        return node.id().map(bare_option);
    }
    let mut object = node.object("option")?;
    let id = object.id();
    let name = object.optional("name", Node::label);
    let discountable = object.flag("discountable", true);
    let surcharge = object.optional("surcharge", |node| node.surcharge(discountable));
    let attributes = object
        .optional("attributes", attributes)
        .unwrap_or_default();
    let available_when = object.optional("available_when", Node::expression);
    let sku = object.optional("sku", Node::text);
    let sku_quantity = object.optional("sku_quantity", Node::number_or_expression);
    let cost = object.optional("cost", Node::amount);
    let max_quantity = object.optional("max_quantity", Node::number);
    let sort_order = object.optional("sort_order", Node::number);
    let display = display(&mut object, &["description", "image", "color"]);
    object.finish();
    Some(FeatureOption {
        name,
        surcharge,
        attributes,
        available_when,
        sku,
        sku_quantity,
        cost,
        max_quantity,
        sort_order,
        display,
        ..bare_option(id?)
    })
}

fn bare_option(id: String) -> FeatureOption {
    FeatureOption {
        id,
        name: None,
        surcharge: None,
        attributes: BTreeMap::new(),
        available_when: None,
        sku: None,
        sku_quantity: None,
        cost: None,
        max_quantity: None,
        sort_order: None,
        display: BTreeMap::new(),
    }
}

/// `{"band": "B", "weight": 310}`
fn attributes(node: &Node<'_>) -> Option<Attributes> {
    let entries = node.entries("an object of attributes")?;
    let read = |(id, node): (String, Node<'_>)| {
        (node.check_id(&id))
            .then(|| Some((id, node.scalar()?)))
            .flatten()
    };
    Some(gathered(entries.into_iter().filter_map(read)))
}

/// `{"weight": {"default": 0}}`
fn declared_attributes(node: &Node<'_>) -> Option<BTreeMap<String, Attribute>> {
    let entries = node.entries("an object of attributes")?;
    let read = |(id, node): (String, Node<'_>)| {
        let known = node.check_id(&id);
        let mut object = node.object("attribute")?;
        let default = object.optional("default", Node::scalar);
        object.finish();
        known.then_some((id, Attribute { default }))
    };
    Some(gathered(entries.into_iter().filter_map(read)))
}
