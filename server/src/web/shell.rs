//! What stands around every route: limits, refusals in one form, ids of requests.

use std::any::Any;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::{Router, body::Body};
use tower_http::catch_panic::CatchPanicLayer;

use crate::problem::{Code, MEDIA_TYPE, Problem};

/// Puts the shell around all routes.
pub fn around(router: Router, limit: Duration) -> Router {
    router
        .fallback(|| async { Problem::new(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(move |request, next| {
            within(limit, request, next)
        }))
        .layer(middleware::map_response(as_problem))
        .layer(middleware::map_response(with_safe_headers))
}

/// Gives a request up after a while. A change that has begun goes on to its end.
async fn within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = format!("no answer within {} s", limit.as_secs());
            Problem::of(Code::RequestTimeout, detail).into_response()
        }
    }
}

/// A refusal by a library becomes a problem, too.
async fn as_problem(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_told = kind.is_some_and(|kind| {
        let kind = kind.as_bytes();
        kind.starts_with(MEDIA_TYPE.as_bytes()) || kind.starts_with(b"application/json")
    });
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut told = Problem::new(code(status)).into_response();
    if let Some(allow) = allow {
        told.headers_mut().insert(header::ALLOW, allow);
    }
    told
}

fn code(status: StatusCode) -> Code {
    let fallback = if status.is_client_error() {
        Code::BodyUnreadable
    } else {
        Code::Internal
    };
    let same = Code::ALL.iter().copied().find(|it| it.status() == status);
    same.unwrap_or(fallback)
}

async fn with_safe_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn panicked(_: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    Problem::new(Code::Internal).into_response()
}
