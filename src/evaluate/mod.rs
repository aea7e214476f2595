//! Plan and order to quote: read the configuration, look up, apply the phases, add up.
//!
//! The same order gives the same quote on every platform. Nothing here panics, and every loop is
//! bounded by the plan, the order and [`limits`].

pub(crate) mod expression;
pub(crate) mod frame;
pub(crate) mod function;
pub mod limits;
pub(crate) mod lookup;
pub(crate) mod value;
