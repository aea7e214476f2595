//! Price groups of Simplio3D as rows: which parts of a catalog they became, and what they were sent as.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// A price group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceGroupRow {
    /// Its number.
    pub number: i64,
    /// The catalog.
    pub catalog: String,
    /// The id of its component.
    pub component: String,
    /// The parts that it became, in words: `group:id`, `feature:id`.
    pub parts: String,
    /// What was sent; empty where the catalog had it first.
    pub source: String,
    /// Of the parts, when they were written.
    pub tag: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was changed.
    pub updated_at: i64,
}

/// All price groups of a catalog.
///
/// # Errors
/// When the database does not answer.
pub async fn of(on: &mut AnyConnection, catalog: &str) -> sqlx::Result<Vec<PriceGroupRow>> {
    let rows = sqlx::query("SELECT * FROM price_groups WHERE catalog = $1 ORDER BY number")
        .bind(catalog)
        .fetch_all(on)
        .await?;
    rows.iter().map(group).collect()
}

/// The price group with this number.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, number: i64) -> sqlx::Result<Option<PriceGroupRow>> {
    let row = sqlx::query("SELECT * FROM price_groups WHERE number = $1")
        .bind(number)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(group).transpose()
}

/// Keeps a price group, instead of the one with its number where there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(on: &mut AnyConnection, row: &PriceGroupRow) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO price_groups (number, catalog, component, parts, source, tag, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (number) DO UPDATE SET parts = excluded.parts, source = excluded.source, tag = excluded.tag,
         updated_at = excluded.updated_at",
    )
    .bind(row.number)
    .bind(&row.catalog)
    .bind(&row.component)
    .bind(&row.parts)
    .bind(&row.source)
    .bind(&row.tag)
    .bind(row.created_at)
    .bind(row.updated_at)
    .execute(on)
    .await?;
    Ok(())
}

/// Takes a price group away.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(on: &mut AnyConnection, number: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM price_groups WHERE number = $1")
        .bind(number)
        .execute(on)
        .await?;
    Ok(())
}

fn group(row: &AnyRow) -> sqlx::Result<PriceGroupRow> {
    Ok(PriceGroupRow {
        number: row.try_get("number")?,
        catalog: row.try_get("catalog")?,
        component: row.try_get("component")?,
        parts: row.try_get("parts")?,
        source: row.try_get("source")?,
        tag: row.try_get("tag")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}
