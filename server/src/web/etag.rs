//! ETags (RFC 9110): what a client has seen, so that two editors do not overwrite each other and nothing
//! is sent twice.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;

use crate::problem::{Answer, Code, Problem};

/// What a request expects of what is there, by `If-Match` and `If-None-Match`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precondition {
    matches: Option<Tags>,
    matches_none: Option<Tags>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Tags {
    Any,
    Some(Vec<String>),
}

impl<S: Send + Sync> FromRequestParts<S> for Precondition {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        Ok(Self {
            matches: tags(&parts.headers, IF_MATCH.as_str())?,
            matches_none: tags(&parts.headers, IF_NONE_MATCH.as_str())?,
        })
    }
}

impl Precondition {
    /// Refuses a change of what has this tag now; `None` where nothing is there.
    ///
    /// # Errors
    /// `precondition-failed`.
    pub fn check(&self, now: Option<&str>) -> Answer<()> {
        let matched = self.matches.as_ref().is_none_or(|tags| tags.has(now));
        let unmatched = !self.matches_none.as_ref().is_some_and(|tags| tags.has(now));
        if matched && unmatched {
            return Ok(());
        }
        let found = now.map_or_else(|| "nothing".to_owned(), |tag| format!("`{}`", quoted(tag)));
        let detail = format!("expected another ETag, found {found}");
        Err(Problem::of(Code::PreconditionFailed, detail)
            .with_help("read it again, repeat the change, and send its ETag as `If-Match`"))
    }

    /// Whether a reader has this already.
    #[must_use]
    pub fn has_seen(&self, tag: &str) -> bool {
        self.matches_none
            .as_ref()
            .is_some_and(|tags| tags.has(Some(tag)))
    }
}

impl Tags {
    fn has(&self, now: Option<&str>) -> bool {
        match self {
            Self::Any => now.is_some(),
            Self::Some(tags) => now.is_some_and(|now| tags.iter().any(|tag| tag == now)),
        }
    }
}

/// A tag as it stands in headers.
#[must_use]
pub fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}

fn tags(headers: &HeaderMap, name: &'static str) -> Answer<Option<Tags>> {
    let mut found = Vec::new();
    let mut given = false;
    for value in headers.get_all(name) {
        given = true;
        let text = value.to_str().map_err(|_| invalid(name))?;
        if text.trim() == "*" {
            return Ok(Some(Tags::Any));
        }
        for part in text.split(',') {
            let part = part.trim();
            // a proxy that compresses makes a tag weak; the content is the same
            let part = part.strip_prefix("W/").unwrap_or(part);
            let tag = part
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            found.push(tag.ok_or_else(|| invalid(name))?.to_owned());
        }
    }
    Ok(given.then_some(Tags::Some(found)))
}

fn invalid(name: &str) -> Problem {
    let detail = format!("expected `{name}` with ETags in quotes, or `*`");
    Problem::of(Code::InvalidHeader, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precondition(name: &'static str, value: &str) -> Precondition {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        Precondition {
            matches: tags(&headers, "if-match").unwrap(),
            matches_none: tags(&headers, "if-none-match").unwrap(),
        }
    }

    #[test]
    fn a_change_wants_what_it_has_seen() {
        let seen = precondition("if-match", "\"a\", W/\"b\"");
        assert!(seen.check(Some("a")).is_ok() && seen.check(Some("b")).is_ok());
        assert!(seen.check(Some("c")).is_err() && seen.check(None).is_err());
        let anything = precondition("if-match", "*");
        assert!(anything.check(Some("a")).is_ok() && anything.check(None).is_err());
        let nothing = precondition("if-none-match", "*");
        assert!(nothing.check(None).is_ok() && nothing.check(Some("a")).is_err());
    }

    #[test]
    fn a_tag_has_quotes() {
        let mut headers = HeaderMap::new();
        headers.insert("if-match", "a".parse().unwrap());
        assert_eq!(
            tags(&headers, "if-match").unwrap_err().code(),
            Code::InvalidHeader
        );
    }
}
