//! The order document.

#![expect(dead_code, reason = "the types are read by the derive only")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::value::{Currency, Day, Id, Language, Number, Text};

/// What is asked to be priced.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Order {
    /// What is ordered, at least one.
    #[schemars(length(min = 1, max = 10_000))]
    items: Vec<Item>,
    /// What is known about the buyer: the inputs `customer.…`.
    customer: Option<BTreeMap<String, InputValue>>,
    /// What is known about the sale: the inputs `context.…`.
    context: Option<BTreeMap<String, InputValue>>,
    /// Inputs by their dotted id.
    inputs: Option<BTreeMap<String, InputValue>>,
    /// The currency; may be missing where the catalog has one.
    currency: Option<Currency>,
    /// The day for validities.
    as_of: Option<Day>,
    /// The tax of items that do not name their own.
    tax: Option<Tax>,
    /// Manual lines on the order.
    adjustments: Option<Vec<Adjustment>>,
    /// The language of labels in the quote; otherwise each label's first.
    language: Option<Language>,
}

/// A configuration and its quantity.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Item {
    /// An id of the caller's, echoed in the quote.
    id: Option<Id>,
    /// The component's id.
    component: Id,
    /// Values by feature; `null` is unset.
    values: Option<BTreeMap<String, Value>>,
    /// How many; default 1.
    quantity: Option<Number>,
    /// Its own tax rate in percent.
    tax_rate: Option<Number>,
}

/// A number, a text, a boolean, the options of a multiselect, or `null` for unset.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Value {
    /// A number, a text or an option, a boolean, `null`.
    Scalar(ScalarOrNull),
    /// Options of a multiselect.
    Choices(Vec<ChoiceEntry>),
    /// Quantities by option.
    Quantities(BTreeMap<String, Number>),
}

/// A number, a text, a boolean, or `null` for unset.
struct ScalarOrNull;

impl JsonSchema for ScalarOrNull {
    fn schema_name() -> Cow<'static, str> {
        "ScalarOrNull".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number, a text, a boolean, or `null` for unset.",
            "anyOf": [{ "type": ["number", "string", "boolean"] }, { "const": null }]
        })
    }
}

/// An option, or an option with its quantity.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ChoiceEntry {
    /// The option's id.
    Option(Text),
    /// With its quantity.
    Choice(Choice),
}

/// One option of a multiselect.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Choice {
    /// The option's id.
    option: Text,
    /// How many of it; default 1.
    quantity: Option<Number>,
}

/// The value of an input, or inputs whose ids begin with this one.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum InputValue {
    /// The value.
    Value(ScalarOrNull),
    /// More inputs.
    Nested(BTreeMap<String, InputValue>),
}

/// The tax of an order.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tax {
    /// In percent.
    rate: Number,
}

/// A manual line: an amount, or a percentage of a named base.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [{ "required": ["amount"] }, { "required": ["percent", "of"] }])
)]
struct Adjustment {
    /// Its id on the line.
    id: Id,
    /// What people read.
    label: Option<Text>,
    /// Signed, in the order's currency.
    amount: Option<Number>,
    /// In percent of `of`, signed.
    percent: Option<Number>,
    /// What the percentage is of.
    of: Option<AdjustmentBase>,
}

/// The base of a manual percentage.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum AdjustmentBase {
    /// The sum of the items.
    Items,
    /// The order so far.
    Subtotal,
}
