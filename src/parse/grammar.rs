//! What the grammar files say, as pest does it.
//!
//! Takes a rule and a text and gives pest's pairs or its error. pest's own derive writes code for
//! every rule, 200 kB of it in a module that a page downloads. Here the same rules, as pest's
//! optimizer leaves them, are data (`table.rs`, which a test writes), and one interpreter calls
//! pest's parser state as the derived code would. Promises the same pairs and the same errors.

use pest::iterators::Pairs;
use pest::{Atomicity, ParseResult, ParserState, error::Error};

pub(super) use super::table::Rule;
use super::table::definition;

/// How a rule is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As a pair.
    Normal,
    /// As a pair without anything between its parts.
    Atomic,
    /// As nothing: only its parts are.
    Silent,
    /// What may stand between parts.
    Between,
}

/// A part of a rule.
pub(super) enum Part {
    /// This text.
    Text(&'static str),
    /// Another rule.
    Rule(Rule),
    /// One after the other.
    Row(&'static [Self]),
    /// The first that fits.
    Choice(&'static [Self]),
    /// Once or not at all.
    Maybe(&'static Self),
    /// Any number of times.
    Many(&'static Self),
    /// Not here; reads nothing.
    Not(&'static Self),
    /// Any character.
    Any,
    /// A letter.
    Letter,
    /// A digit from 0 to 9.
    Digit,
    /// The start of the text.
    Start,
    /// The end of the text, a pair.
    End,
}

type State<'i> = Box<ParserState<'i, Rule>>;

/// The pairs that a rule makes of a text.
///
/// # Errors
/// Where the text does not fit, and which rules would.
pub(super) fn pairs(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Error<Rule>> {
    pest::state(text, |state| read_rule(state, rule))
}

fn read_rule(state: State<'_>, rule: Rule) -> ParseResult<State<'_>> {
    let (kind, part) = definition(rule);
    match kind {
        Kind::Between => state.atomic(Atomicity::Atomic, |state| read(state, part, true)),
        Kind::Silent => {
            let state = match part {
                Part::Rule(_) | Part::Choice(_) => state.check_stack_limit()?,
                _ => state,
            };
            read(state, part, false)
        }
        Kind::Normal | Kind::Atomic => state.rule(rule, |state| {
            if *kind == Kind::Normal {
                return read(state, part, false);
            }
            state.atomic(Atomicity::Atomic, |state| read(state, part, true))
        }),
    }
}

/// Reads a part; in a tight one nothing stands between its parts.
fn read<'i>(state: State<'i>, part: &'static Part, tight: bool) -> ParseResult<State<'i>> {
    match part {
        Part::Text(text) => state.match_string(text),
        Part::Rule(rule) => read_rule(state, *rule),
        Part::Row(parts) => state.sequence(|state| row(state, parts, tight)),
        Part::Choice(parts) => choice(state, parts, tight),
        Part::Maybe(part) => state.optional(|state| read(state, part, tight)),
        Part::Many(part) if tight => state.repeat(|state| read(state, part, true)),
        Part::Many(part) => state.sequence(|state| state.optional(|state| many(state, part))),
        Part::Not(part) => state.lookahead(false, |state| read(state, part, tight)),
        Part::Any => state.skip(1),
        Part::Letter => state.match_char_by(pest::unicode::ALPHABETIC),
        Part::Digit => state.match_char_by(|character| character.is_ascii_digit()),
        Part::Start => state.start_of_input(),
        Part::End => state.rule(Rule::EOI, |state| state.end_of_input()),
    }
}

fn row<'i>(mut state: State<'i>, parts: &'static [Part], tight: bool) -> ParseResult<State<'i>> {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 && !tight {
            state = between(state)?;
        }
        state = read(state, part, tight)?;
    }
    Ok(state)
}

fn choice<'i>(state: State<'i>, parts: &'static [Part], tight: bool) -> ParseResult<State<'i>> {
    let mut tried = Err(state);
    for part in parts {
        let Err(state) = tried else { break };
        tried = match part {
            // the keywords, of which there are many
            Part::Text(text) => state.match_string(text),
            part => read(state, part, tight),
        };
    }
    tried
}

/// The part at least once.
fn many<'i>(state: State<'i>, part: &'static Part) -> ParseResult<State<'i>> {
    read(state, part, false)?.repeat(|state| {
        state.sequence(|state| between(state).and_then(|state| read(state, part, false)))
    })
}

/// White space and comments, where they may stand.
fn between(state: State<'_>) -> ParseResult<State<'_>> {
    if state.atomicity() != Atomicity::NonAtomic {
        return Ok(state);
    }
    state.sequence(|state| {
        spaces(state)?.repeat(|state| {
            state.sequence(|state| read_rule(state, Rule::COMMENT).and_then(spaces))
        })
    })
}

fn spaces(state: State<'_>) -> ParseResult<State<'_>> {
    state.repeat(|state| read_rule(state, Rule::WHITESPACE))
}
