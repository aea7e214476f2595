//! Components, their features, options and surcharges.

use std::collections::BTreeMap;

use super::{Amount, Attributes, ExpressionText, Label, Phases, PriceGroup, PriceList, RulesText};
use crate::money::Decimal;

/// Something that is configured and priced.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its id in orders.
    pub id: String,
    /// What people read.
    pub name: Option<Label>,
    /// Its own article number, first in the bill of materials.
    pub sku: Option<String>,
    /// What is asked of the buyer, in document order.
    pub features: Vec<Feature>,
    /// The price before anything else; excludes base price lists unless `base_price_adds`.
    pub base_price: Option<Amount>,
    /// Whether `base_price` and base lists add up.
    pub base_price_adds: bool,
    /// Quantities are multiples of this; default 1.
    pub quantity_step: Option<Decimal>,
    /// Price lists of every role.
    pub price_lists: Vec<PriceList>,
    /// Price groups.
    pub price_groups: Vec<PriceGroup>,
    /// `rules` (text) or `rules_file`.
    pub rules: Option<RulesText>,
    /// The order of the waterfall, where it is not the standard one.
    pub phases: Option<Phases>,
    /// Materials besides the options' skus.
    pub bill_of_materials: Vec<BillEntry>,
    /// Display only: `description`, `image`.
    pub display: BTreeMap<String, Label>,
}

/// One thing asked of the buyer.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its id in orders and rules.
    pub id: String,
    /// What people read.
    pub name: Option<Label>,
    /// Type, with what belongs to it.
    pub kind: FeatureType,
    /// Whether a configuration without it is incomplete; default false.
    pub required: bool,
    /// What it is when the buyer does not say.
    pub default: Option<DefaultValue>,
    /// When it can be chosen at all.
    pub available_when: Option<ExpressionText>,
    /// For `boolean` when true, for `number` and `text` when set.
    pub surcharge: Option<Surcharge>,
    /// Article number of a `boolean` feature that is true.
    pub sku: Option<String>,
    /// Declared attributes of its options: `"attributes": {"weight": {"default": 0}}`.
    pub attributes: BTreeMap<String, Attribute>,
    /// Unit of a number, such as `mm`.
    pub unit: Option<String>,
    /// Display only.
    pub sort_order: Option<Decimal>,
    /// Display only: `description`, `image`, `color`, `group`.
    pub display: BTreeMap<String, Label>,
}

/// The type of a feature.
#[derive(Clone, Debug)]
pub enum FeatureType {
    /// One option.
    Select(Vec<FeatureOption>),
    /// Any number of options.
    Multiselect {
        /// What can be chosen.
        options: Vec<FeatureOption>,
        /// Least number of options, when anything is chosen.
        min_choices: Option<u32>,
        /// Most options.
        max_choices: Option<u32>,
        /// Whether a choice may carry a quantity.
        quantities: bool,
    },
    /// Yes or no.
    Boolean,
    /// A decimal number.
    Number {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// Steps from `min` (or from 0).
        step: Option<Decimal>,
    },
    /// Free text.
    Text {
        /// Fewest characters (Unicode code points).
        min_length: Option<u32>,
        /// Most characters (Unicode code points).
        max_length: Option<u32>,
    },
}

/// A declared attribute of a feature's options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// What options without it have.
    pub default: Option<AttributeValue>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValue {
    /// `310`; the JSON number by its text.
    Number(Decimal),
    /// `"B"`; a JSON string is always a text.
    Text(String),
    /// `true`
    Boolean(bool),
}

/// A value in the catalog's JSON: defaults of features and inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// A JSON number.
    Number(Decimal),
    /// A JSON string: an option, a text, or the text of a number for a number feature.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// Options of a multiselect.
    Choices(Vec<String>),
}

/// One thing that can be chosen.
#[derive(Clone, Debug)]
pub struct FeatureOption {
    /// Its id within the feature.
    pub id: String,
    /// What people read.
    pub name: Option<Label>,
    /// What it adds to the price: absent is no line, an explicit 0 is a line of zero.
    pub surcharge: Option<Surcharge>,
    /// What rules may read as `feature.attribute`.
    pub attributes: Attributes,
    /// When it can be chosen.
    pub available_when: Option<ExpressionText>,
    /// Article number.
    pub sku: Option<String>,
    /// How many of the article a piece needs: a number or an expression; default 1.
    pub sku_quantity: Option<ExpressionText>,
    /// What it costs the seller, read as `feature.cost`; always internal.
    pub cost: Option<Amount>,
    /// Largest quantity of this option in a multiselect with quantities.
    pub max_quantity: Option<Decimal>,
    /// Display only.
    pub sort_order: Option<Decimal>,
    /// Display only: `description`, `image`, `color`.
    pub display: BTreeMap<String, Label>,
}

/// What a choice adds to the price.
/// JSON: an amount, or `{"percent", "of"}`, or `{"amount", "per", "unit"}`, the latter two and
/// `{"amount"}` with `"scope": "per_piece" | "per_item" | "per_order"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surcharge {
    /// How much.
    pub amount: SurchargeAmount,
    /// How often.
    pub scope: LineScope,
    /// `discountable` of the option or feature: whether `list`, `subtotal`, `extended` and price
    /// groups count this line when they take percentages; default true.
    pub discountable: bool,
}

/// How much a surcharge is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurchargeAmount {
    /// An amount, also negative.
    Fixed(Amount),
    /// A percentage of a named base.
    Percent {
        /// In percent.
        rate: Decimal,
        /// `base`, `price(feature)`, or `subtotal` in a compound phase.
        of: String,
    },
    /// An amount for each unit of a number feature or a named value.
    PerUnit {
        /// For one unit.
        amount: Amount,
        /// A number feature or the name of a `let`/`set`.
        per: String,
        /// The unit the amount is for, converted from the feature's unit.
        unit: Option<String>,
    },
}

/// How often a surcharge is charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineScope {
    /// For each piece.
    #[default]
    PerPiece,
    /// Once for the item.
    PerItem,
    /// Once for the order (each feature and option once).
    PerOrder,
}

/// A material besides the options' own: `{"sku", "quantity", "when"}`.
#[derive(Clone, Debug)]
pub struct BillEntry {
    /// Article number.
    pub sku: String,
    /// How many for one piece: a number or an expression; default 1.
    pub quantity: Option<ExpressionText>,
    /// When it is needed.
    pub when: Option<ExpressionText>,
    /// `per_piece` (default) or `per_item`.
    pub scope: LineScope,
}
