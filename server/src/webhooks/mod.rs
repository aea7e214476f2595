//! Webhooks: whoever subscribes is told what happened, by signed requests.
//!
//! ```text
//! change ─▶ outbox::record ─▶ deliveries ─▶ claims::take ─▶ sign, send ─▶ claims::settle
//!  (one transaction)                             ▲                            │ not arrived: due again later
//!                                                └────────────────────────────┘
//! ```
//!
//! Takes deliveries that are due; gives each to its target at least once, always under the id of its event, until it
//! has arrived or is given up. Targets are public addresses unless a setting allows others.

pub mod backoff;
pub mod network;
pub mod resolve;
pub mod send;
pub mod settings;
pub mod signature;
pub mod target;
pub mod worker;

pub use send::Sender;
pub use settings::WebhookSettings;
pub use target::Target;
pub use worker::Worker;
