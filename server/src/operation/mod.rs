//! Operation: connections, logs, metrics, health, the end, copies of the database.

pub mod backup;
pub mod connections;
pub mod logs;
pub mod metrics;
pub mod observe;
pub mod settings;
pub mod stop;

pub use metrics::Metrics;
pub use settings::{Command, LogFormat, OperationSettings};
pub use stop::{Signals, Stop};
