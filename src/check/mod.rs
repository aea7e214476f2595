//! Syntax trees to typed, resolved expressions: names become slots, texts become options.
//!
//! Takes an expression of the syntax tree and a `Scope` of what can be read there; gives a node
//! of the component's program with its type and what it reads, or diagnostics. Promises that what
//! passes has no name, option or type left to go wrong, and reads no value that may be unset and
//! no amount before it is known.

mod amounts;
mod arithmetic;
mod calls;
mod compare;
mod domain;
mod expression;
mod facts;
mod names;
mod overlap;
mod pairs;
mod scope;
mod texts;
mod types;

pub(crate) use crate::model::units::conversion;
pub(crate) use amounts::{AmountSet, amount_name};
pub(crate) use domain::Grid;
pub(crate) use expression::{Expressions, Reads, Text};
pub(crate) use facts::{Facts, conjuncts, joined, paths};
pub(crate) use overlap::{Conditions, Conjunction, Overlap};
pub(crate) use pairs::for_each_candidate;
pub(crate) use scope::{
    AttributeSymbol, AxisSymbol, Options, Presence, Scope, Symbol, SymbolKind, TableSymbol,
};
pub(crate) use texts::Texts;
pub(crate) use types::Type;
