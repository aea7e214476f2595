//! The log: on standard error, because what people are told stands on standard output. It has no secrets: no headers, no
//! queries, no bodies.

use tracing_subscriber::EnvFilter;

use super::settings::LogFormat;

/// Begins to log, by the filter in `PRICEWRIGHT_LOG`, which is `info` without it.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_env("PRICEWRIGHT_LOG");
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_| EnvFilter::new("info")))
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(false).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
