//! Whole catalogs: write, read, publish a draft.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::caller::unknown_catalog;
use crate::auth::{Caller, may};
use crate::live::{Edit, Published};
use crate::problem::Answer;
use crate::store::catalogs::{self, CatalogRow};
use crate::time::Instant;
use crate::web::answer::{JsonText, not_modified, tagged};
use crate::web::body::Document;
use crate::web::etag::Precondition;
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::CatalogDocument;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, write, withdraw))
}

/// A catalog without its document.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogInfo {
    /// Its id in paths.
    id: String,
    /// The revision that prices; none once it is withdrawn, or before its draft is published.
    revision: Option<i64>,
    /// SHA-256 of the canonical form of its document.
    fingerprint: Option<String>,
    /// Whether a draft waits.
    has_draft: bool,
    /// When the first document came.
    #[schema(format = DateTime)]
    created_at: String,
}

/// What is live after a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedInfo {
    /// The catalog.
    id: String,
    /// The revision that prices from now on.
    revision: i64,
    /// SHA-256 of the canonical form of its document.
    fingerprint: String,
    /// Whether there is a new revision; the same document again makes none.
    changed: bool,
}

impl From<CatalogRow> for CatalogInfo {
    fn from(row: CatalogRow) -> Self {
        Self {
            id: row.id,
            revision: row.live,
            fingerprint: row.fingerprint,
            has_draft: row.draft_tag.is_some(),
            created_at: Instant(row.created_at).text(),
        }
    }
}

impl Published {
    /// As it is answered; the ETag is the fingerprint.
    ///
    /// # Errors
    /// None that a client can cause.
    pub fn told(&self) -> Answer<Told> {
        let status = if self.is_new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        let info = PublishedInfo {
            id: self.id.clone(),
            revision: self.revision,
            fingerprint: self.fingerprint.clone(),
            changed: self.is_changed,
        };
        Ok(Told::json(status, &info)?.with_tag(&self.fingerprint))
    }
}

/// List catalogs
///
/// Those that the token is for, by id.
#[utoipa::path(
    get, path = "/v1/catalogs", tag = "catalogs", params(PageQuery),
    responses((status = 200, description = "a page of catalogs", body = Page<CatalogInfo>)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Query(query): Query<PageQuery>,
) -> Answer<axum::Json<Page<CatalogInfo>>> {
    let limit = query.limit()?;
    let mut on = app.store.read().await?;
    // by the query, so that `next` names no other catalog either
    let among = caller.principal.catalogs();
    let rows = catalogs::page(&mut on, among, query.after()?, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.id.clone());
    Ok(axum::Json(page.map(CatalogInfo::from)))
}

/// Read the live document of a catalog
#[utoipa::path(
    get, path = "/v1/catalogs/{id}", tag = "catalogs",
    params(("id" = String, Path, description = "the catalog")),
    responses(
        (status = 200, description = "the catalog document; its ETag is the fingerprint", body = CatalogDocument, content_type = "application/json"),
        (status = 304, description = "the client has it")
    ),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<Response> {
    let live = caller.catalog(Some(&id))?;
    if precondition.has_seen(&live.fingerprint) {
        return Ok(not_modified(&live.fingerprint));
    }
    let mut on = app.store.read().await?;
    let document = catalogs::document(&mut on, &id, live.revision).await?;
    let document = document.ok_or_else(|| unknown_catalog(&id))?;
    Ok(tagged(&live.fingerprint, JsonText(document)))
}

/// Write a catalog
///
/// The document is checked whole; without a fault it is live at once, with one nothing has changed. `If-Match`
/// with the fingerprint keeps two editors from overwriting each other, `If-None-Match: *` from overwriting at all.
#[utoipa::path(
    put, path = "/v1/catalogs/{id}", tag = "catalogs",
    params(("id" = String, Path, description = "the catalog")),
    request_body(content = CatalogDocument, description = "a catalog document", content_type = "application/json"),
    responses(
        (status = 200, description = "the catalog is live", body = PublishedInfo),
        (status = 201, description = "the catalog is new and live", body = PublishedInfo)
    ),
    security(("token" = ["catalogs:write"]))
)]
async fn write(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    caller.check(&id)?;
    // compiled before the transaction begins: a faulty document holds nobody up
    let compiled = crate::live::compiled(text).await?;
    to_the_end(async move {
        let edit = Edit::begin_if(&app, &id, &precondition).await?;
        let published = edit
            .publish_compiled(&compiled, "put", caller.token())
            .await?;
        Ok(published.told()?.into_response())
    })
    .await
}

/// Withdraw a catalog
///
/// It prices nothing from now on. Its revisions stay: quotes refer to them, and one can be restored.
#[utoipa::path(
    delete, path = "/v1/catalogs/{id}", tag = "catalogs",
    params(("id" = String, Path, description = "the catalog")),
    responses((status = 204, description = "withdrawn")),
    security(("token" = ["catalogs:write"]))
)]
async fn withdraw(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<StatusCode> {
    caller.check(&id)?;
    to_the_end(async move {
        let mut edit = Edit::begin_if(&app, &id, &precondition).await?;
        if edit.fingerprint().is_none() {
            return Err(unknown_catalog(&id));
        }
        let epoch = edit.epoch();
        catalogs::withdraw(edit.on(), &id, epoch).await?;
        edit.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
