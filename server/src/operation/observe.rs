//! Every request gets an id, is counted, and leaves a line in the log.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use tracing::Span;
use uuid::Uuid;

use super::metrics::Metrics;

/// The header that carries the id, both ways.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Characters of a client's own id, at most.
const MOST_ID: usize = 100;

/// A request that is being answered.
#[derive(Debug)]
pub struct Observed {
    began: Instant,
    id: HeaderValue,
    method: &'static str,
    route: Option<MatchedPath>,
    /// What is logged meanwhile belongs to it.
    pub span: Span,
}

impl Observed {
    /// A request that arrives; it gets its id.
    pub fn begin(request: &mut Request) -> Self {
        let began = Instant::now();
        let id = id(request);
        request.headers_mut().insert(REQUEST_ID, id.clone());
        let shown = id.to_str().unwrap_or_default();
        Self {
            began,
            span: tracing::info_span!("request", id = shown),
            method: name(request.method()),
            route: request.extensions().get().cloned(),
            id,
        }
    }

    /// The answer, with the same id.
    pub fn end(self, metrics: &Metrics, response: &mut Response) {
        response.headers_mut().insert(REQUEST_ID, self.id);
        let (method, status, took) = (
            self.method,
            response.status().as_u16(),
            self.began.elapsed(),
        );
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        metrics.answered(method, route, status, took);
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.span
            .in_scope(|| tracing::info!(method, route, status, microseconds, "answered"));
    }
}

/// The client's id for the request, where it can be used as one, else a new one.
fn id(request: &Request) -> HeaderValue {
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let given = request.headers().get(REQUEST_ID).filter(|value| {
        let bytes = value.as_bytes();
        !bytes.is_empty() && bytes.len() <= MOST_ID && bytes.iter().all(is_allowed)
    });
    given.cloned().unwrap_or_else(|| {
        let id = Uuid::now_v7().simple().to_string();
        HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("none"))
    })
}

/// A method as a label; those that nobody has heard of are one.
fn name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
