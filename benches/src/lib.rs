//! What Pricewright's speed is measured on, and against.
//!
//! Takes the reference workload (`workload/`): three catalogs, 1,000 configurations each, with totals
//! and lines that were worked out elsewhere. Gives the catalogs in Pricewright's form, the same
//! calculation written by hand in several ways, and ways to time them beside each other. Promises
//! that nothing is timed before every total and every line of it is right.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::float_arithmetic,
        clippy::iter_over_hash_type,
        clippy::disallowed_types
    )
)]

pub mod analyses;
pub mod baseline;
pub mod blind;
pub mod changes;
pub mod check;
pub mod growth;
pub mod import;
pub mod measure;
pub mod options;
pub mod ours;
pub mod prepared;
pub mod random;
pub mod report;
pub mod rows;
pub mod workload;
