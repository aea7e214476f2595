//! Why: what fired, what did not, and the smallest set of comparisons that decided.

mod compared;
mod decide;
#[cfg(test)]
mod tests;

pub use compared::{Compared, Operand};
