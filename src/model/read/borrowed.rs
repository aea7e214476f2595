//! An order of one item without a copy of its texts, for a session that takes it over.
//!
//! Takes the text of an order and gives what stands in it, or nothing where there may be a fault or
//! the form is a rare one: several items, a fraction, choices, deep nesting, what
//! [`quick`](super::quick) refuses. Promises that whatever it gives is what the careful reader gives
//! for the same text; it refuses more, never less.
//!
//! INVARIANT: a text without a backslash has every key and text as it stands.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::catalog::is_dotted_id;
use super::frame::{ItemText, OrderText, known, plain_id, stand_once};
use super::scalar::MOST_TEXT;
use super::value::is_language;
use super::{MOST_BYTES, MOST_VALUES};
use crate::model::date::Date;
use crate::model::order::{BorrowedOrder, BorrowedValue};
use crate::money::{CurrencyCode, Decimal};

/// Most objects have no more values.
const FEW: usize = 16;

/// The order of a text, where it can be read so.
pub(crate) fn borrowed_order(text: &str) -> Option<BorrowedOrder<'_>> {
    if text.len() > MOST_BYTES || text.contains('\\') {
        return None;
    }
    let read: Text<'_> = serde_json::from_str(text).ok()?;
    read.order()
}

type Text<'a> = OrderText<'a, OneItem<'a>, Entries<'a>, i64>;

impl<'a> Text<'a> {
    fn order(self) -> Option<BorrowedOrder<'a>> {
        let OneItem(item) = self.items;
        let mut inputs = Vec::new();
        for (name, entries) in [("customer", self.customer), ("context", self.context)] {
            for (key, value) in entries.into_iter().flat_map(|entries| entries.0) {
                inputs.push((Cow::Owned([name, ".", key].concat()), value));
            }
        }
        for (key, value) in self.inputs.into_iter().flat_map(|entries| entries.0) {
            inputs.push((Cow::Borrowed(key), value));
        }
        let ids = || inputs.iter().map(|(id, _)| id.as_ref());
        let fit = inputs.len() <= MOST_VALUES && stand_once(ids()) && ids().all(is_dotted_id);
        fit.then_some(())?;
        Some(BorrowedOrder {
            id: known(item.id, plain_id)?,
            component: plain_id(item.component)?,
            values: set(item.values),
            quantity: item.quantity.map_or(Decimal::ONE, Decimal::from_integer),
            item_tax_rate: item.tax_rate.map(Decimal::from_integer),
            inputs: inputs
                .into_iter()
                .filter_map(|(id, value)| Some((id, value?)))
                .collect(),
            currency: known(self.currency, CurrencyCode::parse)?,
            as_of: known(self.as_of, Date::parse)?,
            tax_rate: self.tax.map(|tax| Decimal::from_integer(tax.rate)),
            language: known(self.language, |tag| is_language(tag).then_some(tag))?,
        })
    }
}

/// The values that are no `null`.
fn set<'a>(entries: Option<Entries<'a>>) -> Vec<(&'a str, BorrowedValue<'a>)> {
    let entries = entries.map_or_else(Vec::new, |entries| entries.0);
    let entries = entries.into_iter();
    entries
        .filter_map(|(id, value)| Some((id, value?)))
        .collect()
}

/// The one item of a list.
struct OneItem<'a>(ItemText<'a, Entries<'a>, i64>);

impl<'de: 'a, 'a> Deserialize<'de> for OneItem<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(OneItemVisitor)
    }
}

struct OneItemVisitor;

impl<'de> Visitor<'de> for OneItemVisitor {
    type Value = OneItem<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of one item")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let item = items.next_element()?;
        let item = item.ok_or_else(|| A::Error::custom("no item"))?;
        match items.next_element::<IgnoredAny>()? {
            None => Ok(OneItem(item)),
            Some(_) => Err(A::Error::custom("several items")),
        }
    }
}

/// The keys of an object with their values, each key once; `null` is none.
struct Entries<'a>(Vec<(&'a str, Option<BorrowedValue<'a>>)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(FEW);
        while let Some((key, GivenValue(value))) = object.next_entry::<&str, GivenValue<'_>>()? {
            entries.push((key, value));
        }
        match entries.len() <= MOST_VALUES && stand_once(entries.iter().map(|(key, _)| *key)) {
            true => Ok(Entries(entries)),
            false => Err(A::Error::custom("keys that stand twice")),
        }
    }
}

/// A value of one of the plain forms, or `null`.
struct GivenValue<'a>(Option<BorrowedValue<'a>>);

impl<'de> Deserialize<'de> for GivenValue<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = GivenValue<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a whole number, `true`, `false` or `null`")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        match text.len() <= MOST_TEXT {
            true => Ok(GivenValue(Some(BorrowedValue::Text(text)))),
            false => Err(E::custom("a long text")),
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        let number = i64::try_from(number).map_err(E::custom)?;
        self.visit_i64(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(GivenValue(Some(BorrowedValue::Number(number))))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(GivenValue(Some(BorrowedValue::Boolean(truth))))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(GivenValue(None))
    }
}
