//! The tables' source, worked out from what the standard library does with every character.

use std::fmt::Write;

use super::super::{Class, IOTA_BELOW, kind};
use super::{class, every_character};

const HEAD: &str = "\
//! How letters change their case, in short: see the room above. Written by a test; not by hand.

/// The first character of each section and its runs, by rising character.
#[rustfmt::skip]
pub(super) const SECTIONS: &[(u32, &[u8])] = &[
";

/// Runs of a section. A character costs going through half a section; a section costs 12 bytes.
const SECTION: usize = 50;

/// The text of `tables.rs`.
pub fn source() -> String {
    let mut source = HEAD.to_owned();
    for section in runs().chunks(SECTION) {
        let mut next = section[0].first;
        let _ = writeln!(source, "    ({next:#x}, &[");
        let mut bytes = Vec::new();
        for run in section {
            put(&mut bytes, run.first - next);
            put(&mut bytes, run.length << kind::BITS | run.like.kind);
            for field in &run.like.fields {
                put(&mut bytes, *field);
            }
            next = run.first + run.length;
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

fn runs() -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut characters = every_character().peekable();
    while let Some(character) = characters.next() {
        let Some(mut like) = like(character) else {
            continue;
        };
        let (first, mut length) = (u32::from(character), 1);
        if characters
            .next_if(|next| is_pair(character, *next))
            .is_some()
        {
            (like, length) = (
                Like {
                    kind: kind::PAIRS,
                    fields: Vec::new(),
                },
                2,
            );
        }
        match runs.last_mut() {
            Some(last) if last.first + last.length == first && last.like == like => {
                last.length += length;
            }
            _ => runs.push(Run {
                first,
                length,
                like,
            }),
        }
    }
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

/// What is said about a character; none if its case says nothing.
fn like(character: char) -> Option<Like> {
    let upper: Vec<char> = character.to_uppercase().collect();
    let lower: Vec<char> = character.to_lowercase().collect();
    let (rises, falls) = (upper != [character], lower != [character]);
    let plain = |kind| {
        Some(Like {
            kind,
            fields: Vec::new(),
        })
    };
    match class(character) {
        Class::Other => {
            assert!(!rises && !falls, "{character:?} has no case but changes it");
            return None;
        }
        Class::Ignorable if character != IOTA_BELOW => {
            assert!(
                !rises && !falls,
                "{character:?} is looked past but changes its case"
            );
            return plain(kind::IGNORABLE);
        }
        Class::Cased if !rises && !falls => return plain(kind::CASED),
        Class::Ignorable | Class::Cased => {}
    }
    let longer = if rises { &upper } else { &lower };
    assert!(
        longer.len() <= 3 && (!rises || lower.len() == 1),
        "{character:?} has long forms"
    );
    let mut like = Like {
        kind: 0,
        fields: Vec::new(),
    };
    for (bit, changes, form) in [(kind::LOWER, falls, &lower), (kind::UPPER, rises, &upper)] {
        if changes {
            like.kind |= bit;
            like.fields.push(difference(character, form[0]));
        }
    }
    // The kind without more characters is taken by pairs.
    if longer.len() > 1 || like.kind == kind::PAIRS {
        like.kind |= kind::MORE;
        let code = |at| longer.get(at).map_or(0, |character| u32::from(*character));
        like.fields.extend([code(1), code(2)]);
    }
    Some(like)
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
