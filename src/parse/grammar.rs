//! The parser that pest makes of the grammar files.

/// The rules of `grammar/base.pest` and `grammar/rules.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/base.pest"]
#[grammar = "grammar/rules.pest"]
pub(super) struct Grammar;
