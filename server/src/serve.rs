//! The server as a whole: puts the routes together, answers until it is stopped.

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::app::App;
use crate::fault::Fault;
use crate::operation::{Signals, connections};
use crate::settings::Settings;
use crate::webhooks::Worker;
use crate::{routes, web};

impl App {
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
