//! What an author or a buyer writes down, and what the engine answers: plain data.
//!
//! [`Catalog`] and [`Order`] are read from JSON by `read`, which reports every fault with its JSON
//! path at once and takes numbers by their text. [`Quote`] is written to JSON with its keys in one
//! order, so that equal quotes are equal bytes.

#[cfg(feature = "compiler")]
pub mod catalog;
pub mod date;
#[cfg(feature = "compiler")]
pub(crate) mod fault;
pub mod lookup;
pub mod order;
pub mod quote;
mod quote_json;
#[cfg(feature = "compiler")]
pub mod read;
#[cfg(all(test, feature = "compiler"))]
mod samples;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "compiler")]
pub(crate) mod units;
#[cfg(feature = "compiler")]
pub(crate) mod words;
#[cfg(feature = "compiler")]
mod write;

#[cfg(feature = "compiler")]
pub use catalog::Catalog;
pub use date::Date;
pub use order::Order;
pub use quote::Quote;
