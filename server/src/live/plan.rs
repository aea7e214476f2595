//! A live revision and what is made of its document.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use pricewright::{Catalog, Diagnostics, Order, Plan, compile, storefront_plan};
use tokio::sync::OnceCell;

use super::edit::to_the_end;
use super::totals::KeptTotals;
use crate::problem::{Answer, Code, Problem};
use crate::store::{Store, catalogs};

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
    storefront: OnceLock<Result<Bytes, String>>,
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
    /// The totals of an order, as one line of JSON.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn totals(&self, order: Order) -> Result<String, Diagnostics> {
        self.totals.of(&self.plan, order)
    }

    /// The plan that pages load, as bytes: without what is internal.
    ///
    /// # Errors
    /// When public prices depend on internal parts: such a catalog has no plan for pages.
    pub fn storefront(&self) -> Answer<Bytes> {
        let made = self.storefront.get_or_init(|| {
            let plan = storefront_plan(&self.catalog).map_err(|found| found.to_json())?;
            Ok(plan.to_bytes().into())
        });
        made.clone().map_err(|found| {
            Problem::of(Code::Conflict, "public prices depend on internal parts")
                .with_help("take `internal` away from what these prices read")
                .with_found(found)
        })
    }
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
            storefront: OnceLock::new(),
            totals: KeptTotals::default(),
        }))
    });
    work.await
        .map_err(|_| Problem::new(Code::Internal))?
        .map_err(|found| Problem::catalog(&found))
}
