//! Answers whose JSON is text already, by the engine's writer or from the database.

use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::etag::quoted;

/// A JSON text as an answer.
#[derive(Debug)]
pub struct JsonText(pub String);

/// Headers that answers mostly have: room for them from the beginning.
const HEADERS: usize = 12;

impl IntoResponse for JsonText {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.0.into());
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }
}

/// The same answer with an ETag.
#[must_use]
pub fn tagged(tag: &str, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    if let Ok(value) = HeaderValue::from_str(&quoted(tag)) {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

/// `304` with the ETag that the client has.
#[must_use]
pub fn not_modified(tag: &str) -> Response {
    tagged(tag, StatusCode::NOT_MODIFIED)
}
