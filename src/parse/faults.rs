//! The faults of one source text, gathered with their places.

use std::sync::Arc;

use super::limits;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};
use crate::sorting::sort_by;

/// The longest quotation of the reader's text in a message.
const EXCERPT_CHARACTERS: usize = 60;

/// The longest message, and the longest help.
const LINE_CHARACTERS: usize = 400;

/// Gathers what is wrong with one source, up to [`limits::FAULTS`].
pub(super) struct Faults {
    source: Arc<Source>,
    list: Diagnostics,
    count: usize,
}

impl Faults {
    /// No fault yet.
    pub fn new(source: &Arc<Source>) -> Self {
        Self {
            source: Arc::clone(source),
            list: Diagnostics::new(),
            count: 0,
        }
    }

    /// The text that the spans count in.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The text of a span; empty where the span is none.
    pub fn written(&self, span: Span) -> &str {
        let start = usize::try_from(span.start).unwrap_or(usize::MAX);
        let end = usize::try_from(span.end).unwrap_or(usize::MAX);
        self.text().get(start..end).unwrap_or("")
    }

    /// The text of a span as a message quotes it: on one line, and short.
    pub fn excerpt(&self, span: Span) -> String {
        brief(self.written(span), EXCERPT_CHARACTERS)
    }

    /// How many there are, with those left out.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds a fault without a fix.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.add(Diagnostic::new(code, self.place(span), message));
    }

    /// Adds a fault with its fix.
    pub fn report_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Diagnostic::new(code, self.place(span), message).with_help(help));
    }

    /// Adds a fault as it is.
    pub fn add(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.message = brief(&diagnostic.message, LINE_CHARACTERS);
        diagnostic.help = diagnostic.help.map(|help| brief(&help, LINE_CHARACTERS));
        self.count = self.count.saturating_add(1);
        if self.list.len() < limits::FAULTS {
            self.list.push(diagnostic);
        } else if self.list.len() == limits::FAULTS {
            let message = format!("more than {} faults; the rest is left out", limits::FAULTS);
            self.list
                .push(Diagnostic::new(Code::TooLarge, diagnostic.place, message));
        }
    }

    /// The place of a span.
    pub fn place(&self, span: Span) -> Place {
        Place::in_source(&self.source, span)
    }

    /// All of them, in the order of the text; those of one place as they were found.
    pub fn into_diagnostics(self) -> Diagnostics {
        let mut entries: Vec<Diagnostic> = self.list.into_iter().collect();
        let start = |fault: &Diagnostic| fault.place.span.map(|span| span.start);
        sort_by(&mut entries, |a, b| start(a).cmp(&start(b)));
        let mut sorted = Diagnostics::new();
        for entry in entries {
            sorted.push(entry);
        }
        sorted
    }
}

/// The text on one line: runs of white space become one space, and what is too long is cut.
fn brief(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line,
    }
}
