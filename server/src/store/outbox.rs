//! Events: what happened, written in the change in which it happened, for whoever delivers it.

use serde::Serialize;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::time::Instant;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A configuration was completed.
    ConfigurationCompleted,
    /// A quote was stored.
    QuoteCreated,
    /// A catalog went live.
    CatalogPublished,
}

impl EventKind {
    /// As it stands in webhooks.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConfigurationCompleted => "configuration.completed",
            Self::QuoteCreated => "quote.created",
            Self::CatalogPublished => "catalog.published",
        }
    }
}

/// Writes an event into the change; it is there if and only if the change is.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    on: &mut AnyConnection,
    kind: EventKind,
    catalog: &str,
    body: &impl Serialize,
) -> sqlx::Result<()> {
    let body = serde_json::to_string(body).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(
        "INSERT INTO outbox (id, kind, catalog, body, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(format!("evt_{}", Uuid::now_v7().simple()))
    .bind(kind.as_str())
    .bind(catalog)
    .bind(body)
    .bind(Instant::now().0)
    .execute(on)
    .await?;
    Ok(())
}
