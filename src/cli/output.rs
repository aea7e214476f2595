//! What a command prints, and its exit status.

use std::process::ExitCode;

use crate::diagnostic::Diagnostics;

/// What a command prints.
#[derive(Debug)]
pub(super) struct Output {
    standard: String,
    error: String,
    status: u8,
}

impl Output {
    /// A result.
    pub fn fine(text: String) -> Self {
        Self {
            standard: text,
            error: String::new(),
            status: 0,
        }
    }

    /// A result with findings in it.
    pub fn found(text: String) -> Self {
        Self {
            standard: text,
            error: String::new(),
            status: 1,
        }
    }

    /// Findings in results that were printed before, told to people.
    pub fn found_so_far(told: String) -> Self {
        Self {
            standard: String::new(),
            error: told,
            status: 1,
        }
    }

    /// Findings instead of a result: as JSON on standard output, as text on standard error.
    pub fn findings(diagnostics: &Diagnostics, json: bool) -> Self {
        if json {
            return Self::found(diagnostics.to_json());
        }
        Self {
            standard: String::new(),
            error: diagnostics.to_string(),
            status: 1,
        }
    }

    /// The command line or a file cannot be read.
    pub fn usage(diagnostics: &Diagnostics, json: bool) -> Self {
        Self {
            status: 2,
            ..Self::findings(diagnostics, json)
        }
    }

    /// The same with findings on standard error, which change nothing.
    pub fn with_warnings(mut self, diagnostics: &Diagnostics) -> Self {
        if !diagnostics.is_empty() {
            self.error = diagnostics.to_string();
        }
        self
    }

    /// Prints it. A closed pipe is no fault.
    pub fn print(self) -> ExitCode {
        print(&mut std::io::stdout().lock(), &self.standard);
        print(&mut std::io::stderr().lock(), &self.error);
        ExitCode::from(self.status)
    }
}

fn print(to: &mut impl std::io::Write, text: &str) {
    if text.is_empty() {
        return;
    }
    let end = if text.ends_with('\n') { "" } else { "\n" };
    // whoever closed the pipe has read enough
    drop(
        to.write_all(text.as_bytes())
            .and_then(|()| to.write_all(end.as_bytes())),
    );
    drop(to.flush());
}
