//! Shared by integration tests.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod command;
pub mod corpus;
pub mod sources;
pub mod sums;
