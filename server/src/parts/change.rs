//! A change of a part: the live document is changed, compiled, stored as the next revision, and its new parts get their
//! numbers, all in one transaction with the answer to a request that may be repeated.

use pricewright::Catalog;
use pricewright::model::catalog::Component;

use super::{Kind, Numbers, Part, in_use};
use crate::app::App;
use crate::live::{Edit, compiled};
use crate::problem::{Answer, Problem};
use crate::store::catalogs;
use crate::web::idempotency::Repeatable;
use crate::web::told::Told;

/// A change of one catalog that has begun.
pub struct Change {
    edit: Edit,
    id: String,
    /// The catalog, to be changed.
    pub catalog: Catalog,
    /// The numbers before the change.
    pub numbers: Numbers,
}

/// A change that is stored but not committed yet.
pub struct Stored {
    edit: Edit,
    /// The changed catalog.
    pub catalog: Catalog,
    /// The numbers after the change.
    pub numbers: Numbers,
}

impl Change {
    /// Begins a change of a live catalog.
    ///
    /// # Errors
    /// The problem of `unknown` where the catalog is not live.
    pub async fn begin(app: &App, id: &str, unknown: impl FnOnce() -> Problem) -> Answer<Self> {
        Self::begin_or(app, id, || Err(unknown())).await
    }

    /// Begins a change of a live catalog, or of a new one that starts as `document`.
    ///
    /// # Errors
    /// That of `document`, or when the database does not answer.
    pub async fn begin_or(
        app: &App,
        id: &str,
        document: impl FnOnce() -> Answer<String>,
    ) -> Answer<Self> {
        let mut edit = Edit::begin(app, id).await?;
        let text = match edit.document().await? {
            Some(text) => text,
            None => document()?,
        };
        let mut catalog = Catalog::from_json(&text).map_err(|found| Problem::catalog(&found))?;
        // its places would be those of the text before the change
        catalog.source = None;
        let numbers = Numbers::complete(edit.on(), id, &catalog).await?;
        Ok(Self {
            edit,
            id: id.to_owned(),
            catalog,
            numbers,
        })
    }

    /// Takes the key of a request that may be repeated; gives the answer that was given to the same one before.
    ///
    /// # Errors
    /// `idempotency-key-reused`.
    pub async fn replayed(
        &mut self,
        repeatable: &Repeatable,
    ) -> Answer<Option<axum::response::Response>> {
        repeatable.begin(self.edit.on()).await
    }

    /// The part with this number, if it is of this kind and in the document.
    ///
    /// # Errors
    /// `unknown-…`.
    pub fn part(&self, kind: Kind, number: i64) -> Answer<Part> {
        let found = self.numbers.part(number).filter(|it| it.kind == kind);
        found
            .filter(|part| Part::all(&self.catalog).contains(part))
            .cloned()
            .ok_or_else(|| kind.unknown(&number.to_string()))
    }

    /// A component with its place in the document.
    ///
    /// # Errors
    /// `unknown-component`.
    pub fn component(&mut self, id: &str) -> Answer<(usize, &mut Component)> {
        let mut all = self.catalog.components.iter_mut().enumerate();
        all.find(|(_, it)| it.id == id)
            .ok_or_else(|| Kind::Component.unknown(id))
    }

    /// What rows of one's own are read and written on, in the same change.
    pub fn on(&mut self) -> &mut sqlx::AnyConnection {
        self.edit.on()
    }

    /// When the live revision before the change was made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn live_at(&mut self) -> Answer<Option<i64>> {
        let Some(live) = self.edit.row().and_then(|row| row.live) else {
            return Ok(None);
        };
        let row = catalogs::revision_at(self.edit.on(), &self.id, live).await?;
        Ok(row.map(|row| row.created_at))
    }

    /// Takes the numbers of a part away that is removed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget(&mut self, part: &Part) -> Answer<()> {
        self.numbers.forget(self.edit.on(), part).await
    }

    /// Compiles the changed catalog and stores it. `prefix` is the path of the part that was sent.
    ///
    /// # Errors
    /// `invalid-body`, `in-use`: nothing has changed then.
    pub async fn store(
        mut self,
        prefix: Option<String>,
        origin: &str,
        token: &str,
    ) -> Answer<Stored> {
        let (mut catalog, numbers) = (self.catalog, self.numbers);
        let work = move || {
            let document = in_use::document(&mut catalog, prefix.as_deref(), &numbers);
            document.map(|document| (catalog, document))
        };
        let done = tokio::task::spawn_blocking(work).await;
        let (catalog, document) = done.map_err(|error| {
            tracing::error!(error = %error, "compile");
            Problem::new(crate::problem::Code::Internal)
        })??;
        let compiled = compiled(document).await?;
        self.edit.store(&compiled, origin, token).await?;
        let numbers = Numbers::complete(self.edit.on(), &self.id, &catalog).await?;
        Ok(Stored {
            edit: self.edit,
            catalog,
            numbers,
        })
    }
}

impl Stored {
    /// What rows of one's own are written on, in the same change.
    pub fn on(&mut self) -> &mut sqlx::AnyConnection {
        self.edit.on()
    }

    /// Commits it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn commit(self) -> Answer<()> {
        self.edit.commit().await
    }

    /// Commits it with the answer to a request that may be repeated.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn commit_with(mut self, repeatable: &Repeatable, made: &Told) -> Answer<()> {
        repeatable.keep(self.edit.on(), made).await?;
        self.edit.commit().await
    }
}
