//! What crosses to other languages in a form of its own: orders as words, and what a widget shows.
//!
//! JSON text serves where documents cross once. An order of a live page crosses with every key
//! press, so [`order_from_words`] takes it as numbers that name parts of the plan by position.
//! Those positions are the ones of [`Plan::to_display_json`](crate::Plan::to_display_json), which
//! a page reads once. Both need no serde. The forms are written down in `docs/javascript.md`.

mod display;
mod order;
mod words;

pub use order::order_from_words;
