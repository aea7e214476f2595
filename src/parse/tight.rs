//! Rules without anything between their parts, made ready to be matched byte by byte.
//!
//! Takes the table of the grammar and gives for each such rule (a name, a number, a keyword, space)
//! where it ends in a text. pest asks for its parts one by one and notes what an error would tell;
//! here sets of characters stand for what is one character long, and nothing is noted. Promises the
//! end that pest finds, or none where pest finds none.

use std::sync::OnceLock;

use super::first::begins_space;
use super::grammar::{Kind, Part, rules};
use super::table::{Rule, definition};

/// A part of a rule, ready to be matched.
#[derive(Debug)]
enum Tight {
    Text(&'static str),
    /// One character of a set.
    One(Characters),
    /// Any number of them.
    Run(Characters),
    Row(Vec<Self>),
    Choice(Vec<Self>),
    /// The same for texts, each with its first byte; sorted by it, in written order where it is
    /// the same.
    Words(Vec<(u8, Self)>),
    Maybe(Box<Self>),
    Many(Box<Self>),
    Not(Box<Self>),
    Start,
    End,
}

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Characters {
    /// A bit for each that is ASCII.
    ascii: u128,
    beyond: Beyond,
}

/// Which characters beyond ASCII are in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Beyond {
    None,
    Letters,
    All,
}

/// The tight rules, by their numbers.
#[derive(Debug, Default)]
pub(super) struct TightRules(Vec<Option<Tight>>);

/// Those of the grammar.
pub(super) fn tight_rules() -> &'static TightRules {
    static RULES: OnceLock<TightRules> = OnceLock::new();
    RULES.get_or_init(|| {
        let mut tight = TightRules::default();
        for rule in rules() {
            let (kind, part) = definition(rule);
            if matches!(kind, Kind::Atomic | Kind::Between) {
                tight.keep(rule as usize, Tight::of(part));
            }
        }
        tight
    })
}

impl TightRules {
    /// Whether a rule is a tight one; if so, where it ends that begins at `at`, if it fits.
    pub fn end(&self, rule: Rule, text: &str, at: usize) -> Option<Option<usize>> {
        let tight = self.0.get(rule as usize)?.as_ref()?;
        Some(tight.end(text, at))
    }

    /// Where the white space and the comments from `at` on end.
    pub fn after_spaces(&self, text: &str, mut at: usize) -> usize {
        while text
            .as_bytes()
            .get(at)
            .is_some_and(|next| begins_space(*next))
        {
            let space = self.end(Rule::WHITESPACE, text, at).flatten();
            let Some(end) = space.or_else(|| self.end(Rule::COMMENT, text, at).flatten()) else {
                return at;
            };
            at = end;
        }
        at
    }

    fn keep(&mut self, number: usize, tight: Tight) {
        if self.0.len() <= number {
            self.0.resize_with(number.saturating_add(1), || None);
        }
        if let Some(place) = self.0.get_mut(number) {
            *place = Some(tight);
        }
    }
}

impl Tight {
    fn of(part: &'static Part) -> Self {
        if let Some(characters) = Characters::of(part) {
            return Self::One(characters);
        }
        let all = |parts: &'static [Part]| parts.iter().map(Self::of).collect::<Vec<_>>();
        match part {
            Part::Text(text) => Self::Text(text),
            Part::Rule(rule) => Self::of(&definition(*rule).1),
            Part::Row(parts) => Self::Row(all(parts)),
            Part::Choice(parts) => Self::choice(all(parts)),
            Part::Maybe(part) => Self::Maybe(Box::new(Self::of(part))),
            Part::Many(part) => match Characters::of(part) {
                Some(characters) => Self::Run(characters),
                None => Self::Many(Box::new(Self::of(part))),
            },
            Part::Not(part) => Self::Not(Box::new(Self::of(part))),
            Part::Any => Self::One(Characters::ALL),
            Part::Letter => Self::One(Characters::LETTERS),
            Part::Digit => Self::One(Characters::DIGITS),
            Part::Start => Self::Start,
            Part::End => Self::End,
        }
    }

    fn choice(parts: Vec<Self>) -> Self {
        let firsts: Option<Vec<u8>> = parts.iter().map(Self::first).collect();
        let Some(firsts) = firsts else {
            return Self::Choice(parts);
        };
        let mut words: Vec<(u8, Self)> = firsts.into_iter().zip(parts).collect();
        words.sort_by_key(|(first, _)| *first);
        Self::Words(words)
    }

    /// The first byte, where it can begin with one only.
    fn first(&self) -> Option<u8> {
        match self {
            Self::Text(text) => text.bytes().next(),
            Self::Row(parts) => parts.first()?.first(),
            _ => None,
        }
    }

    /// Where it ends that begins at `at`, if it fits. Tight rules do not name themselves, so the
    /// recursion is as deep as the longest of them.
    fn end(&self, text: &str, at: usize) -> Option<usize> {
        match self {
            Self::Text(own) => {
                let rest = text.as_bytes().get(at..)?;
                rest.starts_with(own.as_bytes())
                    .then(|| at.saturating_add(own.len()))
            }
            Self::One(characters) => characters.one(text, at),
            Self::Run(characters) => Some(characters.run(text, at)),
            Self::Row(parts) => parts.iter().try_fold(at, |at, part| part.end(text, at)),
            Self::Choice(parts) => parts.iter().find_map(|part| part.end(text, at)),
            Self::Words(words) => {
                let next = *text.as_bytes().get(at)?;
                let from = words.partition_point(|(first, _)| *first < next);
                let words = words.get(from..)?.iter();
                let mut same = words.take_while(|(first, _)| *first == next);
                same.find_map(|(_, word)| word.end(text, at))
            }
            Self::Maybe(part) => Some(part.end(text, at).unwrap_or(at)),
            Self::Many(part) => {
                let mut at = at;
                while let Some(end) = part.end(text, at).filter(|end| *end > at) {
                    at = end;
                }
                Some(at)
            }
            Self::Not(part) => part.end(text, at).is_none().then_some(at),
            Self::Start => (at == 0).then_some(at),
            Self::End => (at == text.len()).then_some(at),
        }
    }
}

impl Characters {
    const ALL: Self = Self {
        ascii: u128::MAX,
        beyond: Beyond::All,
    };
    const LETTERS: Self = Self {
        ascii: bits(b'a', b'z') | bits(b'A', b'Z'),
        beyond: Beyond::Letters,
    };
    const DIGITS: Self = Self {
        ascii: bits(b'0', b'9'),
        beyond: Beyond::None,
    };

    /// The set of a part that is always one character long.
    fn of(part: &'static Part) -> Option<Self> {
        match part {
            Part::Text(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() => Some(Self {
                    ascii: bits(*byte, *byte),
                    beyond: Beyond::None,
                }),
                _ => None,
            },
            Part::Rule(rule) => Self::of(&definition(*rule).1),
            Part::Choice(parts) => {
                let sets: Option<Vec<Self>> = parts.iter().map(Self::of).collect();
                sets?.into_iter().reduce(Self::or)
            }
            Part::Row([Part::Not(not), one]) => Self::of(one)?.without(Self::of(not)?),
            Part::Any => Some(Self::ALL),
            Part::Letter => Some(Self::LETTERS),
            Part::Digit => Some(Self::DIGITS),
            _ => None,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            ascii: self.ascii | other.ascii,
            beyond: self.beyond.max(other.beyond),
        }
    }

    fn without(self, other: Self) -> Option<Self> {
        (other.beyond == Beyond::None).then_some(Self {
            ascii: self.ascii & !other.ascii,
            beyond: self.beyond,
        })
    }

    fn has_ascii(self, byte: u8) -> bool {
        byte.is_ascii() && self.ascii >> (byte & 0x7f) & 1 == 1
    }

    /// Where the one ends that stands at `at`.
    fn one(self, text: &str, at: usize) -> Option<usize> {
        let byte = *text.as_bytes().get(at)?;
        if byte.is_ascii() {
            return self.has_ascii(byte).then(|| at.saturating_add(1));
        }
        let character = text.get(at..)?.chars().next()?;
        let has = match self.beyond {
            Beyond::None => false,
            Beyond::Letters => pest::unicode::ALPHABETIC(character),
            Beyond::All => true,
        };
        has.then(|| at.saturating_add(character.len_utf8()))
    }

    /// Where as many as there are from `at` on end.
    fn run(self, text: &str, mut at: usize) -> usize {
        loop {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let other = rest.iter().position(|byte| !self.has_ascii(*byte));
            at = at.saturating_add(other.unwrap_or(rest.len()));
            // what is left may go on beyond ASCII
            match self.one(text, at) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }
}

/// A bit for each byte from one to another.
const fn bits(first: u8, last: u8) -> u128 {
    let mut bits = 0;
    let mut byte = first;
    while byte <= last {
        bits |= 1 << byte;
        byte = byte.wrapping_add(1);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::grammar::pairs_in_full;
    use crate::parse::words::KEYWORDS;

    fn end(rule: Rule, text: &str) -> Option<usize> {
        tight_rules().end(rule, text, 0).expect("a tight rule")
    }

    #[test]
    fn rules_end_where_the_grammar_says() {
        assert_eq!(end(Rule::identifier, "width2_b.x"), Some(8));
        assert_eq!(end(Rule::identifier, "höhe-1"), Some(5));
        assert_eq!(end(Rule::identifier, "2x"), None);
        assert_eq!(end(Rule::number, "1_250.50)"), Some(8));
        assert_eq!(end(Rule::number, "1..2"), Some(1));
        assert_eq!(end(Rule::number, "12mm"), None);
        assert_eq!(end(Rule::text, r#""a \" ü" "#), Some(9));
        assert_eq!(end(Rule::text, "\"open\n\""), None);
        assert_eq!(end(Rule::quoted_name, "`2nd ü`"), Some(8));
        assert_eq!(end(Rule::minus, "->"), None);
        assert_eq!(end(Rule::COMMENT, "// ü\n"), Some(5));
        assert_eq!(end(Rule::function_name, "round  half up("), Some(14));
        assert_eq!(tight_rules().after_spaces(" \t// a\n //b", 0), 11);
        assert!(tight_rules().end(Rule::path, "a", 0).is_none());
    }

    #[test]
    fn keywords_are_no_names_and_what_goes_on_is() {
        for keyword in KEYWORDS {
            for (text, name) in [
                (format!("{keyword} "), false),
                (format!("{keyword}x"), true),
                (format!("{keyword}_"), true),
                (format!("{keyword}ü"), true),
                (format!("x{keyword}"), true),
            ] {
                let whole = text.trim_end().len();
                let known = KEYWORDS.contains(&text.trim_end());
                let expected = (name && !known).then_some(whole);
                assert_eq!(end(Rule::identifier, &text), expected, "{text}");
            }
        }
    }

    /// Texts of a few characters each: what is tight gives the pairs that pest alone gives.
    #[test]
    fn pairs_are_those_of_every_rule_tried() {
        let pieces = [
            "a", "in", "not", "(", ")", "1", ".", "_", "\"", "`", "-", ">", " ", "// c\n", "ü",
            ",", "=", "is set", "\\", "%",
        ];
        let mut read = 0;
        for first in pieces {
            for second in pieces {
                for third in ["", "a", "1", "\"", " ", ")"] {
                    for text in [
                        format!("{first}{second}{third}"),
                        format!("a + {first}{second}{third} b"),
                        format!("f({first} {second}{third})"),
                    ] {
                        let rule = Rule::whole_expression;
                        let quick = crate::parse::grammar::pairs(rule, &text);
                        let full = pairs_in_full(rule, &text);
                        read += usize::from(full.is_ok());
                        assert_eq!(
                            quick
                                .map(|pairs| format!("{pairs:?}"))
                                .map_err(|it| it.to_string()),
                            full.map(|pairs| format!("{pairs:?}"))
                                .map_err(|it| it.to_string()),
                            "{text}"
                        );
                    }
                }
            }
        }
        assert!(read > 100, "{read} of them are expressions");
    }
}
