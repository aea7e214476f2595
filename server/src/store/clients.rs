//! OAuth clients as rows. The secret itself is never here: only its SHA-256.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::rights::{self, Rights};

/// A client without its secret.
#[derive(Clone, Debug)]
pub struct ClientRow {
    /// Its id.
    pub id: String,
    /// SHA-256 of its secret, in hex.
    pub secret_hash: String,
    /// What its tokens may do.
    pub rights: Rights,
    /// How long its tokens last.
    pub token_seconds: i64,
    /// When it was made.
    pub created_at: i64,
}

const COLUMNS: &str = concat!(
    "id, secret_hash, ",
    rights::columns!(),
    ", token_seconds, created_at"
);

/// Adds a client.
///
/// # Errors
/// When the database does not answer.
pub async fn add(on: &mut AnyConnection, row: &ClientRow) -> sqlx::Result<()> {
    let text = format!(
        "INSERT INTO clients ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    let statement = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(&row.id)
        .bind(&row.secret_hash);
    rights::bind(statement, &row.rights)
        .bind(row.token_seconds)
        .bind(row.created_at)
        .execute(on)
        .await?;
    Ok(())
}

/// The client with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<ClientRow>> {
    let text = format!("SELECT {COLUMNS} FROM clients WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(client).transpose()
}

/// Clients by id, those after `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn page(on: &mut AnyConnection, after: &str, limit: i64) -> sqlx::Result<Vec<ClientRow>> {
    let text = format!("SELECT {COLUMNS} FROM clients WHERE id > $1 ORDER BY id LIMIT $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(client).collect()
}

/// Whether a client is still there with this secret; it stays so until the change is committed.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(on: &mut AnyConnection, id: &str, secret_hash: &str) -> sqlx::Result<bool> {
    // an update that changes nothing: it locks the row on both databases
    let text = "UPDATE clients SET secret_hash = secret_hash WHERE id = $1 AND secret_hash = $2";
    let done = sqlx::query(text)
        .bind(id)
        .bind(secret_hash)
        .execute(on)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a client another secret.
///
/// # Errors
/// When the database does not answer.
pub async fn change_secret(on: &mut AnyConnection, id: &str, hash: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE clients SET secret_hash = $2 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .execute(on)
        .await?;
    Ok(())
}

/// Removes a client and every token that it has; says whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(on: &mut AnyConnection, id: &str) -> sqlx::Result<bool> {
    // the client first: a token that is granted at this moment holds its row, and is there to be removed then
    let done = sqlx::query("DELETE FROM clients WHERE id = $1")
        .bind(id)
        .execute(&mut *on)
        .await?;
    remove_tokens(on, id).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every token of a client.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_tokens(on: &mut AnyConnection, id: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM tokens WHERE client = $1")
        .bind(id)
        .execute(on)
        .await?;
    Ok(())
}

/// Removes tokens of a client that have ended.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_ended(on: &mut AnyConnection, id: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM tokens WHERE client = $1 AND expires_at <= $2")
        .bind(id)
        .bind(now)
        .execute(on)
        .await?;
    Ok(())
}

fn client(row: &AnyRow) -> sqlx::Result<ClientRow> {
    Ok(ClientRow {
        id: row.try_get("id")?,
        secret_hash: row.try_get("secret_hash")?,
        rights: rights::read(row)?,
        token_seconds: row.try_get("token_seconds")?,
        created_at: row.try_get("created_at")?,
    })
}
