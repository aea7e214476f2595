//! What is proved about every configuration that an order can still become: ranges, solutions,
//! counts.

mod examples;
mod generated;
mod large;
#[path = "../naive/mod.rs"]
mod naive;
mod questions;
#[path = "../support/mod.rs"]
mod support;
