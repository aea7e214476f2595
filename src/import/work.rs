//! What the steps of an import share: the cells, what is asked, what was found.

use super::grid::{At, Grid};
use super::style::Styles;
use super::token::Token;
use super::view::View;
use super::words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::catalog::{CsvSettings, FileReport};
use crate::model::fault::excerpt;

/// Findings beyond these are dropped: one wrong setting spoils every cell.
const MOST_FINDINGS: usize = 100;

/// What a price list asks of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// How many axes; the file says where nothing else does.
    pub axes: Option<usize>,
    /// What chooses the row.
    pub row: WantedAxis,
    /// What chooses the column.
    pub col: WantedAxis,
}

/// What is known of an axis before its file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WantedAxis {
    /// What the value that chooses is called: its id, its labels.
    pub names: Vec<String>,
    /// Whether it is a number; none where that is not known.
    pub numbers: Option<bool>,
    /// The unit that its numbers are to have.
    pub unit: Option<String>,
}

impl Wanted {
    /// A list of so many axes of which nothing else is known.
    #[must_use]
    pub fn axes(axes: usize) -> Self {
        Self {
            axes: Some(axes),
            ..Self::default()
        }
    }
}

/// An import on its way.
pub(super) struct Work<'a> {
    pub grid: &'a Grid,
    pub settings: &'a CsvSettings,
    pub wanted: &'a Wanted,
    /// The part of the grid that is the table.
    pub view: View,
    /// The styles of numbers that the settings allow.
    pub styles: Styles,
    pub report: FileReport,
    pub findings: Diagnostics,
}

impl<'a> Work<'a> {
    /// The text of a cell of the view.
    pub(super) fn text(&self, row: usize, column: usize) -> &'a str {
        self.grid.text(self.view.at(row, column))
    }

    /// Whether a cell of the view looks like a number.
    pub(super) fn is_number(&self, row: usize, column: usize) -> bool {
        self.looks_like_number(self.view.at(row, column))
    }

    /// Whether a cell looks like a number in a style that the settings allow.
    pub(super) fn looks_like_number(&self, at: At) -> bool {
        self.grid.is_number(at)
            || Token::read(self.grid.text(at))
                .is_some_and(|token| !Styles::of(&token).and(self.styles).is_empty())
    }

    /// Whether a text stands for "not available", by the settings.
    pub(super) fn is_unavailable(&self, text: &str) -> bool {
        text.is_empty()
            || self
                .settings
                .unavailable
                .iter()
                .any(|marker| marker == text)
    }

    /// Whether a text looks like "not available" and is not declared.
    pub(super) fn is_undeclared_marker(&self, text: &str) -> bool {
        !self.is_unavailable(text) && words::is_not_available(text)
    }

    /// Reports a fault of a cell. Its place is searched only for findings that are kept.
    pub(super) fn fault(
        &mut self,
        code: Code,
        at: At,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if self.findings.len() < MOST_FINDINGS {
            let finding = self.finding(code, at, message).with_optional_help(help);
            self.findings.push(finding);
        }
    }

    /// The same where the import cannot go on.
    pub(super) fn stop(
        &mut self,
        code: Code,
        at: At,
        message: impl Into<String>,
        help: &str,
    ) -> Diagnostics {
        self.fault(code, at, message, Some(help.to_owned()));
        std::mem::take(&mut self.findings)
    }

    /// A finding at a cell, not yet reported.
    pub(super) fn finding(&self, code: Code, at: At, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.grid.place(at), message)
    }

    /// `` `1,234` (row 3, column 2) ``
    pub(super) fn named(&self, at: At) -> String {
        format!("`{}` ({})", excerpt(self.grid.text(at)), self.grid.name(at))
    }
}
