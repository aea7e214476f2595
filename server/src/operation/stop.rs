//! The end: told by a signal, no new connections after a while, what is under way is finished within a limit.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// Whether the server is to stop.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Whether it is to stop.
    #[must_use]
    pub fn is_told(&self) -> bool {
        *self.0.borrow()
    }

    /// Tells everybody who asks.
    pub fn tell(&self) {
        self.0.send_replace(true);
    }

    /// Until it is told.
    pub async fn told(&self) {
        // the sender lives as long as this does
        let _ = self.0.subscribe().wait_for(|told| *told).await;
    }

    /// Until it is told by a signal, and then so long in which new connections are still answered.
    pub async fn signal(&self, drain: Duration) {
        signal().await;
        tracing::info!("stopping");
        self.tell();
        tokio::time::sleep(drain).await;
    }
}

/// Until the process is told to stop: `SIGTERM` by a service manager, `SIGINT` by a person.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
