//! Answers to requests that may be repeated, as rows.

use sqlx::{AnyConnection, Row as _};

use crate::time::Instant;

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// A hash of what was sent.
    pub request: String,
    /// The status.
    pub status: i64,
    /// The media type; empty where there is no body.
    pub kind: String,
    /// The ETag.
    pub tag: Option<String>,
    /// Where the new resource is.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

/// The answer of this id that was given since an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn one(
    on: &mut AnyConnection,
    id: &str,
    since: Instant,
) -> sqlx::Result<Option<AnswerRow>> {
    let row = sqlx::query(
        "SELECT request, status, kind, tag, location, body FROM idempotency WHERE id = $1 AND created_at >= $2",
    )
    .bind(id)
    .bind(since.0)
    .fetch_optional(on)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(AnswerRow {
        request: row.try_get("request")?,
        status: row.try_get("status")?,
        kind: row.try_get("kind")?,
        tag: row.try_get("tag")?,
        location: row.try_get("location")?,
        body: row.try_get("body")?,
    }))
}

/// Takes an id for a change that has begun; says whether nobody has it. Whoever takes the same one meanwhile waits until
/// that change is stored or given up. An answer from before `since` is forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn take(
    on: &mut AnyConnection,
    id: &str,
    request: &str,
    (now, since): (Instant, Instant),
) -> sqlx::Result<bool> {
    sqlx::query("DELETE FROM idempotency WHERE id = $1 AND created_at < $2")
        .bind(id)
        .bind(since.0)
        .execute(&mut *on)
        .await?;
    let taken = sqlx::query(
        "INSERT INTO idempotency (id, request, status, kind, body, created_at) VALUES ($1, $2, 0, '', '', $3)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(request)
    .bind(now.0)
    .execute(on)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Keeps the answer of an id that was taken in the same change.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(on: &mut AnyConnection, id: &str, row: &AnswerRow) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE idempotency SET status = $2, kind = $3, tag = $4, location = $5, body = $6 WHERE id = $1",
    )
    .bind(id)
    .bind(row.status)
    .bind(&row.kind)
    .bind(row.tag.as_deref())
    .bind(row.location.as_deref())
    .bind(&row.body)
    .execute(on)
    .await?;
    Ok(())
}

/// Forgets the answers from before an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(on: &mut AnyConnection, before: Instant) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE created_at < $1")
        .bind(before.0)
        .execute(on)
        .await?;
    Ok(())
}
