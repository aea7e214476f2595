//! What is sent: components, features, options. What a body leaves out stays as it is, `null` is taken away.

use std::collections::BTreeMap;

use pricewright::model::catalog::DefaultValue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::surcharge::{Added, Default as DefaultBody};
use crate::parts::given::{Exact, Given, Money, Text};
use crate::parts::shape::shape;

/// A component.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComponentBody {
    /// As it was shown; may be sent back.
    pub id: Option<i64>,
    /// Its id in orders; made from the name where it is left out.
    pub key: Option<String>,
    /// As it was shown; may be sent back.
    pub catalog: Option<String>,
    /// The currency of a catalog that is new: `EUR` where it is left out.
    pub currency: Option<String>,
    /// What people read.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub name: Given<Text>,
    /// Its article number.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub sku: Given<String>,
    /// The price before anything else: a number, or one for each currency.
    #[schema(value_type = Option<Money>)]
    #[serde(default)]
    pub base_price: Given<Money>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub description: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub image: Given<Text>,
}

/// A feature, with its options where it has some.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeatureBody {
    /// As it was shown; may be sent back.
    pub id: Option<i64>,
    /// As it was shown; may be sent back.
    pub component_id: Option<i64>,
    /// Its id in orders and rules; made from the name where it is left out.
    pub key: Option<String>,
    /// What people read.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub name: Given<Text>,
    /// `select`, `multiselect`, `number`, `text` or `boolean`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: Option<String>,
    /// Whether a configuration without it is incomplete.
    pub required: Option<bool>,
    /// Display only.
    #[schema(value_type = Option<f64>)]
    #[serde(default)]
    pub sort_order: Given<Exact>,
    /// Of a number, such as `mm`.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub unit: Given<String>,
    /// Smallest number.
    #[schema(value_type = Option<f64>)]
    #[serde(default)]
    pub min: Given<Exact>,
    /// Largest number.
    #[schema(value_type = Option<f64>)]
    #[serde(default)]
    pub max: Given<Exact>,
    /// Steps of a number.
    #[schema(value_type = Option<f64>)]
    #[serde(default)]
    pub step: Given<Exact>,
    /// Fewest characters of a text.
    #[schema(value_type = Option<u32>)]
    #[serde(default)]
    pub min_length: Given<u32>,
    /// Most characters of a text.
    #[schema(value_type = Option<u32>)]
    #[serde(default)]
    pub max_length: Given<u32>,
    /// What it is when the buyer does not say; an option by its key or name.
    #[schema(value_type = Option<DefaultBody>)]
    #[serde(default)]
    pub default: Given<DefaultBody>,
    /// When it can be chosen, in the rule language.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub available_when: Given<String>,
    /// Of a feature without options: a number, `"12%"`, or an object as in catalogs.
    #[schema(value_type = Option<Added>)]
    #[serde(default)]
    pub surcharge: Given<Added>,
    /// Whether discounts count the surcharge.
    pub discountable: Option<bool>,
    /// Article number of a `boolean` that is true.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub sku: Given<String>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub description: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub image: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub color: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub group: Given<Text>,
    /// All options that it has from now on: those with an `id` stay and change, those without are new, the others go.
    pub options: Option<Vec<OptionBody>>,
}

/// An option.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionBody {
    /// As it was shown; may be sent back.
    pub id: Option<i64>,
    /// As it was shown; may be sent back.
    pub feature_id: Option<i64>,
    /// Its id in orders and rules; made from the name where it is left out.
    pub key: Option<String>,
    /// What people read.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub name: Given<Text>,
    /// What it adds: a number, `"12%"` of the base price, or an object as in catalogs. `0` is a line of zero, none is no line.
    #[schema(value_type = Option<Added>)]
    #[serde(default)]
    pub surcharge: Given<Added>,
    /// Whether discounts count the surcharge.
    pub discountable: Option<bool>,
    /// Article number.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub sku: Given<String>,
    /// What rules may read as `feature.attribute`.
    #[schema(value_type = Option<BTreeMap<String, Scalar>>)]
    #[serde(default)]
    pub attributes: Given<BTreeMap<String, Scalar>>,
    /// When it can be chosen, in the rule language.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub available_when: Given<String>,
    /// Display only.
    #[schema(value_type = Option<f64>)]
    #[serde(default)]
    pub sort_order: Given<Exact>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub description: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub image: Given<Text>,
    /// Display only.
    #[schema(value_type = Option<Text>)]
    #[serde(default)]
    pub color: Given<Text>,
}

/// The value of an attribute.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Scalar(pub DefaultBody);

shape!(Scalar = "AttributeValue" [Number, String, Boolean] "a number, a text or a truth");

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = DefaultBody::deserialize(from)?;
        match value.0 {
            DefaultValue::Choices(_) => Err(serde::de::Error::custom(
                "expected a number, a text or a truth",
            )),
            _ => Ok(Self(value)),
        }
    }
}
