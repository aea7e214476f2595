//! A change of one catalog: read the live document, make a new one, store it as the next revision.
//!
//! ```text
//! Edit::begin ─▶ document() ─▶ (rows of one's own by on()) ─▶ publish(document) ─▶ revision, event, commit
//! ```
//!
//! All of it is one transaction, and edits of catalogs wait for each other from `begin` on; so what is published
//! was made from what is live, or is refused. What is not published is not there.

use std::sync::Arc;

use serde_json::json;
use sqlx::AnyConnection;
use tokio::sync::OwnedMutexGuard;

use super::Made;
use super::plan::{Compiled, compiled};
use crate::app::App;
use crate::problem::Answer;
use crate::store::Change;
use crate::store::catalogs::{self, CatalogRow, NewRevision};
use crate::store::epochs::{self, Kept};
use crate::store::outbox::{self, EventKind};
use crate::time::Instant;
use crate::web::etag::Precondition;

/// A change of one catalog that has begun.
pub struct Edit {
    app: App,
    id: String,
    change: Change,
    epoch: i64,
    row: Option<CatalogRow>,
    made: Vec<Made>,
    /// Dropped after the change, whose end lets the next one begin.
    _turn: OwnedMutexGuard<()>,
}

/// What is live after a change.
#[derive(Clone, Debug)]
pub struct Published {
    /// The catalog.
    pub id: String,
    /// The live revision.
    pub revision: i64,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Whether the catalog was not live before.
    pub is_new: bool,
    /// Whether there is a new revision; the same document again makes none.
    pub is_changed: bool,
}

impl Edit {
    /// Begins; from here on no other edit of a catalog gets in between.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(app: &App, id: &str) -> Answer<Self> {
        // edits wait for each other here, not at the database: there each would hold a connection that prices need
        let turn = Arc::clone(&app.live.editing).lock_owned().await;
        let mut change = app.store.change().await?;
        let epoch = epochs::begin(change.on(), Kept::Catalogs).await?;
        let row = catalogs::one(change.on(), id).await?;
        Ok(Self {
            app: app.clone(),
            id: id.to_owned(),
            change,
            epoch,
            row,
            made: Vec::new(),
            _turn: turn,
        })
    }

    /// The same, refused unless the live revision is the one that the client has seen.
    ///
    /// # Errors
    /// `precondition-failed`, or when the database does not answer.
    pub async fn begin_if(app: &App, id: &str, precondition: &Precondition) -> Answer<Self> {
        let edit = Self::begin(app, id).await?;
        precondition.check(edit.fingerprint())?;
        Ok(edit)
    }

    /// The catalog's row before the change.
    #[must_use]
    pub fn row(&self) -> Option<&CatalogRow> {
        self.row.as_ref()
    }

    /// The fingerprint of the live revision.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.row.as_ref()?.fingerprint.as_deref()
    }

    /// The live document.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn document(&mut self) -> Answer<Option<String>> {
        let Some(live) = self.row.as_ref().and_then(|row| row.live) else {
            return Ok(None);
        };
        Ok(catalogs::document(self.change.on(), &self.id, live).await?)
    }

    /// What other statements of the same change run on.
    pub fn on(&mut self) -> &mut AnyConnection {
        self.change.on()
    }

    /// The number of the epoch that the change begins.
    #[must_use]
    pub const fn epoch(&self) -> i64 {
        self.epoch
    }

    /// Compiles a document, stores it as the next revision, makes it the live one, and tells so by an event.
    ///
    /// # Errors
    /// Every fault of the document: nothing has changed then.
    pub async fn publish(self, document: String, origin: &str, token: &str) -> Answer<Published> {
        let compiled = compiled(document).await?;
        self.publish_compiled(&compiled, origin, token).await
    }

    /// The same with a document that is compiled.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn publish_compiled(
        mut self,
        compiled: &Arc<Compiled>,
        origin: &str,
        token: &str,
    ) -> Answer<Published> {
        let published = self.store(compiled, origin, token).await?;
        self.commit().await?;
        Ok(published)
    }

    /// Goes on with another catalog, in the same transaction.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn turn_to(&mut self, id: &str) -> Answer<()> {
        self.row = catalogs::one(self.change.on(), id).await?;
        id.clone_into(&mut self.id);
        Ok(())
    }

    /// What [`publish_compiled`](Self::publish_compiled) does, without the commit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn store(
        &mut self,
        compiled: &Arc<Compiled>,
        origin: &str,
        token: &str,
    ) -> Answer<Published> {
        let fingerprint = compiled.plan.data().fingerprint.clone();
        let live = self.row.as_ref().and_then(|row| row.live);
        if let Some(live) = live.filter(|_| self.fingerprint() == Some(&fingerprint)) {
            return Ok(self.published(live, fingerprint, false));
        }
        let newest = catalogs::newest(self.change.on(), &self.id).await?;
        let number = newest.saturating_add(1);
        let revision = NewRevision {
            catalog: &self.id,
            number,
            document: &compiled.document,
            fingerprint: &fingerprint,
            origin,
            token,
        };
        catalogs::publish(self.change.on(), revision, self.epoch).await?;
        let event = json!({
            "catalog": self.id,
            "revision": number,
            "fingerprint": fingerprint,
            "previous_revision": live,
            "previous_fingerprint": self.fingerprint(),
            "origin": origin,
            "published_at": Instant::now().text(),
        });
        let on = self.change.on();
        outbox::record(on, EventKind::CatalogPublished, &self.id, &event).await?;
        self.made
            .push((self.id.clone(), number, Arc::clone(compiled)));
        Ok(self.published(number, fingerprint, true))
    }

    /// Stores what was done by `on` and publishes nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn commit(self) -> Answer<()> {
        let committed = self.change.commit().await;
        if committed.is_ok() {
            self.app.live.expect(self.made);
        }
        // also after a fault: what became of it is not known then
        self.app.live.fence.changed();
        Ok(committed?)
    }

    fn published(&self, revision: i64, fingerprint: String, is_changed: bool) -> Published {
        Published {
            id: self.id.clone(),
            revision,
            fingerprint,
            is_new: self.row.as_ref().is_none_or(|row| row.live.is_none()),
            is_changed,
        }
    }
}
