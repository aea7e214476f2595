//! The rows of the report, a file for each promise.

mod analyses;
mod batch;
mod blind;
mod growth;
mod json;
mod session;
mod start;
mod typed;

use anyhow::Result;

use crate::prepared::Prepared;
use crate::report::Row;
use crate::workload::NAMES;

/// All rows that are times, or those of some groups only.
///
/// # Errors
/// A total or a line that is not right.
pub fn times(groups: &[String]) -> Result<Vec<Row>> {
    let asked = |group: &str| groups.is_empty() || groups.iter().any(|it| it == group);
    let [small, medium, large] = NAMES.map(Prepared::workload);
    let (small, medium, large) = (small?, medium?, large?);
    let mut rows = Vec::new();
    if asked("typed") {
        for prepared in [&small, &medium, &large] {
            rows.extend(typed::rows(prepared)?);
        }
    }
    if asked("json") {
        for prepared in [&medium, &large] {
            rows.extend(json::rows(prepared)?);
        }
    }
    if asked("blind") {
        rows.extend(blind::rows()?);
    }
    if asked("growth") {
        rows.extend(growth::rows(&medium)?);
    }
    if asked("session") {
        for prepared in [&medium, &large] {
            rows.extend(session::rows(prepared)?);
        }
    }
    if asked("start") {
        rows.extend(start::rows(&medium)?);
    }
    if asked("analyses") {
        rows.extend(analyses::rows()?);
    }
    if asked("batch") {
        rows.extend(batch::rows(&medium)?);
    }
    Ok(rows)
}
