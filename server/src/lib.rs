//! Pricewright over HTTP: catalogs are pushed in, orders are priced, quotes are kept.
//!
//! ```text
//! request ─▶ web: limits, token, scope, body ─▶ routes ─▶ live: plans in memory ─▶ the engine ─▶ answer
//!                                                 │            ▲
//!                                                 ▼            │ by epoch
//!                                               store: one transaction for a change, its revision and its events
//! ```
//!
//! The catalog document is the one truth: every change, by whichever resource, makes a new document
//! that compiles, or nothing. `docs/server.md` says how the parts fit.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::float_arithmetic,
        clippy::arithmetic_side_effects,
        clippy::iter_over_hash_type,
        clippy::disallowed_types
    )
)]

mod app;
pub mod auth;
mod configento;
mod fault;
pub mod live;
pub mod operation;
pub mod parts;
pub mod problem;
pub mod quotes;
mod routes;
mod serve;
pub mod settings;
mod simplio3d;
pub mod store;
pub mod time;
pub mod web;
pub mod webhooks;

pub use app::App;
pub use fault::Fault;
pub use serve::serve;
pub use settings::Settings;
