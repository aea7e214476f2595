//! How the server is run.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

use super::connections::Limits;

/// How the server logs, keeps connections, and ends.
#[derive(Clone, Debug, Args)]
pub struct OperationSettings {
    /// Form of the log on standard error
    #[arg(
        long = "log-format",
        env = "PRICEWRIGHT_LOG_FORMAT",
        value_enum,
        default_value = "text"
    )]
    pub log_format: LogFormat,
    /// Connections of clients at once; further ones wait
    #[arg(long = "open-connections", env = "PRICEWRIGHT_OPEN_CONNECTIONS", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub open_connections: u32,
    /// Seconds until a connection is closed on which the head of a request has not arrived, or no request at all
    #[arg(long = "head-seconds", env = "PRICEWRIGHT_HEAD_SECONDS", default_value_t = 75, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub head_seconds: u64,
    /// Seconds between the request to stop and the end of new connections, in which `/health/ready` says no
    #[arg(long = "drain-seconds", env = "PRICEWRIGHT_DRAIN_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600))]
    pub drain_seconds: u64,
    /// Seconds after which requests and deliveries that are under way are left, once it stops
    #[arg(long = "stop-seconds", env = "PRICEWRIGHT_STOP_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub stop_seconds: u64,
}

impl OperationSettings {
    /// What a connection may do, where a client takes nothing of an answer for at most so many seconds.
    #[must_use]
    pub fn limits(&self, stalled_seconds: u64) -> Limits {
        Limits {
            open: usize::try_from(self.open_connections).unwrap_or(usize::MAX),
            head: Duration::from_secs(self.head_seconds),
            stalled: Duration::from_secs(stalled_seconds),
        }
    }
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What the program does instead of serving.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Copy the database into a file, also while a server uses it
    Backup {
        /// The new file; one that is there is not overwritten
        file: PathBuf,
    },
}
