//! Ids in paths.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use utoipa::ToSchema;

use crate::problem::{Answer, Code, Problem};

/// Characters of an id in a path, at most.
pub const MOST_ID: usize = 100;

/// The parts of a path.
#[derive(Debug)]
pub struct Path<T>(pub T);

/// An id that its author chose: letters, digits, `.`, `_`, `-`, beginning with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Id(pub String);

impl Id {
    /// The same as a regular expression, for the OpenAPI document.
    pub const PATTERN: &str = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";

    /// Reads an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_allowed =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let begins_well = text.bytes().next()?.is_ascii_alphanumeric();
        (begins_well && text.len() <= MOST_ID && text.bytes().all(is_allowed))
            .then(|| Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "expected an id of up to {MOST_ID} letters, digits, `.`, `_`, `-` that begins with a letter or digit"
            ))
        })
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value))
            .map_err(|rejection| {
                let text = rejection.body_text();
                let cause = text
                    .split_once(": ")
                    .map_or(text.as_str(), |(_, cause)| cause);
                Problem::of(Code::InvalidPath, cause)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_can_stand_in_a_path() {
        for fine in ["a", "9", "roller-blind.2_b", &"a".repeat(100)] {
            assert!(Id::parse(fine).is_some(), "{fine}");
        }
        for wrong in ["", "-a", ".a", "a b", "a/b", "ä", "a\0", &"a".repeat(101)] {
            assert!(Id::parse(wrong).is_none(), "{wrong}");
        }
    }
}
