//! What the server is started with: arguments, each with an environment variable beside it.
//!
//! Without any it listens on loopback and keeps its data in `pricewright.db` in the working directory.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;

use crate::operation::{Command, OperationSettings};
use crate::webhooks::WebhookSettings;

/// Pricewright over HTTP: catalogs are pushed in, orders priced, quotes kept.
#[derive(Clone, Debug, Parser)]
#[command(name = "pricewright-server", version)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "PRICEWRIGHT_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// `sqlite:FILE` or `postgres://…`
    #[arg(
        long,
        env = "PRICEWRIGHT_DATABASE",
        default_value = "sqlite:pricewright.db",
        hide_env_values = true
    )]
    pub database: String,
    /// Connections to the database, at most
    #[arg(long, env = "PRICEWRIGHT_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..=200))]
    pub connections: u32,
    /// Write the first admin token into this file instead of printing it
    #[arg(long, env = "PRICEWRIGHT_TOKEN_FILE")]
    pub token_file: Option<PathBuf>,
    /// Requests that a token may make in a minute, unless it says otherwise itself
    #[arg(long, env = "PRICEWRIGHT_REQUESTS_PER_MINUTE", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub requests_per_minute: u32,
    /// Bytes of a catalog or an import, at most
    #[arg(long, env = "PRICEWRIGHT_CATALOG_BYTES", default_value_t = 64 * 1024 * 1024)]
    pub catalog_bytes: usize,
    /// Bytes of any other body, at most
    #[arg(long, env = "PRICEWRIGHT_BODY_BYTES", default_value_t = 2 * 1024 * 1024)]
    pub body_bytes: usize,
    /// Seconds until a request is given up
    #[arg(long, env = "PRICEWRIGHT_REQUEST_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub request_seconds: u64,
    /// Sign quotes with the private key, or secret, in this file: PEM (PKCS #8) or JWK
    #[arg(long, env = "PRICEWRIGHT_SIGNING_KEY", value_name = "KEYFILE")]
    pub signing_key: Option<PathBuf>,
    /// Refuse claims that are not signed by the public key, or secret, in this file: PEM or JWK
    #[arg(long, env = "PRICEWRIGHT_VERIFYING_KEY", value_name = "KEYFILE")]
    pub verifying_key: Option<PathBuf>,
    /// Networks of proxies whose `X-Forwarded-For` is believed, such as `10.0.0.0/8`
    #[arg(long, env = "PRICEWRIGHT_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// How events are delivered
    #[command(flatten)]
    pub webhooks: WebhookSettings,
    /// How it runs
    #[command(flatten)]
    pub operation: OperationSettings,
    /// What to do instead of serving
    #[command(subcommand)]
    pub command: Option<Command>,
}
