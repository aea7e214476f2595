//! Claims: who delivers what, so that several instances on one database share the work and lose nothing.
//!
//! A claim ends by itself. Whoever dies between claiming and saying how it went leaves a delivery that is due
//! again when the claim has ended: told at least once, under the same id.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::time::Instant;

/// Deliveries to one subscription that are under way at once, at most: one that answers slowly does not
/// hold up the others.
const MOST_AT_ONCE: i64 = 4;

/// A delivery that this process may try.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The delivery.
    pub id: String,
    /// The claim.
    pub claim: String,
    /// Which attempt it is, from 1.
    pub attempt: i64,
    /// The event's id.
    pub event: String,
    /// What happened.
    pub kind: String,
    /// What is told of it, a JSON text.
    pub body: String,
    /// When it happened.
    pub happened_at: i64,
    /// The subscription.
    pub subscription: String,
    /// Where to.
    pub target: String,
    /// What signs.
    pub secret: String,
    /// What signed before.
    pub previous_secret: Option<String>,
    /// How long that signs, too.
    pub previous_until: Option<i64>,
}

/// How an attempt went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// Its begin, or why there was none.
    pub answer: String,
    /// What follows.
    pub next: Next,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it has arrived.
    Delivered,
    /// Another attempt.
    Again(Instant),
    /// Nothing: it is given up.
    Dead,
}

/// Whether something is due.
///
/// # Errors
/// When the database does not answer.
pub async fn any_due(on: &mut AnyConnection, now: Instant) -> sqlx::Result<bool> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM deliveries d JOIN subscriptions s ON s.id = d.subscription
         WHERE d.state = 'pending' AND d.due_at <= $1 AND s.state = 'active' LIMIT 1",
    )
    .bind(now.0)
    .fetch_optional(on)
    .await?;
    Ok(found.is_some())
}

/// Claims what is due, until then.
///
/// Two instances may find the same rows; the second waits for the first at the row, sees then that it is no
/// longer due, and leaves it.
///
/// # Errors
/// When the database does not answer.
pub async fn take(
    on: &mut AnyConnection,
    claim: &str,
    now: Instant,
    until: Instant,
    limit: i64,
) -> sqlx::Result<Vec<Claimed>> {
    sqlx::query(
        "UPDATE deliveries SET claim = $1, due_at = $2, attempts = attempts + 1, attempted_at = $3
         WHERE state = 'pending' AND due_at <= $4 AND id IN (
           SELECT id FROM (
             SELECT d.id, d.due_at,
               ROW_NUMBER() OVER (PARTITION BY d.subscription ORDER BY d.due_at, d.id) + (
                 SELECT COUNT(*) FROM deliveries b WHERE b.subscription = d.subscription
                 AND b.state = 'pending' AND b.claim IS NOT NULL AND b.due_at > $5
               ) AS place
             FROM deliveries d JOIN subscriptions s ON s.id = d.subscription
             WHERE d.state = 'pending' AND d.due_at <= $6 AND s.state = 'active'
           ) AS due
           WHERE place <= $7 ORDER BY due_at, id LIMIT $8
         )",
    )
    .bind(claim)
    .bind(until.0)
    .bind(now.0)
    .bind(now.0)
    .bind(now.0)
    .bind(now.0)
    .bind(MOST_AT_ONCE)
    .bind(limit)
    .execute(&mut *on)
    .await?;
    let rows = sqlx::query(
        "SELECT d.id, d.claim, d.attempts, d.event, o.kind, o.body, o.created_at, d.subscription,
           s.target, s.secret, s.previous_secret, s.previous_until
         FROM deliveries d JOIN outbox o ON o.id = d.event JOIN subscriptions s ON s.id = d.subscription
         WHERE d.claim = $1 ORDER BY d.id",
    )
    .bind(claim)
    .fetch_all(on)
    .await?;
    rows.iter().map(claimed).collect()
}

/// Says how an attempt went. That something has arrived counts also when the claim has ended meanwhile; anything
/// else only while nobody else has claimed it.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(
    on: &mut AnyConnection,
    claimed: &Claimed,
    outcome: &Outcome,
    now: Instant,
) -> sqlx::Result<()> {
    let (state, due_at, delivered_at) = match outcome.next {
        Next::Delivered => ("delivered", now, Some(now.0)),
        Next::Again(due_at) => ("pending", due_at, None),
        Next::Dead => ("dead", now, None),
    };
    sqlx::query(
        "UPDATE deliveries SET state = $1, due_at = $2, delivered_at = $3, status = $4, answer = $5, claim = NULL
         WHERE id = $6 AND (claim = $7 OR ($8 = 'delivered' AND state = 'pending'))",
    )
    .bind(state)
    .bind(due_at.0)
    .bind(delivered_at)
    .bind(outcome.status.map(i64::from))
    .bind(outcome.answer.as_str())
    .bind(&claimed.id)
    .bind(&claimed.claim)
    .bind(state)
    .execute(on)
    .await?;
    Ok(())
}

fn claimed(row: &AnyRow) -> sqlx::Result<Claimed> {
    Ok(Claimed {
        id: row.try_get("id")?,
        claim: row.try_get("claim")?,
        attempt: row.try_get("attempts")?,
        event: row.try_get("event")?,
        kind: row.try_get("kind")?,
        body: row.try_get("body")?,
        happened_at: row.try_get("created_at")?,
        subscription: row.try_get("subscription")?,
        target: row.try_get("target")?,
        secret: row.try_get("secret")?,
        previous_secret: row.try_get("previous_secret")?,
        previous_until: row.try_get("previous_until")?,
    })
}
