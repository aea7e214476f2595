//! What is shown of components, features and options.

use std::collections::BTreeMap;

use pricewright::Catalog;
use pricewright::model::catalog::{
    AttributeValue, Component, DefaultValue, Feature, FeatureOption, FeatureType, Label,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Scalar;
use super::kind::word;
use super::surcharge::{Added, Default as DefaultBody};
use crate::parts::given::{Exact, Money, Text};
use crate::parts::{Numbers, Part, options};

/// A component without its features.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComponentView {
    /// By which it is addressed here.
    pub id: i64,
    /// Its id in orders and in the catalog document.
    key: String,
    /// The catalog that it is in.
    catalog: String,
    /// The currencies of the catalog.
    currencies: Vec<String>,
    /// What people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// Its article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<String>,
    /// The price before anything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_price: Option<Money>,
    /// Display only.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text>,
    /// Display only.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Text>,
}

/// A feature with its options.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureView {
    /// By which it is addressed here.
    pub id: i64,
    /// The component.
    component_id: i64,
    /// Its id in orders, rules and the catalog document.
    key: String,
    /// What people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// `select`, `multiselect`, `number`, `text` or `boolean`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    kind: &'static str,
    /// Whether a configuration without it is incomplete.
    required: bool,
    /// Display only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    sort_order: Option<Exact>,
    /// Of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// Smallest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    min: Option<Exact>,
    /// Largest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    max: Option<Exact>,
    /// Steps of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    step: Option<Exact>,
    /// Fewest characters of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<u32>,
    /// Most characters of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<u32>,
    /// What it is when the buyer does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<DefaultBody>,
    /// When it can be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    available_when: Option<String>,
    /// What it adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    surcharge: Option<Added>,
    /// Whether discounts count the surcharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    discountable: Option<bool>,
    /// Article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<String>,
    /// Display only: `description`, `image`, `color`, `group`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    display: BTreeMap<String, Text>,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<OptionView>,
}

/// An option.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionView {
    /// By which it is addressed here.
    pub id: i64,
    /// The feature.
    feature_id: i64,
    /// Its id in orders, rules and the catalog document.
    key: String,
    /// What people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// What it adds; none is no line.
    #[serde(skip_serializing_if = "Option::is_none")]
    surcharge: Option<Added>,
    /// Whether discounts count the surcharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    discountable: Option<bool>,
    /// Article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    sku: Option<String>,
    /// What rules may read.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<String, Scalar>,
    /// When it can be chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    available_when: Option<String>,
    /// Display only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    sort_order: Option<Exact>,
    /// Display only: `description`, `image`, `color`.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    display: BTreeMap<String, Text>,
}

/// A component of a catalog.
pub fn component(
    catalog_id: &str,
    catalog: &Catalog,
    component: &Component,
    numbers: &Numbers,
) -> ComponentView {
    let display = |key: &str| component.display.get(key).cloned().map(Text);
    ComponentView {
        id: numbers.number(&Part::component(&component.id)),
        key: component.id.clone(),
        catalog: catalog_id.to_owned(),
        currencies: catalog
            .currencies
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        name: component.name.clone().map(Text),
        sku: component.sku.clone(),
        base_price: component.base_price.clone().map(Money),
        description: display("description"),
        image: display("image"),
    }
}

/// A feature of a component.
pub fn feature(component: &Component, feature: &Feature, numbers: &Numbers) -> FeatureView {
    let (mut min, mut max, mut step) = (None, None, None);
    let (mut least, mut most) = (None, None);
    match &feature.kind {
        FeatureType::Number {
            min: from,
            max: to,
            step: by,
        } => {
            (min, max, step) = (from.map(Exact), to.map(Exact), by.map(Exact));
        }
        FeatureType::Text {
            min_length,
            max_length,
        } => {
            (least, most) = (*min_length, *max_length);
        }
        _ => {}
    }
    let surcharge = feature.surcharge.as_ref();
    FeatureView {
        id: numbers.number(&Part::feature(&component.id, &feature.id)),
        component_id: numbers.number(&Part::component(&component.id)),
        key: feature.id.clone(),
        name: feature.name.clone().map(Text),
        kind: word(&feature.kind),
        required: feature.required,
        sort_order: feature.sort_order.map(Exact),
        unit: feature.unit.clone(),
        min,
        max,
        step,
        min_length: least,
        max_length: most,
        default: feature.default.clone().map(DefaultBody),
        available_when: feature.available_when.clone().map(|it| it.0),
        surcharge: surcharge.map(Added::of),
        discountable: surcharge.filter(|it| !it.discountable).map(|_| false),
        sku: feature.sku.clone(),
        display: texts(&feature.display),
        options: options(feature)
            .iter()
            .map(|it| option(component, feature, it, numbers))
            .collect(),
    }
}

/// An option of a feature.
pub fn option(
    component: &Component,
    feature: &Feature,
    option: &FeatureOption,
    numbers: &Numbers,
) -> OptionView {
    let surcharge = option.surcharge.as_ref();
    OptionView {
        id: numbers.number(&Part::option(&component.id, &feature.id, &option.id)),
        feature_id: numbers.number(&Part::feature(&component.id, &feature.id)),
        key: option.id.clone(),
        name: option.name.clone().map(Text),
        surcharge: surcharge.map(Added::of),
        discountable: surcharge.filter(|it| !it.discountable).map(|_| false),
        sku: option.sku.clone(),
        attributes: option
            .attributes
            .iter()
            .map(|(key, value)| (key.clone(), scalar(value)))
            .collect(),
        available_when: option.available_when.clone().map(|it| it.0),
        sort_order: option.sort_order.map(Exact),
        display: texts(&option.display),
    }
}

fn texts(display: &BTreeMap<String, Label>) -> BTreeMap<String, Text> {
    let all = display.iter();
    all.map(|(key, label)| (key.clone(), Text(label.clone())))
        .collect()
}

fn scalar(value: &AttributeValue) -> Scalar {
    Scalar(DefaultBody(match value {
        AttributeValue::Number(number) => DefaultValue::Number(*number),
        AttributeValue::Text(text) => DefaultValue::Text(text.clone()),
        AttributeValue::Boolean(truth) => DefaultValue::Boolean(*truth),
    }))
}
