//! Lists of parts: all of them, as the systems have it that these resources come from, or in pages.

use axum::http::header::LINK;
use axum::http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::auth::secret::hash;
use crate::problem::{Answer, Code, Problem};
use crate::web::page::{MOST, Page};

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// How many entries; all without it
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next` of the page before: the id of its last entry
    #[param(minimum = 0)]
    pub after: Option<i64>,
}

impl ListQuery {
    /// A page of the entries that there are, by their numbers.
    ///
    /// # Errors
    /// `invalid-query` for a limit below 1 or above [`MOST`].
    pub fn page<T>(&self, mut all: Vec<T>, number: impl Fn(&T) -> i64) -> Answer<Page<T>> {
        all.sort_by_key(&number);
        let after = self.after.unwrap_or_default();
        all.retain(|it| number(it) > after);
        match self.limit {
            None => Ok(Page {
                data: all,
                next: None,
            }),
            Some(limit) if (1..=MOST).contains(&limit) => {
                Ok(Page::of(all, limit, |it| number(it).to_string()))
            }
            Some(limit) => {
                let detail =
                    format!("`limit`: expected a number from 1 to {MOST}, found `{limit}`");
                Err(Problem::of(Code::InvalidQuery, detail))
            }
        }
    }
}

/// A header `Link` with the next page, where an answer's JSON has no place for it.
#[must_use]
pub fn link(path: &str, limit: Option<i64>, next: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let (Some(limit), Some(next)) = (limit, next)
        && let Ok(value) = HeaderValue::from_str(&format!(
            "<{path}?limit={limit}&after={next}>; rel=\"next\""
        ))
    {
        headers.insert(LINK, value);
    }
    headers
}

/// An answer as JSON with its ETag, which is of all that it says.
///
/// # Errors
/// None that a client can cause.
pub fn tagged_json<T: Serialize>(answer: &T) -> Answer<(String, String)> {
    let json = serde_json::to_string(answer).map_err(|error| {
        tracing::error!(error = %error, "answer");
        Problem::new(Code::Internal)
    })?;
    let tag = hash(&json).chars().take(32).collect();
    Ok((tag, json))
}
