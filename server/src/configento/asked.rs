//! What every change of a part has in common: it begins, is done once under its key, is stored with the numbers of new parts
//! and without those of removed ones, and is committed with its answer.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::ORIGIN;
use crate::app::App;
use crate::auth::Caller;
use crate::parts::change::Stored;
use crate::parts::{Change, Kind, Part};
use crate::problem::Answer;
use crate::web::idempotency::Repeatable;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// A change that is asked for.
pub struct Asked {
    app: App,
    token: String,
    catalog: String,
    start: Start,
}

/// What a change begins with.
pub enum Start {
    /// What is live; without it the part with this number is unknown.
    Live(Kind, i64),
    /// What is live, or this document where nothing is.
    New(String),
}

/// What was done to the document.
pub struct Done<S> {
    /// The path of the part that was sent; none where nothing was.
    pub prefix: Option<String>,
    /// Parts that are no longer there.
    pub gone: Vec<Part>,
    /// Makes the answer of what is stored.
    pub show: S,
}

impl Asked {
    /// A change of a catalog that the caller may change.
    pub fn new<M>(app: App, caller: &Caller<M>, catalog: String, start: Start) -> Self {
        Self {
            app,
            token: caller.token().to_owned(),
            catalog,
            start,
        }
    }

    /// Adds a part, once under its key. `work` gives its path in the document, and its answer.
    ///
    /// # Errors
    /// Those of the work and of the catalog that it makes: nothing has changed then.
    pub async fn create<S: FnOnce(&Stored) -> Answer<Told> + Send>(
        self,
        repeatable: Repeatable,
        work: impl FnOnce(&mut Change) -> Answer<(String, S)> + Send + 'static,
    ) -> Answer<Response> {
        let work = |change: &mut Change| {
            let (prefix, show) = work(change)?;
            Ok(Done {
                prefix: Some(prefix),
                gone: Vec::new(),
                show,
            })
        };
        self.done(repeatable, work).await
    }

    /// Changes a part.
    ///
    /// # Errors
    /// Those of the work and of the catalog that it makes: nothing has changed then.
    pub async fn update<S: FnOnce(&Stored) -> Answer<Told> + Send>(
        self,
        work: impl FnOnce(&mut Change) -> Answer<Done<S>> + Send + 'static,
    ) -> Answer<Response> {
        self.done(Repeatable::default(), work).await
    }

    /// Removes the part that `work` gives.
    ///
    /// # Errors
    /// Those of the work and of the catalog that it makes: nothing has changed then.
    pub async fn delete(
        self,
        work: impl FnOnce(&mut Change) -> Answer<Part> + Send + 'static,
    ) -> Answer<Response> {
        let work = |change: &mut Change| {
            Ok(Done {
                prefix: None,
                gone: vec![work(change)?],
                show: |_: &Stored| Ok(Told::empty(StatusCode::NO_CONTENT)),
            })
        };
        self.done(Repeatable::default(), work).await
    }

    async fn done<S: FnOnce(&Stored) -> Answer<Told> + Send>(
        self,
        repeatable: Repeatable,
        work: impl FnOnce(&mut Change) -> Answer<Done<S>> + Send + 'static,
    ) -> Answer<Response> {
        to_the_end(async move {
            let start = || match self.start {
                Start::Live(kind, number) => Err(kind.unknown(&number.to_string())),
                Start::New(document) => Ok(document),
            };
            let mut change = Change::begin_or(&self.app, &self.catalog, start).await?;
            if let Some(answer) = change.replayed(&repeatable).await? {
                return Ok(answer);
            }
            let Done { prefix, gone, show } = work(&mut change)?;
            for part in &gone {
                change.forget(part).await?;
            }
            let stored = change.store(prefix, ORIGIN, &self.token).await?;
            let told = show(&stored)?;
            stored.commit_with(&repeatable, &told).await?;
            Ok(told.into_response())
        })
        .await
    }
}
