//! Epochs: numbers that rise with every change of what instances keep in memory.

use sqlx::{AnyConnection, Row as _};

/// What instances keep in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Plans of live catalogs.
    Catalogs,
    /// What tokens may do.
    Tokens,
    /// Nothing: claims of deliveries wait for each other at this number.
    Deliveries,
}

/// The numbers at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Epochs {
    /// Of catalogs.
    pub catalogs: i64,
    /// Of tokens.
    pub tokens: i64,
}

impl Kept {
    const fn name(self) -> &'static str {
        match self {
            Self::Catalogs => "catalogs",
            Self::Tokens => "tokens",
            Self::Deliveries => "deliveries",
        }
    }
}

/// The numbers now.
///
/// # Errors
/// When the database does not answer.
pub async fn read(on: &mut AnyConnection) -> sqlx::Result<Epochs> {
    let rows = sqlx::query("SELECT name, value FROM epochs")
        .fetch_all(on)
        .await?;
    let mut epochs = Epochs::default();
    for row in rows {
        let value = row.try_get("value")?;
        match row.try_get::<&str, _>("name")? {
            "catalogs" => epochs.catalogs = value,
            "tokens" => epochs.tokens = value,
            _ => {}
        }
    }
    Ok(epochs)
}

/// Begins a new epoch and gives its number. Changes of the same kind wait for each other from here on, so
/// what is read afterwards in the same change stays as it is until it is committed.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(on: &mut AnyConnection, kept: Kept) -> sqlx::Result<i64> {
    sqlx::query_scalar("UPDATE epochs SET value = value + 1 WHERE name = $1 RETURNING value")
        .bind(kept.name())
        .fetch_one(on)
        .await
}
