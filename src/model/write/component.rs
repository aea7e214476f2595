//! Components, features and options.

use super::price_list::price_list;
use super::value::{
    amount, display, optional_amount, optional_default, optional_label, optional_scope,
    optional_surcharge, scalar,
};
use super::{Parts, rules};
use crate::diagnostic::JsonWriter;
use crate::model::catalog::{
    BillEntry, Component, ExpressionText, Feature, FeatureOption, FeatureType, GroupScope,
    GroupTier, GroupType, PriceGroup,
};
use crate::model::words::{FEATURE_TYPES, FeatureWord, GROUP_TYPES, GroupWord, word_of};

pub(super) fn component(json: &mut JsonWriter, component: &Component, parts: Parts) {
    json.begin_object();
    json.key("id").string(&component.id);
    optional_label(json, "name", component.name.as_ref());
    json.optional_text("sku", component.sku.as_deref());
    json.list("features", &component.features, feature);
    optional_amount(json, "base_price", component.base_price.as_ref());
    json.flag("base_price_adds", component.base_price_adds, false);
    json.optional_number("quantity_step", component.quantity_step);
    json.list("price_lists", &component.price_lists, |json, list| {
        price_list(json, list, parts);
    });
    json.list("price_groups", &component.price_groups, price_group);
    rules(json, component.rules.as_ref(), parts);
    if let Some(phases) = &component.phases {
        json.key("phases").begin_object();
        json.list("per_piece", &phases.per_piece, super::phase);
        json.list("per_item", &phases.per_item, super::phase);
        json.end_object();
    }
    json.list(
        "bill_of_materials",
        &component.bill_of_materials,
        bill_entry,
    );
    display(json, &component.display);
    json.end_object();
}

fn expression(text: Option<&ExpressionText>) -> Option<&str> {
    text.map(|text| text.0.as_str())
}

fn bill_entry(json: &mut JsonWriter, entry: &BillEntry) {
    json.begin_object();
    json.key("sku").string(&entry.sku);
    json.optional_text("quantity", expression(entry.quantity.as_ref()));
    json.optional_text("when", expression(entry.when.as_ref()));
    optional_scope(json, entry.scope);
    json.end_object();
}

fn feature(json: &mut JsonWriter, feature: &Feature) {
    json.begin_object();
    json.key("id").string(&feature.id);
    optional_label(json, "name", feature.name.as_ref());
    json.key("type")
        .string(word_of(FEATURE_TYPES, &word(&feature.kind)));
    json.flag("required", feature.required, false);
    optional_default(json, feature.default.as_ref());
    json.optional_text(
        "available_when",
        expression(feature.available_when.as_ref()),
    );
    optional_surcharge(json, feature.surcharge.as_ref());
    json.optional_text("sku", feature.sku.as_deref());
    if !feature.attributes.is_empty() {
        json.key("attributes").begin_object();
        for (id, attribute) in &feature.attributes {
            json.key(id).begin_object();
            if let Some(default) = &attribute.default {
                json.key("default");
                scalar(json, default);
            }
            json.end_object();
        }
        json.end_object();
    }
    json.optional_text("unit", feature.unit.as_deref());
    json.optional_number("sort_order", feature.sort_order);
    feature_type(json, &feature.kind);
    display(json, &feature.display);
    json.end_object();
}

fn word(kind: &FeatureType) -> FeatureWord {
    match kind {
        FeatureType::Select(_) => FeatureWord::Select,
        FeatureType::Multiselect { .. } => FeatureWord::Multiselect,
        FeatureType::Boolean => FeatureWord::Boolean,
        FeatureType::Number { .. } => FeatureWord::Number,
        FeatureType::Text { .. } => FeatureWord::Text,
    }
}

/// What belongs to the type.
fn feature_type(json: &mut JsonWriter, kind: &FeatureType) {
    match kind {
        FeatureType::Boolean => {}
        FeatureType::Select(options) => all_options(json, options),
        FeatureType::Multiselect {
            options,
            min_choices,
            max_choices,
            quantities,
        } => {
            json.optional_number("min_choices", *min_choices);
            json.optional_number("max_choices", *max_choices);
            json.flag("quantities", *quantities, false);
            all_options(json, options);
        }
        FeatureType::Number { min, max, step } => {
            json.optional_number("min", *min);
            json.optional_number("max", *max);
            json.optional_number("step", *step);
        }
        FeatureType::Text {
            min_length,
            max_length,
        } => {
            json.optional_number("min_length", *min_length);
            json.optional_number("max_length", *max_length);
        }
    }
}

/// `options`, which must be there even when there are none.
fn all_options(json: &mut JsonWriter, options: &[FeatureOption]) {
    json.key("options").begin_array();
    options.iter().for_each(|each| option(json, each));
    json.end_array();
}

fn option(json: &mut JsonWriter, option: &FeatureOption) {
    json.begin_object();
    json.key("id").string(&option.id);
    optional_label(json, "name", option.name.as_ref());
    optional_surcharge(json, option.surcharge.as_ref());
    if !option.attributes.is_empty() {
        json.key("attributes").begin_object();
        for (id, value) in &option.attributes {
            json.key(id);
            scalar(json, value);
        }
        json.end_object();
    }
    json.optional_text("available_when", expression(option.available_when.as_ref()));
    json.optional_text("sku", option.sku.as_deref());
    json.optional_text("sku_quantity", expression(option.sku_quantity.as_ref()));
    optional_amount(json, "cost", option.cost.as_ref());
    json.optional_number("max_quantity", option.max_quantity);
    json.optional_number("sort_order", option.sort_order);
    display(json, &option.display);
    json.end_object();
}

fn price_group(json: &mut JsonWriter, group: &PriceGroup) {
    json.begin_object();
    json.key("id").string(&group.id);
    optional_label(json, "title", group.title.as_ref());
    group_type(json, &group.kind);
    group_scope(json, &group.scope);
    json.optional_text("when", expression(group.when.as_ref()));
    json.list("tiers", &group.tiers, tier);
    json.optional_number("priority", (group.priority != 0).then_some(group.priority));
    json.optional_number("from", group.from);
    json.optional_number("until", group.until);
    json.end_object();
}

fn group_type(json: &mut JsonWriter, kind: &GroupType) {
    let word = match kind {
        GroupType::Fixed(_) => GroupWord::Fixed,
        GroupType::Percentage { .. } => GroupWord::Percentage,
        GroupType::Formula(_) => GroupWord::Formula,
        GroupType::Table(_) => GroupWord::Table,
        GroupType::Override(_) => GroupWord::Override,
    };
    json.key("type").string(word_of(GROUP_TYPES, &word));
    match kind {
        GroupType::Fixed(amount) | GroupType::Override(amount) => {
            optional_amount(json, "amount", amount.as_ref());
        }
        GroupType::Percentage { rate, of } => {
            json.optional_number("amount", *rate);
            json.key("of").string(of);
        }
        GroupType::Formula(formula) => json.optional_text("formula", Some(&formula.0)),
        GroupType::Table(table) => json.optional_text("table", Some(table)),
    }
}

fn group_scope(json: &mut JsonWriter, scope: &GroupScope) {
    match scope {
        GroupScope::Component => {}
        GroupScope::Features(features) => {
            json.key("scope").begin_object();
            json.texts("features", features);
            json.end_object();
        }
        GroupScope::Options(options) => {
            json.key("scope")
                .begin_object()
                .key("options")
                .begin_array();
            for (feature, option) in options {
                json.display(format_args!("{feature}.{option}"));
            }
            json.end_array().end_object();
        }
    }
}

fn tier(json: &mut JsonWriter, tier: &GroupTier) {
    json.begin_object();
    json.key("from").display(tier.from).key("amount");
    amount(json, &tier.amount);
    json.end_object();
}
