//! Long work: away from the threads that answer requests, bounded in how much runs and waits at once.

use std::sync::Arc;
use std::thread;

use tokio::sync::Semaphore;

use crate::problem::{Answer, Code, Problem};

/// Pieces of work that run or wait, at most.
const MOST_WAITING: usize = 128;
/// Bytes of an order from which on pricing it is long work.
const LARGE: usize = 16 * 1024;

/// Room for long work; a clone is the same room.
#[derive(Clone, Debug)]
pub struct Work {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Work {
    /// As much at once as there are cores.
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            running: Arc::new(Semaphore::new(cores)),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
        }
    }
}

impl Work {
    /// Prices an order that came as `text`: at once where it is short, as long work where it is not.
    ///
    /// # Errors
    /// Those of [`run`](Self::run).
    pub async fn price<T: Send + 'static>(
        &self,
        text: String,
        work: impl FnOnce(&str) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        if text.len() < LARGE {
            return work(&text);
        }
        self.run(move || work(&text)).await
    }

    /// Does the work. Who gives up waiting for it does not make room for more: only its end does.
    ///
    /// # Errors
    /// `overloaded` where too much waits already, and those of the work.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let _waiting = self.waiting.try_acquire().map_err(|_| {
            Problem::of(Code::Overloaded, "too much work waits already")
                .with_help("try again later")
        })?;
        let running = Arc::clone(&self.running).acquire_owned().await;
        let running = running.map_err(|_| Problem::new(Code::Internal))?;
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(running);
            answer
        });
        done.await.map_err(|_| Problem::new(Code::Internal))?
    }
}
