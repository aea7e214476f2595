//! Whole numbers as ids, as rows. What they are the numbers of is not known here.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// What numbers are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Parts of catalogs.
    Parts,
    /// Price groups.
    PriceGroups,
}

/// A number and the part that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRow {
    /// The number.
    pub number: i64,
    /// The catalog.
    pub catalog: String,
    /// What kind of part it is.
    pub kind: String,
    /// Its component; the part itself where it is one.
    pub component: String,
    /// Its feature, for options.
    pub feature: String,
    /// Its own id.
    pub id: String,
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::Parts => "parts",
            Self::PriceGroups => "price_groups",
        }
    }
}

/// Takes `count` numbers and gives the last of them. Whoever else takes some waits until the change is
/// committed, so also with a count of 0 this is the way to be alone.
///
/// # Errors
/// When the database does not answer.
pub async fn take(on: &mut AnyConnection, counter: Counter, count: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value")
        .bind(counter.name())
        .bind(count)
        .fetch_one(on)
        .await
}

/// All numbers of a catalog.
///
/// # Errors
/// When the database does not answer.
pub async fn of(on: &mut AnyConnection, catalog: &str) -> sqlx::Result<Vec<NumberRow>> {
    let rows = sqlx::query("SELECT * FROM numbers WHERE catalog = $1 ORDER BY number")
        .bind(catalog)
        .fetch_all(on)
        .await?;
    rows.iter().map(number).collect()
}

/// The part with this number.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, number: i64) -> sqlx::Result<Option<NumberRow>> {
    let row = sqlx::query("SELECT * FROM numbers WHERE number = $1")
        .bind(number)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(self::number).transpose()
}

/// Gives a part its number.
///
/// # Errors
/// When the database does not answer.
pub async fn add(on: &mut AnyConnection, row: &NumberRow) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO numbers (number, catalog, kind, component, feature, id) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(row.number)
    .bind(&row.catalog)
    .bind(&row.kind)
    .bind(&row.component)
    .bind(&row.feature)
    .bind(&row.id)
    .execute(on)
    .await?;
    Ok(())
}

/// Takes a number away: a later part of the same id is another one.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(on: &mut AnyConnection, number: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM numbers WHERE number = $1")
        .bind(number)
        .execute(on)
        .await?;
    Ok(())
}

fn number(row: &AnyRow) -> sqlx::Result<NumberRow> {
    Ok(NumberRow {
        number: row.try_get("number")?,
        catalog: row.try_get("catalog")?,
        kind: row.try_get("kind")?,
        component: row.try_get("component")?,
        feature: row.try_get("feature")?,
        id: row.try_get("id")?,
    })
}
