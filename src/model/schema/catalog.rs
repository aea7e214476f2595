//! The top of the catalog document.

#![expect(dead_code, reason = "the types are read by the derive only")]

use schemars::JsonSchema;

use super::component::Component;
use super::value::{
    Amount, ChoiceWord, Currency, Default, Format, Id, InputId, InputTypeWord, PricesWord,
    RoundingModeWord, RoundingScopeWord, TaxRoundingWord, Text, Whole,
};

/// What is sold, what it costs, and why.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [{ "required": ["currency"] }, { "required": ["currencies"] }])
)]
pub(super) struct Catalog {
    /// The schema that editors check the document by.
    #[schemars(rename = "$schema")]
    schema: Option<String>,
    /// The format of the document: 1.
    format: Format,
    /// An id of the author's, shown in quotes.
    id: Option<Id>,
    /// A version of the author's, shown in quotes.
    version: Option<Text>,
    /// The currency of a catalog that has one.
    currency: Option<Currency>,
    /// The currencies of a catalog that has several.
    currencies: Option<Vec<Currency>>,
    /// Whether prices contain tax: `net` (default) or `gross`.
    prices: Option<PricesWord>,
    /// How lines are rounded.
    rounding: Option<Rounding>,
    /// How tax is rounded.
    tax: Option<Tax>,
    /// What rules may read besides features.
    inputs: Option<Vec<Input>>,
    /// What is sold.
    components: Vec<Component>,
    /// Rules of the whole order.
    rules: Option<Rules>,
    /// The file with the rules of the whole order, instead of `rules`.
    rules_file: Option<Id>,
    /// Findings of the lint that are as they should be.
    accepted: Option<Vec<Accepted>>,
}

/// A finding of the lint that is accepted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Accepted {
    /// The code of the finding, such as `larger-is-cheaper`.
    code: Text,
    /// What the finding is about: a rule, a list, a feature, `feature.option` or a component.
    id: Text,
    /// Why it is as it should be.
    reason: Text,
}

/// Rules as one text, as an array of lines, or as a packed file.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Rules {
    /// One text.
    Text(String),
    /// One text for each line.
    Lines(Vec<String>),
    /// A packed file.
    Packed(PackedRules),
}

/// A file with rules that was packed into the catalog.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PackedRules {
    /// The file's name, by which quotes say where a rule stands.
    file: Id,
    /// What stands in it.
    text: String,
}

/// How lines are rounded.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Rounding {
    /// Which way, of the magnitude; default `half_up`.
    mode: Option<RoundingModeWord>,
    /// Per piece (`unit`, default) or the whole item at once (`item`).
    scope: Option<RoundingScopeWord>,
    /// Multiples of this; default the currency's minor unit.
    increment: Option<Amount>,
    /// Digits of a unit price, where they exceed the minor unit's.
    unit_price_digits: Option<Whole>,
}

/// How tax is rounded.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tax {
    /// Each item's (`item`, default) or each rate's over all items (`rate`).
    rounding: Option<TaxRoundingWord>,
}

/// Something that rules may read and an order gives.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Input {
    /// Its dotted id, such as `customer.group`.
    id: InputId,
    /// Its type.
    r#type: InputTypeWord,
    /// What a `select` may be.
    options: Option<Vec<Id>>,
    /// Whether an order must give it; default true unless there is a default.
    required: Option<bool>,
    /// What it is when an order does not give it.
    default: Option<Default>,
}

/// The order of the price waterfall on either side of × quantity.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Phases {
    /// Before × quantity.
    per_piece: Option<Vec<PhaseEntry>>,
    /// After × quantity.
    per_item: Option<Vec<PhaseEntry>>,
}

/// A phase, or its id alone.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum PhaseEntry {
    /// Its id.
    Id(Id),
    /// With its settings.
    Phase(Phase),
}

/// A phase of the price waterfall.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Phase {
    /// A standard id or one of the author's own.
    id: Id,
    /// Percentages of the running subtotal instead of the phase's start.
    compound: Option<bool>,
    /// Which of its adjustments apply; default `all`.
    choice: Option<ChoiceWord>,
}
