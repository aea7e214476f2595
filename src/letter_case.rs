//! Texts in upper and lower case: takes a text, gives what the standard library's `to_uppercase`
//! and `to_lowercase` give, full mappings (`ß` to `SS`) and the final sigma (`ΟΔΟΣ` to `οδος`)
//! included.
//!
//! The standard library's tables are made for speed and weigh some 24 kB in WebAssembly; these,
//! with their code, weigh less than 4 kB. They come out of the standard library:
//! `UPDATE_TABLES=1 cargo test --lib letter_case` writes `tables.rs` anew, and the tests compare
//! every character, so that a newer Unicode shows itself.
//!
//! A run of characters that behave alike is its length and kind in one number, then the fields
//! of its kind. A number is seven bits a byte, the highest first; the eighth bit says that more
//! follow.

mod tables;

#[cfg(test)]
mod tests;

use std::str::Chars;

use tables::SECTIONS;

const CAPITAL_SIGMA: char = 'Σ';
const FINAL_SIGMA: u32 = 'ς' as u32;
/// No character.
const NONE: u32 = u32::MAX;

/// A text with every letter in upper case, as of `str::to_uppercase`.
pub(crate) fn upper(text: &str) -> String {
    convert(text, Case::Upper)
}

/// A text with every letter in lower case, as of `str::to_lowercase`.
pub(crate) fn lower(text: &str) -> String {
    convert(text, Case::Lower)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
}

fn convert(text: &str, case: Case) -> String {
    let mut result = String::with_capacity(text.len());
    let mut after_letter = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let mut letter = letter(character, case);
        let sigma = character == CAPITAL_SIGMA && case == Case::Lower;
        if sigma && after_letter && !meets_letter(characters.clone()) {
            letter.code = FINAL_SIGMA;
        }
        let [second, third] = letter.more;
        for code in [letter.code, second, third] {
            result.extend(char::from_u32(code));
        }
        if letter.class != Class::Ignorable {
            after_letter = letter.class == Class::Cased;
        }
    }
    result
}

/// Whether the first character that counts is a letter with a case. A sigma ends a word after
/// one and not before one (Unicode, chapter 3.13, `Final_Sigma`).
fn meets_letter(characters: Chars<'_>) -> bool {
    let mut classes = characters.map(|character| letter(character, Case::Lower).class);
    classes.find(|class| *class != Class::Ignorable) == Some(Class::Cased)
}

/// What a character is to the case of its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter with a case.
    Cased,
    /// Looked past: an apostrophe, an accent.
    Ignorable,
    Other,
}

/// A character in the case that was asked for.
struct Letter {
    code: u32,
    /// What follows the code; no characters for none.
    more: [u32; 2],
    class: Class,
}

/// The kinds of runs.
mod kind {
    /// What case says nothing about.
    pub const OTHER: u32 = 0;
    /// Looked past.
    pub const IGNORABLE: u32 = 1;
    /// Letters that are the same in either case.
    pub const CASED: u32 = 2;
    /// Capitals, each with its small letter after it.
    pub const PAIRS: u32 = 3;
    /// Field: the difference to the lower case, its sign in the lowest bit.
    pub const CAPITALS: u32 = 4;
    /// Field: the difference to the upper case.
    pub const SMALL: u32 = 5;
    /// Fields: the difference to the upper case, and the two characters after it, 0 for none,
    /// else one more than their codes.
    pub const LONG: u32 = 6;
    /// Fields: those of [`LONG`], the difference to the lower case. The two characters belong to
    /// the lower case where the upper differs by nothing.
    pub const BOTH: u32 = 7;

    /// How many bits a kind takes.
    pub const BITS: u32 = 3;
}

/// The only character that is looked past and has an upper case: the iota below a letter.
const IOTA_BELOW: u32 = 0x345;

fn letter(character: char, case: Case) -> Letter {
    let code = u32::from(character);
    // Most letters are of these, and their cases are one bit apart.
    if character.is_ascii_alphabetic() {
        let bit = u32::from(b'a' ^ b'A');
        return Letter {
            code: if case == Case::Lower {
                code | bit
            } else {
                code & !bit
            },
            more: [NONE; 2],
            class: Class::Cased,
        };
    }
    let section = SECTIONS.iter().rfind(|(first, _)| *first <= code);
    let (first, mut bytes) = section.copied().unwrap_or_default();
    let mut offset = code.wrapping_sub(first);
    while !bytes.is_empty() {
        let head = number(&mut bytes);
        let (length, kind) = (head >> kind::BITS, head & !(u32::MAX << kind::BITS));
        let run = Run::read(kind, &mut bytes);
        if offset < length {
            return run.letter(code, offset, case);
        }
        offset = offset.wrapping_sub(length);
    }
    Letter {
        code,
        more: [NONE; 2],
        class: Class::Other,
    }
}

/// What the characters of a run have in common.
struct Run {
    kind: u32,
    upper: u32,
    more: [u32; 2],
    lower: u32,
}

impl Run {
    fn read(kind: u32, bytes: &mut &[u8]) -> Self {
        let mut field = |there| if there { number(bytes) } else { 0 };
        Self {
            kind,
            upper: field(kind >= kind::SMALL),
            more: [field(kind >= kind::LONG), field(kind >= kind::LONG)],
            lower: field(matches!(kind, kind::CAPITALS | kind::BOTH)),
        }
    }

    fn letter(&self, code: u32, offset: u32, case: Case) -> Letter {
        let lower = case == Case::Lower;
        let difference = match (self.kind, lower) {
            // One up from an even place, one down from an odd place.
            (kind::PAIRS, _) if lower == (offset & 1 == 0) => 2 | (offset & 1),
            (_, true) => self.lower,
            (_, false) => self.upper,
        };
        let distance = difference >> 1;
        let more = if lower == (self.upper == 0) {
            self.more
        } else {
            [0; 2]
        };
        Letter {
            code: if difference & 1 == 0 {
                code.wrapping_add(distance)
            } else {
                code.wrapping_sub(distance)
            },
            more: more.map(|code| code.wrapping_sub(1)),
            class: match self.kind {
                kind::OTHER => Class::Other,
                kind::IGNORABLE => Class::Ignorable,
                _ if code == IOTA_BELOW => Class::Ignorable,
                kind::CASED.. => Class::Cased,
            },
        }
    }
}

/// Takes a number off the front.
fn number(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number = number << 7 | u32::from(byte & 0x7f);
        if *byte < 0x80 {
            break;
        }
    }
    number
}
