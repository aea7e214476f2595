//! `check CATALOG`: faults of a catalog, and what a price manager would stumble over.

use std::path::PathBuf;

use clap::Args;

use super::Json;
use super::files::{self, Fault};
use super::output::Output;
use crate::analyze::lint::{Findings, LintLimits};
use crate::catalog_test::catalog_tests;
use crate::diagnostic::{Diagnostics, JsonWriter, Units};
use crate::model::Catalog;
use crate::{check_catalog, compile};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// A catalog's directory or file
    catalog: PathBuf,
    /// Leave out the lint, which looks at prices
    #[arg(long)]
    quick: bool,
    /// Print the orders that show what the lint found
    #[arg(long)]
    orders: bool,
    /// How many sets of configurations the lint looks at for one question
    #[arg(long, default_value_t = LintLimits::default().steps)]
    steps: u64,
    /// Say what was detected in the files of price lists, too
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    json: Json,
}

/// What was found.
struct Found {
    /// The catalog's faults and those of its tests.
    diagnostics: Diagnostics,
    /// What the lint found; none where it was left out or the catalog does not compile.
    lint: Option<Findings>,
}

/// Checks a catalog.
pub(super) fn check(arguments: &Check) -> Output {
    let json = arguments.json.json;
    let (found, detected) = match files::catalog(&arguments.catalog) {
        Ok(catalog) => (found(&catalog, arguments), detected(&catalog, json)),
        Err(Fault::Faulty(diagnostics)) => {
            let lint = None;
            (Found { diagnostics, lint }, String::new())
        }
        Err(fault) => return fault.output(json),
    };
    let fails = !found.diagnostics.is_empty() || found.lint.as_ref().is_some_and(Findings::fails);
    let text = if json {
        found.to_json(arguments.verbose.then_some(detected))
    } else {
        let detected = if arguments.verbose {
            detected
        } else {
            String::new()
        };
        format!("{detected}{}", found.render(arguments.orders))
    };
    let output = if fails {
        Output::found(text)
    } else {
        Output::fine(text)
    };
    if json {
        output
    } else {
        output.with_warnings(&found.diagnostics)
    }
}

fn found(catalog: &Catalog, arguments: &Check) -> Found {
    let mut diagnostics = check_catalog(catalog);
    diagnostics.append(catalog_tests(catalog).1);
    let limits = LintLimits {
        steps: arguments.steps,
        ..LintLimits::default()
    };
    let plan = (!arguments.quick && !diagnostics.has_errors()).then(|| compile(catalog).ok());
    let lint = plan
        .flatten()
        .map(|plan| plan.lint(limits).accept(&catalog.accepted));
    Found { diagnostics, lint }
}

impl Found {
    /// What the lint found; faults of the catalog itself are told apart.
    fn render(&self, orders: bool) -> String {
        match &self.lint {
            Some(lint) if self.diagnostics.is_empty() && lint.is_empty() => {
                "no findings".to_owned()
            }
            Some(lint) => lint.render(orders),
            None if self.diagnostics.is_empty() => "no findings".to_owned(),
            None => String::new(),
        }
    }

    fn to_json(&self, price_lists: Option<String>) -> String {
        let mut document = JsonWriter::pretty();
        document.begin_object();
        document.key("findings");
        self.diagnostics.write(&mut document, Units::Utf8);
        document.key("lint");
        match &self.lint {
            Some(lint) => lint.write(&mut document),
            None => {
                document.null();
            }
        }
        if let Some(detected) = price_lists {
            document.key("price_lists").raw_number(detected);
        }
        document.end_object();
        document.finish()
    }
}

/// What was found in the files of price lists: for people, or as an array of objects.
fn detected(catalog: &Catalog, json: bool) -> String {
    if !json {
        let told = catalog.file_reports().map(|(component, list, report)| {
            format!(
                "price list `{list}` of `{component}`, file `{}`\n{}\n\n",
                report.file,
                report.render()
            )
        });
        return told.collect();
    }
    catalog.file_reports_json()
}
