//! Values that stand in many places of both documents.

#![expect(dead_code, reason = "the types are read by the derive only")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::model::read::{MOST_ID, MOST_TEXT};
use crate::model::words;

/// The schema of a type that is written out.
macro_rules! written {
    ($($(#[doc = $doc:literal])* $name:ident $schema:tt)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!($schema);
                let description = concat!($($doc),*).trim();
                schema.insert("description".to_owned(), description.into());
                schema
            }
        }
    )*};
}

written! {
    /// An id: 1 to 200 characters, none of which is a control or formatting character.
    Id { "type": "string", "minLength": 1, "maxLength": MOST_ID }
    /// A text of at most 10,000 characters.
    Text { "type": "string", "maxLength": MOST_TEXT }
    /// A decimal number, as a JSON number or as a text such as `"1250.50"`.
    Number { "type": ["number", "string"], "pattern": "^-?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?$" }
    /// A decimal number as a JSON number.
    JsonNumber { "type": "number" }
    /// A whole number, as a JSON number or as a text.
    Whole { "type": ["integer", "string"], "pattern": "^-?[0-9]+(_[0-9]+)*(\\.0+)?$" }
    /// An expression of the rule language.
    Expression { "type": "string" }
    /// A number, or an expression of the rule language.
    NumberOrExpression { "type": ["number", "string"] }
    /// A day, such as `2026-10-01`.
    Day { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }
    /// A currency of ISO 4217, such as `EUR`.
    Currency { "type": "string", "pattern": "^[A-Z]{3}$" }
    /// A number, a text or a boolean; a text is always a text.
    Scalar { "type": ["number", "string", "boolean"] }
    /// What a feature or an input is when nothing else is said: a number, a text, an option, a
    /// boolean, or the options of a multiselect.
    Default {
        "anyOf": [
            { "type": ["number", "string", "boolean"] },
            { "type": "array", "items": { "type": "string" } }
        ]
    }
    /// A number, a text, or `null` for not available.
    Cell { "anyOf": [{ "type": ["number", "string"] }, { "const": null }] }
    /// The id of an input: identifiers joined by points, such as `customer.group`.
    InputId { "type": "string", "minLength": 1, "maxLength": MOST_ID }
    /// A language tag, such as `en` or `de-CH`.
    Language { "type": "string", "maxLength": 35, "pattern": "^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$" }
    /// The format of the document.
    Format { "type": "integer", "const": 1 }
}

/// The schema of one word of a table.
macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident $table:ident;)*) => {$(
        $(#[doc = $doc])*
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words: Vec<&str> = words::$table.iter().map(|(word, _)| *word).collect();
                json_schema!({ "type": "string", "enum": words })
            }
        }
    )*};
}

words! {
    /// `prices`
    PricesWord PRICES;
    /// `rounding.mode`
    RoundingModeWord ROUNDING_MODES;
    /// `rounding.scope`
    RoundingScopeWord ROUNDING_SCOPES;
    /// `tax.rounding`
    TaxRoundingWord TAX_ROUNDINGS;
    /// `scope` of a surcharge
    LineScopeWord LINE_SCOPES;
    /// `choice` of a phase
    ChoiceWord CHOICES;
    /// `role`
    RoleWord ROLES;
    /// `values`
    ValueKindWord VALUE_KINDS;
    /// `lookup`
    LookupWord LOOKUP_MODES;
    /// `above`
    AboveWord ABOVE;
    /// `csv.separator`
    SeparatorWord SEPARATORS;
    /// `csv.decimal`
    DecimalSignWord DECIMAL_SIGNS;
    /// `csv.encoding`
    EncodingWord ENCODINGS;
    /// `csv.thousands`
    ThousandsWord THOUSANDS;
    /// `csv.form`
    TableFormWord TABLE_FORMS;
    /// `type` of a feature
    FeatureTypeWord FEATURE_TYPES;
    /// `type` of an input
    InputTypeWord INPUT_TYPES;
    /// `type` of a price group
    GroupTypeWord GROUP_TYPES;
}

/// A text for people: plain, or by language; the first language is the fallback.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Label {
    /// One text for all languages.
    Plain(Text),
    /// Texts by language tag.
    Translated(BTreeMap<String, Text>),
}

/// An amount: bare where the catalog has one currency, else per currency.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Amount {
    /// Without a currency.
    Bare(Number),
    /// By the currency's code: `{"EUR": "12.50"}`.
    ByCurrency(BTreeMap<String, Number>),
    /// One entry for each currency.
    List(Vec<AmountEntry>),
}

/// An amount in one currency.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct AmountEntry {
    /// The amount.
    amount: Number,
    /// Its currency.
    currency: Currency,
}
