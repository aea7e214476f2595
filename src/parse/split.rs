//! A rules text into statements, by lines alone.
//!
//! A statement begins at column 1 with a word of its own and goes on over indented lines, blank
//! lines, comments and closing brackets. No text or name can hold a line break, so this needs to
//! know nothing else of the language, and one bad statement cannot swallow the next.

use super::words;

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A statement, from its first word to the end of its last line.
    Statement(usize, usize),
    /// Lines that begin at column 1 with something else, with the end of their first word.
    Unknown(usize, usize),
}

/// The parts of the text in order; a byte order mark at its beginning is left out.
pub(super) fn split(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut offset = byte_order_mark(text);
    for line in text.get(offset..).unwrap_or("").split_inclusive('\n') {
        let end = offset.saturating_add(line.len());
        match beginning(line) {
            Beginning::Statement => parts.push(Part::Statement(offset, end)),
            Beginning::Other(length) => {
                parts.push(Part::Unknown(offset, offset.saturating_add(length)));
            }
            Beginning::Continuation => continue_last(&mut parts, offset, end, line),
        }
        offset = end;
    }
    parts
}

/// How many bytes of a byte order mark the text begins with.
pub(super) fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

enum Beginning {
    Statement,
    /// The length of the first word, or of the first character.
    Other(usize),
    Continuation,
}

fn beginning(line: &str) -> Beginning {
    let Some(first) = line.chars().next() else {
        return Beginning::Continuation;
    };
    if matches!(first, ' ' | '\t' | '\r' | '\n' | ')' | ']' | '}') || line.starts_with("//") {
        return Beginning::Continuation;
    }
    let word = line
        .find(|character| !words::continues_word(character))
        .unwrap_or(line.len());
    match line.get(..word) {
        Some(found) if words::STATEMENTS.contains(&found) => Beginning::Statement,
        _ => Beginning::Other(word.max(first.len_utf8())),
    }
}

/// Adds a line to the statement above. Before the first statement only blank lines and comments may
/// be indented; after an unknown statement nothing is read until the next statement.
fn continue_last(parts: &mut Vec<Part>, start: usize, end: usize, line: &str) {
    match parts.last_mut() {
        Some(Part::Statement(_, last)) => *last = end,
        Some(Part::Unknown(..)) => {}
        None => {
            let text = line.trim_start();
            if !text.is_empty() && !text.starts_with("//") {
                let word = text
                    .find(|character| !words::continues_word(character))
                    .unwrap_or(text.len());
                let first = text.chars().next().map_or(0, char::len_utf8);
                let start = start.saturating_add(line.len().saturating_sub(text.len()));
                parts.push(Part::Unknown(start, start.saturating_add(word.max(first))));
            }
        }
    }
}
