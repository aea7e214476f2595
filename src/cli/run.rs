//! Each command: files in, one call of the library, text or JSON out.

use std::path::Path;

use super::files::{self, Fault};
use super::output::Output;
use crate::catalog_test::{catalog_tests, run as run_test};
use crate::diagnostic::{Diagnostics, JsonWriter};
use crate::model::Order;
use crate::model::quote::Status;
use crate::plan::Plan;
use crate::types::typescript;
use crate::{compile, evaluate};

impl Fault {
    pub(super) fn output(self, json: bool) -> Output {
        match self {
            Self::Unreadable(diagnostics) => Output::usage(&diagnostics, json),
            Self::Faulty(diagnostics) => Output::findings(&diagnostics, json),
        }
    }
}

impl From<Diagnostics> for Fault {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Faulty(diagnostics)
    }
}

/// `price CATALOG ORDER`
pub(super) fn price(catalog: &Path, order: &Path, json: bool) -> Output {
    priced(catalog, order, json, |plan, order| {
        let quote = plan.price(order)?;
        let text = if json {
            quote.to_json_pretty()
        } else {
            plan.explain(order)?.render_waterfall()
        };
        Ok((text, quote.status))
    })
}

/// `explain CATALOG ORDER`
pub(super) fn explain(catalog: &Path, order: &Path, json: bool) -> Output {
    priced(catalog, order, json, |plan, order| {
        let explanation = plan.explain(order)?;
        let text = if json {
            explanation.to_json()
        } else {
            explanation.render()
        };
        Ok((text, explanation.quote.status))
    })
}

fn priced(
    catalog: &Path,
    order: &Path,
    json: bool,
    price: impl Fn(&Plan, &Order) -> Result<(String, Status), Diagnostics>,
) -> Output {
    let answer = || -> Result<(String, Status), Fault> {
        let plan = files::plan(catalog)?;
        Ok(price(&plan, &files::order(order)?)?)
    };
    match answer() {
        Ok((text, Status::Priced)) => Output::fine(text),
        Ok((text, _)) => Output::found(text),
        Err(fault) => fault.output(json),
    }
}

/// `test CATALOG`
pub(super) fn test(catalog: &Path, json: bool) -> Output {
    let run = || -> Result<Output, Fault> {
        let catalog = files::catalog(catalog)?;
        let plan = compile(&catalog)?;
        let (tests, faults) = catalog_tests(&catalog);
        faults.into_result(())?;
        let outcomes: Vec<_> = tests
            .iter()
            .map(|test| (test, run_test(&plan, test)))
            .collect();
        let failed = outcomes
            .iter()
            .filter(|(_, outcome)| !outcome.passed())
            .count();
        let passed = outcomes.len().saturating_sub(failed);
        let text = if json {
            test_json(&outcomes, passed, failed)
        } else {
            let failures = outcomes.iter().filter(|(_, outcome)| !outcome.passed());
            let told = failures.map(|(test, outcome)| {
                format!(
                    "test `{}` of `{}` failed\n{}\n\n",
                    test.id, test.component, outcome.failures
                )
            });
            format!(
                "{}{passed} passed, {failed} failed",
                told.collect::<String>()
            )
        };
        Ok(if failed == 0 {
            Output::fine(text)
        } else {
            Output::found(text)
        })
    };
    run().unwrap_or_else(|fault| fault.output(json))
}

fn test_json(
    outcomes: &[(
        &crate::catalog_test::CatalogTest,
        crate::catalog_test::Outcome,
    )],
    passed: usize,
    failed: usize,
) -> String {
    let mut json = JsonWriter::pretty();
    json.begin_object();
    json.key("passed").raw_number(passed);
    json.key("failed").raw_number(failed);
    json.key("tests").begin_array();
    for (test, outcome) in outcomes {
        json.begin_object();
        json.key("component").string(&test.component);
        json.key("id").string(&test.id);
        json.key("passed").boolean(outcome.passed());
        json.key("failures");
        outcome.failures.write(&mut json);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.finish()
}

/// `eval EXPRESSION`
pub(super) fn eval(expression: &str, context: &str, json: bool) -> Output {
    match evaluate(expression, context) {
        Ok(value) if json => Output::fine(value.to_json()),
        Ok(value) => Output::fine(value.value.to_string()),
        Err(diagnostics) => Output::findings(&diagnostics, json),
    }
}

/// `types CATALOG`
pub(super) fn types(catalog: &Path, output: Option<&Path>) -> Output {
    let write = || -> Result<Output, Fault> {
        let catalog = files::catalog(catalog)?;
        let text = typescript(&catalog, &compile(&catalog)?);
        let Some(file) = output else {
            return Ok(Output::fine(text));
        };
        files::write(file, &text)?;
        let bytes = text.len();
        let told = match catalog.components.len() {
            1 => format!("1 component, {bytes} bytes"),
            count => format!("{count} components, {bytes} bytes"),
        };
        Ok(Output::fine(told))
    };
    write().unwrap_or_else(|fault| fault.output(false))
}
