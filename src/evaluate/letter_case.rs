//! Texts in upper and lower case: takes a text, gives what the standard library's `to_uppercase`
//! and `to_lowercase` give, full mappings (`ß` to `SS`) and the final sigma (`ΟΔΟΣ` to `οδος`)
//! included.
//!
//! The standard library's tables are made for speed and weigh some 24 kB in WebAssembly; these
//! weigh a tenth. They come out of the standard library: `UPDATE_TABLES=1 cargo test --lib
//! letter_case` writes `tables.rs` anew, and the tests compare every character, so that a newer
//! Unicode shows itself.
//!
//! A run of characters that behave alike is a few numbers: how many characters stand between it
//! and the run before, its length and kind in one number, then the fields of its kind. A number
//! is seven bits a byte, the highest first, and the eighth bit says that more follow.

mod tables;

#[cfg(test)]
mod tests;

use tables::SECTIONS;

/// A text with every letter in upper case, as of `str::to_uppercase`.
pub(crate) fn upper(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            result.push(character.to_ascii_uppercase());
        } else {
            push(&mut result, letter(character).upper);
        }
    }
    result
}

/// A text with every letter in lower case, as of `str::to_lowercase`.
pub(crate) fn lower(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character.is_ascii() {
            result.push(character.to_ascii_lowercase());
        } else if character == 'Σ' {
            let before = text.get(..at).unwrap_or_default().chars().rev();
            let ends_word = meets_letter(before) && !meets_letter(characters.as_str().chars());
            result.push(if ends_word { 'ς' } else { 'σ' });
        } else {
            push(&mut result, letter(character).lower);
        }
    }
    result
}

/// Whether the first character that counts is a letter with a case: what decides on both sides
/// of a sigma whether it ends a word (Unicode, chapter 3.13, `Final_Sigma`).
fn meets_letter(mut characters: impl Iterator<Item = char>) -> bool {
    characters
        .find_map(|character| match letter(character).class {
            Class::Ignorable => None,
            class => Some(class == Class::Cased),
        })
        .unwrap_or(false)
}

fn push(result: &mut String, codes: Codes) {
    let codes = codes.into_iter().filter(|code| *code != 0);
    result.extend(codes.filter_map(char::from_u32));
}

/// Up to three characters; 0 for none.
type Codes = [u32; 3];

/// What a character is to the case of its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter with a case.
    Cased,
    /// Looked past: an apostrophe, an accent.
    Ignorable,
    Other,
}

struct Letter {
    upper: Codes,
    lower: Codes,
    class: Class,
}

/// Bits of a run's kind: which fields follow. Differences have their sign in the lowest bit.
mod kind {
    /// The difference to the lower case.
    pub const LOWER: u32 = 1;
    /// The difference to the upper case.
    pub const UPPER: u32 = 2;
    /// Two more characters of the upper case, of the lower where there is no upper.
    pub const MORE: u32 = 4;
    /// How many bits a kind takes.
    pub const BITS: u32 = 3;

    /// Looked past; no fields.
    pub const IGNORABLE: u32 = 0;
    /// Capitals, each with its small letter after it; no fields.
    pub const PAIRS: u32 = LOWER | UPPER;
    /// Letters that are the same in either case; no fields.
    pub const CASED: u32 = MORE;
}

/// The only character that is looked past and has an upper case: the iota below a letter.
const IOTA_BELOW: char = '\u{345}';

fn letter(character: char) -> Letter {
    let code = u32::from(character);
    let mut letter = Letter {
        upper: [code, 0, 0],
        lower: [code, 0, 0],
        class: Class::Other,
    };
    let section = SECTIONS.iter().rfind(|(first, _)| *first <= code);
    let Some((mut first, mut bytes)) = section.copied() else {
        return letter;
    };
    while !bytes.is_empty() {
        first = first.wrapping_add(number(&mut bytes));
        let Some(offset) = code.checked_sub(first) else {
            break;
        };
        let head = number(&mut bytes);
        let (kind, length) = (head & !(u32::MAX << kind::BITS), head >> kind::BITS);
        let run = Run::read(kind, &mut bytes);
        if offset < length {
            run.apply(&mut letter, code, offset);
            if character == IOTA_BELOW {
                letter.class = Class::Ignorable;
            }
            break;
        }
        first = first.wrapping_add(length);
    }
    letter
}

/// What the characters of a run have in common.
struct Run {
    kind: u32,
    lower: u32,
    upper: u32,
    more: [u32; 2],
}

impl Run {
    fn read(kind: u32, bytes: &mut &[u8]) -> Self {
        let plain = matches!(kind, kind::IGNORABLE | kind::PAIRS | kind::CASED);
        let mut field = |bit| {
            let there = !plain && kind & bit != 0;
            if there { number(bytes) } else { 0 }
        };
        Self {
            kind,
            lower: field(kind::LOWER),
            upper: field(kind::UPPER),
            more: [field(kind::MORE), field(kind::MORE)],
        }
    }

    fn apply(&self, letter: &mut Letter, code: u32, offset: u32) {
        letter.class = Class::Cased;
        match self.kind {
            kind::IGNORABLE => letter.class = Class::Ignorable,
            kind::PAIRS if offset & 1 == 0 => letter.lower = [code.wrapping_add(1), 0, 0],
            kind::PAIRS => letter.upper = [code.wrapping_sub(1), 0, 0],
            _ => {
                let [second, third] = self.more;
                letter.lower = [moved(code, self.lower), 0, 0];
                letter.upper = [moved(code, self.upper), 0, 0];
                let longer = if self.kind & kind::UPPER == 0 {
                    &mut letter.lower
                } else {
                    &mut letter.upper
                };
                let [first, ..] = *longer;
                *longer = [first, second, third];
            }
        }
    }
}

/// A code and a difference with its sign in the lowest bit.
fn moved(code: u32, difference: u32) -> u32 {
    let distance = difference >> 1;
    if difference & 1 == 0 {
        code.wrapping_add(distance)
    } else {
        code.wrapping_sub(distance)
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
