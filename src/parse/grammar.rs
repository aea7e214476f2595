//! What the grammar files say, as pest does it.
//!
//! Takes a rule and a text and gives pest's pairs or its error. pest's own derive writes code for
//! every rule, 200 kB of it in a module that a page downloads. Here the same rules, as pest's
//! optimizer leaves them, are data (`table.rs`, which a test writes), and one interpreter calls
//! pest's parser state as the derived code would. Promises the same pairs and the same errors.

use pest::iterators::Pairs;
use pest::{Atomicity, ParseResult, ParserState, error::Error};

use super::first::{First, firsts};
pub(super) use super::table::Rule;
use super::table::definition;
use super::tight::{TightRules, tight_rules};

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

impl Part {
    /// Gives every rule that the part names.
    pub(super) fn each_rule(&self, give: &mut impl FnMut(Rule)) {
        match self {
            Self::Rule(rule) => give(*rule),
            Self::Row(parts) | Self::Choice(parts) => {
                parts.iter().for_each(|part| part.each_rule(give));
            }
            Self::Maybe(part) | Self::Many(part) | Self::Not(part) => part.each_rule(give),
            Self::Text(_) | Self::Any | Self::Letter | Self::Digit | Self::Start | Self::End => {}
        }
    }
}

/// Every rule that a text is read by, each once.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = vec![
        Rule::whole_statement,
        Rule::whole_expression,
        Rule::WHITESPACE,
        Rule::COMMENT,
    ];
    let mut named = Vec::new();
    let mut at = 0;
    while let Some(rule) = rules.get(at).copied() {
        at = at.saturating_add(1);
        definition(rule).1.each_rule(&mut |rule| {
            let number = rule as usize;
            if named.len() <= number {
                named.resize(number.saturating_add(1), false);
            }
            if let Some(named @ false) = named.get_mut(number) {
                *named = true;
                rules.push(rule);
            }
        });
    }
    rules
}

type State<'i> = Box<ParserState<'i, Rule>>;

/// The pairs that a rule makes of a text.
///
/// # Errors
/// Where the text does not fit, and which rules would.
pub(super) fn pairs(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Error<Rule>> {
    let foresight = Foresight {
        text,
        known: Some((firsts(), tight_rules())),
    };
    pest::state(text, |state| foresight.rule(state, rule)).or_else(|_| pairs_in_full(rule, text))
}

/// The same where every rule is tried, so that an error names all that would fit.
pub(super) fn pairs_in_full(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Error<Rule>> {
    let none = Foresight { text, known: None };
    pest::state(text, |state| none.rule(state, rule))
}

/// What is left out because the next byte says that it cannot fit, and what is matched without pest's
/// help because nothing stands between its parts. A part that fails leaves nothing behind but what an
/// error tells, so the pairs are the same.
struct Foresight<'a> {
    text: &'a str,
    /// None where everything is tried.
    known: Option<(&'a [Option<First>], &'a TightRules)>,
}

impl<'i> Foresight<'i> {
    fn next(&self, state: &State<'_>) -> Option<u8> {
        self.text.as_bytes().get(state.position().pos()).copied()
    }

    /// Whether a rule can fit here.
    fn allows(&self, state: &State<'_>, rule: Rule) -> bool {
        match self.known.and_then(|(firsts, _)| firsts.get(rule as usize)) {
            Some(Some(first)) => first.allows(self.next(state)),
            _ => true,
        }
    }

    /// Whether a text can stand here.
    fn allows_text(&self, state: &State<'_>, text: &str) -> bool {
        self.known.is_none() || text.is_empty() || self.next(state) == text.bytes().next()
    }

    /// Whether a part can fit here, as far as its beginning tells.
    fn allows_part(&self, state: &State<'_>, part: &Part) -> bool {
        match part {
            Part::Rule(rule) => self.allows(state, *rule),
            Part::Text(text) => self.allows_text(state, text),
            Part::Choice(parts) => parts.iter().any(|part| self.allows_part(state, part)),
            Part::Row([first, ..]) => self.allows_part(state, first),
            _ => true,
        }
    }

    /// For a tight rule, where it ends, if it fits.
    fn tight_end(&self, state: &State<'_>, rule: Rule) -> Option<Option<usize>> {
        let (_, tight) = self.known?;
        tight.end(rule, self.text, state.position().pos())
    }

    /// A tight rule with its pair, if it makes one.
    fn tight(&self, state: State<'i>, rule: Rule, end: Option<usize>) -> ParseResult<State<'i>> {
        match end {
            None => Err(state),
            Some(end) if definition(rule).0 == Kind::Between => self.skip(state, end),
            Some(end) => state.rule(rule, |state| self.skip(state, end)),
        }
    }

    /// Goes on at `end`.
    fn skip(&self, state: State<'i>, end: usize) -> ParseResult<State<'i>> {
        match self.text.get(state.position().pos()..end) {
            Some(text) => state.match_string(text),
            None => Err(state),
        }
    }

    fn rule(&self, state: State<'i>, rule: Rule) -> ParseResult<State<'i>> {
        if !self.allows(&state, rule) {
            return Err(state);
        }
        if let Some(end) = self.tight_end(&state, rule) {
            return self.tight(state, rule, end);
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
    fn part(&self, state: State<'i>, part: &'static Part, tight: bool) -> ParseResult<State<'i>> {
        match part {
            Part::Maybe(part) | Part::Many(part) if !self.allows_part(&state, part) => Ok(state),
            Part::Rule(rule) => self.rule(state, *rule),
            Part::Row(parts) => state.sequence(|state| self.row(state, parts, tight)),
            Part::Choice(parts) => self.choice(state, parts, tight),
            Part::Maybe(part) => state.optional(|state| self.part(state, part, tight)),
            Part::Many(part) if tight => state.repeat(|state| self.part(state, part, true)),
            // a part that does not fit leaves the state as it was, so no sequence is around it
            Part::Many(part) => state.optional(|state| self.many(state, part)),
            Part::Not(part) => state.lookahead(false, |state| self.part(state, part, tight)),
            part => Self::leaf(state, part),
        }
    }

    /// Reads a part that has no parts.
    fn leaf(state: State<'i>, part: &Part) -> ParseResult<State<'i>> {
        match part {
            Part::Text(text) => state.match_string(text),
            Part::Any => state.skip(1),
            Part::Letter => state.match_char_by(pest::unicode::ALPHABETIC),
            Part::Digit => state.match_char_by(|character| character.is_ascii_digit()),
            Part::Start => state.start_of_input(),
            Part::End => state.rule(Rule::EOI, |state| state.end_of_input()),
            _ => Err(state),
        }
    }

    fn row(
        &self,
        mut state: State<'i>,
        parts: &'static [Part],
        tight: bool,
    ) -> ParseResult<State<'i>> {
        let mut at = 0_usize;
        while let Some(part) = parts.get(at) {
            if at > 0 && !tight {
                state = self.between(state)?;
            }
            state = match part {
                // rules within rules are what recursion is made of, so its stack is kept small
                Part::Rule(rule) => self.rule(state, *rule),
                part => self.part(state, part, tight),
            }?;
            at = at.saturating_add(1);
        }
        Ok(state)
    }

    fn choice(
        &self,
        state: State<'i>,
        parts: &'static [Part],
        tight: bool,
    ) -> ParseResult<State<'i>> {
        let mut tried = Err(state);
        for part in parts {
            let Err(state) = tried else { break };
            tried = match part {
                Part::Rule(rule) => self.rule(state, *rule),
                part if self.allows_part(&state, part) => self.part(state, part, tight),
                _ => Err(state),
            };
        }
        tried
    }

    /// The part at least once.
    fn many(&self, state: State<'i>, part: &'static Part) -> ParseResult<State<'i>> {
        self.part(state, part, false)?.repeat(|state| {
            state.sequence(|state| {
                self.between(state)
                    .and_then(|state| self.part(state, part, false))
            })
        })
    }

    /// White space and comments, where they may stand.
    fn between(&self, state: State<'i>) -> ParseResult<State<'i>> {
        if state.atomicity() != Atomicity::NonAtomic {
            return Ok(state);
        }
        if let Some((_, tight)) = self.known {
            let at = state.position().pos();
            let end = tight.after_spaces(self.text, at);
            return if end > at {
                self.skip(state, end)
            } else {
                Ok(state)
            };
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

    fn spaces(&self, state: State<'i>) -> ParseResult<State<'i>> {
        state.repeat(|state| self.rule(state, Rule::WHITESPACE))
    }
}
