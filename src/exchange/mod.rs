//! What crosses to other languages in a form of its own: orders as words, and what a widget shows.
//!
//! JSON text serves where documents cross once. An order of a live page crosses with every key
//! press, so [`order_from_words`] takes it as numbers that name parts of the plan by position.
//! Those positions are the ones of [`Plan::to_display_json`](crate::Plan::to_display_json), which
//! a page reads once. A session crosses in the same way, change by change, and answers in words.
//! All of it needs no serde. The forms are written down in `docs/javascript.md`.

mod answer;
mod display;
mod order;
mod plain;
mod session;
mod totals;
mod totals_json;
mod words;

pub use answer::{answer_to_words, line_texts_json, violations_json};
pub use order::order_from_words;
pub use session::{session_from_words, set_from_words, unset_from_words};
pub use totals::Totals;
pub use totals_json::TotalsJson;
