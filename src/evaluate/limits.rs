//! What bounds the work of pricing, whatever the plan and the order say.

/// Expression nodes that one order may evaluate. A node costs well under a microsecond, so the
/// longest calculation ends within a few seconds.
pub const STEPS: u64 = 10_000_000;

/// How deep expressions and the computed values that they read may nest: 600, which the compiler
/// allows, and what leads there. It keeps a plan from another source off the end of the stack,
/// which is 1 MiB in a browser.
pub const DEPTH: u32 = 640;

/// Items of one order.
pub const ITEMS: usize = 10_000;

/// Lines of one item.
pub const LINES: usize = 20_000;
