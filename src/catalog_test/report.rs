//! All tests of a catalog at once, as JSON for programs and as text for people.
//!
//! Takes a plan and the catalog that it was made of, runs every test, and says what became of each,
//! where it stands, and which expectations were not met.

use super::{CatalogTest, Outcome, catalog_tests, run};
use crate::diagnostic::{Diagnostics, JsonWriter, Units};
use crate::model::Catalog;
use crate::plan::Plan;

/// What became of the tests of a catalog, in document order.
#[derive(Clone, Debug)]
pub struct Report {
    /// Each test with its outcome.
    pub outcomes: Vec<(CatalogTest, Outcome)>,
}

/// Runs the tests of a catalog against its plan.
///
/// # Errors
/// The faults of tests that cannot be run, such as an option that does not exist.
pub fn report(plan: &Plan, catalog: &Catalog) -> Result<Report, Diagnostics> {
    let (tests, faults) = catalog_tests(catalog);
    faults.into_result(())?;
    let outcomes = tests.into_iter().map(|test| {
        let outcome = run(plan, &test);
        (test, outcome)
    });
    Ok(Report {
        outcomes: outcomes.collect(),
    })
}

impl Report {
    /// How many did not pass.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failures().count()
    }

    /// The tests that failed, and how many passed and failed.
    #[must_use]
    pub fn render(&self) -> String {
        let told = self.failures().map(|(test, outcome)| {
            format!(
                "test `{}` of `{}` failed\n{}\n\n",
                test.id, test.component, outcome.failures
            )
        });
        let told: String = told.collect();
        format!("{told}{} passed, {} failed", self.passed(), self.failed())
    }

    /// Counts, and each test with what it is about, where it stands and what was not met.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.json(JsonWriter::pretty(), Units::Utf8)
    }

    /// The same with offsets and columns of failures in UTF-16 code units.
    #[must_use]
    pub fn to_json_utf16(&self) -> String {
        self.json(JsonWriter::new(), Units::Utf16)
    }

    fn passed(&self) -> usize {
        self.outcomes.len().saturating_sub(self.failed())
    }

    fn failures(&self) -> impl Iterator<Item = &(CatalogTest, Outcome)> {
        let outcomes = self.outcomes.iter();
        outcomes.filter(|(_, outcome)| !outcome.passed())
    }

    fn json(&self, mut json: JsonWriter, units: Units) -> String {
        json.begin_object();
        json.key("passed").raw_number(self.passed());
        json.key("failed").raw_number(self.failed());
        json.key("tests").begin_array();
        for (test, outcome) in &self.outcomes {
            write(&mut json, test, outcome, units);
        }
        json.end_array().end_object();
        json.finish()
    }
}

fn write(json: &mut JsonWriter, test: &CatalogTest, outcome: &Outcome, units: Units) {
    json.begin_object();
    json.key("component").string(&test.component);
    json.key("id").string(&test.id);
    if let Some(label) = &test.label {
        json.key("label").string(label);
    }
    if let (Some(source), Some((line, column))) = (&test.place.source, test.place.line_column()) {
        json.key("source").begin_object();
        json.key("file").string(&source.name);
        json.key("line").raw_number(line);
        json.key("column").raw_number(column);
        json.end_object();
    }
    json.key("order");
    test.order.write(json);
    json.key("passed").boolean(outcome.passed());
    json.key("failures");
    outcome.failures.write(json, units);
    json.end_object();
}
