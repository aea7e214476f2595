//! Every resource, each in a module of its own with its description for OpenAPI.

mod catalogs;
mod clients;
mod configurations;
mod deliveries;
mod differences;
mod document;
mod drafts;
mod oauth;
mod operation;
mod page;
mod plans;
mod price;
mod production;
mod questions;
mod quotes;
mod revisions;
mod subscription;
mod tokens;
mod transfer;
mod webhooks;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::auth::guard;

/// All routes: those of the API behind the guard, those for everybody beside it.
pub fn router(app: &App) -> Router {
    let (api, mut document) = api(app).split_for_parts();
    let (open, others) = oauth::routes().merge(operation::open()).split_for_parts();
    document.merge(others);
    let open = open
        .route(
            "/.well-known/oauth-authorization-server",
            get(oauth::metadata),
        )
        .merge(page::routes(document::finished(document)));
    api.layer(middleware::from_fn_with_state(app.clone(), guard))
        .merge(open)
        .with_state(app.clone())
}

/// The routes that need a token; each group has its own limit for bodies.
fn api(app: &App) -> OpenApiRouter<App> {
    let large = catalogs::routes()
        .merge(drafts::routes())
        .merge(differences::routes())
        .merge(transfer::routes())
        .layer(DefaultBodyLimit::max(app.settings.catalog_bytes));
    let small = price::routes()
        .merge(plans::routes())
        .merge(questions::routes())
        .merge(quotes::routes())
        .merge(production::routes())
        .merge(configurations::routes())
        .merge(tokens::routes())
        .merge(clients::routes())
        .merge(revisions::routes())
        .merge(webhooks::routes())
        .merge(deliveries::routes())
        .merge(operation::routes())
        .layer(DefaultBodyLimit::max(app.settings.body_bytes));
    OpenApiRouter::with_openapi(document::start())
        .merge(large)
        .merge(small)
        .merge(crate::configento::routes(app))
        .merge(crate::simplio3d::routes(app))
}
