//! The quick way to an order: one pass, for texts that leave no doubt.
//!
//! Takes the text of an order and gives the order, or nothing where there may be a fault or the
//! form is a rare one (an escape, manual adjustments, deep nesting): then the careful reader
//! ([`order`](super::order)) reads the text, which alone says what is wrong. Promises that
//! whatever it gives is what the careful reader gives for the same text; it refuses more, never
//! less. The build that a page downloads goes without it.
//!
//! INVARIANT: a text without a backslash has every key and text as it stands, so that they are
//! borrowed, and no half of a surrogate pair. Numbers are taken by their text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::catalog::is_dotted_id;
use super::frame::{ItemText, OrderText, given, known, plain_id, stand_once};
use super::scalar::{MOST_TEXT, NumberFault, parse_number};
use super::value::is_language;
use super::{MOST_BYTES, MOST_ITEMS, MOST_VALUES};
use crate::model::date::Date;
use crate::model::order::{ChosenOption, Item, Order, Value};
use crate::money::{CurrencyCode, Decimal};

/// Objects within each other that say what is known of a customer.
const MOST_NESTED: usize = 4;
/// Most items have no more values.
const FEW: usize = 16;

/// The order of a text, where it can be read so.
pub(super) fn order(text: &str) -> Option<Order> {
    if text.len() > MOST_BYTES || text.contains('\\') {
        return None;
    }
    let read: Text<'_> = serde_json::from_str(text).ok()?;
    read.order()
}

type Text<'a> = OrderText<'a, Vec<ItemText<'a, Values, Number>>, Entries<'a>, Number>;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice<'a> {
    #[serde(borrow)]
    option: &'a str,
    #[serde(default, deserialize_with = "given")]
    quantity: Option<Number>,
}

impl Text<'_> {
    fn order(self) -> Option<Order> {
        if self.items.is_empty() || self.items.len() > MOST_ITEMS {
            return None;
        }
        let mut inputs = Vec::new();
        for (name, entries) in [("customer", self.customer), ("context", self.context)] {
            if let Some(entries) = entries {
                nested(name, entries, MOST_NESTED, &mut inputs)?;
            }
        }
        for (id, json) in self.inputs.into_iter().flat_map(|inputs| inputs.0) {
            input(id.to_owned(), json, &mut inputs)?;
        }
        if inputs.len() > MOST_VALUES || !stand_once(inputs.iter().map(|(id, _)| id.as_str())) {
            return None;
        }
        let items = self.items.into_iter().map(ItemText::item);
        Some(Order {
            items: items.collect::<Option<_>>()?,
            inputs,
            currency: known(self.currency, CurrencyCode::parse)?,
            as_of: known(self.as_of, Date::parse)?,
            tax_rate: self.tax.map(|tax| tax.rate.0),
            adjustments: Vec::new(),
            language: known(self.language, |tag| {
                is_language(tag).then(|| tag.to_owned())
            })?,
        })
    }
}

impl ItemText<'_, Values, Number> {
    fn item(self) -> Option<Item> {
        Some(Item {
            id: known(self.id, |id| plain_id(id).map(str::to_owned))?,
            component: plain_id(self.component)?.to_owned(),
            values: self.values.map_or_else(Vec::new, |values| values.0),
            quantity: self.quantity.map_or(Decimal::ONE, |number| number.0),
            tax_rate: self.tax_rate.map(|number| number.0),
        })
    }
}

/// `{"group": "dealer", "address": {"country": "DE"}}` under `customer`.
fn nested(
    prefix: &str,
    entries: Entries<'_>,
    depth: usize,
    inputs: &mut Vec<(String, Value)>,
) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    for (key, json) in entries.0 {
        let id = [prefix, ".", key].concat();
        match json.as_bytes() {
            [b'{', ..] => nested(&id, serde_json::from_str(json).ok()?, depth, inputs)?,
            _ => input(id, json, inputs)?,
        }
    }
    Some(())
}

fn input(id: String, json: &str, inputs: &mut Vec<(String, Value)>) -> Option<()> {
    match json.as_bytes() {
        b"null" => return Some(()),
        [b'{' | b'[', ..] => return None,
        _ => {}
    }
    let value = value(json).filter(|_| is_dotted_id(&id))?;
    inputs.push((id, value));
    Some(())
}

/// The value of a JSON text that is no `null`.
fn value(json: &str) -> Option<Value> {
    Some(match json.as_bytes() {
        [b'"', .., b'"'] => Value::Text(text(json)?.to_owned()),
        b"true" => Value::Boolean(true),
        b"false" => Value::Boolean(false),
        [b'[', ..] => {
            let choices: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            let choices = choices.iter().map(|choice| chosen(choice.get()));
            Value::Choices(choices.collect::<Option<_>>()?)
        }
        [b'{', ..] => {
            let choices: Entries<'_> = serde_json::from_str(json).ok()?;
            let choices = choices.0.into_iter().map(|(option, quantity)| {
                Some(ChosenOption {
                    option: option.to_owned(),
                    quantity: parse_number(quantity).ok()?,
                })
            });
            Value::Choices(choices.collect::<Option<_>>()?)
        }
        _ => Value::Number(Decimal::parse_json(json).ok()?),
    })
    .filter(|value| !matches!(value, Value::Choices(choices) if choices.len() > MOST_VALUES))
}

/// `"led"` or `{"option": "led", "quantity": 2}`
fn chosen(json: &str) -> Option<ChosenOption> {
    if json.starts_with('"') {
        return Some(ChosenOption {
            option: text(json)?.to_owned(),
            quantity: Decimal::ONE,
        });
    }
    let choice: Choice<'_> = serde_json::from_str(json).ok()?;
    Some(ChosenOption {
        option: (choice.option.len() <= MOST_TEXT).then(|| choice.option.to_owned())?,
        quantity: choice.quantity.map_or(Decimal::ONE, |number| number.0),
    })
}

/// What stands between the quotes of a JSON text, of bounded length.
fn text(json: &str) -> Option<&str> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    (text.len() <= MOST_TEXT).then_some(text)
}

/// A number, as a JSON number or as a text.
struct Number(Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(json)?.get();
        let refused = |_: NumberFault| D::Error::custom("a number that is none");
        parse_number(json).map(Self).map_err(refused)
    }
}

/// The keys of an object with the texts of their values, each key once.
struct Entries<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let mut entries = Vec::new();
        json.deserialize_map(Each(|key, json| {
            entries.push((key, json));
            Some(())
        }))?;
        match entries.len() <= MOST_VALUES && stand_once(entries.iter().map(|(key, _)| *key)) {
            true => Ok(Self(entries)),
            false => Err(D::Error::custom("keys that stand twice")),
        }
    }
}

/// The values of an item; a `null` is unset.
struct Values(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let mut values: Vec<(String, Value)> = Vec::with_capacity(FEW);
        let mut unset = Vec::new();
        json.deserialize_map(Each(|key: &'de str, json: &'de str| {
            match json {
                "null" => unset.push(key),
                _ => values.push((key.to_owned(), value(json)?)),
            }
            Some(())
        }))?;
        let count = values.len().saturating_add(unset.len());
        let keys = values.iter().map(|(key, _)| key.as_str());
        match count <= MOST_VALUES && stand_once(keys.chain(unset.iter().copied())) {
            true => Ok(Self(values)),
            false => Err(D::Error::custom("keys that stand twice")),
        }
    }
}

/// Calls a function for each key of an object with the text of its value, until it gives none.
struct Each<F>(F);

impl<'de, F: FnMut(&'de str, &'de str) -> Option<()>> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        while let Some((key, json)) = object.next_entry::<&str, &RawValue>()? {
            (self.0)(key, json.get()).ok_or_else(|| A::Error::custom("a value of another form"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
