//! Bodies: JSON texts for the engine, which reads them itself, and small documents of the server's own.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::problem::{Answer, Code, Problem};

/// A JSON text, not read yet.
#[derive(Debug)]
pub struct Document(pub String);

/// A JSON text that may be left out.
#[derive(Debug)]
pub struct OptionalDocument(pub Option<String>);

/// A body of the server's own, read strictly.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync> FromRequest<S> for Document {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        expect_json(request.headers())?;
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(unreadable)?;
        text(Vec::from(bytes)).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for OptionalDocument {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let Document(text) = Document::from_request(request, state).await?;
        Ok(Self(Some(text).filter(|text| !text.trim().is_empty())))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let Document(text) = Document::from_request(request, state).await?;
        read(&text).map(Self)
    }
}

/// Reads a small document.
///
/// # Errors
/// `json-syntax`, or `invalid-body` with the path of what is wrong.
pub fn read<T: DeserializeOwned>(text: &str) -> Answer<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let place = match error.path().to_string().as_str() {
            "." => "$".to_owned(),
            path => format!("$.{path}"),
        };
        let inner = error.into_inner();
        let code = match inner.classify() {
            serde_json::error::Category::Data => Code::InvalidBody,
            _ => Code::JsonSyntax,
        };
        Problem::of(code, inner.to_string()).with("path", place)
    })?;
    reader
        .end()
        .map_err(|error| Problem::of(Code::JsonSyntax, error.to_string()))?;
    Ok(value)
}

/// Bytes as text.
///
/// # Errors
/// `not-utf-8` with the place.
pub fn text(bytes: Vec<u8>) -> Answer<String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::of(Code::NotUtf8, format!("byte {at} is not UTF-8"))
            .with_help("send JSON as UTF-8")
    })?;
    // no JSON has it, and PostgreSQL does not keep it
    if !text.as_bytes().contains(&0) {
        return Ok(text);
    }
    let at = text.find('\0').unwrap_or_default();
    Err(Problem::of(Code::JsonSyntax, format!("byte {at} is 0")))
}

/// A JSON text as a value of a larger document.
///
/// # Errors
/// `json-syntax`.
pub fn raw(text: String) -> Answer<Box<RawValue>> {
    RawValue::from_string(text).map_err(|error| Problem::of(Code::JsonSyntax, error.to_string()))
}

/// Why a body did not arrive.
#[must_use]
pub fn unreadable(rejection: BytesRejection) -> Problem {
    let detail = rejection.body_text();
    match rejection.into_response().status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::BodyTooLarge),
        _ => Problem::of(Code::BodyUnreadable, detail.to_lowercase()),
    }
}

/// Refuses a body that says it is something else than JSON; one that says nothing is taken for JSON.
fn expect_json(headers: &HeaderMap) -> Answer<()> {
    let Some(kind) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let text = kind.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    if essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
    {
        return Ok(());
    }
    let detail = format!("expected `application/json`, found `{}`", visible(text));
    Err(Problem::of(Code::UnsupportedMediaType, detail).with_header(ACCEPT, "application/json"))
}

/// A text of the client's, short enough to be shown.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_control())
        .take(100)
        .collect()
}
