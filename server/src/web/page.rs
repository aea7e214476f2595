//! Lists in pages: `limit` entries after `after`, and where the next page begins.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::problem::{Answer, Code, Problem};

/// Entries of a page, at most.
pub const MOST: i64 = 200;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many entries, 50 without it
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next` of the page before
    #[param(max_length = 100)]
    pub after: Option<String>,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub data: Vec<T>,
    /// What to give as `after` for the next page; none after the last.
    pub next: Option<String>,
}

impl PageQuery {
    /// How many entries.
    ///
    /// # Errors
    /// `invalid-query` below 1 or above [`MOST`].
    pub fn limit(&self) -> Answer<i64> {
        let limit = self.limit.unwrap_or(50);
        if (1..=MOST).contains(&limit) {
            return Ok(limit);
        }
        let detail = format!("`limit`: expected a number from 1 to {MOST}, found `{limit}`");
        Err(Problem::of(Code::InvalidQuery, detail))
    }

    /// Where the page begins.
    ///
    /// # Errors
    /// `invalid-query` for what no page has given.
    pub fn after(&self) -> Answer<&str> {
        let after = self.after.as_deref().unwrap_or_default();
        if after.len() <= 100 && !after.chars().any(char::is_control) {
            return Ok(after);
        }
        Err(Problem::of(
            Code::InvalidQuery,
            "`after`: expected `next` of the page before",
        ))
    }
}

impl<T> Page<T> {
    /// A page of the entries that were found, of which one more than `limit` was asked for.
    pub fn of(mut found: Vec<T>, limit: i64, key: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = more.then(|| found.last().map(key)).flatten();
        Self { data: found, next }
    }

    /// The same page with each entry as something else.
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Page<U> {
        Page {
            data: self.data.into_iter().map(into).collect(),
            next: self.next,
        }
    }
}
