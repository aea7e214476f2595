//! What every route can reach: opens the database, keeps what is in memory.

use std::sync::Arc;
use std::time::Duration;

use crate::auth::first::first_token;
use crate::auth::{Principals, Rates};
use crate::fault::Fault;
use crate::live::Live;
use crate::operation::{Metrics, Stop};
use crate::quotes::keys::Keys;
use crate::settings::Settings;
use crate::store::Store;
use crate::webhooks::Sender;

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
}
