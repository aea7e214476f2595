//! Events: what happened, and who is to be told, written in the change in which it happened.
//!
//! Takes a change and what happened in it; gives an event with a stable id and a delivery for each
//! subscription that wants it. Promises that they are there if and only if the change is.

use pricewright::money::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::AnyConnection;
use uuid::Uuid;

use super::deliveries;
pub use super::event::EventKind;
use super::subscriptions::{self, SubscriptionRow};
use crate::time::Instant;

/// What the body of an event says about its price.
#[derive(Deserialize)]
struct Priced {
    amount: String,
    currency: String,
}

/// The body of `price.threshold_reached`.
#[derive(Serialize)]
struct Reached<'a> {
    catalog: &'a str,
    amount: &'a str,
    currency: &'a str,
    threshold: Threshold<'a>,
    /// The event whose amount reached it.
    cause: Cause<'a>,
}

#[derive(Serialize)]
struct Threshold<'a> {
    amount: &'a str,
    currency: &'a str,
}

#[derive(Serialize)]
struct Cause<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: EventKind,
    data: &'a RawValue,
}

/// Writes an event, and a delivery for each subscription that wants it, into the change.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    on: &mut AnyConnection,
    kind: EventKind,
    catalog: &str,
    body: &impl Serialize,
) -> sqlx::Result<()> {
    let body = text(body)?;
    let event = add(on, kind, catalog, &body).await?;
    let subscriptions = subscriptions::active(on).await?;
    for subscription in &subscriptions {
        if subscription.wants(kind, catalog) {
            deliveries::add(on, &event, &subscription.id).await?;
        }
    }
    if kind.is_priced() {
        record_reached(on, kind, catalog, &event, &body, &subscriptions).await?;
    }
    Ok(())
}

/// Forgets events that nobody is to be told any more.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(on: &mut AnyConnection, before: Instant) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM outbox WHERE created_at < $1
         AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event = outbox.id)",
    )
    .bind(before.0)
    .execute(on)
    .await?;
    Ok(())
}

/// Writes an event of its own for each subscription whose threshold a price reaches.
async fn record_reached(
    on: &mut AnyConnection,
    kind: EventKind,
    catalog: &str,
    id: &str,
    body: &str,
    subscriptions: &[SubscriptionRow],
) -> sqlx::Result<()> {
    let priced: Priced = serde_json::from_str(body).map_err(unreadable)?;
    let data: &RawValue = serde_json::from_str(body).map_err(unreadable)?;
    for subscription in subscriptions {
        let Some(threshold) = reached(subscription, catalog, &priced) else {
            continue;
        };
        let reached = Reached {
            catalog,
            amount: &priced.amount,
            currency: &priced.currency,
            threshold,
            cause: Cause { id, kind, data },
        };
        let kind = EventKind::PriceThresholdReached;
        let event = add(on, kind, catalog, &text(&reached)?).await?;
        deliveries::add(on, &event, &subscription.id).await?;
    }
    Ok(())
}

/// Writes an event and gives its id.
async fn add(
    on: &mut AnyConnection,
    kind: EventKind,
    catalog: &str,
    body: &str,
) -> sqlx::Result<String> {
    let id = format!("evt_{}", Uuid::now_v7().simple());
    sqlx::query(
        "INSERT INTO outbox (id, kind, catalog, body, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&id)
    .bind(kind.as_str())
    .bind(catalog)
    .bind(body)
    .bind(Instant::now().0)
    .execute(on)
    .await?;
    Ok(id)
}

/// The threshold of a subscription that wants to know and that the price reaches.
fn reached<'a>(
    subscription: &'a SubscriptionRow,
    catalog: &str,
    priced: &Priced,
) -> Option<Threshold<'a>> {
    let amount = subscription.threshold_amount.as_deref()?;
    let currency = subscription.threshold_currency.as_deref()?;
    let is_reached = subscription.wants(EventKind::PriceThresholdReached, catalog)
        && priced.currency == currency
        && Decimal::parse(&priced.amount).ok()? >= Decimal::parse(amount).ok()?;
    is_reached.then_some(Threshold { amount, currency })
}

fn text(body: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(body).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn unreadable(error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::Encode(error.into())
}
