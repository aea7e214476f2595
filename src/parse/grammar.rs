//! What the grammar files say, as pest does it.
//!
//! Takes a rule and a text and gives pest's pairs or its error. pest's own derive writes code for
//! every rule, 200 kB of it in a module that a page downloads. Here the same rules, as pest's
//! optimizer leaves them, are data (`table.rs`, which a test writes), and one interpreter calls
//! pest's parser state as the derived code would. Promises the same pairs and the same errors.

use pest::iterators::Pairs;
use pest::{Atomicity, ParseResult, ParserState, error::Error};

use super::first::{First, begins_space, firsts};
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
    let foresight = Foresight {
        text: text.as_bytes(),
        firsts: Some(firsts()),
    };
    pest::state(text, |state| foresight.rule(state, rule)).or_else(|_| pairs_in_full(rule, text))
}

/// The same where every rule is tried, so that an error names all that would fit.
pub(super) fn pairs_in_full(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Error<Rule>> {
    let none = Foresight {
        text: text.as_bytes(),
        firsts: None,
    };
    pest::state(text, |state| none.rule(state, rule))
}

/// What is left out because the next byte says that it cannot fit. A part that fails leaves
/// nothing behind but what an error tells, so the pairs are the same.
struct Foresight<'a> {
    text: &'a [u8],
    /// None where everything is tried.
    firsts: Option<&'a [Option<First>]>,
}

impl Foresight<'_> {
    fn next(&self, state: &State<'_>) -> Option<u8> {
        self.text.get(state.position().pos()).copied()
    }

    /// Whether a rule can fit here.
    fn allows(&self, state: &State<'_>, rule: Rule) -> bool {
        match self.firsts.and_then(|firsts| firsts.get(rule as usize)) {
            Some(Some(first)) => first.allows(self.next(state)),
            _ => true,
        }
    }

    /// Whether a text can stand here.
    fn allows_text(&self, state: &State<'_>, text: &str) -> bool {
        self.firsts.is_none() || text.is_empty() || self.next(state) == text.bytes().next()
    }

    fn rule<'i>(&self, state: State<'i>, rule: Rule) -> ParseResult<State<'i>> {
        if !self.allows(&state, rule) {
            return Err(state);
        }
        let (kind, part) = definition(rule);
        match kind {
            Kind::Between => state.atomic(Atomicity::Atomic, |state| self.part(state, part, true)),
            Kind::Silent => {
                let state = match part {
                    Part::Rule(_) | Part::Choice(_) => state.check_stack_limit()?,
                    _ => state,
                };
                self.part(state, part, false)
            }
            Kind::Normal | Kind::Atomic => state.rule(rule, |state| {
                if *kind == Kind::Normal {
                    return self.part(state, part, false);
                }
                state.atomic(Atomicity::Atomic, |state| self.part(state, part, true))
            }),
        }
    }

    /// Reads a part; in a tight one nothing stands between its parts.
    fn part<'i>(
        &self,
        state: State<'i>,
        part: &'static Part,
        tight: bool,
    ) -> ParseResult<State<'i>> {
        match part {
            Part::Text(text) => state.match_string(text),
            Part::Rule(rule) => self.rule(state, *rule),
            Part::Row(parts) => state.sequence(|state| self.row(state, parts, tight)),
            Part::Choice(parts) => self.choice(state, parts, tight),
            Part::Maybe(part) => state.optional(|state| self.part(state, part, tight)),
            Part::Many(part) if tight => state.repeat(|state| self.part(state, part, true)),
            Part::Many(part) => {
                state.sequence(|state| state.optional(|state| self.many(state, part)))
            }
            Part::Not(part) => state.lookahead(false, |state| self.part(state, part, tight)),
            Part::Any => state.skip(1),
            Part::Letter => state.match_char_by(pest::unicode::ALPHABETIC),
            Part::Digit => state.match_char_by(|character| character.is_ascii_digit()),
            Part::Start => state.start_of_input(),
            Part::End => state.rule(Rule::EOI, |state| state.end_of_input()),
        }
    }

    fn row<'i>(
        &self,
        mut state: State<'i>,
        parts: &'static [Part],
        tight: bool,
    ) -> ParseResult<State<'i>> {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 && !tight {
                state = self.between(state)?;
            }
            state = self.part(state, part, tight)?;
        }
        Ok(state)
    }

    fn choice<'i>(
        &self,
        state: State<'i>,
        parts: &'static [Part],
        tight: bool,
    ) -> ParseResult<State<'i>> {
        let mut tried = Err(state);
        for part in parts {
            let Err(state) = tried else { break };
            tried = match part {
                // the keywords, of which there are many
                Part::Text(text) if !self.allows_text(&state, text) => Err(state),
                Part::Text(text) => state.match_string(text),
                part => self.part(state, part, tight),
            };
        }
        tried
    }

    /// The part at least once.
    fn many<'i>(&self, state: State<'i>, part: &'static Part) -> ParseResult<State<'i>> {
        self.part(state, part, false)?.repeat(|state| {
            state.sequence(|state| {
                self.between(state)
                    .and_then(|state| self.part(state, part, false))
            })
        })
    }

    /// White space and comments, where they may stand.
    fn between<'i>(&self, state: State<'i>) -> ParseResult<State<'i>> {
        let nothing = self.firsts.is_some() && !self.next(&state).is_some_and(begins_space);
        if nothing || state.atomicity() != Atomicity::NonAtomic {
            return Ok(state);
        }
        state.sequence(|state| {
            self.spaces(state)?.repeat(|state| {
                state.sequence(|state| {
                    self.rule(state, Rule::COMMENT)
                        .and_then(|state| self.spaces(state))
                })
            })
        })
    }

    fn spaces<'i>(&self, state: State<'i>) -> ParseResult<State<'i>> {
        state.repeat(|state| self.rule(state, Rule::WHITESPACE))
    }
}
