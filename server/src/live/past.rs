//! Revisions that no longer price, compiled: for quotes that are held, and for what is compared.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use super::plan::{Compiled, compiled};
use crate::problem::{Answer, Code, Problem};
use crate::store::{Store, catalogs};

/// How many are kept; the one used longest ago makes room.
const MOST_KEPT: usize = 16;

/// Compiled revisions, the latest used first.
#[derive(Debug, Default)]
pub struct Past(RwLock<VecDeque<Entry>>);

#[derive(Debug)]
struct Entry {
    catalog: String,
    number: i64,
    compiled: Arc<Compiled>,
}

impl Past {
    /// A revision, compiled.
    ///
    /// # Errors
    /// `unknown-revision`, or when the database does not answer.
    pub async fn revision(
        &self,
        store: &Store,
        catalog: &str,
        number: i64,
    ) -> Answer<Arc<Compiled>> {
        if let Some(found) = self.kept(catalog, number) {
            return Ok(found);
        }
        let document = catalogs::document(&mut *store.read().await?, catalog, number).await?;
        let document = document.ok_or_else(|| unknown_revision(catalog, number))?;
        let made = compiled(document).await?;
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        entries.push_front(Entry {
            catalog: catalog.to_owned(),
            number,
            compiled: Arc::clone(&made),
        });
        entries.truncate(MOST_KEPT);
        Ok(made)
    }

    fn kept(&self, catalog: &str, number: i64) -> Option<Arc<Compiled>> {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let at = entries
            .iter()
            .position(|it| it.number == number && it.catalog == catalog)?;
        let entry = entries.remove(at)?;
        let compiled = Arc::clone(&entry.compiled);
        entries.push_front(entry);
        Some(compiled)
    }
}

/// The refusal of a revision that is not there.
#[must_use]
pub fn unknown_revision(catalog: &str, number: i64) -> Problem {
    let detail = format!("catalog `{catalog}` has no revision `{number}`");
    Problem::of(Code::UnknownRevision, detail)
}
