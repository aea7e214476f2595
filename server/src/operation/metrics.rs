//! Numbers about the server in the text format of OpenMetrics, which Prometheus reads.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::store::Store;
use crate::store::claims::{Next, Outcome};
use crate::store::deliveries::Backlog;
use crate::time::Instant;

/// The media type of the text.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper bounds of seconds that requests take.
const SECONDS: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0, 30.0,
];

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    attempts: Family<Attempt, Counter>,
    pending: Gauge,
    dead: Gauge,
    oldest: Gauge<f64, AtomicU64>,
    connections: Family<Connection, Gauge>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Attempt {
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Connection {
    state: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("pricewright");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(histogram as fn() -> Histogram);
        let (attempts, connections) = (Family::default(), Family::default());
        let (pending, dead, oldest) = (Gauge::default(), Gauge::default(), Gauge::default());
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version that runs", version);
        registry.register("requests", "Requests that were answered", requests.clone());
        registry.register_with_unit(
            "request",
            "Time that requests took",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register(
            "delivery_attempts",
            "Attempts to deliver events",
            attempts.clone(),
        );
        registry.register(
            "deliveries_pending",
            "Deliveries on their way",
            pending.clone(),
        );
        registry.register(
            "deliveries_dead",
            "Deliveries that were given up",
            dead.clone(),
        );
        registry.register_with_unit(
            "deliveries_oldest",
            "Age of the oldest delivery on its way",
            Unit::Seconds,
            oldest.clone(),
        );
        registry.register(
            "database_connections",
            "Connections to the database",
            connections.clone(),
        );
        Self {
            registry,
            requests,
            seconds,
            attempts,
            pending,
            dead,
            oldest,
            connections,
        }
    }
}

impl Metrics {
    /// Counts a request that was answered. A path is that of its route, so that ids do not make numbers of their own.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let request = Request {
            method,
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&request).inc();
        let route = Route {
            method,
            route: request.route,
        };
        self.seconds
            .get_or_create(&route)
            .observe(took.as_secs_f64());
    }

    /// Counts an attempt to deliver an event.
    pub fn attempted(&self, outcome: &Outcome) {
        let outcome = match outcome.next {
            Next::Delivered => "delivered",
            Next::Again(_) => "failed",
            Next::Dead => "dead",
        };
        self.attempts.get_or_create(&Attempt { outcome }).inc();
    }

    /// Everything, with what the database says now.
    ///
    /// # Errors
    /// When a number cannot be written.
    pub fn text(&self, store: &Store, backlog: Backlog) -> Result<String, std::fmt::Error> {
        self.pending.set(backlog.pending);
        self.dead.set(backlog.dead);
        let age = backlog
            .oldest_at
            .map_or(0, |oldest| Instant::now().0.saturating_sub(oldest));
        let age = Duration::from_millis(u64::try_from(age).unwrap_or_default());
        self.oldest.set(age.as_secs_f64());
        let (open, idle) = store.connections();
        let idle = i64::try_from(idle).unwrap_or(i64::MAX);
        let busy = i64::from(open).saturating_sub(idle);
        for (state, many) in [("idle", idle), ("busy", busy)] {
            self.connections
                .get_or_create(&Connection { state })
                .set(many);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn histogram() -> Histogram {
    Histogram::new(SECONDS)
}
