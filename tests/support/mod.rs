//! Shared by integration tests.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod corpus;
