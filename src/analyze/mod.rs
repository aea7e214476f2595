//! A plan to facts about many configurations: what a change costs, what is proved, what is true of
//! a price that somebody else names.
//!
//! Takes a plan, and an order or a claim where the question is about one; gives plain data with a
//! `to_json()` of stable key order. Every amount in an answer is one that [`Plan::price`] gives for
//! the configuration that stands beside it. Nothing here depends on clock, locale or chance: where
//! a sample is drawn, the seed is part of the question and of the answer. Work is bounded by the
//! plan and by a limit that the caller gives.
//!
//! [`Plan::price`]: crate::Plan::price

pub mod claim;
pub mod diff;
pub mod hints;
pub mod option_prices;
mod probe;
mod random;
#[cfg(feature = "sign")]
pub mod sign;
mod thresholds;
pub mod verify;
