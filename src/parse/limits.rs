//! How much text one call reads. Each limit is checked by a linear scan before the grammar runs, or
//! while the tree is built, so that time and stack stay bounded whatever the text is. The stack of
//! WebAssembly is about one megabyte; these numbers leave most of it to the caller.

/// Bytes of one source text: 1 MiB. More is `too-large`.
pub const SOURCE_BYTES: usize = 1_048_576;

/// Tokens (words, numbers, texts, signs) of one source text. More is `too-large`.
pub const TOKENS: usize = 200_000;

/// How deep brackets and `if` may be nested in each other: `(`, `[`, `{` and every `if` that is not
/// finished count one each, so a chain of `else if` is limited too. More is `too-deep`.
pub const NESTING: usize = 64;

/// How many minus signs may stand before one value. More is `too-deep`.
pub const SIGNS: usize = 64;

/// The longest way from the root of an expression's tree to a leaf. A chain such as `a + b + c`
/// goes one deeper with each operator, so this bounds the operators of one chain as well, and with
/// them the recursion of every later stage and of dropping a tree. More is `too-deep`.
pub const TREE_DEPTH: usize = 256;

/// Nodes of one expression's tree. More is `too-large`.
pub const NODES: usize = 10_000;

/// Statements of one source text. More is `too-large`.
pub const STATEMENTS: usize = 20_000;

/// Faults that one call reports; the rest are left out, and a last fault says so.
pub const FAULTS: usize = 500;
