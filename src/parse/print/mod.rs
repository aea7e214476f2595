//! Syntax trees as text: one canonical form, which reads back as the same tree.

mod statement;
mod write;

use super::syntax::{Expression, Rules};

/// The expression in its canonical form, with no more parentheses than it needs.
///
/// # Example
/// ```
/// use pricewright::diagnostic::Source;
/// use pricewright::parse;
///
/// let tree = parse::expression(&Source::new("amount", "( (1+2) )*max( width,drop )"));
/// let printed = tree.map(|tree| parse::print::expression(&tree));
/// assert_eq!(printed.as_deref(), Ok("(1 + 2) * max(width, drop)"));
/// ```
#[must_use]
pub fn expression(expression: &Expression) -> String {
    let mut out = String::new();
    write::expression(&mut out, expression);
    out
}

/// All statements in their canonical form, one after the other.
///
/// # Example
/// ```
/// use pricewright::diagnostic::Source;
/// use pricewright::parse;
///
/// let source = Source::new("rules.price", "tiers t on quantity:10->discount 3%of extended");
/// let (rules, _) = parse::rules(&source);
/// let printed = parse::print::rules(&rules);
/// assert_eq!(printed, "tiers t on quantity volume : 10 -> discount 3% of extended\n");
/// ```
#[must_use]
pub fn rules(rules: &Rules) -> String {
    let mut out = String::new();
    for rule in &rules.statements {
        statement::statement(&mut out, rule);
        out.push('\n');
    }
    out
}
