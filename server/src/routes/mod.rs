//! Every resource, each in a module of its own with its description for OpenAPI.

mod catalogs;
mod configurations;
mod differences;
mod document;
mod drafts;
mod plans;
mod price;
mod production;
mod questions;
mod quotes;
mod revisions;

use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::auth::guard;

/// All routes: those of the API behind the guard, those for everybody beside it.
pub fn router(app: &App) -> Router {
    let (api, document) = api(app).split_for_parts();
    let document = document::finished(document);
    let open = Router::new().route("/openapi.json", get(move || async move { Json(document) }));
    api.layer(middleware::from_fn_with_state(app.clone(), guard))
        .merge(open)
        .with_state(app.clone())
}

/// The routes that need a token; each group has its own limit for bodies.
fn api(app: &App) -> OpenApiRouter<App> {
    let large = catalogs::routes()
        .merge(drafts::routes())
        .merge(differences::routes())
        .layer(DefaultBodyLimit::max(app.settings.catalog_bytes));
    let small = price::routes()
        .merge(plans::routes())
        .merge(questions::routes())
        .merge(quotes::routes())
        .merge(production::routes())
        .merge(configurations::routes())
        .merge(revisions::routes())
        .layer(DefaultBodyLimit::max(app.settings.body_bytes));
    OpenApiRouter::with_openapi(document::start())
        .merge(large)
        .merge(small)
}
