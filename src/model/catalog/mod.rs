//! The catalog document, format 1. Field names are the JSON keys.

mod component;
mod csv;
mod file_report;
mod price_group;
mod price_list;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use component::{
    Attribute, AttributeValue, BillEntry, Component, DefaultValue, Feature, FeatureOption,
    FeatureType, LineScope, Surcharge, SurchargeAmount,
};
pub use csv::{CsvSettings, Encoding, TableForm, Thousands};
pub use file_report::FileReport;
pub use price_group::{GroupScope, GroupTier, GroupType, PriceGroup};
pub use price_list::{Above, Cells, LookupMode, PriceList, Role, ValueKind};

use crate::diagnostic::Source;
use crate::money::{CurrencyCode, Decimal, Rounding};
use crate::parse::syntax::Choice;

/// A whole catalog: what is sold, what it costs, and why.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The text it was read from, for diagnostics.
    pub source: Option<Arc<Source>>,
    /// An id of the author's, shown in quotes.
    pub id: Option<String>,
    /// A version of the author's, shown in quotes.
    pub version: Option<String>,
    /// `currency` (one) or `currencies` (several), in written order, at least one.
    pub currencies: Vec<CurrencyCode>,
    /// Whether the catalog's prices contain tax: `net` (default) or `gross`.
    pub prices: Prices,
    /// How lines are rounded.
    pub rounding: LineRounding,
    /// How tax is rounded: `{"rounding": "item" | "rate"}`, default `item`.
    pub tax_rounding: TaxRounding,
    /// What rules may read besides features.
    pub inputs: Vec<Input>,
    /// What is sold.
    pub components: Vec<Component>,
    /// Order-level rules: `rules` (text) or `rules_file`.
    pub rules: Option<RulesText>,
    /// Findings of the lint that are as they should be.
    pub accepted: Vec<Accepted>,
}

/// A finding of the lint that is accepted: `{"code", "id", "reason"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The code of the finding.
    pub code: String,
    /// What the finding is about.
    pub id: String,
    /// Why it is as it should be.
    pub reason: String,
}

impl Catalog {
    /// What was found in the files of its price lists: the component's id, the list's, the report.
    pub fn file_reports(&self) -> impl Iterator<Item = (&str, &str, &FileReport)> {
        self.components.iter().flat_map(|component| {
            let lists = component.price_lists.iter();
            lists.filter_map(|list| {
                Some((
                    component.id.as_str(),
                    list.id.as_str(),
                    list.file_report.as_deref()?,
                ))
            })
        })
    }
}

/// A rules text with the place it came from.
#[derive(Clone, Debug)]
pub struct RulesText {
    /// The file it was read from, as the catalog names it; none where it stands inline.
    pub file: Option<String>,
    /// The text as a source, named by the file or by the JSON path.
    pub source: Arc<Source>,
}

/// An expression inside the catalog's JSON, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionText(pub String);

/// A text for people: plain, or by language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// One text for all languages.
    Plain(String),
    /// Texts by language tag in written order, at least one; the first is the fallback.
    Translated(Vec<(String, String)>),
}

/// An amount: bare where the catalog has one currency, else per currency.
/// JSON: `"12.50"`, `12.50`, `{"EUR": "12.50"}`, `[{"amount": "12.50", "currency": "EUR"}]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Without a currency.
    Bare(Decimal),
    /// Per currency in written order; none stands twice.
    PerCurrency(Vec<(CurrencyCode, Decimal)>),
}

/// Whether prices contain tax.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prices {
    /// Tax is added.
    #[default]
    Net,
    /// Tax is contained.
    Gross,
}

/// How lines are rounded: `{"mode", "scope", "increment", "unit_price_digits"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRounding {
    /// Which way; default `half_up`.
    pub mode: Rounding,
    /// Per piece or per item; default `unit`.
    pub scope: RoundingScope,
    /// Multiples of this, per currency where there are several; default the minor unit.
    pub increment: Option<Amount>,
    /// Digits of a unit price, where they exceed the minor unit's.
    pub unit_price_digits: Option<u32>,
}

/// Where a line is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundingScope {
    /// Each line per piece, then × quantity exactly.
    #[default]
    Unit,
    /// Each line as the exact amount × quantity, once.
    Item,
}

/// Where tax is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaxRounding {
    /// Each item's.
    #[default]
    Item,
    /// Each rate's, over all items.
    Rate,
}

/// A declared input: `{"id": "customer.group", "type": "select", "options": ["retail"]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its dotted id, by which rules read it and where it stands in an order.
    pub id: String,
    /// Type and allowed values.
    pub kind: InputType,
    /// Whether an order must give it; default true unless there is a default.
    pub required: bool,
    /// What it is when an order does not give it.
    pub default: Option<DefaultValue>,
}

/// The type of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputType {
    /// One of these.
    Select(Vec<String>),
    /// A number.
    Number,
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
}

/// A phase of a component: `{"id", "compound", "choice"}`. Listed in `phases.per_piece` and
/// `phases.per_item`, or given by a `phase` statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// A standard id or one of the author's own.
    pub id: String,
    /// Percentages of the running subtotal instead of the phase's start.
    pub compound: bool,
    /// Which of its adjustments apply.
    pub choice: Option<Choice>,
}

/// Declared phases: the order of the waterfall on either side of × quantity. Without it the
/// standard order holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// Before × quantity; empty where the standard order holds.
    pub per_piece: Vec<Phase>,
    /// After × quantity; empty where the standard order holds.
    pub per_item: Vec<Phase>,
}

/// Attribute values and other scalars by id.
pub type Attributes = BTreeMap<String, AttributeValue>;
