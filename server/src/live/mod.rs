//! What prices: the live revision of each catalog, as a plan in memory.
//!
//! Takes epochs from [`fence`]; gives a [`Snapshot`] that does not change while a request uses it. A plan is
//! compiled when it is first needed and swapped as a whole, so a price comes from one revision.

mod edit;
mod fence;
mod past;
mod plan;
mod totals;
mod waited;
mod work;

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub use edit::{Edit, Published};
pub use fence::Fence;
pub use past::{Past, unknown_revision};
pub use plan::{Compiled, LiveCatalog, compiled};
pub use waited::while_waited;
pub use work::Work;

use crate::problem::Answer;
use crate::store::epochs::Epochs;
use crate::store::{Store, catalogs};

/// A revision that was compiled to be published: its catalog, its number, and what was made of it.
pub type Made = (String, i64, Arc<Compiled>);

/// The live catalogs at one epoch.
#[derive(Debug, Default)]
pub struct Snapshot {
    epoch: i64,
    catalogs: BTreeMap<String, Arc<LiveCatalog>>,
}

/// The live catalogs now.
#[derive(Debug, Default)]
pub struct Live {
    /// Says when to look again.
    pub fence: Fence,
    /// Revisions that no longer price.
    pub past: Past,
    /// Room for analyses.
    pub work: Work,
    /// Room for prices that bind, and of large orders: they do not wait for analyses.
    pub pricing: Work,
    /// Whose turn it is to edit a catalog.
    editing: Arc<tokio::sync::Mutex<()>>,
    now: RwLock<Arc<Snapshot>>,
    /// What was published here and is not in a snapshot yet.
    made: Mutex<Vec<Made>>,
    turn: tokio::sync::Mutex<()>,
}

impl Snapshot {
    /// The catalog of this id.
    #[must_use]
    pub fn catalog(&self, id: &str) -> Option<&Arc<LiveCatalog>> {
        self.catalogs.get(id)
    }

    /// All of them, by id.
    pub fn catalogs(&self) -> impl Iterator<Item = &Arc<LiveCatalog>> {
        self.catalogs.values()
    }
}

impl Live {
    /// The live catalogs, at least as new as `epochs`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn at(&self, store: &Store, epochs: Epochs) -> Answer<Arc<Snapshot>> {
        let now = self.now();
        if now.epoch >= epochs.catalogs {
            return Ok(now);
        }
        let _turn = self.turn.lock().await;
        let now = self.now();
        if now.epoch >= epochs.catalogs {
            return Ok(now);
        }
        let made = mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        let next = Arc::new(next(store, &now, epochs.catalogs, made).await?);
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&next);
        Ok(next)
    }

    /// Keeps what was compiled to be published, so that it is not compiled again to price.
    pub fn expect(&self, made: Vec<Made>) {
        let mut kept = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(made);
    }

    fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The snapshot before with what has changed since. Rows may be newer than `epoch`: they are read
/// again then, which changes nothing.
async fn next(store: &Store, before: &Snapshot, epoch: i64, made: Vec<Made>) -> Answer<Snapshot> {
    let rows = catalogs::changed_since(&mut *store.read().await?, before.epoch).await?;
    let mut catalogs = before.catalogs.clone();
    for row in rows {
        match (row.live, row.fingerprint) {
            (Some(revision), Some(fingerprint)) => {
                let kept = catalogs
                    .get(&row.id)
                    .is_some_and(|it| it.revision == revision);
                if !kept {
                    let mut live = LiveCatalog::new(row.id.clone(), revision, fingerprint);
                    let of_row = |it: &&Made| it.0 == row.id && it.1 == revision;
                    if let Some((_, _, compiled)) = made.iter().find(of_row) {
                        live = live.with(Arc::clone(compiled));
                    }
                    catalogs.insert(row.id, Arc::new(live));
                }
            }
            _ => {
                catalogs.remove(&row.id);
            }
        }
    }
    Ok(Snapshot { epoch, catalogs })
}
