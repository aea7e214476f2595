//! What is true of many configurations at once: ranges, searches, counts.
//!
//! `domain` describes sets of configurations, `bound` says what those of a set cost, `search` cuts
//! sets until a question is answered or its budget is spent. Prices that are shown are always those
//! of single configurations, priced like any order; bounds only say which of them need not be
//! looked at.

mod bound;
mod domain;
mod interval;
mod range;
mod search;
mod space;

pub use range::{PriceRange, RangeEnd};
