//! What a session says in words: its status and amount, and its lines.
//!
//! Lines of the fast way are whole numbers there, and so they go on: making decimals of them, to
//! take these apart for words again, is most of what an answer costs in WebAssembly.

use super::words::{push_number, write_number};
use crate::diagnostic::{Diagnostics, JsonWriter};
use crate::evaluate::{Quick, QuickLine, Session};
use crate::model::quote::{Status, Violation};
use crate::money::Decimal;

/// How many words an answer has before its lines, and a line of integers has.
const HEAD: usize = 9;
const LINE: usize = 5;
/// The last word of the head where amounts of lines are numbers; otherwise it is the scale of all
/// of them, plus one.
const NUMBERS: u32 = 0;
/// In place of an integer: the line does not count per piece.
const NO_INTEGER: i64 = i64::MIN;

/// Writes what a session says in place of what the words were: its status and amount, and its
/// lines if they are asked for. More words may follow than it says that it has.
///
/// # Errors
/// The faults of the order, as [`Session::total`] gives them.
pub fn answer_to_words(
    session: &mut Session,
    with_lines: bool,
    words: &mut Vec<u32>,
) -> Result<(), Diagnostics> {
    if words.len() < HEAD {
        words.resize(HEAD, 0);
    }
    if let Some(mut quick) = session.quick()? {
        begin(words, Status::Priced, quick.digits, Some(quick.total));
        if !with_lines || quick_lines(&mut quick, words) {
            return Ok(());
        }
    }
    let (status, digits) = (session.status()?, session.currency()?.digits);
    begin(words, status, digits, session.total()?);
    if with_lines {
        words.truncate(HEAD);
        let mut count: u32 = 0;
        for line in session.lines()? {
            words.push(name_word(line.name));
            push_number(words, line.unit_amount);
            push_number(words, Some(line.amount));
            count = count.saturating_add(1);
        }
        complete(words, session.line_numbering(), count, NUMBERS);
    }
    Ok(())
}

/// The texts of lines as JSON; none for a number that no line had.
#[must_use]
pub fn line_texts_json(session: &Session, number: u32) -> Option<String> {
    let texts = session.line_texts(usize::try_from(number).ok()?)?;
    let mut json = JsonWriter::new();
    json.begin_object();
    json.key("phase").string(&texts.phase);
    json.key("kind").string(texts.kind.as_str());
    json.key("id").string(&texts.id);
    json.key("label").string(&texts.label);
    json.key("scope").string(texts.scope.as_str());
    json.end_object();
    Some(json.finish())
}

/// The violations of the item and the order as JSON.
///
/// # Errors
/// The faults of the order, as [`Session::violations`] gives them.
pub fn violations_json(session: &mut Session) -> Result<String, Diagnostics> {
    Ok(Violation::list_to_json(session.violated()?))
}

/// Adds the lines of the fast way as integers. False if one of them cannot be told from none.
fn quick_lines(quick: &mut Quick<'_>, words: &mut Vec<u32>) -> bool {
    let mut end = HEAD;
    let mut count: u32 = 0;
    let mut is_told = true;
    let numbering = quick.each_line(|line| {
        is_told &= line.unit_amount != Some(NO_INTEGER);
        let next = end.saturating_add(LINE);
        if words.len() < next {
            words.resize(next.saturating_mul(2), 0);
        }
        if let Some(place) = words.get_mut(end..next) {
            write(place, &line);
        }
        end = next;
        count = count.saturating_add(1);
    });
    complete(words, numbering, count, quick.scale().saturating_add(1));
    is_told
}

/// Writes a line word by word: a copy of all of them at once is a call in WebAssembly.
fn write(place: &mut [u32], line: &QuickLine) {
    let [unit_low, unit_high] = halves(line.unit_amount.unwrap_or(NO_INTEGER));
    let [low, high] = halves(line.amount);
    if let [name, unit, above, all, above_all] = place {
        *name = name_word(line.name);
        (*unit, *above) = (unit_low, unit_high);
        (*all, *above_all) = (low, high);
    }
}

/// Begins an answer, without lines yet.
fn begin(words: &mut [u32], status: Status, digits: u32, amount: Option<Decimal>) {
    if let Some([first, second, number @ .., _, _, _]) = words.first_chunk_mut::<HEAD>() {
        (*first, *second) = (status_word(status), digits);
        write_number(number, amount);
    }
    complete(words, 0, 0, NUMBERS);
}

/// Says in the head what lines there are.
fn complete(words: &mut [u32], of_names: u32, count: u32, form_of_amounts: u32) {
    if let Some([.., numbering, lines, form]) = words.first_chunk_mut::<HEAD>() {
        (*numbering, *lines, *form) = (of_names, count, form_of_amounts);
    }
}

/// The lower and the higher 32 bits.
const fn halves(integer: i64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = integer.to_le_bytes();
    [
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes([e, f, g, h]),
    ]
}

fn name_word(name: usize) -> u32 {
    u32::try_from(name).unwrap_or(u32::MAX)
}

const fn status_word(status: Status) -> u32 {
    match status {
        Status::Priced => 0,
        Status::Incomplete => 1,
        Status::Invalid => 2,
        Status::OnRequest => 3,
        Status::Unpriced => 4,
    }
}
