//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again, because its answer was
//! lost, is answered again and done once.
//!
//! ```text
//! once(store, begin the change ─▶ begin(on)? answer it ─▶ the work ─▶ keep(on, answer) ─▶ commit)
//! ```
//!
//! The answer is stored in the change that it tells of, so there is never one without the other. Of two requests that come
//! at once, to one instance or to two, the second waits for the key until the first is stored or given up.
//! Refusals are not kept: they change nothing and may be tried again. Secrets are not kept either: whoever asks
//! again for what was answered with one is told what was made.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use sqlx::AnyConnection;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{Object, Required, Type};

use super::told::Told;
use crate::auth::principal::Principal;
use crate::auth::secret::hash;
use crate::problem::{Answer, Code, Problem};
use crate::store::Store;
use crate::store::idempotency::{self, AnswerRow};
use crate::time::Instant;

/// The header.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

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

/// A key with who sent it and what was sent. The default is none: nothing is kept.
#[derive(Clone, Debug, Default)]
pub struct Repeatable {
    id: Option<String>,
    request: String,
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

impl IntoParams for IdempotencyKey {
    /// How the header is described, the same for every operation that takes it.
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = Object::builder()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MOST))
            // visible ASCII but for quotes and backslashes
            .pattern(Some(r"^[!#-\[\]-~]+$"));
        let about =
            "the same key and body again is the same answer, for a day, and nothing is done twice";
        vec![
            ParameterBuilder::new()
                .name("Idempotency-Key")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some(about))
                .schema(Some(text))
                .build(),
        ]
    }
}

impl IdempotencyKey {
    /// The key as that of a caller, for a request with this content. All tokens of a client are one caller: it may have
    /// got another one before it asks again.
    #[must_use]
    pub fn of(self, caller: &Principal, content: &str) -> Repeatable {
        let caller = caller.row.client.as_deref().unwrap_or(&caller.row.id);
        let id = self
            .key
            .map(|key| hash(&format!("{caller}\n{}\n{key}", self.target)));
        Repeatable {
            id,
            request: hash(content),
        }
    }
}

impl Repeatable {
    /// Does the work, unless it was done: then the answer is the one that was given.
    ///
    /// # Errors
    /// `idempotency-key-reused` for another request with the same key, and those of the work.
    pub async fn once<W: Future<Output = Answer<Response>>>(
        self,
        store: &Store,
        work: impl FnOnce(Self) -> W,
    ) -> Answer<Response> {
        if let Some(answer) = self.given(store).await? {
            return Ok(answer);
        }
        let refused = match work(self.clone()).await {
            Ok(answer) => return Ok(answer),
            Err(problem) => problem,
        };
        // what was there before may be gone because the same request has been done meanwhile
        match self.given(store).await {
            Ok(Some(answer)) => Ok(answer),
            _ => Err(refused),
        }
    }

    /// Takes the key for a change that has begun. Gives the answer that was given to the same request; none where this
    /// is the first.
    ///
    /// # Errors
    /// `idempotency-key-reused` for another request with the same key.
    pub async fn begin(&self, on: &mut AnyConnection) -> Answer<Option<Response>> {
        let Some(id) = &self.id else { return Ok(None) };
        let now = Instant::now();
        if idempotency::take(on, id, &self.request, (now, since(now))).await? {
            return Ok(None);
        }
        self.answer(on, id).await
    }

    /// Keeps the answer beside what was made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep(&self, on: &mut AnyConnection, told: &Told) -> Answer<()> {
        let Some(id) = &self.id else { return Ok(()) };
        let row = AnswerRow {
            request: self.request.clone(),
            status: told.status.as_u16().into(),
            kind: told.kind.clone().into_owned(),
            tag: told.tag.clone(),
            location: told.location.clone(),
            body: told.body.clone(),
        };
        Ok(idempotency::keep(on, id, &row).await?)
    }

    /// Keeps, instead of an answer with a secret, what whoever asks again is told: the id of what was made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_without_secret(
        &self,
        on: &mut AnyConnection,
        id: &str,
        help: &str,
    ) -> Answer<()> {
        let detail = format!("the request was done before: it made `{id}`");
        let problem = Problem::of(Code::SecretShown, detail)
            .with_help(help)
            .with("id", id);
        self.keep(on, &Told::from(&problem)).await
    }

    async fn given(&self, store: &Store) -> Answer<Option<Response>> {
        let Some(id) = &self.id else { return Ok(None) };
        self.answer(&mut *store.read().await?, id).await
    }

    async fn answer(&self, on: &mut AnyConnection, id: &str) -> Answer<Option<Response>> {
        let Some(row) = idempotency::one(on, id, since(Instant::now())).await? else {
            return Ok(None);
        };
        if row.request != self.request {
            let detail = "the key was sent before with another body";
            return Err(Problem::of(Code::IdempotencyKeyReused, detail)
                .with_help("send a new key with a new request"));
        }
        let status = u16::try_from(row.status)
            .ok()
            .and_then(|status| StatusCode::from_u16(status).ok())
            .ok_or_else(|| Problem::new(Code::Internal))?;
        let told = Told {
            status,
            kind: row.kind.into(),
            tag: row.tag,
            location: row.location,
            body: row.body,
        };
        let mut response = told.into_response();
        let replayed = HeaderValue::from_static("true");
        response.headers_mut().insert(REPLAYED, replayed);
        Ok(Some(response))
    }
}

/// From when on answers are still kept.
#[must_use]
pub fn since(now: Instant) -> Instant {
    now.plus_seconds(-KEPT_SECONDS)
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
