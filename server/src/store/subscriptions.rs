//! Subscriptions to events as rows.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::epochs::{self, Kept};
use super::event::EventKind;

/// How a subscription stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is told.
    Active,
    /// Nothing is recorded or delivered; what was pending waits.
    Paused,
    /// The target has answered that it is gone for good.
    Gone,
}

impl State {
    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Gone => "gone",
        }
    }

    /// Reads a state; what is not known is not told.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "gone" => Self::Gone,
            _ => Self::Paused,
        }
    }
}

/// A subscription. Lists are words with spaces between.
#[derive(Clone, Debug)]
pub struct SubscriptionRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The address that is told.
    pub target: String,
    /// What it wants to know.
    pub kinds: String,
    /// About which catalogs; empty is all.
    pub catalogs: String,
    /// From which amount on `price.threshold_reached` is told.
    pub threshold_amount: Option<String>,
    /// In which currency.
    pub threshold_currency: Option<String>,
    /// How it stands.
    pub state: State,
    /// What signs.
    pub secret: String,
    /// What signed before, and does so beside the new one for a while.
    pub previous_secret: Option<String>,
    /// How long.
    pub previous_until: Option<i64>,
    /// Rises with every change.
    pub version: i64,
    /// The id of the token that made it.
    pub token: String,
    /// When it was made.
    pub created_at: i64,
    /// When it was changed.
    pub updated_at: i64,
}

impl SubscriptionRow {
    /// Whether it wants to know this.
    #[must_use]
    pub fn wants(&self, kind: EventKind, catalog: &str) -> bool {
        let has = |list: &str, word: &str| list.split_whitespace().any(|it| it == word);
        has(&self.kinds, kind.as_str())
            && (self.catalogs.is_empty() || has(&self.catalogs, catalog))
    }
}

const COLUMNS: &str = "id, label, target, kinds, catalogs, threshold_amount, threshold_currency, state, secret, previous_secret, previous_until, version, token, created_at, updated_at";

/// Those that are told.
///
/// # Errors
/// When the database does not answer.
pub async fn active(on: &mut AnyConnection) -> sqlx::Result<Vec<SubscriptionRow>> {
    let text = format!("SELECT {COLUMNS} FROM subscriptions WHERE state = 'active' ORDER BY id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_all(on).await?;
    rows.iter().map(subscription).collect()
}

/// Those after `after`, by id.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    on: &mut AnyConnection,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<SubscriptionRow>> {
    let text = format!("SELECT {COLUMNS} FROM subscriptions WHERE id > $1 ORDER BY id LIMIT $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(after)
        .bind(limit)
        .fetch_all(on)
        .await?;
    rows.iter().map(subscription).collect()
}

/// The subscription with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<SubscriptionRow>> {
    let text = format!("SELECT {COLUMNS} FROM subscriptions WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(subscription).transpose()
}

/// How many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(on: &mut AnyConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COUNT(*) FROM subscriptions")
        .fetch_one(on)
        .await
}

/// Writes a subscription: a new one with version 1, any other in place of the version before; says whether that
/// one was there.
///
/// # Errors
/// When the database does not answer.
pub async fn write(on: &mut AnyConnection, row: &SubscriptionRow) -> sqlx::Result<bool> {
    let text = format!(
        "INSERT INTO subscriptions ({COLUMNS})
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE SET label = excluded.label, target = excluded.target,
         kinds = excluded.kinds, catalogs = excluded.catalogs,
         threshold_amount = excluded.threshold_amount, threshold_currency = excluded.threshold_currency,
         state = excluded.state, secret = excluded.secret, previous_secret = excluded.previous_secret,
         previous_until = excluded.previous_until, version = excluded.version,
         updated_at = excluded.updated_at
         WHERE subscriptions.version = excluded.version - 1"
    );
    let done = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(&row.id)
        .bind(&row.label)
        .bind(&row.target)
        .bind(&row.kinds)
        .bind(&row.catalogs)
        .bind(row.threshold_amount.as_deref())
        .bind(row.threshold_currency.as_deref())
        .bind(row.state.as_str())
        .bind(&row.secret)
        .bind(row.previous_secret.as_deref())
        .bind(row.previous_until)
        .bind(row.version)
        .bind(&row.token)
        .bind(row.created_at)
        .bind(row.updated_at)
        .execute(on)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a subscription as gone for good.
///
/// # Errors
/// When the database does not answer.
pub async fn gone(on: &mut AnyConnection, id: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE subscriptions SET state = 'gone', version = version + 1, updated_at = $2
         WHERE id = $1 AND state = 'active'",
    )
    .bind(id)
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}

/// Deletes a subscription with all its deliveries, if it is of this version; says whether it was.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(on: &mut AnyConnection, id: &str, version: i64) -> sqlx::Result<bool> {
    // nobody claims its deliveries meanwhile
    epochs::begin(on, Kept::Deliveries).await?;
    let done = sqlx::query("DELETE FROM subscriptions WHERE id = $1 AND version = $2")
        .bind(id)
        .bind(version)
        .execute(&mut *on)
        .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM deliveries WHERE subscription = $1")
        .bind(id)
        .execute(on)
        .await?;
    Ok(true)
}

fn subscription(row: &AnyRow) -> sqlx::Result<SubscriptionRow> {
    Ok(SubscriptionRow {
        id: row.try_get("id")?,
        label: row.try_get("label")?,
        target: row.try_get("target")?,
        kinds: row.try_get("kinds")?,
        catalogs: row.try_get("catalogs")?,
        threshold_amount: row.try_get("threshold_amount")?,
        threshold_currency: row.try_get("threshold_currency")?,
        state: State::parse(row.try_get("state")?),
        secret: row.try_get("secret")?,
        previous_secret: row.try_get("previous_secret")?,
        previous_until: row.try_get("previous_until")?,
        version: row.try_get("version")?,
        token: row.try_get("token")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}
