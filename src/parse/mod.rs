//! Text to syntax tree: the only user of pest.
//!
//! [`rules`] takes the text of a rules file and gives its statements; [`expression`] takes one
//! expression, as it stands in a catalog's JSON. Both promise a span on every node, every fault of
//! the text at once (a bad statement does not hide the next one's), and bounded time and stack:
//! size and nesting are limited before the grammar sees the text.
//!
//! ```text
//! text ── split ──▶ statements ── scan ──▶ tokens ── nesting, fixes ──▶ pest ── build ──▶ tree
//!                                    │                     │             │        │
//!                                    └─────────────────────┴── faults ◀──┴────────┘
//! ```

mod brackets;
mod build;
mod failure;
mod faults;
mod first;
mod fixes;
mod functions;
mod grammar;
pub mod limits;
mod nesting;
pub mod print;
mod scan;
mod split;
pub mod syntax;
mod table;
#[cfg(test)]
mod tests;
mod tight;
mod words;

use std::sync::Arc;

use pest::iterators::Pairs;

use crate::diagnostic::{Code, Diagnostics, Source, Span, did_you_mean};
use build::Builder;
use faults::Faults;
use grammar::Rule;
use scan::Token;
use split::Part;

pub use words::KEYWORDS;

/// Reads the text of a rules file: all statements that can be read, and every fault.
///
/// # Example
/// ```
/// use pricewright::diagnostic::Source;
/// use pricewright::parse;
///
/// let text = "surcharge heavy \"Heavy fabric\" when weight > 300 : 4.50\nsurchage light : 1.00\n";
/// let (rules, faults) = parse::rules(&Source::new("rules.price", text));
///
/// assert_eq!(rules.statements.len(), 1);
/// assert_eq!(faults.len(), 1);
/// assert_eq!(faults.iter().next().map(|fault| fault.code.as_str()), Some("unknown-statement"));
/// ```
#[must_use]
pub fn rules(source: &Arc<Source>) -> (syntax::Rules, Diagnostics) {
    let mut faults = Faults::new(source);
    let mut rules = syntax::Rules::default();
    if within_size(source, &mut faults) {
        read_statements(&source.text, &mut rules, &mut faults);
    }
    (rules, faults.into_diagnostics())
}

/// Reads one expression, which may stand on several lines.
///
/// # Errors
/// Every fault of the text.
///
/// # Example
/// ```
/// use pricewright::diagnostic::Source;
/// use pricewright::parse;
///
/// let tree = parse::expression(&Source::new("when", "width in (2000..3000]  and not(motor is set)"));
/// let printed = tree.map(|tree| parse::print::expression(&tree));
/// assert_eq!(printed.as_deref(), Ok("width in (2000..3000] and not(motor is set)"));
/// ```
pub fn expression(source: &Arc<Source>) -> Result<syntax::Expression, Diagnostics> {
    let mut faults = Faults::new(source);
    if within_size(source, &mut faults) {
        let part = Extent {
            start: split::byte_order_mark(&source.text),
            end: source.text.len(),
        };
        let tree = read_expression(&source.text, part, &mut faults);
        if let (Some(tree), 0) = (tree, faults.count()) {
            return Ok(tree);
        }
    }
    Err(faults.into_diagnostics())
}

/// A part of the text, in bytes.
#[derive(Clone, Copy)]
struct Extent {
    start: usize,
    end: usize,
}

fn within_size(source: &Source, faults: &mut Faults) -> bool {
    let found = source.text.len();
    if found <= limits::SOURCE_BYTES {
        return true;
    }
    let message = format!(
        "expected at most {} bytes, found {found}",
        limits::SOURCE_BYTES
    );
    faults.report(Code::TooLarge, Span::default(), message);
    false
}

fn read_statements(text: &str, rules: &mut syntax::Rules, faults: &mut Faults) {
    let mut tokens_left = limits::TOKENS;
    for (index, part) in split::split(text).into_iter().enumerate() {
        match part {
            Part::Unknown(start, end) => unknown_statement(Span::new(start, end), faults),
            Part::Statement(start, end) => {
                if index >= limits::STATEMENTS {
                    let message = format!("more than {} statements", limits::STATEMENTS);
                    return faults.report(Code::TooLarge, Span::new(start, start), message);
                }
                let Some((statement, used)) =
                    read_statement(text, Extent { start, end }, tokens_left, faults)
                else {
                    return;
                };
                rules.statements.extend(statement);
                tokens_left = tokens_left.saturating_sub(used);
            }
        }
    }
}

/// The statement, if it can be read, and how many tokens it has; `None` where there are too many.
fn read_statement(
    text: &str,
    extent: Extent,
    tokens_left: usize,
    faults: &mut Faults,
) -> Option<(Option<syntax::Statement>, usize)> {
    let tokens = tokens(text, extent, tokens_left, faults)?;
    let used = tokens.tokens.len();
    let statement = parse(text, extent, Rule::whole_statement, &tokens, faults).and_then(|pairs| {
        Builder::new(faults, &tokens.tokens, extent.start).whole_statement(pairs)
    });
    Some((statement, used))
}

fn read_expression(text: &str, extent: Extent, faults: &mut Faults) -> Option<syntax::Expression> {
    let tokens = tokens(text, extent, limits::TOKENS, faults)?;
    let pairs = parse(text, extent, Rule::whole_expression, &tokens, faults)?;
    Builder::new(faults, &tokens.tokens, extent.start).whole_expression(pairs)
}

/// Tokens, and whether the grammar may read their text.
struct Tokens<'a> {
    tokens: Vec<Token<'a>>,
    sound: bool,
}

/// Scans a part and reports what can be told without the grammar; `None` where there are more
/// tokens than allowed.
fn tokens<'a>(
    text: &'a str,
    extent: Extent,
    most: usize,
    faults: &mut Faults,
) -> Option<Tokens<'a>> {
    let before = faults.count();
    let tokens = scan::scan(text, (extent.start, extent.end), most, faults);
    if nesting::within_limits(&tokens, faults) {
        if let Some(last) = tokens.get(most) {
            let message = format!("more than {} words, numbers and signs", limits::TOKENS);
            faults.report(Code::TooLarge, last.span(), message);
            return None;
        }
        fixes::check(&tokens, faults);
        if faults.count() == before {
            brackets::check(&tokens, faults);
        }
    }
    Some(Tokens {
        tokens,
        sound: faults.count() == before,
    })
}

/// What the grammar makes of a part; reports its failure in words of this language.
fn parse<'a>(
    text: &'a str,
    extent: Extent,
    rule: Rule,
    tokens: &Tokens<'_>,
    faults: &mut Faults,
) -> Option<Pairs<'a, Rule>> {
    if !tokens.sound {
        return None;
    }
    let part = text.get(extent.start..extent.end)?;
    match grammar::pairs(rule, part) {
        Ok(pairs) => Some(pairs),
        Err(error) => {
            failure::report(&error, extent.start, &tokens.tokens, faults);
            None
        }
    }
}

fn unknown_statement(span: Span, faults: &mut Faults) {
    let found = faults.excerpt(span);
    let message = format!(
        "expected a statement at the start of the line, found `{}`",
        found.escape_debug()
    );
    let listed = || {
        words::STATEMENTS
            .iter()
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let lower = found.to_ascii_lowercase();
    let help = if words::STATEMENTS.contains(&lower.as_str()) {
        format!("write `{lower}`")
    } else if words::is_keyword(&found) || !found.chars().next().is_some_and(words::begins_word) {
        String::from("indent the line if it belongs to the statement above")
    } else {
        did_you_mean(&found, words::STATEMENTS.iter().copied())
            .unwrap_or_else(|| format!("a statement begins with one of {}", listed()))
    };
    faults.report_with(Code::UnknownStatement, span, message, help);
}
