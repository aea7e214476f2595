//! How the server is run.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// How the server logs and ends.
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
    /// Seconds between the request to stop and the end of new connections, in which `/health/ready` says no
    #[arg(long = "drain-seconds", env = "PRICEWRIGHT_DRAIN_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600))]
    pub drain_seconds: u64,
    /// Seconds after which requests and deliveries that are under way are left, once it stops
    #[arg(long = "stop-seconds", env = "PRICEWRIGHT_STOP_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub stop_seconds: u64,
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
