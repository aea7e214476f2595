//! Configurations as rows: written as often as wanted, completed once.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// A stored configuration.
#[derive(Clone, Debug)]
pub struct ConfigurationRow {
    /// Its id.
    pub id: String,
    /// For which catalog.
    pub catalog: String,
    /// The order as it came.
    pub document: String,
    /// The ETag of the order.
    pub tag: String,
    /// The revision that priced it; none until it is completed.
    pub revision: Option<i64>,
    /// The order with its quote; none until it is completed.
    pub claim: Option<String>,
    /// The id of the token that made it.
    pub token: String,
    /// When it was begun.
    pub created_at: i64,
    /// When it was last written.
    pub updated_at: i64,
    /// When it was completed.
    pub completed_at: Option<i64>,
}

const COLUMNS: &str =
    "id, catalog, document, tag, revision, claim, token, created_at, updated_at, completed_at";

/// The configuration with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<ConfigurationRow>> {
    let text = format!("SELECT {COLUMNS} FROM configurations WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(configuration).transpose()
}

/// Configurations of a catalog by id, those after `after`.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    on: &mut AnyConnection,
    catalog: &str,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<ConfigurationRow>> {
    let text = format!(
        "SELECT {COLUMNS} FROM configurations WHERE catalog = $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(catalog)
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(configuration).collect()
}

/// Writes a configuration, if what is there is still what was seen: has the tag `seen`, or is not
/// there where nothing was seen. One that is completed or belongs to another catalog is left alone. Says
/// whether it did.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    on: &mut AnyConnection,
    row: &ConfigurationRow,
    seen: Option<&str>,
) -> sqlx::Result<bool> {
    let text = format!(
        "INSERT INTO configurations ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET document = excluded.document, tag = excluded.tag,
         revision = excluded.revision, claim = excluded.claim, updated_at = excluded.updated_at,
         completed_at = excluded.completed_at
         WHERE configurations.completed_at IS NULL AND configurations.catalog = excluded.catalog
         AND configurations.tag = $11"
    );
    let done = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(&row.id)
        .bind(&row.catalog)
        .bind(&row.document)
        .bind(&row.tag)
        .bind(row.revision)
        .bind(row.claim.as_deref())
        .bind(&row.token)
        .bind(row.created_at)
        .bind(row.updated_at)
        .bind(row.completed_at)
        .bind(seen.unwrap_or_default())
        .execute(on)
        .await?;
    Ok(done.rows_affected() == 1)
}

fn configuration(row: &AnyRow) -> sqlx::Result<ConfigurationRow> {
    Ok(ConfigurationRow {
        id: row.try_get("id")?,
        catalog: row.try_get("catalog")?,
        document: row.try_get("document")?,
        tag: row.try_get("tag")?,
        revision: row.try_get("revision")?,
        claim: row.try_get("claim")?,
        token: row.try_get("token")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        completed_at: row.try_get("completed_at")?,
    })
}
