//! The server as a whole: opens the database, puts the routes together, answers until it is stopped.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::auth::first::first_token;
use crate::auth::{Principals, Rates};
use crate::live::Live;
use crate::operation::{Metrics, Signals, Stop, connections};
use crate::quotes::Keys;
use crate::settings::Settings;
use crate::store::Store;
use crate::webhooks::{Sender, Worker};
use crate::{routes, web};

/// What every route can reach.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of [`App`].
pub struct Parts {
    /// What it was started with.
    pub settings: Settings,
    /// The database.
    pub store: Store,
    /// What prices.
    pub live: Live,
    /// Tokens in memory.
    pub principals: Principals,
    /// How often callers may ask.
    pub rates: Rates,
    /// By which quotes are signed and checked.
    pub keys: Arc<Keys>,
    /// How subscribers are told.
    pub webhooks: Sender,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether it is to stop.
    pub stop: Stop,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why the server cannot start, for people.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault in one line.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl App {
    /// Opens the database and makes the first token where there is none.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open(settings: Settings) -> Result<Self, Fault> {
        let (signing, verifying) = (&settings.signing_key, &settings.verifying_key);
        let keys = Keys::read(signing.as_deref(), verifying.as_deref())?;
        let store = Store::open(&settings.database, settings.connections).await?;
        let file = settings.token_file.as_deref();
        first_token(&store, settings.requests_per_minute, file).await?;
        let limit = Duration::from_secs(settings.webhooks.seconds.into());
        let webhooks = Sender::new(&settings.webhooks.networks, limit);
        Ok(Self(Arc::new(Parts {
            settings,
            store,
            live: Live::default(),
            principals: Principals::default(),
            rates: Rates::default(),
            keys: Arc::new(keys),
            webhooks,
            metrics: Metrics::default(),
            stop: Stop::default(),
        })))
    }

    /// Everything that it answers.
    pub fn router(&self) -> Router {
        let routes = web::shell::with_fallbacks(routes::router(self));
        web::shell::around(routes, self)
    }
}

/// Serves until the process is told to stop.
///
/// # Errors
/// When it cannot start.
pub async fn serve(settings: Settings) -> Result<(), Fault> {
    let listen = settings.listen;
    let app = App::open(settings).await?;
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| Fault::new(format!("`{listen}` cannot be listened on: {error}")))?;
    let address = listener
        .local_addr()
        .map_err(|error| Fault::new(error.to_string()))?;
    let signals = Signals::listen().map_err(|error| Fault::new(error.to_string()))?;
    println!(
        "pricewright-server {} listens on http://{address}",
        env!("CARGO_PKG_VERSION")
    );
    let stop = app.stop.clone();
    let deliveries = tokio::spawn(Worker(app.clone()).run());
    let under_way = async {
        let operation = &app.settings.operation;
        let limits = operation.limits(app.settings.request_seconds);
        let drain = Duration::from_secs(operation.drain_seconds);
        let stop = stop.signal(signals, drain);
        connections::serve(listener, app.router(), limits, stop).await;
        let _ = deliveries.await;
        app.store.close().await;
    };
    tokio::select! {
        () = under_way => {}
        () = too_long(&app) => tracing::warn!("what was still under way is left"),
    }
    Ok(())
}

/// Until what is under way has had its time to finish.
async fn too_long(app: &App) {
    app.stop.told().await;
    let operation = &app.settings.operation;
    let seconds = operation
        .drain_seconds
        .saturating_add(operation.stop_seconds);
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}
