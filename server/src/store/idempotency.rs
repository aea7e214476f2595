//! Answers to requests that may be repeated, as rows.

use sqlx::{AnyConnection, Row as _};

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// A hash of token, method, path and key.
    pub id: String,
    /// A hash of what was sent.
    pub request: String,
    /// The status.
    pub status: i64,
    /// The ETag.
    pub tag: Option<String>,
    /// Where the new resource is.
    pub location: Option<String>,
    /// The JSON.
    pub body: String,
}

/// The answer of this id that was given since an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str, since: i64) -> sqlx::Result<Option<AnswerRow>> {
    let row = sqlx::query(
        "SELECT id, request, status, tag, location, body FROM idempotency WHERE id = $1 AND created_at >= $2",
    )
    .bind(id)
    .bind(since)
    .fetch_optional(on)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(AnswerRow {
        id: row.try_get("id")?,
        request: row.try_get("request")?,
        status: row.try_get("status")?,
        tag: row.try_get("tag")?,
        location: row.try_get("location")?,
        body: row.try_get("body")?,
    }))
}

/// Keeps an answer, and forgets those from before an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    on: &mut AnyConnection,
    row: &AnswerRow,
    now: i64,
    since: i64,
) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM idempotency WHERE created_at < $1")
        .bind(since)
        .execute(&mut *on)
        .await?;
    sqlx::query(
        "INSERT INTO idempotency (id, request, status, tag, location, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&row.id)
    .bind(&row.request)
    .bind(row.status)
    .bind(row.tag.as_deref())
    .bind(row.location.as_deref())
    .bind(&row.body)
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}
