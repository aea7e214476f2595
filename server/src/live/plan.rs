//! A live revision and what is made of its document.

use std::sync::Arc;

use axum::body::Bytes;
use pricewright::{Catalog, Diagnostics, Plan, compile, storefront_plan};
use tokio::sync::OnceCell;

use super::totals::KeptTotals;
use super::work::Work;
use crate::problem::{Answer, Code, Problem};
use crate::store::{Store, catalogs};
use crate::web::to_the_end::to_the_end;

/// The revision of a catalog that prices.
#[derive(Debug)]
pub struct LiveCatalog {
    /// The catalog's id.
    pub id: String,
    /// Its number.
    pub revision: i64,
    /// Of its document.
    pub fingerprint: String,
    compiled: Arc<OnceCell<Arc<Compiled>>>,
}

/// A document that compiles.
#[derive(Debug)]
pub struct Compiled {
    /// As it came.
    pub document: Arc<str>,
    /// What the document says.
    pub catalog: Catalog,
    /// What prices.
    pub plan: Plan,
    storefront: OnceCell<Result<Bytes, String>>,
    totals: KeptTotals,
}

impl LiveCatalog {
    /// A revision that is not compiled yet.
    #[must_use]
    pub fn new(id: String, revision: i64, fingerprint: String) -> Self {
        Self {
            id,
            revision,
            fingerprint,
            compiled: Arc::default(),
        }
    }

    /// The same with what is made of its document already.
    #[must_use]
    pub fn with(self, compiled: Arc<Compiled>) -> Self {
        Self {
            compiled: Arc::new(OnceCell::from(compiled)),
            ..self
        }
    }

    /// What is made of its document; made at the first call.
    ///
    /// # Errors
    /// When the database does not answer, or a document of an older engine no longer compiles.
    pub async fn compiled(&self, store: &Store) -> Answer<&Arc<Compiled>> {
        if let Some(made) = self.compiled.get() {
            return Ok(made);
        }
        // to its end, also if this request is given up: the next one finds it done
        let (cell, store) = (Arc::clone(&self.compiled), store.clone());
        let (id, revision) = (self.id.clone(), self.revision);
        to_the_end(async move {
            let make = || made(&store, &id, revision);
            cell.get_or_try_init(make).await?;
            Ok(())
        })
        .await?;
        self.compiled
            .get()
            .ok_or_else(|| Problem::new(Code::Internal))
    }
}

async fn made(store: &Store, id: &str, revision: i64) -> Answer<Arc<Compiled>> {
    let document = catalogs::document(&mut *store.read().await?, id, revision).await?;
    let document = document.ok_or_else(|| Problem::new(Code::UnknownRevision))?;
    compiled(document).await
}

impl Compiled {
    /// The totals of an order in JSON, as one line of JSON.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn totals(&self, order: &str) -> Result<String, Diagnostics> {
        self.totals.of(&self.plan, order)
    }

    /// The plan that pages load, as bytes: without what is internal. Made once, as long work.
    ///
    /// # Errors
    /// When public prices depend on internal parts: such a catalog has no plan for pages; `overloaded`.
    pub async fn storefront(self: &Arc<Self>, room: &Work) -> Answer<Bytes> {
        if self.storefront.get().is_none() {
            // to its end, also if this request is given up: the next one finds it done
            let (compiled, room) = (Arc::clone(self), room.clone());
            to_the_end(async move {
                let catalog = Arc::clone(&compiled);
                let make = || room.run(move || Ok(storefront(&catalog.catalog)));
                compiled.storefront.get_or_try_init(make).await?;
                Ok(())
            })
            .await?;
        }
        let made = self.storefront.get().cloned();
        let made = made.ok_or_else(|| Problem::new(Code::Internal))?;
        made.map_err(|found| {
            Problem::of(Code::Conflict, "public prices depend on internal parts")
                .with_help("take `internal` away from what these prices read")
                .with_found(found)
        })
    }

    /// The whole plan, as bytes.
    ///
    /// # Errors
    /// `overloaded`.
    pub async fn whole(self: &Arc<Self>, room: &Work) -> Answer<Bytes> {
        let compiled = Arc::clone(self);
        let write = move || Ok(compiled.plan.to_bytes().into());
        room.run(write).await
    }
}

/// A storefront's plan, or what is in its way, as JSON.
fn storefront(catalog: &Catalog) -> Result<Bytes, String> {
    let plan = storefront_plan(catalog).map_err(|found| found.to_json())?;
    Ok(plan.to_bytes().into())
}

/// Reads and compiles a document, away from the threads that answer requests.
///
/// # Errors
/// Every fault of the document.
pub async fn compiled(document: String) -> Answer<Arc<Compiled>> {
    let work = tokio::task::spawn_blocking(move || {
        let catalog = Catalog::from_json(&document)?;
        let plan = compile(&catalog)?;
        Ok(Arc::new(Compiled {
            document: document.into(),
            catalog,
            plan,
            storefront: OnceCell::new(),
            totals: KeptTotals::default(),
        }))
    });
    work.await
        .map_err(|_| Problem::new(Code::Internal))?
        .map_err(|found| Problem::catalog(&found))
}
