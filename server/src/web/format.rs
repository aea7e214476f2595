//! Answers that come as JSON or as CSV for a spreadsheet: by `?format=`, else by `Accept`.

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, CONTENT_TYPE, VARY};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::problem::Problem;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// JSON.
    Json,
    /// CSV with a comma, in UTF-8.
    Csv,
}

/// What the client would like, by `Accept`.
#[derive(Clone, Copy, Debug)]
pub struct Accepted(Format);

impl<S: Send + Sync> FromRequestParts<S> for Accepted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let header = parts.headers.get(ACCEPT);
        let text = header.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let first = text.split([',', ';']).next().unwrap_or_default().trim();
        Ok(Self(if first.eq_ignore_ascii_case("text/csv") {
            Format::Csv
        } else {
            Format::Json
        }))
    }
}

impl Accepted {
    /// What the query says, else what `Accept` says.
    #[must_use]
    pub fn or(self, asked: Option<Format>) -> Format {
        asked.unwrap_or(self.0)
    }
}

impl Format {
    /// A text of this form as an answer.
    #[must_use]
    pub fn answer(self, text: String) -> Response {
        let kind = match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
        };
        ([(CONTENT_TYPE, kind), (VARY, "Accept")], text).into_response()
    }
}
