//! Tokens as rows. The token itself is never here: only its SHA-256.

use std::ops::Deref;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::rights::{self, Rights};

/// A token without its secret. Its rights are read as its own.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// By which it is managed; says nothing about the token.
    pub id: String,
    /// What it may do.
    pub rights: Rights,
    /// The OAuth client that it was issued to.
    pub client: Option<String>,
    /// When it was made.
    pub created_at: i64,
    /// When it ends; none is never.
    pub expires_at: Option<i64>,
}

const COLUMNS: &str = concat!(
    "hash, id, ",
    rights::columns!(),
    ", client, created_at, expires_at"
);

impl Deref for TokenRow {
    type Target = Rights;

    fn deref(&self) -> &Rights {
        &self.rights
    }
}

/// The token with this hash.
///
/// # Errors
/// When the database does not answer.
pub async fn by_hash(on: &mut AnyConnection, hash: &str) -> sqlx::Result<Option<TokenRow>> {
    let text = format!("SELECT {COLUMNS} FROM tokens WHERE hash = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(hash)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(token).transpose()
}

/// Whether any token that has not ended may manage tokens.
///
/// # Errors
/// When the database does not answer.
pub async fn has_manager(on: &mut AnyConnection, now: i64) -> sqlx::Result<bool> {
    let count: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM tokens WHERE scopes LIKE '%tokens:manage%' AND (expires_at IS NULL OR expires_at > $1)",
    )
    .bind(now)
    .fetch_one(on)
    .await?;
    Ok(count > 0)
}

/// The token with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<TokenRow>> {
    let text = format!("SELECT {COLUMNS} FROM tokens WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(token).transpose()
}

/// Tokens that were made by hand, by id, those after `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn page(on: &mut AnyConnection, after: &str, limit: i64) -> sqlx::Result<Vec<TokenRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM tokens WHERE id > $1 AND client IS NULL ORDER BY id LIMIT $2"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(token).collect()
}

/// The lists of origins of all tokens, and of all clients, whose tokens may come at any time.
///
/// # Errors
/// When the database does not answer.
pub async fn origins(on: &mut AnyConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT origins FROM tokens WHERE origins <> '' UNION SELECT origins FROM clients WHERE origins <> ''",
    )
    .fetch_all(on)
    .await
}

/// Lets a token end at a time, if it would not end before.
///
/// # Errors
/// When the database does not answer.
pub async fn end_at(on: &mut AnyConnection, id: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE tokens SET expires_at = $2 WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)",
    )
    .bind(id)
    .bind(at)
    .execute(on)
    .await?;
    Ok(())
}

/// Removes a token; says whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(on: &mut AnyConnection, id: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM tokens WHERE id = $1")
        .bind(id)
        .execute(on)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds one.
///
/// # Errors
/// When the database does not answer.
pub async fn add(on: &mut AnyConnection, row: &TokenRow) -> sqlx::Result<()> {
    let text = format!(
        "INSERT INTO tokens ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    );
    let statement = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(&row.hash)
        .bind(&row.id);
    rights::bind(statement, &row.rights)
        .bind(row.client.as_deref())
        .bind(row.created_at)
        .bind(row.expires_at)
        .execute(on)
        .await?;
    Ok(())
}

fn token(row: &AnyRow) -> sqlx::Result<TokenRow> {
    Ok(TokenRow {
        hash: row.try_get("hash")?,
        id: row.try_get("id")?,
        rights: rights::read(row)?,
        client: row.try_get("client")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
    })
}
