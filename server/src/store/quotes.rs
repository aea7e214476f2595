//! Quotes as rows. They are never changed.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// A stored quote.
#[derive(Clone, Debug)]
pub struct QuoteRow {
    /// Its id, which nobody can guess.
    pub id: String,
    /// By which catalog.
    pub catalog: String,
    /// By which revision of it.
    pub revision: i64,
    /// The order with its quote.
    pub claim: String,
    /// The order's amount.
    pub amount: String,
    /// Its currency.
    pub currency: String,
    /// The client's own name for it.
    pub reference: Option<String>,
    /// The id of the token that made it.
    pub token: String,
    /// When.
    pub created_at: i64,
    /// The end of the time for which the price holds.
    pub held_until: i64,
}

const COLUMNS: &str =
    "id, catalog, revision, claim, amount, currency, reference, token, created_at, held_until";

/// Adds a quote.
///
/// # Errors
/// When the database does not answer.
pub async fn add(on: &mut AnyConnection, row: &QuoteRow) -> sqlx::Result<()> {
    let text =
        format!("INSERT INTO quotes ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(&row.id)
        .bind(&row.catalog)
        .bind(row.revision)
        .bind(&row.claim)
        .bind(&row.amount)
        .bind(&row.currency)
        .bind(row.reference.as_deref())
        .bind(&row.token)
        .bind(row.created_at)
        .bind(row.held_until)
        .execute(on)
        .await?;
    Ok(())
}

/// The quote with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<QuoteRow>> {
    let text = format!("SELECT {COLUMNS} FROM quotes WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(quote).transpose()
}

/// Quotes of a catalog, the oldest first, those after `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    on: &mut AnyConnection,
    catalog: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<QuoteRow>> {
    let text =
        format!("SELECT {COLUMNS} FROM quotes WHERE catalog = $1 AND id > $2 ORDER BY id LIMIT $3");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(catalog)
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(quote).collect()
}

fn quote(row: &AnyRow) -> sqlx::Result<QuoteRow> {
    Ok(QuoteRow {
        id: row.try_get("id")?,
        catalog: row.try_get("catalog")?,
        revision: row.try_get("revision")?,
        claim: row.try_get("claim")?,
        amount: row.try_get("amount")?,
        currency: row.try_get("currency")?,
        reference: row.try_get("reference")?,
        token: row.try_get("token")?,
        created_at: row.try_get("created_at")?,
        held_until: row.try_get("held_until")?,
    })
}
