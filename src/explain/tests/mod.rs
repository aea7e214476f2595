//! Tests on programs built by hand, and of texts written by hand.

mod decide;
mod fixture;
mod whole;
