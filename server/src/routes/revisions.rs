//! The history of a catalog: revisions, what changed between them, and back to one.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::caller::unknown_catalog;
use crate::auth::{Caller, may};
use crate::live::{Edit, unknown_revision};
use crate::problem::{Answer, Code, Problem};
use crate::store::catalogs::{self, RevisionRow};
use crate::time::Instant;
use crate::web::answer::{JsonText, tagged};
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::CatalogDocument;
use crate::web::to_the_end::to_the_end;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(restore))
}

/// A revision without its document.
#[derive(Debug, Serialize, ToSchema)]
struct RevisionInfo {
    /// Counted from 1.
    revision: i64,
    /// SHA-256 of the canonical form of its document.
    fingerprint: String,
    /// What made it, such as `put`, `publish`, `restore`, `import`.
    origin: String,
    /// The id of the token that made it.
    token: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
}

impl From<RevisionRow> for RevisionInfo {
    fn from(row: RevisionRow) -> Self {
        Self {
            revision: row.number,
            fingerprint: row.fingerprint,
            origin: row.origin,
            token: row.token,
            created_at: Instant(row.created_at).text(),
        }
    }
}

/// List revisions
///
/// The newest first.
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/revisions", tag = "history",
    params(("id" = String, Path, description = "the catalog"), PageQuery),
    responses((status = 200, description = "a page of revisions", body = Page<RevisionInfo>)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<RevisionInfo>>> {
    caller.check(&id)?;
    let limit = query.limit()?;
    let before = match query.after()? {
        "" => i64::MAX,
        after => after.parse().map_err(|_| {
            Problem::of(
                Code::InvalidQuery,
                "`after`: expected `next` of the page before",
            )
        })?,
    };
    let mut on = app.store.read().await?;
    if catalogs::one(&mut on, &id).await?.is_none() {
        return Err(unknown_catalog(&id));
    }
    let rows = catalogs::revisions(&mut on, &id, before, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.number.to_string());
    Ok(Json(page.map(RevisionInfo::from)))
}

/// Read the document of a revision
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/revisions/{revision}", tag = "history",
    params(("id" = String, Path, description = "the catalog"), ("revision" = i64, Path, description = "its number", minimum = 1)),
    responses((status = 200, description = "the catalog document", body = CatalogDocument, content_type = "application/json")),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path((Id(id), number)): Path<(Id, i64)>,
) -> Answer<Response> {
    caller.check(&id)?;
    let mut on = app.store.read().await?;
    let row = catalogs::revision_at(&mut on, &id, number).await?;
    let document = catalogs::document(&mut on, &id, number).await?;
    let (row, document) = row
        .zip(document)
        .ok_or_else(|| unknown_revision(&id, number))?;
    let mut response = tagged(&row.fingerprint, JsonText(document)).into_response();
    // it never changes; only who may read it keeps it from shared caches
    let cached = HeaderValue::from_static("private, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, cached);
    Ok(response)
}

/// Roll back to a revision
///
/// Its document is published again, as the newest revision.
#[utoipa::path(
    post, path = "/v1/catalogs/{id}/revisions/{revision}/restore", tag = "history",
    params(("id" = String, Path, description = "the catalog"), ("revision" = i64, Path, description = "its number", minimum = 1), IdempotencyKey),
    responses(
        (status = 200, description = "its document is live", body = super::catalogs::PublishedInfo),
        (status = 201, description = "its document is live, where nothing was", body = super::catalogs::PublishedInfo)
    ),
    security(("token" = ["catalogs:write"]))
)]
async fn restore(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((Id(id), number)): Path<(Id, i64)>,
    precondition: Precondition,
    key: IdempotencyKey,
) -> Answer<Response> {
    caller.check(&id)?;
    let compiled = app.live.past.revision(&app.store, &id, number).await?;
    let repeatable = key.of(&caller.principal, "");
    to_the_end(async move {
        let mut edit = Edit::begin(&app, &id).await?;
        // before the precondition, which the first request has made false
        if let Some(answer) = repeatable.begin(edit.on()).await? {
            return Ok(answer);
        }
        precondition.check(edit.fingerprint())?;
        let published = edit.store(&compiled, "restore", caller.token()).await?;
        let told = published.told()?;
        repeatable.keep(edit.on(), &told).await?;
        edit.commit().await?;
        Ok(told.into_response())
    })
    .await
}
