//! A price group as Simplio3D has it: what is sent, kept beside the catalog, and shown again.

use pricewright::model::catalog::Label;
use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::parts::given::{Exact, Given, first, number, wrong};
use crate::parts::shape::shape;
use crate::problem::Answer;
use crate::web::body::visible;

/// A price group in its JSON, without ids and times.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// What people read.
    pub title: String,
    /// `Fixed Price`, `Percentage` or `Formula`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: String,
    /// What the price varies by: `Fixed`, `Percentage`, `Color`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable_type: Option<String>,
    /// Discount and tiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// A price for each currency.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// The formula of a group of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Prices by color.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Display only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What stands under `settings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What is taken off: `"10%"`, or an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// Whether there are tiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiered_pricing: Option<bool>,
    /// The tiers, from a quantity on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
}

/// A price in a currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The amount.
    #[schema(value_type = f64)]
    pub amount: Exact,
    /// Its code, such as `USD`; the catalog's where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A tier: its price, or what is taken off in percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// First quantity.
    #[schema(value_type = f64)]
    pub from: Exact,
    /// Last quantity; none is and above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub to: Option<Exact>,
    /// The price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub price: Option<Exact>,
    /// What is taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>)]
    pub percent: Option<Exact>,
}

/// A color with what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The color.
    pub name: String,
    /// A price for each currency.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// Its own rate, in a group of percentages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

/// `"10%"`, `"10"` or `10`, by its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount(pub String);

shape!(Discount = "Discount" [String, Number] "`10%`, or an amount");

impl<'de> Deserialize<'de> for Discount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        let plain = raw.get().replacen('%', "", 1);
        number(&plain).map_err(D::Error::custom)?;
        Ok(Self(raw.get().to_owned()))
    }
}

impl Serialize for Discount {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.clone()).map_err(S::Error::custom)?;
        raw.serialize(to)
    }
}

/// What is sent: a price group, of which a change names what it changes. `null` takes away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupBody {
    /// As it was shown; may be sent back.
    pub id: Option<i64>,
    /// The component that it is of, by its id at `/v1/components`.
    pub configurator_id: Option<i64>,
    /// What people read.
    pub title: Option<String>,
    /// `Fixed Price`, `Percentage` or `Formula`.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub kind: Option<String>,
    /// What the price varies by: `Fixed`, `Percentage`, `Color`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub variable_type: Given<String>,
    /// Discount and tiers.
    #[serde(default)]
    #[schema(value_type = Option<Settings>)]
    pub settings: Given<Settings>,
    /// A price for each currency.
    pub prices: Option<Vec<Price>>,
    /// The formula of a group of this type.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub formula: Given<String>,
    /// Prices by color.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Variant>>)]
    pub variants: Given<Vec<Variant>>,
    /// Display only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub description: Given<String>,
    /// As it was shown; may be sent back, and is not changed by it.
    #[expect(dead_code, reason = "read so that what was shown may be sent back")]
    created_at: Option<String>,
    /// As it was shown; may be sent back, and is not changed by it.
    #[expect(dead_code, reason = "read so that what was shown may be sent back")]
    updated_at: Option<String>,
    /// When it applies, in the rule language; always without it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub when: Given<String>,
    /// First day on which it applies.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub from: Given<String>,
    /// First day on which it applies no more.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub until: Given<String>,
    /// Higher goes first.
    #[serde(default)]
    #[schema(value_type = Option<i32>)]
    pub priority: Given<i32>,
    /// Of what a percentage is taken: `list` without it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub of: Given<String>,
}

impl Source {
    /// What is left of a price group after a change.
    pub fn changed(mut self, body: &mut GroupBody) -> Answer<Self> {
        self.title = body.title.take().unwrap_or(self.title);
        self.kind = body.kind.take().unwrap_or(self.kind);
        self.prices = body.prices.take().unwrap_or(self.prices);
        let take = |given: &mut Given<String>, now: &mut Option<String>| {
            std::mem::take(given).change(now, |it| it);
        };
        take(&mut body.variable_type, &mut self.variable_type);
        take(&mut body.formula, &mut self.formula);
        take(&mut body.description, &mut self.description);
        std::mem::take(&mut body.settings).change(&mut self.settings, |it| it);
        let mut variants = Some(self.variants);
        std::mem::take(&mut body.variants).change(&mut variants, |it| it);
        self.variants = variants.unwrap_or_default();
        self.check()?;
        Ok(self)
    }

    fn check(&self) -> Answer<()> {
        if self.title.trim().is_empty() {
            return Err(wrong("$.title", "missing `title`"));
        }
        if !matches!(
            letters(&self.kind).as_str(),
            "fixedprice" | "fixed" | "percentage" | "formula"
        ) {
            let found = visible(&self.kind);
            let detail =
                format!("expected `Fixed Price`, `Percentage` or `Formula`, found `{found}`");
            return Err(wrong("$.type", detail)
                .with_help("a base price is the `base_price` of `PUT /v1/components/{id}`; groups of other types are written with the catalog"));
        }
        Ok(())
    }

    /// What the importer reads: without what says nothing about a price.
    pub fn for_import(&self) -> Self {
        let mut plain = self.clone();
        plain.description = None;
        if let Some(settings) = plain.settings.as_mut() {
            settings.tiered_pricing = None;
        }
        plain
    }
}

/// A word in lower case, letters only.
pub fn letters(word: &str) -> String {
    let letters = word.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A label as one text.
pub fn text(label: Option<&Label>) -> String {
    label.map(|it| first(it).to_owned()).unwrap_or_default()
}
