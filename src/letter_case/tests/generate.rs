//! The tables' source, worked out from what the standard library does with every character.

use std::fmt::Write;

use super::super::{Class, IOTA_BELOW, kind};
use super::{class, every_character};

const HEAD: &str = "\
//! How letters change their case; `letter_case.rs` says how to read it. A test writes this file.

/// The first character of each section and its runs, by rising character.
#[rustfmt::skip]
pub(super) const SECTIONS: &[(u32, &[u8])] = &[
";

/// Runs of a section. A character costs going through half a section; a section costs 12 bytes.
const SECTION: usize = 100;

/// The text of `tables.rs`.
pub fn source() -> String {
    let mut source = HEAD.to_owned();
    for section in runs().chunks(SECTION) {
        let _ = writeln!(source, "    ({:#x}, &[", section[0].first);
        let mut bytes = Vec::new();
        for run in section {
            put(&mut bytes, run.length << kind::BITS | run.like.kind);
            for field in &run.like.fields {
                put(&mut bytes, *field);
            }
        }
        for line in bytes.chunks(20) {
            let numbers: Vec<String> = line.iter().map(u8::to_string).collect();
            let _ = writeln!(source, "        {},", numbers.join(", "));
        }
        source.push_str("    ]),\n");
    }
    source + "];\n"
}

struct Run {
    first: u32,
    length: u32,
    like: Like,
}

/// What characters of one run have in common.
#[derive(PartialEq)]
struct Like {
    kind: u32,
    fields: Vec<u32>,
}

fn plain(kind: u32) -> Like {
    Like {
        kind,
        fields: Vec::new(),
    }
}

fn runs() -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut characters = every_character().peekable();
    while let Some(character) = characters.next() {
        let mut like = like(character);
        let (first, mut length) = (u32::from(character), 1);
        if characters
            .next_if(|next| is_pair(character, *next))
            .is_some()
        {
            like = plain(kind::PAIRS);
            length = 2;
        }
        match runs.last_mut() {
            // Over the surrogates too, which are no characters and lie in a run of others.
            Some(last) if last.like == like => last.length = first + length - last.first,
            _ => runs.push(Run {
                first,
                length,
                like,
            }),
        }
    }
    runs.pop_if(|last| last.like.kind == kind::OTHER);
    runs
}

/// A capital and its small letter side by side, with no other forms.
fn is_pair(capital: char, small: char) -> bool {
    u32::from(capital) + 1 == u32::from(small)
        && capital.to_lowercase().eq([small])
        && small.to_uppercase().eq([capital])
        && capital.to_uppercase().eq([capital])
        && small.to_lowercase().eq([small])
}

/// What is said about a character.
fn like(character: char) -> Like {
    let upper: Vec<char> = character.to_uppercase().collect();
    let lower: Vec<char> = character.to_lowercase().collect();
    let (rises, falls) = (upper != [character], lower != [character]);
    let class = class(character);
    if !rises && !falls {
        let kind = match class {
            Class::Other => kind::OTHER,
            Class::Ignorable => kind::IGNORABLE,
            Class::Cased => kind::CASED,
        };
        return plain(kind);
    }
    let expected = if u32::from(character) == IOTA_BELOW {
        Class::Ignorable
    } else {
        Class::Cased
    };
    assert_eq!(class, expected, "{character:?}");
    let (longer, shorter) = if rises {
        (&upper, &lower)
    } else {
        (&lower, &upper)
    };
    assert!(longer.len() <= 3 && shorter.len() == 1, "{character:?}");
    let more = |at| longer.get(at).map_or(0, |more| u32::from(*more) + 1);
    let (to_upper, to_lower) = (
        difference(character, upper[0]),
        difference(character, lower[0]),
    );
    let (kind, fields) = match (rises, falls, longer.len()) {
        (false, _, 1) => (kind::CAPITALS, vec![to_lower]),
        (true, false, 1) => (kind::SMALL, vec![to_upper]),
        (true, false, _) => (kind::LONG, vec![to_upper, more(1), more(2)]),
        _ => (kind::BOTH, vec![to_upper, more(1), more(2), to_lower]),
    };
    Like { kind, fields }
}

fn difference(from: char, to: char) -> u32 {
    let distance = u32::from(from).abs_diff(u32::from(to));
    distance << 1 | u32::from(to < from)
}

fn put(bytes: &mut Vec<u8>, number: u32) {
    let parts = (1..5).take_while(|part| number >> (7 * part) != 0).count();
    for part in (0..=parts).rev() {
        let bits = u8::try_from(number >> (7 * part) & 0x7f).expect("seven bits");
        bytes.push(if part == 0 { bits } else { bits | 0x80 });
    }
}
