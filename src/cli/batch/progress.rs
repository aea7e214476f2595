//! A progress bar on standard error, where people see it.

use std::io::IsTerminal as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::results::Counts;

/// How much of a file is priced.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A bar over a file's bytes, or a count where its length is not known; hidden where standard
    /// error is no terminal.
    pub(super) fn new(file: &Path, hidden: bool) -> Self {
        if hidden || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let length = std::fs::metadata(file)
            .ok()
            .filter(std::fs::Metadata::is_file);
        let length = length.map(|it| it.len());
        let template = match length {
            Some(_) => "{wide_bar} {percent:>3} %, {msg}, {eta} left",
            None => "{spinner} {msg}",
        };
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
        Self(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Shows what was read and priced so far.
    pub(super) fn show(&self, bytes: u64, counts: &Counts) {
        if !self.0.is_hidden() {
            self.0.set_message(format!("{} orders", counts.orders()));
            self.0.set_position(bytes);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
