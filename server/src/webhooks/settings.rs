//! What webhooks are started with.

use clap::Args;
use ipnet::IpNet;

/// How events are delivered.
#[derive(Clone, Debug, Args)]
pub struct WebhookSettings {
    /// Networks that are no public ones and may be told all the same, such as `10.1.0.0/16`; by plain HTTP, too
    #[arg(
        long = "webhook-networks",
        env = "PRICEWRIGHT_WEBHOOK_NETWORKS",
        value_delimiter = ','
    )]
    pub networks: Vec<IpNet>,
    /// Seconds until an attempt to deliver an event is given up
    #[arg(long = "webhook-seconds", env = "PRICEWRIGHT_WEBHOOK_SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=300))]
    pub seconds: u32,
    /// Attempts until an event is given up
    #[arg(long = "webhook-attempts", env = "PRICEWRIGHT_WEBHOOK_ATTEMPTS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub attempts: u32,
    /// Milliseconds until the second attempt; each further one waits four times as long, up to 12 hours
    #[arg(long = "webhook-retry-milliseconds", env = "PRICEWRIGHT_WEBHOOK_RETRY_MILLISECONDS", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(10..))]
    pub retry_milliseconds: u32,
    /// Days for which events and their deliveries can be seen and sent again
    #[arg(long = "webhook-days", env = "PRICEWRIGHT_WEBHOOK_DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(4..=3_650))]
    pub days: u32,
}
