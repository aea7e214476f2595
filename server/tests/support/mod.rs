//! Shared by the tests of the server: it is started as its users start it, on both databases.
#![allow(
    dead_code,
    unused_imports,
    reason = "each test binary uses its own part"
)]

pub mod client;
pub mod corpus;
pub mod database;
pub mod postgres;
pub mod receiver;
pub mod server;

pub use client::{Client, Reply};
pub use database::{Database, for_each_database};
pub use receiver::{Answer, Receiver, TO_LOOPBACK};
pub use server::Server;
