//! What a test may expect: lines, violations, warnings and values that something can make.
//!
//! Takes a component and its rules, gives the ids that its quotes can hold; promises that a
//! misspelt expectation is reported with the nearest id, and never passes as `none`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, help_for};
use crate::model::catalog::{Component, FeatureType};
use crate::model::quote::Status;
use crate::parse::syntax::{Effect, Expectation, Name, Rules, Statement, Subject};

/// Codes of violations that need no rule.
const VIOLATIONS: [&str; 20] = [
    "above-maximum",
    "below-minimum",
    "duplicate-choice",
    "fee-key-missing",
    "forbidden",
    "input-missing",
    "invalid-quantity",
    "missing-required",
    "not-available",
    "not-fulfilled",
    "off-step",
    "quantity-not-allowed",
    "too-few-choices",
    "too-long",
    "too-many-choices",
    "too-short",
    "unknown-component",
    "unknown-feature",
    "unknown-option",
    "wrong-type",
];
const STATUSES: [Status; 5] = [
    Status::Priced,
    Status::Incomplete,
    Status::Invalid,
    Status::OnRequest,
    Status::Unpriced,
];

/// The ids that quotes of a component can hold.
pub(super) struct Known<'a> {
    lines: BTreeSet<String>,
    violations: BTreeSet<&'a str>,
    warnings: BTreeSet<&'a str>,
    values: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    /// Of a component, its rules and those of the order.
    pub fn of(component: &'a Component, rules: &'a Rules, order: &'a Rules) -> Self {
        let statements = || rules.statements.iter().chain(&order.statements);
        let ids = |wanted: fn(&Effect) -> bool| {
            let found = statements().filter(move |statement| wanted(&statement.effect));
            found.map(|statement: &'a Statement| statement.id.text.as_str())
        };
        let lists = || component.price_lists.iter().map(|list| list.id.as_str());
        let groups = || component.price_groups.iter().map(|group| group.id.as_str());
        let of_line = ["base", "not-below-zero", "minor-unit"];
        let lines = of_line.into_iter().chain(lists()).chain(groups());
        let lines = lines.chain(ids(makes_line)).map(str::to_owned);
        let violations = VIOLATIONS.into_iter().chain(ids(|effect| {
            matches!(effect, Effect::Forbid(_) | Effect::Require(_))
        }));
        // Whoever can find no price may find one on request.
        let warnings = ["base", "not-below-zero", "material"].into_iter();
        let warnings = warnings.chain(lists()).chain(groups());
        Self {
            lines: lines.chain(option_lines(component)).collect(),
            violations: violations.collect(),
            warnings: warnings.chain(ids(|_| true)).collect(),
            values: ids(|effect| matches!(effect, Effect::Set(_))).collect(),
        }
    }

    /// Expectations of what nothing can make.
    pub fn faults(&self, expect: &[Expectation], source: &Arc<Source>) -> Diagnostics {
        let mut faults = Diagnostics::new();
        for expectation in expect {
            let found = match &expectation.subject {
                Subject::Amount(..) => None,
                Subject::Status(name) => unknown_status(name),
                Subject::Line(name, _) => {
                    let known = self.lines.iter().map(String::as_str);
                    unknown(name, known, "nothing makes a line")
                }
                Subject::Violation(name) => unknown(
                    name,
                    self.violations.iter().copied(),
                    "nothing makes a violation",
                ),
                Subject::Warning(name) => unknown(
                    name,
                    self.warnings.iter().copied(),
                    "nothing makes a warning",
                ),
                Subject::Value(name, _) => {
                    unknown(name, self.values.iter().copied(), "no `set` makes a value")
                }
            };
            if let Some((name, message, help)) = found {
                let place = Place::in_source(source, name.span);
                let fault = Diagnostic::new(Code::UnknownReference, place, message);
                faults.push(fault.with_optional_help(help));
            }
        }
        faults
    }
}

/// A name that means nothing, what is wrong with it, and the nearest one that does.
type Misspelt<'n> = Option<(&'n Name, String, Option<String>)>;

fn unknown<'n, 'k>(
    name: &'n Name,
    known: impl Iterator<Item = &'k str> + Clone,
    what: &str,
) -> Misspelt<'n> {
    if known.clone().any(|id| id == name.text) {
        return None;
    }
    let message = format!("{what} `{}`", name.text);
    Some((name, message, help_for(&name.text, known)))
}

fn unknown_status(name: &Name) -> Misspelt<'_> {
    let words = STATUSES.map(Status::as_str);
    if words.contains(&name.text.as_str()) {
        return None;
    }
    let message = format!("unknown status `{}`", name.text);
    let help = help_for(&name.text, words);
    let help = help.unwrap_or_else(|| format!("known: `{}`", words.join("`, `")));
    Some((name, message, Some(help)))
}

/// The ids of lines that features and their options make.
fn option_lines(component: &Component) -> Vec<String> {
    let mut ids = Vec::new();
    for feature in &component.features {
        match &feature.kind {
            FeatureType::Select(options) | FeatureType::Multiselect { options, .. } => {
                let options = options.iter();
                ids.extend(options.map(|option| format!("{}:{}", feature.id, option.id)));
            }
            _ => ids.push(feature.id.clone()),
        }
    }
    ids
}

fn makes_line(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Surcharge(_)
            | Effect::Discount(_)
            | Effect::Tiers(_)
            | Effect::Minimum(_)
            | Effect::Maximum(_)
            | Effect::Round { .. }
            | Effect::End { .. }
    )
}
