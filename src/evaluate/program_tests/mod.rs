//! Tests on programs built by hand.

mod choice;
mod computed;
mod expression;
mod function;
mod logic;
mod lookup;
