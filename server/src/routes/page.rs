//! The API as a page to try it on, the document behind it, and what each refusal means. All of it comes from
//! the binary; nothing is loaded from elsewhere.

use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use serde_json::Value;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::problem::Code;

/// The page and what it loads may load nothing from elsewhere.
const OWN_ONLY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
);

/// The routes of the page.
pub fn routes(document: Value) -> Router<App> {
    let config = Config::new(["/openapi.json"])
        .persist_authorization(false)
        .display_request_duration(true)
        .validator_url("none");
    let page = SwaggerUi::new("/docs")
        .external_url_unchecked("/openapi.json", document)
        .config(config);
    Router::new()
        .merge(page)
        .route("/", get(|| async { Redirect::temporary("/docs/") }))
        .route("/problems", get(problems))
        .layer(map_response(own_only))
}

async fn own_only(mut response: Response) -> Response {
    let kind = response.headers().get(CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, OWN_ONLY);
    }
    response
}

/// Every refusal, where `type` of a problem leads.
async fn problems() -> Response {
    let rows = Code::ALL.iter().map(|code| {
        let (name, status, title) = (code.as_str(), code.status().as_u16(), code.title());
        format!(
            "<tr id=\"{name}\"><td><code>{name}</code></td><td>{status}</td><td>{title}</td></tr>"
        )
    });
    let rows = rows.collect::<String>();
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Refusals</title><h1>Refusals</h1>\
         <p>Each is a problem of RFC 9457: <code>detail</code> says what was expected and found, <code>help</code> \
         the fix, <code>diagnostics</code> what the engine found.</p><table><tr><th>Code</th><th>Status</th>\
         <th>Meaning</th></tr>{rows}</table></html>"
    );
    Html(page).into_response()
}
