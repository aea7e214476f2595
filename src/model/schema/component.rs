//! Components, features, options and surcharges.

#![expect(dead_code, reason = "the types are read by the derive only")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::catalog::{Phases, Rules};
use super::price::{PriceGroup, PriceList};
use super::value::{
    Amount, Default, Expression, FeatureTypeWord, Id, Label, LineScopeWord, Number,
    NumberOrExpression, Scalar, Text, Whole,
};

/// Something that is configured and priced.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Component {
    /// Its id in orders.
    id: Id,
    /// What people read.
    name: Option<Label>,
    /// Its own article number, first in the bill of materials.
    sku: Option<Text>,
    /// What is asked of the buyer, in this order.
    features: Option<Vec<Feature>>,
    /// The price before anything else; excludes base price lists unless `base_price_adds`.
    base_price: Option<Amount>,
    /// Whether `base_price` and base price lists add up.
    base_price_adds: Option<bool>,
    /// Quantities are multiples of this; default 1.
    quantity_step: Option<Number>,
    /// Price lists of every role.
    price_lists: Option<Vec<PriceList>>,
    /// What a kind of customer or a season changes.
    price_groups: Option<Vec<PriceGroup>>,
    /// Its rules.
    rules: Option<Rules>,
    /// The file with its rules, instead of `rules`.
    rules_file: Option<Id>,
    /// The order of the price waterfall, where it is not the standard one.
    phases: Option<Phases>,
    /// Materials besides the options' own.
    bill_of_materials: Option<Vec<Material>>,
    /// Display only.
    description: Option<Label>,
    /// Display only.
    image: Option<Label>,
}

/// A material besides the options' own.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Material {
    /// Article number.
    sku: Text,
    /// How many for one piece; default 1.
    quantity: Option<NumberOrExpression>,
    /// When it is needed.
    when: Option<Expression>,
    /// `per_piece` (default) or `per_item`.
    scope: Option<LineScopeWord>,
}

/// One thing asked of the buyer.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Feature {
    /// Its id in orders and rules.
    id: Id,
    /// What people read.
    name: Option<Label>,
    /// Its type.
    r#type: FeatureTypeWord,
    /// Whether a configuration without it is incomplete; default false.
    required: Option<bool>,
    /// What it is when the buyer does not say.
    default: Option<Default>,
    /// When it can be chosen at all.
    available_when: Option<Expression>,
    /// What it adds to the price: a `boolean` when true, a `number` or a `text` when set.
    surcharge: Option<Surcharge>,
    /// Whether percentages of `list` and `subtotal` count the surcharge; default true.
    discountable: Option<bool>,
    /// Article number of a `boolean` that is true.
    sku: Option<Text>,
    /// Attributes of the options, with what options without them have.
    attributes: Option<BTreeMap<String, Attribute>>,
    /// Unit of a `number`, such as `mm`.
    unit: Option<Text>,
    /// Display only.
    sort_order: Option<Number>,
    /// What can be chosen, of a `select` or a `multiselect`.
    options: Option<Vec<OptionEntry>>,
    /// Smallest `number`.
    min: Option<Number>,
    /// Largest `number`.
    max: Option<Number>,
    /// Steps of a `number` from `min`, or from 0.
    step: Option<Number>,
    /// Fewest characters of a `text`.
    min_length: Option<Whole>,
    /// Most characters of a `text`.
    max_length: Option<Whole>,
    /// Least number of options of a `multiselect`, when anything is chosen.
    min_choices: Option<Whole>,
    /// Most options of a `multiselect`.
    max_choices: Option<Whole>,
    /// Whether a choice of a `multiselect` may carry a quantity; default false.
    quantities: Option<bool>,
    /// Display only.
    description: Option<Label>,
    /// Display only.
    image: Option<Label>,
    /// Display only.
    color: Option<Label>,
    /// Display only.
    group: Option<Label>,
}

/// A declared attribute of a feature's options.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Attribute {
    /// What options without it have.
    default: Option<Scalar>,
}

/// An option, or its id alone.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum OptionEntry {
    /// Its id.
    Id(Id),
    /// With all that belongs to it.
    Option(Box<FeatureOption>),
}

/// One thing that can be chosen.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FeatureOption {
    /// Its id within the feature.
    id: Id,
    /// What people read.
    name: Option<Label>,
    /// What it adds to the price: absent is no line, 0 is a line of zero.
    surcharge: Option<Surcharge>,
    /// Whether percentages of `list` and `subtotal` count the surcharge; default true.
    discountable: Option<bool>,
    /// What rules may read as `feature.attribute`.
    attributes: Option<BTreeMap<String, Scalar>>,
    /// When it can be chosen.
    available_when: Option<Expression>,
    /// Article number.
    sku: Option<Text>,
    /// How many of the article a piece needs; default 1.
    sku_quantity: Option<NumberOrExpression>,
    /// What it costs the seller, read as `feature.cost`; always internal.
    cost: Option<Amount>,
    /// Largest quantity of this option in a `multiselect` with quantities.
    max_quantity: Option<Number>,
    /// Display only.
    sort_order: Option<Number>,
    /// Display only.
    description: Option<Label>,
    /// Display only.
    image: Option<Label>,
    /// Display only.
    color: Option<Label>,
}

/// What a choice adds to the price.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Surcharge {
    /// A fixed amount, also negative.
    Fixed(Amount),
    /// A percentage, an amount per unit, or an amount with a scope.
    Settings(SurchargeSettings),
}

/// `{"percent", "of"}`, `{"amount", "per", "unit"}` or `{"amount"}`, each with a `scope`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SurchargeSettings {
    /// In percent of the base `of`.
    percent: Option<Number>,
    /// What the percentage is of: `base`, `price(feature)`, or `subtotal` in a compound phase.
    of: Option<Text>,
    /// An amount, for one unit where there is `per`.
    amount: Option<Amount>,
    /// A number feature, or the name of a `let` or `set`.
    per: Option<Id>,
    /// The unit that the amount is for.
    unit: Option<Text>,
    /// How often it is charged; default `per_piece`.
    scope: Option<LineScopeWord>,
}
