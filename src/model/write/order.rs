//! Orders to JSON: the canonical document, and its fingerprint.
//!
//! Takes an order and gives one text in the form of RFC 8785: keys by UTF-16 code units, no space,
//! defaults left out. Equal orders are equal bytes, in whatever order values and inputs were given.
//! A number of more digits than a double keeps is a text, so that no reader changes it; every place
//! for a number takes both.

use super::hexadecimal;
use crate::diagnostic::JsonWriter;
use crate::model::order::{ChosenOption, Item, ManualAdjustment, ManualAmount, Order, Value};
use crate::money::Decimal;

/// Digits of a number that every reader of JSON keeps.
const SAFE_DIGITS: u32 = 15;

impl Order {
    /// The canonical document.
    ///
    /// # Example
    /// ```
    /// use pricewright::Order;
    ///
    /// let text = r#"{ "items": [{ "values": { "width": 1200.0, "drop": 900 }, "component": "blind" }] }"#;
    /// assert_eq!(
    ///     Order::from_json(text)?.to_json(),
    ///     r#"{"items":[{"component":"blind","values":{"drop":900,"width":1200}}]}"#
    /// );
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::new();
        self.write(&mut json);
        json.finish()
    }

    /// The SHA-256 of the canonical document, in lower-case hex.
    ///
    /// # Example
    /// ```
    /// use pricewright::Order;
    ///
    /// let order = Order::from_json(r#"{"items": [{"component": "a", "quantity": 2}]}"#)?;
    /// let other = Order::from_json(r#"{"items": [{"component": "a", "quantity": 3}]}"#)?;
    /// assert_ne!(order.fingerprint(), other.fingerprint());
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hexadecimal(&self.to_json())
    }

    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.begin_object();
        if !self.adjustments.is_empty() {
            json.key("adjustments").begin_array();
            self.adjustments
                .iter()
                .for_each(|adjustment| manual(json, adjustment));
            json.end_array();
        }
        if let Some(day) = self.as_of {
            json.key("as_of").display(day);
        }
        json.optional_text("currency", self.currency.as_ref().map(|code| code.as_str()));
        if !self.inputs.is_empty() {
            json.key("inputs");
            values(json, &self.inputs);
        }
        json.key("items").begin_array();
        self.items.iter().for_each(|item| item.write(json));
        json.end_array();
        json.optional_text("language", self.language.as_deref());
        if let Some(rate) = self.tax_rate {
            json.key("tax").begin_object().key("rate");
            number(json, rate);
            json.end_object();
        }
        json.end_object();
    }
}

fn manual(json: &mut JsonWriter, adjustment: &ManualAdjustment) {
    let ManualAdjustment { id, label, amount } = adjustment;
    json.begin_object();
    if let ManualAmount::Amount(amount) = amount {
        json.key("amount");
        number(json, *amount);
    }
    json.key("id").string(id);
    json.optional_text("label", label.as_deref());
    if let ManualAmount::Percent { rate, of_subtotal } = amount {
        let base = if *of_subtotal { "subtotal" } else { "items" };
        json.key("of").string(base).key("percent");
        number(json, *rate);
    }
    json.end_object();
}

impl Item {
    /// The item as orders give it.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        json.begin_object().key("component").string(&self.component);
        json.optional_text("id", self.id.as_deref());
        if self.quantity != Decimal::ONE {
            json.key("quantity");
            number(json, self.quantity);
        }
        if let Some(rate) = self.tax_rate {
            json.key("tax_rate");
            number(json, rate);
        }
        if !self.values.is_empty() {
            json.key("values");
            values(json, &self.values);
        }
        json.end_object();
    }
}

fn values(json: &mut JsonWriter, given: &[(String, Value)]) {
    let mut sorted: Vec<_> = given.iter().collect();
    crate::sorting::sort_by(&mut sorted, |(a, _), (b, _)| {
        a.encode_utf16().cmp(b.encode_utf16())
    });
    json.begin_object();
    for (id, given) in sorted {
        json.key(id);
        given.write(json);
    }
    json.end_object();
}

impl Value {
    /// The value as orders give it.
    pub(crate) fn write(&self, json: &mut JsonWriter) {
        match self {
            Self::Number(value) => number(json, *value),
            Self::Text(text) => {
                json.string(text);
            }
            Self::Boolean(boolean) => {
                json.boolean(*boolean);
            }
            Self::Choices(choices) => {
                json.begin_array();
                choices.iter().for_each(|choice| chosen(json, choice));
                json.end_array();
            }
        }
    }
}

fn chosen(json: &mut JsonWriter, choice: &ChosenOption) {
    if choice.quantity == Decimal::ONE {
        json.string(&choice.option);
        return;
    }
    json.begin_object().key("option").string(&choice.option);
    json.key("quantity");
    number(json, choice.quantity);
    json.end_object();
}

fn number(json: &mut JsonWriter, number: Decimal) {
    let digits = number.mantissa().unsigned_abs().checked_ilog10();
    if digits.is_none_or(|digits| digits < SAFE_DIGITS) {
        json.raw_number(number);
    } else {
        json.display(number);
    }
}
