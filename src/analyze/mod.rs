//! A plan to facts about many configurations: what a change costs, what is proved, what is true of
//! a price that somebody else names.
//!
//! Takes a plan, and an order or a claim where the question is about one; gives plain data with a
//! `to_json()` of stable key order. Every amount in an answer is one that [`Plan::price`] gives for
//! the configuration that stands beside it. Nothing here depends on clock, locale or chance: where
//! a sample is drawn, the seed is part of the question and of the answer. Work is bounded by the
//! plan and by a limit that the caller gives.
//!
//! Two ways lead there. `probe` changes one value and prices again: option prices, hints,
//! differences. `search` is about every configuration that is still possible: `domain` describes
//! sets of them, `bound` says what those of a set cost, and sets are cut until the question is
//! answered or its budget is spent.
//!
//! [`Plan::price`]: crate::Plan::price

mod bound;
pub mod breakpoints;
pub mod claim;
mod contents;
pub mod count;
pub mod diff;
mod domain;
pub mod hints;
mod interval;
pub mod lint;
mod matters;
pub mod option_prices;
mod probe;
mod random;
pub mod range;
mod search;
#[cfg(feature = "sign")]
pub mod sign;
pub mod solve;
mod space;
mod thresholds;
pub mod verify;
