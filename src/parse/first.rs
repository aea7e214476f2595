//! With which bytes a rule of the grammar can begin.
//!
//! Most rules that are tried do not fit, and the next byte says so: a number begins with a digit, a
//! keyword with its first letter. Takes the table of the grammar and gives for each rule a set of
//! bytes. Promises that a rule which fits begins with one of its bytes or reads nothing; a set may
//! hold more than needed, never less.

use std::sync::OnceLock;

use super::grammar::{Part, rules};
use super::table::{Rule, definition};

/// What a rule or a part of one can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct First {
    /// The set of bytes.
    bytes: [u64; 4],
    /// Whether it can fit without reading a byte.
    nothing: bool,
}

impl First {
    const NOTHING: Self = Self {
        bytes: [0; 4],
        nothing: true,
    };
    const NONE: Self = Self {
        bytes: [0; 4],
        nothing: false,
    };
    const ANYTHING: Self = Self {
        bytes: [u64::MAX; 4],
        nothing: true,
    };

    /// Whether a rule can fit where this byte is next; none at the end of the text.
    pub fn allows(&self, next: Option<u8>) -> bool {
        self.nothing || next.is_some_and(|byte| self.has(byte))
    }

    fn has(&self, byte: u8) -> bool {
        let word = self.bytes.get(usize::from(byte / 64));
        word.is_some_and(|word| word >> (byte % 64) & 1 == 1)
    }

    fn of_byte(byte: u8) -> Self {
        let mut bytes = [0; 4];
        if let Some(word) = bytes.get_mut(usize::from(byte / 64)) {
            *word = 1 << (byte % 64);
        }
        Self {
            bytes,
            nothing: false,
        }
    }

    fn of_bytes(fits: impl Fn(u8) -> bool) -> Self {
        let bytes = (0..=u8::MAX).filter(|byte| fits(*byte));
        bytes
            .map(Self::of_byte)
            .reduce(Self::or)
            .unwrap_or(Self::NONE)
    }

    /// What either can begin with.
    fn or(self, other: Self) -> Self {
        let mut bytes = self.bytes;
        for (word, more) in bytes.iter_mut().zip(other.bytes) {
            *word |= more;
        }
        Self {
            bytes,
            nothing: self.nothing || other.nothing,
        }
    }
}

/// What each rule can begin with, by its number. A rule that is missing can begin with anything.
pub(super) fn firsts() -> &'static [Option<First>] {
    static FIRSTS: OnceLock<Vec<Option<First>>> = OnceLock::new();
    FIRSTS.get_or_init(|| {
        let mut search = Search::default();
        for rule in rules() {
            search.rule(rule);
        }
        search.known
    })
}

/// What is known while it is searched for.
#[derive(Default)]
struct Search {
    known: Vec<Option<First>>,
}

impl Search {
    fn rule(&mut self, rule: Rule) -> First {
        let number = rule as usize;
        if let Some(Some(known)) = self.known.get(number) {
            return *known;
        }
        // a rule that began with itself would meet this
        self.keep(number, First::ANYTHING);
        let (_, part) = definition(rule);
        let first = self.part(part);
        self.keep(number, first);
        first
    }

    fn keep(&mut self, number: usize, first: First) {
        if self.known.len() <= number {
            self.known.resize(number.saturating_add(1), None);
        }
        if let Some(place) = self.known.get_mut(number) {
            *place = Some(first);
        }
    }

    fn part(&mut self, part: &'static Part) -> First {
        match part {
            Part::Text(text) => match text.bytes().next() {
                Some(first) => First::of_byte(first),
                None => First::NOTHING,
            },
            Part::Rule(rule) => self.rule(*rule),
            Part::Row(parts) => self.row(parts),
            Part::Choice(parts) => {
                let parts = parts.iter().map(|part| self.part(part));
                parts.reduce(First::or).unwrap_or(First::NOTHING)
            }
            Part::Maybe(part) | Part::Many(part) => self.part(part).or(First::NOTHING),
            Part::Not(_) | Part::Start | Part::End => First::NOTHING,
            Part::Any => First {
                nothing: false,
                ..First::ANYTHING
            },
            Part::Letter => First::of_bytes(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()),
            Part::Digit => First::of_bytes(|byte| byte.is_ascii_digit()),
        }
    }

    /// One after the other: what follows a part that reads nothing may come first, also after space.
    fn row(&mut self, parts: &'static [Part]) -> First {
        let mut row = First::NONE;
        for part in parts {
            let first = self.part(part);
            row = row.or(First {
                nothing: false,
                ..first
            });
            if !first.nothing {
                return row;
            }
            row = row.or(First::of_bytes(begins_space));
        }
        row.or(First::NOTHING)
    }
}

/// Whether white space or a comment can begin with a byte.
pub(super) const fn begins_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(rule: Rule) -> String {
        let first = firsts()[rule as usize].expect("a rule that is reached");
        (b' '..=b'~')
            .filter(|byte| first.allows(Some(*byte)))
            .map(char::from)
            .collect()
    }

    #[test]
    fn rules_begin_with_what_the_grammar_says() {
        assert_eq!(allowed(Rule::kw_when), "w");
        assert!(allowed(Rule::number).contains('7') && !allowed(Rule::number).contains('x'));
        let identifier = allowed(Rule::identifier);
        assert!(identifier.contains('_') && identifier.contains('q') && !identifier.contains('1'));
        let end = firsts()[Rule::word_end as usize].expect("a rule that is reached");
        assert!(end.allows(None), "what looks ahead reads nothing");
    }

    #[test]
    fn space_is_what_the_grammar_says() {
        let mut search = Search::default();
        let space = search.rule(Rule::WHITESPACE).or(search.rule(Rule::COMMENT));
        assert_eq!(space, First::of_bytes(begins_space));
    }
}
