//! Text to syntax tree: the only user of pest.
//!
//! [`rules`] takes the text of a rules file and gives its statements; [`expression`] takes one
//! expression, as it stands in a catalog's JSON. Both promise a span on every node, every fault of
//! the text at once (a bad statement does not hide the next one's), and bounded time and stack:
//! size and nesting are limited before the grammar sees the text.

pub mod syntax;
