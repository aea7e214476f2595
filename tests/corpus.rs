//! The corpus through the Rust API: every file of `tests/cases` and `tests/diagnostics`; and what the
//! tests in JavaScript compare with, which `cargo xtask corpus` writes.

mod support;

use std::fs;
use std::path::Path;

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

#[test]
#[ignore = "writes a file; run by `cargo xtask corpus`"]
fn written_for_javascript() {
    let cases = ["tests/cases", "tests/diagnostics"].map(Case::all);
    let written: Vec<_> = cases
        .iter()
        .flatten()
        .map(|case| case.to_interchange().to_string())
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/dist");
    fs::create_dir_all(&folder).unwrap();
    let text = format!("[\n{}\n]\n", written.join(",\n"));
    fs::write(folder.join("corpus.json"), text).unwrap();
    println!("{} cases", written.len());
}
