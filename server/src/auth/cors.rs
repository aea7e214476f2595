//! Pages of other origins: each token says which pages may use it.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::problem::{Answer, Code, Problem};

/// What pages may send.
const SENT: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, if-match, if-none-match, idempotency-key",
);
/// What pages may read.
const READ: HeaderValue = HeaderValue::from_static(
    "etag, idempotency-replayed, location, link, ratelimit, ratelimit-policy, retry-after, www-authenticate",
);

/// The origin of the page that asks.
#[must_use]
pub fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}

/// What a request has to do with pages of other origins. A page may ask if any token is for its origin: which
/// one it will send is not said yet. What is below `/v1` is never the same for pages of all origins, which
/// caches must know.
#[derive(Debug)]
pub struct CrossOrigin {
    is_api: bool,
    is_preflight: bool,
    origin: Option<String>,
}

impl CrossOrigin {
    /// What a request says of it.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let headers = request.headers();
        Self {
            is_api: request.uri().path().starts_with("/v1/"),
            is_preflight: is_preflight(request.method(), headers),
            origin: origin(headers).map(str::to_owned),
        }
    }

    /// The answer to a browser that asks whether a page may ask; nothing where it is another request.
    pub async fn preflight(&self, app: &App) -> Option<Response> {
        let origin = self.origin.as_ref()?;
        if !(self.is_api && self.is_preflight) {
            return None;
        }
        Some(match is_known(app, origin).await {
            Ok(true) => preflight(origin),
            Ok(false) => Problem::new(Code::OriginForbidden).into_response(),
            Err(problem) => problem.into_response(),
        })
    }

    /// Lets pages of known origins read refusals, and tells caches that answers differ by origin.
    pub async fn finish(&self, app: &App, response: &mut Response) {
        if !self.is_api {
            return;
        }
        if let Some(origin) = &self.origin
            && !self.is_preflight
        {
            explain(app, response, origin).await;
        }
        let vary = HeaderValue::from_static("Origin");
        response.headers_mut().append(VARY, vary);
    }
}

/// Lets a page of a known origin read why it was refused, also where no token was found.
async fn explain(app: &App, response: &mut Response, origin: &str) {
    let is_refusal = response.status().is_client_error() || response.status().is_server_error();
    let is_allowed = response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN);
    if is_refusal && !is_allowed && is_known(app, origin).await.unwrap_or(false) {
        allow(response, origin);
    }
}

/// Whether any token is for pages of this origin.
async fn is_known(app: &App, origin: &str) -> Answer<bool> {
    let epochs = app.live.fence.epochs(&app.store).await?;
    let known = app.principals.origins(&app.store, epochs).await?;
    Ok(has(&known, origin))
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
}

/// Whether a list of origins has this one.
#[must_use]
pub fn has(list: &[String], origin: &str) -> bool {
    list.iter()
        .any(|it| it == "*" || it.eq_ignore_ascii_case(origin))
}
