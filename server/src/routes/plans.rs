//! Compiled plans as bytes, which pages load: by catalog, always the live one, or by fingerprint, forever the same.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::live::LiveCatalog;
use crate::problem::{Answer, Code, Problem};
use crate::web::answer::{not_modified, tagged};
use crate::web::etag::Precondition;
use crate::web::path::{Id, Path};

/// What caches do with the live plan: keep it, and ask each time whether it is still that one.
const ASK: HeaderValue = HeaderValue::from_static("public, no-cache");
/// What they do with a plan of a fingerprint: keep it.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(live))
        .routes(routes!(of_fingerprint))
        .routes(routes!(whole))
}

/// Load the live plan
///
/// Without internal parts and texts of rules. The ETag is the fingerprint with the engine's version: the
/// same catalog has other bytes with another engine.
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/plan", tag = "plans",
    params(("id" = String, Path, description = "the catalog")),
    responses(
        (status = 200, description = "the plan", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "the client has it")
    ),
    security(("token" = ["plans:read"]))
)]
async fn live(
    State(app): State<App>,
    caller: Caller<may::ReadPlans>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<Response> {
    let live = caller.catalog(Some(&id))?;
    let mut response = if precondition.has_seen(&tag(live)) {
        not_modified(&tag(live))
    } else {
        let bytes = live
            .compiled(&app.store)
            .await?
            .storefront(&app.live.work)
            .await?;
        plan(&tag(live), bytes)
    };
    response.headers_mut().insert(header::CACHE_CONTROL, ASK);
    Ok(response)
}

/// Load the plan of a fingerprint
///
/// For caches: what is at this path never changes. A plan that is no longer live is `404`.
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/plans/{tag}", tag = "plans",
    params(("id" = String, Path, description = "the catalog"), ("tag" = String, Path, description = "the ETag of the live plan, without quotes")),
    responses((status = 200, description = "the plan", body = Vec<u8>, content_type = "application/octet-stream")),
    security(("token" = ["plans:read"]))
)]
async fn of_fingerprint(
    State(app): State<App>,
    caller: Caller<may::ReadPlans>,
    Path((Id(id), Id(asked))): Path<(Id, Id)>,
) -> Answer<Response> {
    let live = caller.catalog(Some(&id))?;
    if asked != tag(live) {
        let detail = format!("the plan `{asked}` is not live");
        return Err(Problem::of(Code::UnknownRevision, detail)
            .with_help("load `/v1/catalogs/{id}/plan`, whose ETag is the live one"));
    }
    let bytes = live
        .compiled(&app.store)
        .await?
        .storefront(&app.live.work)
        .await?;
    let mut response = plan(&asked, bytes);
    response.headers_mut().insert(header::CACHE_CONTROL, KEEP);
    Ok(response)
}

/// Load the whole live plan
///
/// With internal parts and texts of rules, for a server that prices itself.
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/plan/whole", tag = "plans",
    params(("id" = String, Path, description = "the catalog")),
    responses(
        (status = 200, description = "the plan", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "the client has it")
    ),
    security(("token" = ["catalogs:read"]))
)]
async fn whole(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<Response> {
    let live = caller.catalog(Some(&id))?;
    if precondition.has_seen(&tag(live)) {
        return Ok(not_modified(&tag(live)));
    }
    let bytes = live
        .compiled(&app.store)
        .await?
        .whole(&app.live.work)
        .await?;
    Ok(plan(&tag(live), bytes))
}

fn tag(live: &LiveCatalog) -> String {
    format!("{}-{}", live.fingerprint, env!("CARGO_PKG_VERSION"))
}

fn plan(tag: &str, bytes: Bytes) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    tagged(tag, (StatusCode::OK, kind, bytes).into_response())
}
