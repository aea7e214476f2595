//! What a token or a client may do, as columns that both tables have.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Row as _};

/// What a token, or the tokens of a client, may do. Lists are words with spaces between.
#[derive(Clone, Debug)]
pub struct Rights {
    /// What people call it.
    pub label: String,
    /// What it may do.
    pub scopes: String,
    /// For which catalogs; empty is all.
    pub catalogs: String,
    /// From which networks; empty is any.
    pub networks: String,
    /// For pages of which origins; empty is none.
    pub origins: String,
    /// What stands in every binding order: an order without items, as JSON; empty is nothing.
    pub fixed_order: String,
    /// Inputs that buyers choose.
    pub buyer_inputs: String,
    /// How often in a minute; all tokens of a client together.
    pub requests_per_minute: i64,
}

/// The names of the columns, in the order of [`bind`].
macro_rules! columns {
    () => {
        "label, scopes, catalogs, networks, origins, fixed_order, buyer_inputs, requests_per_minute"
    };
}
pub(super) use columns;

/// Reads them.
///
/// # Errors
/// When a column is not there.
pub(super) fn read(row: &AnyRow) -> sqlx::Result<Rights> {
    Ok(Rights {
        label: row.try_get("label")?,
        scopes: row.try_get("scopes")?,
        catalogs: row.try_get("catalogs")?,
        networks: row.try_get("networks")?,
        origins: row.try_get("origins")?,
        fixed_order: row.try_get("fixed_order")?,
        buyer_inputs: row.try_get("buyer_inputs")?,
        requests_per_minute: row.try_get("requests_per_minute")?,
    })
}

/// Gives them to a statement.
pub(super) fn bind<'q>(
    statement: Query<'q, Any, AnyArguments>,
    rights: &'q Rights,
) -> Query<'q, Any, AnyArguments> {
    statement
        .bind(&rights.label)
        .bind(&rights.scopes)
        .bind(&rights.catalogs)
        .bind(&rights.networks)
        .bind(&rights.origins)
        .bind(&rights.fixed_order)
        .bind(&rights.buyer_inputs)
        .bind(rights.requests_per_minute)
}
