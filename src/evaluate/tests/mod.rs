//! Golden cases on plans built by hand. Each expectation is worked out in a comment.

mod adjustments;
mod build;
mod example;
mod items;
mod orders;
mod quantities;
