//! Values that stand in many places: labels, amounts, surcharges, scalars.

use std::collections::BTreeMap;

use crate::diagnostic::JsonWriter;
use crate::model::catalog::{
    Amount, AttributeValue, DefaultValue, Label, LineScope, Surcharge, SurchargeAmount,
};
use crate::model::words::{LINE_SCOPES, word_of};

pub(super) fn optional_label(json: &mut JsonWriter, key: &str, label: Option<&Label>) {
    if let Some(label) = label {
        json.key(key);
        match label {
            Label::Plain(text) => {
                json.string(text);
            }
            Label::Translated(texts) => {
                json.begin_object();
                for (language, text) in texts {
                    json.key(language).string(text);
                }
                json.end_object();
            }
        }
    }
}

pub(super) fn display(json: &mut JsonWriter, display: &BTreeMap<String, Label>) {
    for (key, label) in display {
        optional_label(json, key, Some(label));
    }
}

pub(super) fn optional_amount(json: &mut JsonWriter, key: &str, value: Option<&Amount>) {
    if let Some(value) = value {
        json.key(key);
        amount(json, value);
    }
}

pub(super) fn amount(json: &mut JsonWriter, amount: &Amount) {
    match amount {
        Amount::Bare(number) => {
            json.decimal(*number);
        }
        Amount::PerCurrency(amounts) => {
            json.begin_object();
            for (currency, number) in amounts {
                json.key(currency.as_str()).decimal(*number);
            }
            json.end_object();
        }
    }
}

/// `surcharge` and `discountable`, as they stand in an option or a feature.
pub(super) fn optional_surcharge(json: &mut JsonWriter, value: Option<&Surcharge>) {
    if let Some(value) = value {
        json.key("surcharge");
        surcharge(json, value);
        json.flag("discountable", value.discountable, true);
    }
}

fn surcharge(json: &mut JsonWriter, surcharge: &Surcharge) {
    if let (SurchargeAmount::Fixed(fixed), LineScope::PerPiece) =
        (&surcharge.amount, surcharge.scope)
    {
        amount(json, fixed);
        return;
    }
    json.begin_object();
    match &surcharge.amount {
        SurchargeAmount::Fixed(fixed) => optional_amount(json, "amount", Some(fixed)),
        SurchargeAmount::Percent { rate, of } => {
            json.key("percent").decimal(*rate).key("of").string(of);
        }
        SurchargeAmount::PerUnit { amount, per, unit } => {
            optional_amount(json, "amount", Some(amount));
            json.key("per").string(per);
            json.optional_text("unit", unit.as_deref());
        }
    }
    optional_scope(json, surcharge.scope);
    json.end_object();
}

pub(super) fn optional_scope(json: &mut JsonWriter, scope: LineScope) {
    if scope != LineScope::default() {
        json.key("scope").string(word_of(LINE_SCOPES, &scope));
    }
}

/// A scalar as its JSON type: a text stays a text, so a number must be a JSON number.
pub(super) fn scalar(json: &mut JsonWriter, value: &AttributeValue) {
    match value {
        AttributeValue::Number(number) => {
            json.raw_number(number);
        }
        AttributeValue::Text(text) => {
            json.string(text);
        }
        AttributeValue::Boolean(boolean) => {
            json.boolean(*boolean);
        }
    }
}

pub(super) fn optional_default(json: &mut JsonWriter, value: Option<&DefaultValue>) {
    const KEY: &str = "default";
    match value {
        None => {}
        Some(DefaultValue::Number(number)) => {
            json.key(KEY).raw_number(number);
        }
        Some(DefaultValue::Text(text)) => {
            json.key(KEY).string(text);
        }
        Some(DefaultValue::Boolean(boolean)) => {
            json.key(KEY).boolean(*boolean);
        }
        Some(DefaultValue::Choices(options)) => json.texts(KEY, options),
    }
}
