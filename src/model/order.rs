//! An order: what is asked to be priced.

#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
use std::borrow::Cow;

use super::date::Date;
use crate::money::{CurrencyCode, Decimal};

/// Items to price together, with what is known about the buyer.
///
/// JSON: `{"items": [...], "customer": {...}, "context": {...}, "currency": "EUR",
/// "as_of": "2026-10-01", "tax": {"rate": "19"}, "adjustments": [...], "language": "de"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// What is ordered, at least one.
    pub items: Vec<Item>,
    /// Inputs by their dotted id (`customer.group`), in written order.
    pub inputs: Vec<(String, Value)>,
    /// The currency; may be missing where the catalog has one.
    pub currency: Option<CurrencyCode>,
    /// The day for validities.
    pub as_of: Option<Date>,
    /// The tax rate in percent of items that do not name their own.
    pub tax_rate: Option<Decimal>,
    /// Manual lines on the order.
    pub adjustments: Vec<ManualAdjustment>,
    /// The language of labels in the quote; otherwise each label's first.
    pub language: Option<String>,
}

/// A configuration and its quantity:
/// `{"component", "values": {...}, "quantity": 2, "tax_rate": "7", "id": "line-1"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// An id of the caller's, echoed in the quote.
    pub id: Option<String>,
    /// The component's id.
    pub component: String,
    /// Feature values by id, in written order; a JSON null is unset and not kept.
    pub values: Vec<(String, Value)>,
    /// How many; default 1.
    pub quantity: Decimal,
    /// Its own tax rate in percent.
    pub tax_rate: Option<Decimal>,
}

/// A value that a buyer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A JSON number. A number feature also takes a text that is a number.
    Number(Decimal),
    /// A JSON string: an option or a text.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// Options of a multiselect: `["led"]`, `[{"option": "led", "quantity": 2}]` or
    /// `{"led": 2}`.
    Choices(Vec<ChosenOption>),
}

/// One option of a multiselect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenOption {
    /// The option's id.
    pub option: String,
    /// How many of it; default 1.
    pub quantity: Decimal,
}

/// A manual line: `{"id", "label", "amount"}` or `{"id", "label", "percent", "of": "items"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualAdjustment {
    /// Its id on the line.
    pub id: String,
    /// What people read.
    pub label: Option<String>,
    /// How much, signed.
    pub amount: ManualAmount,
}

/// How much a manual line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManualAmount {
    /// In the order's currency.
    Amount(Decimal),
    /// In percent of the sum of the items (`items`) or of the order so far (`subtotal`).
    Percent {
        /// In percent, signed.
        rate: Decimal,
        /// Of the order so far instead of the items.
        of_subtotal: bool,
    },
}

/// An order of one item, with its texts where they stand in the document.
#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
#[derive(Debug)]
pub(crate) struct BorrowedOrder<'a> {
    /// The item's id.
    pub id: Option<&'a str>,
    /// The item's component.
    pub component: &'a str,
    /// Feature values by id, each id once.
    pub values: Vec<(&'a str, BorrowedValue<'a>)>,
    /// How many.
    pub quantity: Decimal,
    /// The item's own tax rate.
    pub item_tax_rate: Option<Decimal>,
    /// Inputs by id, each once.
    pub inputs: Vec<(Cow<'a, str>, BorrowedValue<'a>)>,
    /// The currency.
    pub currency: Option<CurrencyCode>,
    /// The day for validities.
    pub as_of: Option<Date>,
    /// The tax rate of the order.
    pub tax_rate: Option<Decimal>,
    /// The language of labels.
    pub language: Option<&'a str>,
}

/// A value of it.
#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BorrowedValue<'a> {
    /// A whole number.
    Number(i64),
    /// A JSON string.
    Text(&'a str),
    /// `true`, `false`.
    Boolean(bool),
}
