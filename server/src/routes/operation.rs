//! Health for whoever starts and stops the server, and its metrics.

use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::operation::metrics::MEDIA_TYPE;
use crate::problem::{Answer, Code, Problem};
use crate::store::{deliveries, epochs};

/// How long the database may take to answer a server that says that it is ready.
const LIMIT: Duration = Duration::from_secs(2);

/// The routes that need a token.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// The routes for everybody.
pub fn open() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(live))
        .routes(routes!(ready))
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `live` or `ready`.
    status: &'static str,
}

/// Ask whether the process answers
#[utoipa::path(
    get, path = "/health/live", tag = "operation",
    responses((status = 200, description = "it does", body = Health))
)]
async fn live() -> axum::Json<Health> {
    axum::Json(Health { status: "live" })
}

/// Ask whether the server can answer requests
///
/// It cannot while its database does not answer, and no longer once it stops.
#[utoipa::path(
    get, path = "/health/ready", tag = "operation",
    responses((status = 200, description = "it can", body = Health))
)]
async fn ready(State(app): State<App>) -> Answer<axum::Json<Health>> {
    if app.stop.is_told() {
        return Err(Problem::of(Code::NotReady, "the server stops"));
    }
    let asked = async { epochs::read(&mut *app.store.read().await?).await };
    match tokio::time::timeout(LIMIT, asked).await {
        Ok(Ok(_)) => Ok(axum::Json(Health { status: "ready" })),
        _ => Err(Problem::of(Code::NotReady, "the database does not answer")),
    }
}

/// Read the server's metrics
///
/// In the text format of OpenMetrics, for Prometheus: of this instance, but for deliveries, which are of the database.
#[utoipa::path(
    get, path = "/metrics", tag = "operation",
    responses((status = 200, description = "the metrics", body = String, content_type = "application/openmetrics-text")),
    security(("token" = ["metrics:read"]))
)]
async fn metrics(State(app): State<App>, _: Caller<may::ReadMetrics>) -> Answer<Response> {
    let backlog = deliveries::backlog(&mut *app.store.read().await?).await?;
    let text = app.metrics.text(&app.store, backlog);
    let text = text.map_err(|_| Problem::new(Code::Internal))?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], text).into_response())
}
