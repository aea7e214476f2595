//! Tests inside the catalog: a configuration and what must come out of it.
//!
//! Takes the `test` statements of a catalog, gives each as an order with expectations, and runs
//! them against the plan. Promises that a test names only what exists: a misspelt feature is a
//! fault of the test, not a passing one.

mod expected;
mod given;
mod report;
mod run;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostics, Place};
use crate::model::catalog::{Catalog, Component};
use crate::model::order::Order;
use crate::parse;
use crate::parse::syntax::{Effect, Expectation, Statement};
use expected::Known;

pub use report::{Report, report};
pub use run::{Outcome, run};

/// One `test` statement, ready to run.
#[derive(Clone, Debug)]
pub struct CatalogTest {
    /// The component it is about.
    pub component: String,
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: Option<String>,
    /// The order that is priced.
    pub order: Order,
    /// What must come out.
    pub expect: Vec<Expectation>,
    /// Where it stands.
    pub place: Place,
}

/// The tests of a catalog, and the faults of those that cannot be run.
#[must_use]
pub fn catalog_tests(catalog: &Catalog) -> (Vec<CatalogTest>, Diagnostics) {
    let mut tests = Vec::new();
    let mut faults = Diagnostics::new();
    // faults of syntax are the compiler's to report
    let of_order = catalog
        .rules
        .as_ref()
        .map(|rules| parse::rules(&rules.source).0);
    let of_order = of_order.unwrap_or_default();
    for component in &catalog.components {
        let Some(rules) = &component.rules else {
            continue;
        };
        let (parsed, _) = parse::rules(&rules.source);
        let known = Known::of(component, &parsed, &of_order);
        for statement in &parsed.statements {
            if let Effect::Test { given, expect } = &statement.effect {
                let place = Place::in_source(&rules.source, statement.id.span);
                let order = given::order(catalog, component, given, &rules.source, &mut faults);
                faults.append(known.faults(expect, &rules.source));
                tests.push(test(component, statement, order, expect, place));
            }
        }
    }
    (tests, faults)
}

fn test(
    component: &Component,
    statement: &Statement,
    order: Order,
    expect: &[Expectation],
    place: Place,
) -> CatalogTest {
    CatalogTest {
        component: component.id.clone(),
        id: statement.id.text.clone(),
        label: statement.label.clone(),
        order,
        expect: expect.to_vec(),
        place,
    }
}
