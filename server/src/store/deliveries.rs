//! Deliveries as rows: written with the event, listed, sent again, forgotten. [`super::claims`] works them off.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use uuid::Uuid;

use crate::time::Instant;

/// A delivery with what is told of its event.
#[derive(Clone, Debug)]
pub struct DeliveryRow {
    /// Its id.
    pub id: String,
    /// The id of the event.
    pub event: String,
    /// What happened.
    pub kind: String,
    /// About which catalog.
    pub catalog: Option<String>,
    /// `pending`, `delivered` or `dead`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, while it is pending.
    pub due_at: i64,
    /// The status of the last answer; none where there was no answer.
    pub status: Option<i64>,
    /// The begin of the last answer, or why there was none.
    pub answer: Option<String>,
    /// When it was last tried.
    pub attempted_at: Option<i64>,
    /// When it arrived.
    pub delivered_at: Option<i64>,
    /// When the event happened.
    pub created_at: i64,
}

/// How many deliveries are on their way.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backlog {
    /// Not delivered yet.
    pub pending: i64,
    /// Given up.
    pub dead: i64,
    /// When the oldest pending one was written.
    pub oldest_at: Option<i64>,
}

const COLUMNS: &str = "d.id, d.event, o.kind, o.catalog, d.state, d.attempts, d.due_at, d.status, d.answer, d.attempted_at, d.delivered_at, d.created_at";

/// Writes a delivery of an event to a subscription, due now.
///
/// # Errors
/// When the database does not answer.
pub async fn add(on: &mut AnyConnection, event: &str, subscription: &str) -> sqlx::Result<()> {
    let now = Instant::now().0;
    sqlx::query(
        "INSERT INTO deliveries (id, event, subscription, state, attempts, due_at, created_at)
         VALUES ($1, $2, $3, 'pending', 0, $4, $5)",
    )
    .bind(format!("dlv_{}", Uuid::now_v7().simple()))
    .bind(event)
    .bind(subscription)
    .bind(now)
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}

/// Deliveries to a subscription, the newest first, those older than `before`; of one state or of any.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    on: &mut AnyConnection,
    subscription: &str,
    state: &str,
    before: &str,
    limit: i64,
) -> sqlx::Result<Vec<DeliveryRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM deliveries d JOIN outbox o ON o.id = d.event
         WHERE d.subscription = $1 AND ($2 = '' OR d.state = $3) AND ($4 = '' OR d.id < $5)
         ORDER BY d.id DESC LIMIT $6"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(subscription)
        .bind(state)
        .bind(state)
        .bind(before)
        .bind(before)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(delivery).collect()
}

/// A delivery to a subscription with the body of its event.
///
/// # Errors
/// When the database does not answer.
pub async fn one(
    on: &mut AnyConnection,
    subscription: &str,
    id: &str,
) -> sqlx::Result<Option<(DeliveryRow, String)>> {
    let text = format!(
        "SELECT {COLUMNS}, o.body FROM deliveries d JOIN outbox o ON o.id = d.event
         WHERE d.subscription = $1 AND d.id = $2"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(subscription)
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.map(|row| Ok((delivery(&row)?, row.try_get("body")?)))
        .transpose()
}

/// Makes a delivery due once more, as if it had never been tried; says whether there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn again(on: &mut AnyConnection, subscription: &str, id: &str) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE deliveries SET state = 'pending', attempts = 0, due_at = $3, claim = NULL
         WHERE subscription = $1 AND id = $2",
    )
    .bind(subscription)
    .bind(id)
    .bind(Instant::now().0)
    .execute(on)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what was delivered or given up before then.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(on: &mut AnyConnection, before: Instant) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM deliveries WHERE created_at < $1 AND (state <> 'pending'
         OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.id = deliveries.subscription))",
    )
    .bind(before.0)
    .execute(on)
    .await?;
    Ok(())
}

/// How much is on its way.
///
/// # Errors
/// When the database does not answer.
pub async fn backlog(on: &mut AnyConnection) -> sqlx::Result<Backlog> {
    let rows = sqlx::query(
        "SELECT state, COUNT(*) AS many, MIN(created_at) AS oldest FROM deliveries
         WHERE state IN ('pending', 'dead') GROUP BY state",
    )
    .fetch_all(on)
    .await?;
    let mut backlog = Backlog::default();
    for row in rows {
        if row.try_get::<&str, _>("state")? == "dead" {
            backlog.dead = row.try_get("many")?;
        } else {
            backlog.pending = row.try_get("many")?;
            backlog.oldest_at = row.try_get("oldest")?;
        }
    }
    Ok(backlog)
}

fn delivery(row: &AnyRow) -> sqlx::Result<DeliveryRow> {
    Ok(DeliveryRow {
        id: row.try_get("id")?,
        event: row.try_get("event")?,
        kind: row.try_get("kind")?,
        catalog: row.try_get("catalog")?,
        state: row.try_get("state")?,
        attempts: row.try_get("attempts")?,
        due_at: row.try_get("due_at")?,
        status: row.try_get("status")?,
        answer: row.try_get("answer")?,
        attempted_at: row.try_get("attempted_at")?,
        delivered_at: row.try_get("delivered_at")?,
        created_at: row.try_get("created_at")?,
    })
}
