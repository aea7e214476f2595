//! What is found while an item or the order is priced, and the status that follows from it.

use super::slot_set::SlotSet;
use super::value::Stop;
use crate::diagnostic::Code;
use crate::model::quote::{Fix, Notice, Problem, Status, Violation};
/// Everything but lines and amounts.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What is not allowed.
    pub violations: Vec<Violation>,
    /// What is worth knowing.
    pub warnings: Vec<Notice>,
    /// Statements that wait for a value.
    pub waiting: Vec<Waiting>,
    /// Why there is no price.
    pub problems: Vec<Problem>,
    /// Whether the price is on request.
    pub on_request: bool,
}

/// A statement that waits, with slots instead of names.
#[derive(Debug)]
pub(super) struct Waiting {
    /// The rule, list or group.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The phase its line would be in.
    pub phase: String,
    /// What it waits for.
    pub slots: SlotSet,
}

/// Who speaks: the names that findings carry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker<'s> {
    /// The rule, list or group.
    pub id: &'s str,
    /// What people read.
    pub label: &'s str,
    /// Its phase.
    pub phase: &'s str,
}

impl Speaker<'static> {
    /// The order itself.
    pub const ORDER: Self = Self {
        id: "order",
        label: "order",
        phase: "order",
    };
}

impl Findings {
    /// The first that holds: invalid, incomplete, on request, unpriced, priced. A price on request
    /// closes a hole of a price list, so it comes before unpriced.
    pub fn status(&self) -> Status {
        if !self.violations.iter().all(Violation::is_unfinished) {
            Status::Invalid
        } else if !self.violations.is_empty() || !self.waiting.is_empty() {
            Status::Incomplete
        } else if self.on_request {
            Status::OnRequest
        } else if !self.problems.is_empty() {
            Status::Unpriced
        } else {
            Status::Priced
        }
    }

    /// Notes why a statement has no value.
    pub fn note(&mut self, stop: Stop, speaker: Speaker<'_>) {
        match stop {
            Stop::Waits(slots) => self.waiting.push(Waiting {
                id: speaker.id.to_owned(),
                label: speaker.label.to_owned(),
                phase: speaker.phase.to_owned(),
                slots,
            }),
            Stop::OnRequest(text) => {
                self.on_request = true;
                let message = format!("{}: {text}", speaker.label);
                self.warn(speaker.id, message);
            }
            Stop::Problem(problem) => self.problems.push(Problem {
                id: problem.id.or_else(|| Some(speaker.id.to_owned())),
                ..*problem
            }),
        }
    }

    /// Notes a problem.
    pub fn problem(&mut self, code: Code, id: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            code,
            message: message.into(),
            id: Some(id.to_owned()),
        });
    }

    /// Notes a warning.
    pub fn warn(&mut self, id: &str, message: impl Into<String>) {
        self.warnings.push(Notice {
            id: id.to_owned(),
            message: message.into(),
        });
    }

    /// Notes that a feature's value is not allowed.
    pub fn violation(&mut self, code: &'static str, feature: &str, message: String) {
        self.violations
            .push(violation(code, feature, message, Vec::new()));
    }
}

/// A violation about one feature.
pub(super) fn violation(
    code: &'static str,
    feature: &str,
    message: String,
    fixes: Vec<String>,
) -> Violation {
    let fix = |value| Fix {
        feature: feature.to_owned(),
        value: Some(value),
    };
    Violation {
        code,
        rule: None,
        message,
        features: vec![feature.to_owned()],
        fixes: fixes.into_iter().map(fix).collect(),
    }
}
