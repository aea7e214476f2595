//! Claims: an order, and what somebody says it costs.
//!
//! Takes what a client sends and gives a [`Claim`], or every fault of it at once; writes the claim
//! of a quote. What a claim does not say is not held against it, keys that are not known are left
//! alone, so that quotes of other engine versions can be read; amounts are exact, or a fault.

mod read;
#[cfg(test)]
mod tests;

use crate::diagnostic::JsonWriter;
use crate::model::date::Date;
use crate::model::order::Order;
use crate::model::quote::Quote;
use crate::money::{CurrencyCode, Decimal};

/// An order with a price, as somebody claims it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What was ordered.
    pub order: Order,
    /// What it is said to cost.
    pub price: ClaimedPrice,
    /// The fingerprint of the catalog that is said to have priced it.
    pub fingerprint: Option<String>,
    /// The version of the engine that is said to have priced it.
    pub engine_version: Option<String>,
    /// The fingerprint of the order that was priced.
    pub order_fingerprint: Option<String>,
}

/// How much of a price is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimedPrice {
    /// The amount of the order alone.
    Total {
        /// As `amount` of a quote.
        amount: Decimal,
        /// Its currency.
        currency: CurrencyCode,
    },
    /// A quote.
    Quote(Box<ClaimedQuote>),
}

/// A field of a claimed quote: not claimed, claimed to be unknown, or a value.
pub type Field<T> = Option<Option<T>>;

/// What a claimed quote says, as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedQuote {
    /// The status.
    pub status: Option<String>,
    /// The currency.
    pub currency: Option<CurrencyCode>,
    /// The day.
    pub as_of: Field<Date>,
    /// One for each item.
    pub items: Option<Vec<ClaimedItem>>,
    /// The lines of the order.
    pub lines: Option<Vec<ClaimedLine>>,
    /// `amount`, `net`, `tax`, `gross`, …
    pub amounts: Vec<(&'static str, Option<Decimal>)>,
}

/// What a claimed quote says of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedItem {
    /// The component.
    pub component: Option<String>,
    /// How many.
    pub quantity: Option<Decimal>,
    /// The tax rate.
    pub tax_rate: Field<Decimal>,
    /// The status.
    pub status: Option<String>,
    /// The waterfall.
    pub lines: Option<Vec<ClaimedLine>>,
    /// `unit_price`, `amount`, …
    pub amounts: Vec<(&'static str, Option<Decimal>)>,
}

/// What a claimed quote says of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLine {
    /// Which line it is.
    pub name: LineName,
    /// What people read.
    pub label: String,
    /// For all of it.
    pub amount: Decimal,
    /// For one piece.
    pub unit_amount: Field<Decimal>,
    /// In percent.
    pub rate: Option<Decimal>,
    /// What the rate is of.
    pub base: Option<Decimal>,
    /// What was asked of the rows and columns of a price list.
    pub asked: Vec<String>,
}

/// By what lines of two quotes are told to be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineName {
    /// The phase.
    pub phase: String,
    /// What made it.
    pub kind: String,
    /// The id of what made it.
    pub id: String,
    /// The value of the key of a fee.
    pub key: Option<String>,
}

/// The amounts of a quote that are compared.
pub(super) const QUOTE_AMOUNTS: [&str; 5] = ["amount", "priced_subtotal", "net", "tax", "gross"];
/// The amounts of an item that are compared.
pub(super) const ITEM_AMOUNTS: [&str; 8] = [
    "list_price",
    "unit_price",
    "amount",
    "effective_unit_price",
    "order_share",
    "net",
    "tax",
    "gross",
];

/// The claim of a quote, as one line of JSON: the order, the quote, and the fingerprint of the
/// order, by which [`verify`](crate::Plan::verify) tells whether it is still the same.
///
/// # Example
/// ```
/// use pricewright::analyze::claim::{Claim, claim};
/// use pricewright::{Catalog, Order, compile};
///
/// let catalog = r#"{"format": 1, "currency": "EUR", "components": [
///     {"id": "shelf", "base_price": "20", "features": []}]}"#;
/// let order = Order::from_json(r#"{"items": [{"component": "shelf"}]}"#)?;
/// let quote = compile(&Catalog::from_json(catalog)?)?.price(&order)?;
/// let document = claim(&order, &quote);
/// assert_eq!(Claim::from_json(&document)?.order, order);
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
#[must_use]
pub fn claim(order: &Order, quote: &Quote) -> String {
    let mut json = JsonWriter::new();
    json.begin_object().key("order");
    // both are JSON already
    json.raw_number(order.to_json());
    json.key("order_fingerprint").string(&order.fingerprint());
    json.key("quote").raw_number(quote.to_json());
    json.end_object();
    json.finish()
}
