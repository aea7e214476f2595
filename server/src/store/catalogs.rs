//! Catalogs and their revisions as rows. What a document means is not known here.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::time::Instant;

/// A catalog without its documents.
#[derive(Clone, Debug)]
pub struct CatalogRow {
    /// Its id in paths.
    pub id: String,
    /// The revision that prices; none once it is withdrawn.
    pub live: Option<i64>,
    /// The fingerprint of that revision.
    pub fingerprint: Option<String>,
    /// The ETag of the draft, where there is one.
    pub draft_tag: Option<String>,
    /// When the first document came.
    pub created_at: i64,
}

/// A revision without its document.
#[derive(Clone, Debug)]
pub struct RevisionRow {
    /// Counted from 1.
    pub number: i64,
    /// Of its document.
    pub fingerprint: String,
    /// What made it: `put`, `publish`, `restore`, `import`, or a resource.
    pub origin: String,
    /// The id of the token that made it.
    pub token: Option<String>,
    /// When.
    pub created_at: i64,
}

/// A new revision.
#[derive(Clone, Copy, Debug)]
pub struct NewRevision<'a> {
    /// The catalog.
    pub catalog: &'a str,
    /// One above the newest.
    pub number: i64,
    /// The catalog document.
    pub document: &'a str,
    /// Of the document.
    pub fingerprint: &'a str,
    /// See [`RevisionRow`].
    pub origin: &'a str,
    /// The id of the token that makes it.
    pub token: &'a str,
}

const COLUMNS: &str = "id, live, fingerprint, draft_tag, created_at";

/// The catalog of this id, withdrawn or not.
///
/// # Errors
/// When the database does not answer.
pub async fn one(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<CatalogRow>> {
    let text = format!("SELECT {COLUMNS} FROM catalogs WHERE id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(id)
        .fetch_optional(on)
        .await?;
    row.as_ref().map(catalog).transpose()
}

/// Catalogs by id, those after `after`; only those in `among`, where it names any.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    on: &mut AnyConnection,
    among: &[String],
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<CatalogRow>> {
    let places: Vec<String> = (3..).take(among.len()).map(|it| format!("${it}")).collect();
    let only = match places.is_empty() {
        true => String::new(),
        false => format!("AND id IN ({})", places.join(", ")),
    };
    let text = format!("SELECT {COLUMNS} FROM catalogs WHERE id > $1 {only} ORDER BY id LIMIT $2");
    let mut query = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(after)
        .bind(limit);
    for id in among {
        query = query.bind(id.as_str());
    }
    let rows = query.fetch_all(on).await?;
    rows.iter().map(catalog).collect()
}

/// Catalogs that changed after an epoch.
///
/// # Errors
/// When the database does not answer.
pub async fn changed_since(on: &mut AnyConnection, epoch: i64) -> sqlx::Result<Vec<CatalogRow>> {
    let text = format!("SELECT {COLUMNS} FROM catalogs WHERE epoch > $1");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind(epoch)
        .fetch_all(on)
        .await?;
    rows.iter().map(catalog).collect()
}

/// The document of a revision.
///
/// # Errors
/// When the database does not answer.
pub async fn document(
    on: &mut AnyConnection,
    catalog: &str,
    number: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT document FROM revisions WHERE catalog = $1 AND number = $2")
        .bind(catalog)
        .bind(number)
        .fetch_optional(on)
        .await
}

/// Revisions, the newest first, those before `before`.
///
/// # Errors
/// When the database does not answer.
pub async fn revisions(
    on: &mut AnyConnection,
    catalog: &str,
    before: i64,
    limit: i64,
) -> sqlx::Result<Vec<RevisionRow>> {
    let rows = sqlx::query(
        "SELECT number, fingerprint, origin, token, created_at FROM revisions
         WHERE catalog = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
    )
    .bind(catalog)
    .bind(before)
    .bind(limit)
    .fetch_all(on)
    .await?;
    rows.iter().map(revision).collect()
}

/// One revision without its document.
///
/// # Errors
/// When the database does not answer.
pub async fn revision_at(
    on: &mut AnyConnection,
    catalog: &str,
    number: i64,
) -> sqlx::Result<Option<RevisionRow>> {
    let found = revisions(on, catalog, number.saturating_add(1), 1).await?;
    Ok(found.into_iter().find(|it| it.number == number))
}

/// The number of the newest revision, 0 where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(on: &mut AnyConnection, catalog: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM revisions WHERE catalog = $1")
        .bind(catalog)
        .fetch_one(on)
        .await
}

/// Adds a revision and makes it the live one.
///
/// # Errors
/// When the database does not answer.
pub async fn publish(on: &mut AnyConnection, new: NewRevision<'_>, epoch: i64) -> sqlx::Result<()> {
    let now = Instant::now().0;
    sqlx::query(
        "INSERT INTO revisions (catalog, number, document, fingerprint, origin, token, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.catalog)
    .bind(new.number)
    .bind(new.document)
    .bind(new.fingerprint)
    .bind(new.origin)
    .bind(new.token)
    .bind(now)
    .execute(&mut *on)
    .await?;
    sqlx::query(
        "INSERT INTO catalogs (id, live, fingerprint, epoch, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET live = excluded.live, fingerprint = excluded.fingerprint,
         epoch = excluded.epoch",
    )
    .bind(new.catalog)
    .bind(new.number)
    .bind(new.fingerprint)
    .bind(epoch)
    .bind(now)
    .execute(on)
    .await?;
    Ok(())
}

/// Takes a catalog out of service; its revisions stay.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(on: &mut AnyConnection, id: &str, epoch: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE catalogs SET live = NULL, fingerprint = NULL, epoch = $2 WHERE id = $1")
        .bind(id)
        .bind(epoch)
        .execute(on)
        .await?;
    Ok(())
}

/// A draft's text and when it was written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The document as it came, with faults or without.
    pub document: String,
    /// Its ETag.
    pub tag: String,
    /// When it was written.
    pub at: i64,
    /// The live revision when it was begun.
    pub base: Option<i64>,
}

/// The draft of a catalog.
///
/// # Errors
/// When the database does not answer.
pub async fn draft(on: &mut AnyConnection, id: &str) -> sqlx::Result<Option<Draft>> {
    let row = sqlx::query(
        "SELECT draft, draft_tag, draft_at, draft_base FROM catalogs WHERE id = $1 AND draft IS NOT NULL",
    )
    .bind(id)
    .fetch_optional(on)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Draft {
        document: row.try_get("draft")?,
        tag: row.try_get("draft_tag")?,
        at: row.try_get("draft_at")?,
        base: row.try_get("draft_base")?,
    }))
}

/// Keeps a draft beside the live revision, instead of the one before; `None` takes it away.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_draft(
    on: &mut AnyConnection,
    id: &str,
    draft: Option<&Draft>,
    epoch: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO catalogs (id, draft, draft_tag, draft_at, draft_base, epoch, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET draft = excluded.draft, draft_tag = excluded.draft_tag,
         draft_at = excluded.draft_at, draft_base = excluded.draft_base, epoch = excluded.epoch",
    )
    .bind(id)
    .bind(draft.map(|it| it.document.as_str()))
    .bind(draft.map(|it| it.tag.as_str()))
    .bind(draft.map(|it| it.at))
    .bind(draft.and_then(|it| it.base))
    .bind(epoch)
    .bind(Instant::now().0)
    .execute(on)
    .await?;
    Ok(())
}

fn catalog(row: &AnyRow) -> sqlx::Result<CatalogRow> {
    Ok(CatalogRow {
        id: row.try_get("id")?,
        live: row.try_get("live")?,
        fingerprint: row.try_get("fingerprint")?,
        draft_tag: row.try_get("draft_tag")?,
        created_at: row.try_get("created_at")?,
    })
}

fn revision(row: &AnyRow) -> sqlx::Result<RevisionRow> {
    Ok(RevisionRow {
        number: row.try_get("number")?,
        fingerprint: row.try_get("fingerprint")?,
        origin: row.try_get("origin")?,
        token: row.try_get("token")?,
        created_at: row.try_get("created_at")?,
    })
}
