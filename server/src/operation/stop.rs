//! The end: told by a signal, no new connections after a while, what is under way is finished within a limit.

use std::io;
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
    pub async fn signal(&self, mut signals: Signals, drain: Duration) {
        signals.next().await;
        tracing::info!("stopping");
        self.tell();
        tokio::time::sleep(drain).await;
    }
}

/// What tells the process to stop: `SIGTERM` by a service manager, `SIGINT` by a person. From the moment that this is
/// made on, they no longer end the process at once.
#[derive(Debug)]
pub struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(unix)]
impl Signals {
    /// Begins to listen to signals.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
impl Signals {
    /// Begins to listen to signals.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn listen() -> io::Result<Self> {
        let interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(Self { interrupt })
    }

    async fn next(&mut self) {
        self.interrupt.recv().await;
    }
}
