//! Queries, read strictly: a misspelt parameter is refused, not ignored.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{Answer, Code, Problem};

/// The parameters behind `?`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|axum::extract::Query(value)| Self(value))
            .map_err(|rejection| {
                let text = rejection.body_text();
                let cause = text
                    .split_once(": ")
                    .map_or(text.as_str(), |(_, cause)| cause);
                Problem::of(Code::InvalidQuery, cause)
            })
    }
}
