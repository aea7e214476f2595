//! Each command: files in, one call of the library, text or JSON out.

use std::path::Path;

use super::files::{self, Fault};
use super::output::Output;
use crate::catalog_test::report;
use crate::diagnostic::Diagnostics;
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
        let report = report(&compile(&catalog)?, &catalog)?;
        let text = if json {
            report.to_json()
        } else {
            report.render()
        };
        Ok(if report.failed() == 0 {
            Output::fine(text)
        } else {
            Output::found(text)
        })
    };
    run().unwrap_or_else(|fault| fault.output(json))
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
