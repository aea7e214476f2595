//! The server as a whole: opens the database, puts the routes together, answers until it is stopped.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::{Router, middleware};
use tokio::net::TcpListener;

use crate::auth::first::first_token;
use crate::auth::{Principals, Rates, preflights};
use crate::live::Live;
use crate::quotes::Keys;
use crate::settings::Settings;
use crate::store::Store;
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
        Ok(Self(Arc::new(Parts {
            settings,
            store,
            live: Live::default(),
            principals: Principals::default(),
            rates: Rates::default(),
            keys: Arc::new(keys),
        })))
    }

    /// Everything that it answers.
    pub fn router(&self) -> Router {
        let limit = std::time::Duration::from_secs(self.settings.request_seconds);
        let routes = web::shell::with_fallbacks(routes::router(self));
        let preflights = middleware::from_fn_with_state(self.clone(), preflights);
        web::shell::around(routes.layer(preflights), limit)
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
    println!(
        "pricewright-server {} listens on http://{address}",
        env!("CARGO_PKG_VERSION")
    );
    let service = app
        .router()
        .into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stopped())
        .await
        .map_err(|error| Fault::new(error.to_string()))?;
    app.store.close().await;
    Ok(())
}

/// Until the process is told to stop.
async fn stopped() {
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
