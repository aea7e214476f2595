//! What stands around the values of an order, for the readers that take one pass.
//!
//! Promises that what is read leaves no doubt: a key that stands twice or is none of these is an
//! error, as is `null`, and the careful reader says what is wrong.

use serde::de::{Deserialize, Deserializer};

use super::MOST_ID;
use crate::sorting;

/// An order: its items, its entries under `customer`, `context` and `inputs`, its rate of tax.
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(deserialize = "I: Deserialize<'de>, E: Deserialize<'de>, N: Deserialize<'de>")
)]
pub(super) struct OrderText<'a, I, E, N> {
    pub items: I,
    #[serde(default, deserialize_with = "given")]
    pub customer: Option<E>,
    #[serde(default, deserialize_with = "given")]
    pub context: Option<E>,
    #[serde(default, deserialize_with = "given")]
    pub inputs: Option<E>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub currency: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub as_of: Option<&'a str>,
    #[serde(default, deserialize_with = "given")]
    pub tax: Option<Tax<N>>,
    #[serde(borrow, default, deserialize_with = "given")]
    pub language: Option<&'a str>,
}

/// An item: its values, its numbers.
#[derive(serde::Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(deserialize = "V: Deserialize<'de>, N: Deserialize<'de>")
)]
pub(super) struct ItemText<'a, V, N> {
    #[serde(borrow, default, deserialize_with = "given")]
    pub id: Option<&'a str>,
    #[serde(borrow)]
    pub component: &'a str,
    #[serde(default, deserialize_with = "given")]
    pub values: Option<V>,
    #[serde(default, deserialize_with = "given")]
    pub quantity: Option<N>,
    #[serde(default, deserialize_with = "given")]
    pub tax_rate: Option<N>,
}

/// The tax of an order.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tax<N> {
    pub rate: N,
}

/// A value that is there: `null` is none.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    json: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(json).map(Some)
}

/// What `read` makes of something that may be missing; none outside where it makes nothing of it.
#[expect(clippy::option_option, reason = "missing, or not readable here")]
pub(super) fn known<'a, T>(
    json: Option<&'a str>,
    read: impl Fn(&'a str) -> Option<T>,
) -> Option<Option<T>> {
    match json {
        Some(text) => read(text).map(Some),
        None => Some(None),
    }
}

/// An id of plain letters.
pub(super) fn plain_id(id: &str) -> Option<&str> {
    let plain = id.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (plain && !id.is_empty() && id.len() <= MOST_ID).then_some(id)
}

/// Whether no text is there twice. Programs write keys in rising order, or a few of them.
pub(super) fn stand_once<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    let next = texts.clone().skip(1);
    if texts
        .clone()
        .zip(next)
        .all(|(first, second)| first < second)
    {
        return true;
    }
    let mut texts: Vec<&str> = texts.collect();
    sorting::sort(&mut texts);
    let next = texts.iter().skip(1);
    texts.iter().zip(next).all(|(first, second)| first < second)
}
