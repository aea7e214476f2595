//! Whether what is in memory is up to date.
//!
//! A request must price with what was live when it arrived. Where this process alone changes the database,
//! nothing is asked as long as it has changed nothing. Where others may, each request asks for the
//! epochs by a read that began after the request arrived; requests that arrive while one is under
//! way share the next one, so many requests cost few reads.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::store::epochs::{self, Epochs};
use crate::store::{Kind, Store};

/// Gives the epochs, at least as new as the moment of asking.
#[derive(Debug)]
pub struct Fence {
    /// Moments after which a read has to begin, counted.
    moments: AtomicU64,
    last: RwLock<Read>,
    turn: Mutex<()>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Read {
    /// The last moment before it began.
    covers: u64,
    epochs: Epochs,
}

impl Default for Fence {
    fn default() -> Self {
        Self {
            moments: AtomicU64::new(1),
            last: RwLock::default(),
            turn: Mutex::default(),
        }
    }
}

impl Fence {
    /// Says that something may have changed: what asks from now on gets a read that begins from now on.
    pub fn changed(&self) {
        self.moments.fetch_add(1, Ordering::SeqCst);
    }

    /// The epochs.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn epochs(&self, store: &Store) -> sqlx::Result<Epochs> {
        let moment = match store.kind {
            Kind::Sqlite => self.moments.load(Ordering::SeqCst),
            Kind::Postgres => self
                .moments
                .fetch_add(1, Ordering::SeqCst)
                .saturating_add(1),
        };
        if let Some(epochs) = self.known(moment) {
            return Ok(epochs);
        }
        let _turn = self.turn.lock().await;
        if let Some(epochs) = self.known(moment) {
            return Ok(epochs);
        }
        let covers = self.moments.load(Ordering::SeqCst);
        let epochs = epochs::read(&mut *store.read().await?).await?;
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Read { covers, epochs };
        Ok(epochs)
    }

    fn known(&self, moment: u64) -> Option<Epochs> {
        let last = *self.last.read().unwrap_or_else(PoisonError::into_inner);
        (last.covers >= moment).then_some(last.epochs)
    }
}
