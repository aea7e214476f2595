//! Pages of other origins: each token says which pages may use it.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::problem::{Answer, Code, Problem};

/// What pages may send.
const SENT: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, if-match, if-none-match, idempotency-key",
);
/// What pages may read.
const READ: HeaderValue = HeaderValue::from_static(
    "etag, location, link, ratelimit, ratelimit-policy, retry-after, www-authenticate",
);

/// The origin of the page that asks.
#[must_use]
pub fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}

/// Answers browsers that ask whether a page may ask. It may if any token is for pages of its origin: which one
/// it will send is not said yet.
///
/// # Errors
/// `origin-forbidden`.
pub async fn preflights(State(app): State<App>, request: Request, next: Next) -> Answer<Response> {
    let headers = request.headers();
    let is_api = request.uri().path().starts_with("/v1/");
    if !is_api || !is_preflight(request.method(), headers) {
        return Ok(next.run(request).await);
    }
    let origin = origin(headers).unwrap_or_default();
    let epochs = app.live.fence.epochs(&app.store).await?;
    let known = app.principals.origins(&app.store, epochs).await?;
    if has(&known, origin) {
        Ok(preflight(origin))
    } else {
        Err(Problem::new(Code::OriginForbidden))
    }
}

fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn preflight(origin: &str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow(&mut response, origin);
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, SENT);
    let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE");
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    response
}

/// Lets pages of this origin read an answer.
pub fn allow(response: &mut Response, origin: &str) {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(origin) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, value);
    }
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, READ);
    headers.append(VARY, HeaderValue::from_static("Origin"));
}

/// Whether a list of origins has this one.
#[must_use]
pub fn has(list: &[String], origin: &str) -> bool {
    list.iter()
        .any(|it| it == "*" || it.eq_ignore_ascii_case(origin))
}
