//! Orders with a binding price, on their way to be kept: priced, signed where there is a key, and told as
//! quotes, materials and production lists.

pub mod keys;
pub mod production;
mod table;

use std::sync::Arc;

use pricewright::analyze::claim::claim;
use pricewright::model::quote::Status;
use pricewright::{Order, Quote};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::app::App;
use crate::live::Compiled;
use crate::problem::{Answer, Code, Problem};
use crate::web::body::raw;

pub use keys::Keys;

/// An order with its binding price.
#[derive(Debug)]
pub struct Bound {
    /// The order as the engine reads it.
    pub order: Order,
    /// What it costs.
    pub quote: Quote,
    /// Both as a claim, signed where there is a key.
    pub claim: String,
}

impl Bound {
    /// The order's amount, with the currency's digits.
    #[must_use]
    pub fn amount(&self) -> String {
        let digits = self.quote.currency.digits;
        self.quote
            .amount
            .map_or_else(String::new, |it| it.to_fixed(digits))
    }

    /// The code of its currency.
    #[must_use]
    pub fn currency(&self) -> String {
        self.quote.currency.code.to_string()
    }
}

/// Prices an order for good.
///
/// # Errors
/// Faults of the order, and `not-priced` with the quote where it has no binding price.
pub fn bind(compiled: &Arc<Compiled>, keys: &Keys, text: &str) -> Answer<Bound> {
    let order = Order::from_json(text).map_err(|found| Problem::order(&found))?;
    let priced = compiled.plan.price(&order);
    let quote = priced.map_err(|found| Problem::order(&found))?;
    if quote.status != Status::Priced {
        return Err(not_priced(&quote));
    }
    let claim = keys.signed(claim(&order, &quote))?;
    Ok(Bound {
        order,
        quote,
        claim,
    })
}

/// The order and quote of a stored claim, by the revision that priced it.
///
/// # Errors
/// When the database does not answer.
pub async fn stored(
    app: &App,
    catalog: &str,
    revision: i64,
    claim: &str,
) -> Answer<(Arc<Compiled>, Order)> {
    #[derive(Deserialize)]
    struct Parts<'a> {
        #[serde(borrow)]
        order: &'a RawValue,
    }
    let compiled = app
        .live
        .past
        .revision(&app.store, catalog, revision)
        .await?;
    let parts: Parts<'_> = serde_json::from_str(claim).map_err(|_| Problem::new(Code::Internal))?;
    let order = Order::from_json(parts.order.get()).map_err(|found| Problem::order(&found))?;
    Ok((compiled, order))
}

fn not_priced(quote: &Quote) -> Problem {
    let status = quote.status.as_str();
    let problem = Problem::of(
        Code::NotPriced,
        format!("expected status `priced`, found `{status}`"),
    );
    match raw(quote.to_json()) {
        Ok(json) => problem
            .with_help("`quote` says what is missing or not allowed")
            .with_raw("quote", json),
        Err(problem) => problem,
    }
}
