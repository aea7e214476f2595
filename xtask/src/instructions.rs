//! How many instructions a price takes: repeatable where times are not.
//!
//! Each case runs twice under callgrind, with a few passes and with more; the difference is the
//! prices alone. The counts are held against `benches/instructions.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::bench::is_there;
use crate::{cargo, output, root, run, wasm};

const CASES: [&str; 12] = [
    "small",
    "medium",
    "large",
    "growth-1000",
    "medium-json",
    "medium-quote",
    "medium-session",
    "medium-start",
    "roller-blind",
    "options",
    "options-price",
    "options-session",
];

/// How many passes the two runs make.
const PASSES: [u64; 2] = [1, 3];

/// A case may take so many hundredths of the committed count.
const MOST: u64 = 105;

/// Counts, and holds the counts against the committed ones or writes them.
///
/// # Errors
/// A case that takes over 5 % more than committed; valgrind missing where `CI` is set.
pub fn check(update: bool) -> Result<()> {
    if !is_there("valgrind") {
        eprintln!("SKIPPED: counting instructions: valgrind is not there");
        ensure!(
            std::env::var_os("CI").is_none(),
            "valgrind is needed where CI is set"
        );
        return Ok(());
    }
    let program = built()?;
    let counts = all_counted(&program)?;
    let file = root().join("benches/instructions.json");
    let committed: BTreeMap<String, u64> = match fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => BTreeMap::new(),
    };
    print(&counts, &committed);
    if update {
        fs::write(&file, serde_json::to_string_pretty(&counts)? + "\n")?;
        return Ok(());
    }
    let grown = grown(&counts, &committed);
    ensure!(
        grown.is_empty(),
        "above the committed count by more than 5 %: {}; `cargo xtask instructions --update` writes \
         the counts",
        grown.join(", ")
    );
    Ok(())
}

/// The cases that take more than they may, or have no committed count.
fn grown(counts: &BTreeMap<String, u64>, committed: &BTreeMap<String, u64>) -> Vec<String> {
    let over = counts.iter().filter(|(case, count)| {
        let most = committed.get(*case).map(|count| count * MOST / 100);
        most.is_none_or(|most| **count > most)
    });
    over.map(|(case, _)| case.clone()).collect()
}

fn built() -> Result<PathBuf> {
    let package = "pricewright-benches";
    let line = [
        "build",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        package,
        "--bin",
        "instructions",
    ];
    run(&root(), &cargo(), &line)?;
    Ok(wasm::target_directory()?.join("release/instructions"))
}

/// Instructions for one price of each case, as many cases at once as there are cores: what else
/// runs changes no count.
fn all_counted(program: &Path) -> Result<BTreeMap<String, u64>> {
    let cases = CASES.par_iter();
    let counts = cases.map(|case| Ok(((*case).to_owned(), counted(program, case)?)));
    counts.collect()
}

/// Instructions for one price.
fn counted(program: &Path, case: &str) -> Result<u64> {
    eprintln!("xtask: counting {case}");
    let [few, more] = PASSES;
    let many: u64 = output(&root(), &program.display().to_string(), &[case, "1"])?
        .trim()
        .parse()?;
    let spent = |passes| instructions(program, case, passes);
    let difference = spent(more)?.saturating_sub(spent(few)?);
    Ok(difference / ((more - few) * many))
}

/// Instructions of one run in all.
fn instructions(program: &Path, case: &str, passes: u64) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([case, &passes.to_string()])
        .output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("valgrind failed: {told}");
    }
    let collected = told
        .lines()
        .find_map(|line| line.split("Collected : ").nth(1));
    let collected = collected.with_context(|| format!("no count: {told}"))?;
    Ok(collected.trim().parse()?)
}

fn print(counts: &BTreeMap<String, u64>, committed: &BTreeMap<String, u64>) {
    println!(
        "{:<16}{:>12}{:>12}{:>9}",
        "a price", "instructions", "committed", "change"
    );
    for (case, count) in counts {
        let before = committed.get(case);
        // in tenths of a percent, so that a small change is seen
        let change = before.filter(|before| **before > 0).map(|before| {
            let change = i128::from(*count) - i128::from(*before);
            let tenths = change * 1000 / i128::from(*before);
            let sign = if tenths < 0 { "-" } else { "+" };
            format!("{sign}{}.{} %", tenths.abs() / 10, tenths.abs() % 10)
        });
        let before = before.map(u64::to_string).unwrap_or_default();
        println!(
            "{case:<16}{count:>12}{before:>12}{:>9}",
            change.unwrap_or_default()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
        counts
            .iter()
            .map(|(case, count)| ((*case).to_owned(), *count))
            .collect()
    }

    #[test]
    fn five_percent_more_is_allowed_and_no_more() {
        let committed = counts(&[("a", 1_000), ("b", 1_000), ("c", 1_000)]);
        let counted = counts(&[("a", 1_050), ("b", 1_051), ("c", 10), ("new", 1)]);
        assert_eq!(grown(&counted, &committed), ["b", "new"]);
    }
}
