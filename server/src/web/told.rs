//! Answers that can be given again: all that they say is text, so they can be kept beside what they tell of.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::etag::quoted;
use crate::problem::{Answer, Code, MEDIA_TYPE, Problem};

/// An answer that can be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its status.
    pub status: StatusCode,
    /// The media type; empty where there is no body.
    pub kind: Cow<'static, str>,
    /// The ETag.
    pub tag: Option<String>,
    /// Where the new resource is.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

impl Told {
    /// JSON.
    ///
    /// # Errors
    /// None that a client can cause.
    pub fn json<T: Serialize>(status: StatusCode, answer: &T) -> Answer<Self> {
        let body = serde_json::to_string(answer).map_err(|error| {
            tracing::error!(error = %error, "answer");
            Problem::new(Code::Internal)
        })?;
        Ok(Self::text(status, "application/json", body))
    }

    /// A text of this media type.
    #[must_use]
    pub const fn text(status: StatusCode, kind: &'static str, body: String) -> Self {
        Self {
            status,
            kind: Cow::Borrowed(kind),
            tag: None,
            location: None,
            body,
        }
    }

    /// No body.
    #[must_use]
    pub const fn empty(status: StatusCode) -> Self {
        Self::text(status, "", String::new())
    }

    /// The same with an ETag.
    #[must_use]
    pub fn with_tag(mut self, tag: impl Into<String>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// The same with the place of the new resource.
    #[must_use]
    pub fn with_location(mut self, location: impl Into<String>) -> Self {
        self.location = Some(location.into());
        self
    }
}

impl From<&Problem> for Told {
    /// A refusal, without headers of its own.
    fn from(problem: &Problem) -> Self {
        Self::text(problem.code().status(), MEDIA_TYPE, problem.to_json())
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        let given = [
            (
                header::CONTENT_TYPE,
                (!self.kind.is_empty()).then(|| self.kind.into_owned()),
            ),
            (header::ETAG, self.tag.as_deref().map(quoted)),
            (header::LOCATION, self.location),
        ];
        for (name, text) in given {
            if let Some(Ok(value)) = text.map(HeaderValue::try_from) {
                headers.insert(name, value);
            }
        }
        response
    }
}
