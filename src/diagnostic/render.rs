//! Diagnostics as text for people.
//!
//! Takes findings, gives plain text without color that quotes the sources, and promises that no
//! text of a document can do anything to a terminal, that wrong spans do no harm, and that many
//! findings stay readable: after 100 of them only their number follows.
//!
//! ```text
//! error[unknown-option]: unknown option `oakk` of feature `frame`
//!   --> rules.price:3:14
//!    |
//!  3 |   when frame = "oakk"
//!    |                ^^^^^^
//!    = help: did you mean `oak`?
//! ```

use std::fmt::Write as _;

use super::excerpt::excerpt;
use super::survey::{Located, Survey};
use super::visible::push_visible;
use super::{Diagnostic, Diagnostics, Place};

/// After this many findings only the number of the others is told.
const MOST_FINDINGS: usize = 100;
/// The least width of the column of line numbers.
const LEAST_GUTTER: usize = 2;

/// All findings as plain text, without a last line break.
pub(super) fn text(diagnostics: &Diagnostics) -> String {
    let shown = || diagnostics.iter().take(MOST_FINDINGS);
    let survey = Survey::of(shown().flat_map(Diagnostic::places));
    let mut out = String::new();
    for (index, diagnostic) in shown().enumerate() {
        if index > 0 {
            out.push_str("\n\n");
        }
        push_finding(&mut out, &survey, diagnostic);
    }
    match diagnostics.len().saturating_sub(MOST_FINDINGS) {
        0 => {}
        1 => out.push_str("\n\n… and 1 more finding"),
        more => write_to(&mut out, format_args!("\n\n… and {more} more findings")),
    }
    out
}

/// One finding, without a last line break.
fn push_finding(out: &mut String, survey: &Survey<'_>, diagnostic: &Diagnostic) {
    let Diagnostic {
        code,
        severity,
        message,
        place,
        help,
        related,
    } = diagnostic;
    write_to(
        out,
        format_args!("{}[{}]: ", severity.as_str(), code.as_str()),
    );
    push_visible(out, message);

    let located = survey.locate(place);
    let gutter = located.as_ref().map_or(LEAST_GUTTER, |located| {
        located.start.line.to_string().len().max(LEAST_GUTTER)
    });
    push_arrow(out, gutter, place, located.as_ref());
    if let Some(located) = &located {
        push_excerpt(out, gutter, survey, place, located);
    }
    if let Some(help) = help {
        push_remark(out, gutter, "help", help);
    }
    for (place, note) in related {
        if push_arrow(out, gutter, place, survey.locate(place).as_ref()) {
            out.push_str(": ");
            push_visible(out, note);
        } else {
            push_remark(out, gutter, "note", note);
        }
    }
}

/// `--> file:line:column (path)` on its own line, or as much of it as is known; whether anything is.
fn push_arrow(out: &mut String, gutter: usize, place: &Place, located: Option<&Located>) -> bool {
    if place.source.is_none() && place.path.is_empty() {
        return false;
    }
    write_to(out, format_args!("\n{:gutter$}--> ", ""));
    let Some(source) = &place.source else {
        push_visible(out, &place.path);
        return true;
    };
    push_visible(out, &source.name);
    if let Some(Located { start, .. }) = located {
        write_to(out, format_args!(":{}:{}", start.line, start.column));
    }
    if !place.path.is_empty() {
        out.push_str(" (");
        push_visible(out, &place.path);
        out.push(')');
    }
    true
}

/// The first line of what is meant, with carets below it.
fn push_excerpt(
    out: &mut String,
    gutter: usize,
    survey: &Survey<'_>,
    place: &Place,
    located: &Located,
) {
    let Some(first) = survey.first_line(place, located) else {
        return;
    };
    let drawn = excerpt(first.text, &first.meant);
    let number = located.start.line;
    let line = drawn.line.trim_end();
    let space = if line.is_empty() { "" } else { " " };
    write_to(out, format_args!("\n{:gutter$} |", ""));
    write_to(out, format_args!("\n{number:>gutter$} |{space}{line}"));
    write_to(out, format_args!("\n{:gutter$} | {}", "", drawn.carets));
}

/// `= help: …` on its own line.
fn push_remark(out: &mut String, gutter: usize, kind: &str, remark: &str) {
    write_to(out, format_args!("\n{:gutter$} = {kind}: ", ""));
    push_visible(out, remark);
}

fn write_to(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = out.write_fmt(text);
}
