//! Pricewright prices configured products: a window blind of a given width and drop, in a given
//! fabric, with a motor, for a dealer, twelve of them. Amounts are exact decimals, every line of a
//! quote says why it is there, and the same order gives the same bytes on every platform.
//!
//! ```text
//! catalog (JSON, CSV, rules)            order (JSON)
//!       │ model::read                       │ model::read
//!       ▼                                   ▼
//!    Catalog ── parse ──▶ syntax trees    Order
//!       │                     │             │
//!       └──── check ◀─────────┘             │
//!               │ compile                   │
//!               ▼                           ▼
//!             Plan ───────── evaluate ───▶ Quote ── explain ──▶ Explanation
//! ```
#![cfg_attr(not(feature = "wasm"), forbid(unsafe_code))]
// what `wasm-bindgen` writes has to allow itself what it needs, which `forbid` would refuse
#![cfg_attr(feature = "wasm", deny(unsafe_code))]
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

pub mod diagnostic;
pub mod evaluate;
pub mod exchange;
pub mod explain;
mod letter_case;
pub mod model;
pub mod money;
#[cfg(feature = "compiler")]
mod order_text;
pub mod plan;
mod sorting;

#[cfg(feature = "analyze")]
pub mod analyze;
#[cfg(feature = "compiler")]
pub mod catalog_test;
#[cfg(feature = "compiler")]
pub mod check;
#[cfg(feature = "compiler")]
pub mod compile;
#[cfg(feature = "compiler")]
pub mod eval;
#[cfg(feature = "compiler")]
pub mod import;
#[cfg(feature = "migrate")]
pub mod migrate;
#[cfg(feature = "compiler")]
pub mod parse;
#[cfg(feature = "types")]
pub mod types;

#[cfg(feature = "cli")]
pub mod cli;

/// Public for `tests/wasm_edge.rs` alone: its users are scripts.
#[cfg(feature = "wasm")]
#[doc(hidden)]
pub mod wasm;

#[cfg(feature = "compiler")]
pub use compile::{check as check_catalog, compile, storefront, storefront_plan};
pub use diagnostic::Diagnostics;
#[cfg(feature = "compiler")]
pub use eval::evaluate;
pub use evaluate::Session;
#[cfg(feature = "compiler")]
pub use model::Catalog;
pub use model::{Order, Quote};
pub use plan::Plan;

/// The examples of the README run as doc tests.
#[cfg(all(doctest, feature = "compiler"))]
#[doc = include_str!("../README.md")]
struct Readme;
