//! Running a test: what came out against what was expected.

use super::CatalogTest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::quote::{ComputedValue, ItemQuote, Quote};
use crate::money::{Decimal, Exactness};
use crate::parse::syntax::{AmountSubject, Expectation, Literal, Subject};
use crate::plan::Plan;

/// What became of a test.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Each expectation that was not met; empty for a test that passed.
    pub failures: Diagnostics,
}

impl Outcome {
    /// Whether every expectation was met.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Prices a test's order and compares.
#[must_use]
pub fn run(plan: &Plan, test: &CatalogTest) -> Outcome {
    let mut failures = Diagnostics::new();
    match plan.price(&test.order) {
        Ok(quote) => {
            for expectation in &test.expect {
                if let Some(message) = difference(&quote, expectation) {
                    let place = Place {
                        span: Some(expectation.span),
                        ..test.place.clone()
                    };
                    failures.push(Diagnostic::new(Code::TestFailed, place, message));
                }
            }
        }
        Err(refused) => {
            for mut diagnostic in refused {
                diagnostic.place = test.place.clone();
                failures.push(diagnostic);
            }
        }
    }
    Outcome { failures }
}

/// How the quote differs from an expectation.
fn difference(quote: &Quote, expectation: &Expectation) -> Option<String> {
    let item = quote.items.first()?;
    let shown = |amount: Option<Decimal>| shown(amount, quote.currency.digits);
    match &expectation.subject {
        Subject::Amount(subject, expected) => {
            let found = amount(quote, item, *subject);
            (found != *expected).then(|| told(name(*subject), shown(*expected), shown(found)))
        }
        Subject::Status(expected) => {
            let found = item.status.as_str();
            (found != expected.text)
                .then(|| told("status", expected.text.clone(), found.to_owned()))
        }
        Subject::Line(line, expected) => {
            let found = line_amount(quote, item, &line.text);
            let name = format!("line `{}`", line.text);
            (found != *expected).then(|| told(&name, shown(*expected), shown(found)))
        }
        Subject::Violation(expected) => {
            let all = item.violations.iter().chain(&quote.violations);
            let found: Vec<_> = all
                .map(|v| v.rule.clone().unwrap_or_else(|| v.code.to_owned()))
                .collect();
            let fits = item
                .violations
                .iter()
                .chain(&quote.violations)
                .any(|violation| {
                    violation.rule.as_ref() == Some(&expected.text)
                        || violation.code == expected.text
                });
            (!fits).then(|| told("violation", expected.text.clone(), listed(&found)))
        }
        Subject::Warning(expected) => {
            let found: Vec<_> = item
                .warnings
                .iter()
                .chain(&quote.warnings)
                .map(|w| w.id.clone())
                .collect();
            (!found.contains(&expected.text))
                .then(|| told("warning", expected.text.clone(), listed(&found)))
        }
        Subject::Value(value, expected) => {
            let found = item
                .computed
                .iter()
                .find(|(id, _)| *id == value.text)
                .map(|(_, value)| value);
            let name = format!("value `{}`", value.text);
            (!equal(found, expected)).then(|| told(&name, literal(expected), computed(found)))
        }
    }
}

fn told(what: &str, expected: String, found: String) -> String {
    format!("expected {what} {expected}, found {found}")
}

fn amount(quote: &Quote, item: &ItemQuote, subject: AmountSubject) -> Option<Decimal> {
    match subject {
        AmountSubject::ListPrice => item.list_price,
        AmountSubject::UnitPrice => item.unit_price,
        AmountSubject::EffectiveUnitPrice => item.effective_unit_price,
        AmountSubject::Amount => item.amount,
        AmountSubject::Net => quote.net,
        AmountSubject::Tax => quote.tax,
        AmountSubject::Gross => quote.gross,
    }
}

const fn name(subject: AmountSubject) -> &'static str {
    match subject {
        AmountSubject::ListPrice => "list_price",
        AmountSubject::UnitPrice => "unit_price",
        AmountSubject::EffectiveUnitPrice => "effective_unit_price",
        AmountSubject::Amount => "amount",
        AmountSubject::Net => "net",
        AmountSubject::Tax => "tax",
        AmountSubject::Gross => "gross",
    }
}

/// The sum of all lines of an id; none where there is no such line.
fn line_amount(quote: &Quote, item: &ItemQuote, id: &str) -> Option<Decimal> {
    let lines = item
        .lines
        .iter()
        .chain(&quote.lines)
        .filter(|line| line.id == id);
    lines.fold(None, |sum: Option<Decimal>, line| match sum {
        None => Some(line.amount),
        Some(sum) => sum.plus(line.amount, &mut Exactness::default()).ok(),
    })
}

fn shown(amount: Option<Decimal>, digits: u32) -> String {
    amount.map_or_else(|| "none".to_owned(), |amount| amount.to_fixed(digits))
}

fn listed(ids: &[String]) -> String {
    if ids.is_empty() {
        "none".to_owned()
    } else {
        ids.join(", ")
    }
}

fn equal(found: Option<&ComputedValue>, expected: &Literal) -> bool {
    match (found, expected) {
        (None, Literal::None) => true,
        (Some(ComputedValue::Number(a)), Literal::Number(b)) => a == b,
        (Some(ComputedValue::Text(a)), Literal::Text(b)) => a == b,
        (Some(ComputedValue::Boolean(a)), Literal::Boolean(b)) => a == b,
        _ => false,
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Number(number) => number.to_string(),
        Literal::Text(text) => format!("`{text}`"),
        Literal::Boolean(value) => value.to_string(),
        Literal::Choices(choices) => {
            listed(&choices.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>())
        }
        Literal::None => "none".to_owned(),
    }
}

fn computed(value: Option<&ComputedValue>) -> String {
    match value {
        None => "none".to_owned(),
        Some(value) => value.to_string(),
    }
}
