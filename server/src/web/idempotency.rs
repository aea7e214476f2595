//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again, because its answer was
//! lost, is answered again and done once.
//!
//! ```text
//! begin the change ─▶ replay(on)? answer it ─▶ the work ─▶ keep(on, answer) ─▶ commit
//! ```
//!
//! The answer is stored in the change that it tells of, so there is never one without the other. Changes of catalogs wait
//! for each other, so a request that is repeated too early waits and then finds the answer. Refusals are not kept:
//! they change nothing and may be tried again.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sqlx::AnyConnection;

use super::answer::{JsonText, tagged};
use crate::auth::secret::hash;
use crate::problem::{Answer, Code, Problem};
use crate::store::idempotency::{self, AnswerRow};
use crate::time::Instant;

/// The header.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Says that an answer is one that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How long answers are kept, in seconds.
const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// Characters of a key, at most.
const MOST: usize = 255;

/// The key of a request, if it has one, with what the request is.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    key: Option<String>,
    target: String,
}

/// A key with who sent it and what was sent.
#[derive(Clone, Debug)]
pub struct Repeatable {
    id: Option<String>,
    request: String,
}

/// What is answered to a request that made something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The ETag.
    pub tag: String,
    /// Where it is.
    pub location: String,
    /// The JSON.
    pub body: String,
}

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let target = format!("{} {}", parts.method, parts.uri);
        let mut values = parts.headers.get_all(IDEMPOTENCY_KEY).iter();
        let key = match (values.next(), values.next()) {
            (None, _) => None,
            (Some(value), None) => Some(key(value.as_bytes())?),
            _ => return Err(invalid()),
        };
        Ok(Self { key, target })
    }
}

impl IdempotencyKey {
    /// The key as that of a token, for a request with this content.
    #[must_use]
    pub fn of(self, token: &str, content: &str) -> Repeatable {
        let id = self
            .key
            .map(|key| hash(&format!("{token}\n{}\n{key}", self.target)));
        Repeatable {
            id,
            request: hash(content),
        }
    }
}

impl Repeatable {
    /// The answer that was given to the same request; none where this is the first.
    ///
    /// # Errors
    /// `idempotency-key-reused` for another request with the same key.
    pub async fn replay(&self, on: &mut AnyConnection) -> Answer<Option<Response>> {
        let Some(id) = &self.id else { return Ok(None) };
        let since = Instant::now().plus_seconds(-KEPT_SECONDS).0;
        let Some(row) = idempotency::one(on, id, since).await? else {
            return Ok(None);
        };
        if row.request != self.request {
            let detail = "the key was sent before with another body";
            return Err(Problem::of(Code::IdempotencyKeyReused, detail)
                .with_help("send a new key with a new request"));
        }
        let status = u16::try_from(row.status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok());
        let made = Made {
            tag: row.tag.unwrap_or_default(),
            location: row.location.unwrap_or_default(),
            body: row.body,
        };
        let mut response = made.answer(status.unwrap_or(StatusCode::CREATED));
        let replayed = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, replayed);
        Ok(Some(response))
    }

    /// Keeps the answer beside what was made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep(&self, on: &mut AnyConnection, made: &Made) -> Answer<()> {
        let Some(id) = &self.id else { return Ok(()) };
        let now = Instant::now();
        let row = AnswerRow {
            id: id.clone(),
            request: self.request.clone(),
            status: StatusCode::CREATED.as_u16().into(),
            tag: Some(made.tag.clone()),
            location: Some(made.location.clone()),
            body: made.body.clone(),
        };
        let since = now.plus_seconds(-KEPT_SECONDS).0;
        Ok(idempotency::keep(on, &row, now.0, since).await?)
    }
}

impl Made {
    fn answer(self, status: StatusCode) -> Response {
        let mut response = tagged(&self.tag, (status, JsonText(self.body)));
        if let Ok(location) = HeaderValue::from_str(&self.location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        self.answer(StatusCode::CREATED)
    }
}

/// The draft has it as a string in quotes; most clients leave them out.
fn key(value: &[u8]) -> Answer<String> {
    let text = std::str::from_utf8(value).map_err(|_| invalid())?.trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    if (1..=MOST).contains(&inner.len()) && inner.bytes().all(is_allowed) {
        return Ok(inner.to_owned());
    }
    Err(invalid())
}

fn invalid() -> Problem {
    let detail = format!("expected one `Idempotency-Key` of 1 to {MOST} visible characters");
    Problem::of(Code::InvalidHeader, detail)
        .with_help("send a random UUID, a new one with every new request")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_in_quotes_or_not() {
        assert_eq!(key(b"\"8e03978e\"").unwrap(), "8e03978e");
        assert_eq!(key(b"8e03978e").unwrap(), "8e03978e");
        for wrong in [&b""[..], b"\"\"", b"a b", b"\"a", &[0xe4], &[b'a'; 256]] {
            assert_eq!(key(wrong).unwrap_err().code(), Code::InvalidHeader);
        }
    }
}
