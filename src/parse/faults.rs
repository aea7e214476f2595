//! The faults of one source text, gathered with their places.

use std::sync::Arc;

use super::limits;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Span};

/// Gathers what is wrong with one source, up to [`limits::FAULTS`].
pub(super) struct Faults {
    source: Arc<Source>,
    list: Diagnostics,
    count: usize,
}

impl Faults {
    /// No fault yet.
    pub fn new(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), list: Diagnostics::new(), count: 0 }
    }

    /// The text that the spans count in.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The text of a span; empty where the span is none.
    pub fn excerpt(&self, span: Span) -> &str {
        let start = usize::try_from(span.start).unwrap_or(usize::MAX);
        let end = usize::try_from(span.end).unwrap_or(usize::MAX);
        self.text().get(start..end).unwrap_or("")
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
    pub fn add(&mut self, diagnostic: Diagnostic) {
        self.count = self.count.saturating_add(1);
        if self.list.len() < limits::FAULTS {
            self.list.push(diagnostic);
        } else if self.list.len() == limits::FAULTS {
            let message = format!("more than {} faults; the rest is left out", limits::FAULTS);
            self.list.push(Diagnostic::new(Code::TooLarge, diagnostic.place, message));
        }
    }

    /// The place of a span.
    pub fn place(&self, span: Span) -> Place {
        Place::in_source(&self.source, span)
    }

    /// All of them, in the order of the text; those of one place as they were found.
    pub fn into_diagnostics(self) -> Diagnostics {
        let mut entries: Vec<Diagnostic> = self.list.into_iter().collect();
        entries.sort_by_key(|fault| fault.place.span.map(|span| span.start));
        let mut sorted = Diagnostics::new();
        for entry in entries {
            sorted.push(entry);
        }
        sorted
    }
}
