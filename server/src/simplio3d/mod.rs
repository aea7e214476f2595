//! Simplio3D's price groups, by its paths and in its JSON, and their management beyond what it offers.
//!
//! ```text
//! group in its JSON ─▶ the importer of `migrate` ─▶ price groups and features of the catalog, one change of it
//! the catalog's price groups ─▶ its JSON
//! ```
//!
//! What was sent is kept beside the catalog and shown again word by word, but only while the catalog has what it became;
//! after that it is the catalog that is shown.

mod group;
mod grow;
mod read;
mod source;
mod write;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// What revisions say that made them.
const ORIGIN: &str = "simplio3d";

/// The routes of this resource. Its documentation writes them with and without `/api`, and one of them in the singular.
pub fn routes(app: &App) -> OpenApiRouter<App> {
    let mut routes = OpenApiRouter::new()
        .merge(read::routes())
        .merge(write::routes())
        .route("/api/configurator-price-groups", get(read::older));
    for (root, documented) in [("/open-api/v1", true), ("/api/open-api/v1", false)] {
        let one = format!("{root}/configurator-price-group/{{id}}");
        routes = routes.route(&one, read::one().merge(write::one()));
        if !documented {
            let all = format!("{root}/configurator-price-groups");
            routes = routes
                .route(&all, read::all().merge(write::all()))
                .route(&format!("{all}/{{id}}"), read::one().merge(write::one()))
                .route(&format!("{all}/variables/list"), read::all());
        }
    }
    routes.layer(DefaultBodyLimit::max(app.settings.body_bytes))
}
