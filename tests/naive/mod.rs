//! A second opinion: prices an order straight from what the author wrote down.
//!
//! Takes a catalog and an order, gives statuses, lines, totals, shares and taxes. It walks the
//! model and the syntax trees by their names, works in exact rationals, rounds only where the
//! waterfall says that a line is rounded, and shares no code with the checker, the compiler, the
//! evaluator or the engine's arithmetic. It is slow and plain on purpose: read it as a
//! specification. It expects a catalog that compiles and an order without order-level faults.
#![allow(dead_code, reason = "each integration test uses its own part")]

mod adjust;
mod catalog_reading;
pub mod compare;
mod configuration;
mod expression;
mod frame;
mod function;
pub mod generate;

mod limits;
pub mod number;
mod order_lines;
mod table;
mod tax;
mod tiers;
mod waterfall;

pub use number::Q;

use catalog_reading::World;
use num_traits::Zero;
use pricewright::model::quote::{LineKind, Status};
use pricewright::model::{Catalog, Order};

/// What an order costs.
#[derive(Clone, Debug)]
pub struct NaiveQuote {
    /// The worst of the items, or of what the order's own rules say.
    pub status: Status,
    /// One for each item.
    pub items: Vec<NaiveItem>,
    /// Lines of the order.
    pub lines: Vec<NaiveLine>,
    /// Σ items + Σ order lines, if all items are priced.
    pub amount: Option<Q>,
    /// Σ of the items that are priced.
    pub priced_subtotal: Q,
    /// Totals as far as known.
    pub totals: Totals,
    /// Rate, net and tax, by rising rate.
    pub taxes: Vec<(Q, Q, Q)>,
}

/// Net, tax and gross as far as known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Without tax.
    pub net: Option<Q>,
    /// The tax.
    pub tax: Option<Q>,
    /// With tax.
    pub gross: Option<Q>,
}

/// One item.
#[derive(Clone, Debug)]
pub struct NaiveItem {
    /// What became of it.
    pub status: Status,
    /// The waterfall; empty unless the item is priced.
    pub lines: Vec<NaiveLine>,
    /// After `list_limits`, in the measure of the rounding scope.
    pub list_price: Option<Q>,
    /// For one piece, with rounding scope `unit`.
    pub unit_price: Option<Q>,
    /// Σ lines.
    pub amount: Option<Q>,
    /// Its share of the order's lines.
    pub order_share: Option<Q>,
    /// Net, tax and gross where tax is rounded per item.
    pub totals: Totals,
    /// Why it is not priced, for a failing test's message.
    pub reasons: Vec<String>,
}

/// One line.
#[derive(Clone, Debug)]
pub struct NaiveLine {
    /// The phase that made it.
    pub phase: String,
    /// What made it.
    pub kind: LineKind,
    /// The rule, option, list or group.
    pub id: String,
    /// For one piece.
    pub unit_amount: Option<Q>,
    /// For all of it.
    pub amount: Q,
    /// Whether percentages of `list`, `subtotal` and `extended` count it.
    pub discountable: bool,
    /// The feature and option whose surcharge it is.
    pub choice: Option<(String, Option<String>)>,
    /// For lines of the order: one share per item.
    pub shares: Vec<Q>,
}

/// Prices an order.
pub fn price(catalog: &Catalog, order: &Order) -> NaiveQuote {
    let world = World::new(catalog, order);
    let readings: Vec<_> = order
        .items
        .iter()
        .map(|item| configuration::read(&world, item))
        .collect();
    let mut fees = Vec::new();
    let items: Vec<_> = (0..readings.len())
        .map(|index| waterfall::price_item(&world, &readings, index, &mut fees))
        .collect();
    let priced_subtotal = items
        .iter()
        .filter(|item| item.status == Status::Priced)
        .filter_map(|item| item.amount.clone())
        .fold(Q::zero(), |sum, amount| sum + amount);
    let mut quote = NaiveQuote {
        status: items.iter().map(|item| item.status).max().unwrap(),
        items,
        lines: Vec::new(),
        amount: None,
        priced_subtotal,
        totals: Totals::default(),
        taxes: Vec::new(),
    };
    if quote.status == Status::Priced {
        order_lines::add(&world, &mut quote, fees);
    }
    if quote.status == Status::Priced {
        tax::add(&world, &mut quote);
    }
    quote
}
