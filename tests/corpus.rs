//! The corpus through the Rust API: every file of `tests/cases` and `tests/diagnostics`.

mod support;

use support::corpus::{Case, differences};

fn run(folder: &str, at_least: usize) {
    let cases = Case::all(folder);
    assert!(cases.len() >= at_least, "{} cases in {folder}", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let found = differences(case);
        if !found.is_empty() {
            failures.push(format!("{}\n  {}", case.path, found.join("\n  ")));
        }
    }
    let (total, failed) = (cases.len(), failures.len());
    assert!(
        failures.is_empty(),
        "{failed} of {total} cases failed\n{}",
        failures.join("\n")
    );
}

#[test]
fn golden_cases() {
    run("tests/cases", 300);
}

#[test]
fn diagnostics() {
    run("tests/diagnostics", 100);
}
