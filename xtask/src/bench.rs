//! The report of `cargo xtask bench`: everything checked, then timed beside what is written by hand.
//!
//! Times come from `benches/src/bin/times.rs`, allocations from `allocations.rs` beside it, what
//! runs in Node from `benches/node`. Each prints rows as JSON; here they become one table.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::{cargo, dist, output, package, root, run, wasm};

/// A row, as the programs print it.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Row {
    group: String,
    what: String,
    unit: String,
    ours: f64,
    against: String,
    baseline: Option<f64>,
    ratio: Option<f64>,
    reach: Option<f64>,
    further: Option<f64>,
}

/// What is asked for.
#[derive(Debug, Default)]
struct Asked {
    groups: Vec<String>,
    json: Option<PathBuf>,
    gate: bool,
}

/// Checks and times everything, or some groups of rows only, and prints the table.
///
/// # Errors
/// A wrong total or line; with `--gate` also a row above what is to be reached.
pub fn report(arguments: &[&str]) -> Result<()> {
    let asked = Asked::read(arguments)?;
    let mut rows = Vec::new();
    if asked.native() {
        let groups: Vec<&str> = asked.groups.iter().map(String::as_str).collect();
        rows.extend(printed("times", &[], &groups)?);
    }
    if asked.has("allocations") {
        rows.extend(printed("allocations", &["--features", "allocations"], &[])?);
    }
    if asked.has("node") {
        rows.extend(node()?);
    }
    print(&rows);
    if let Some(file) = &asked.json {
        let text = serde_json::to_string_pretty(&rows)?;
        fs::write(file, text + "\n").with_context(|| file.display().to_string())?;
    }
    let missed = rows.iter().filter(|row| row.is_missed()).count();
    if asked.gate && missed > 0 {
        bail!("{missed} rows are above what is to be reached");
    }
    Ok(())
}

impl Asked {
    fn read(arguments: &[&str]) -> Result<Self> {
        let mut asked = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--json" => asked.json = Some(arguments.next().context("`--json FILE`")?.into()),
                "--gate" => asked.gate = true,
                option if option.starts_with('-') => bail!("unknown option `{option}`"),
                group => asked.groups.push(group.to_owned()),
            }
        }
        Ok(asked)
    }

    fn has(&self, group: &str) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|it| it == group)
    }

    /// Whether any group is asked for that is timed natively.
    fn native(&self) -> bool {
        let elsewhere = |group: &String| group == "allocations" || group == "node";
        self.groups.is_empty() || !self.groups.iter().all(elsewhere)
    }
}

impl Row {
    /// What the targets are about.
    fn measured(&self) -> f64 {
        self.ratio.unwrap_or(self.ours)
    }

    fn is_missed(&self) -> bool {
        self.reach.is_some_and(|most| self.measured() > most)
    }
}

/// The rows that a program of `benches` prints.
fn printed(program: &str, options: &[&str], arguments: &[&str]) -> Result<Vec<Row>> {
    eprintln!("xtask: running {program}");
    let head = [
        "run",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "pricewright-benches",
    ];
    let line = [&head[..], options, &["--bin", program, "--"], arguments].concat();
    rows(&output(&root(), &cargo(), &line)?)
}

/// The rows that are measured in Node, with the npm package as it is packed now.
fn node() -> Result<Vec<Row>> {
    wasm::build_all()?;
    package::pack()?;
    let directory = dist().join("bench");
    let directory = directory.to_str().context("a directory of plain letters")?;
    let head = [
        "run",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "pricewright-benches",
    ];
    let line = [&head[..], &["--bin", "catalogs", "--", directory]].concat();
    run(&root(), &cargo(), &line)?;
    let benches = root().join("benches/node");
    package::install_in(&benches)?;
    eprintln!("xtask: running node");
    rows(&output(&benches, "node", &["run.js"])?)
}

fn rows(text: &str) -> Result<Vec<Row>> {
    serde_json::from_str(text).with_context(|| format!("no rows: {text}"))
}

fn print(rows: &[Row]) {
    let width = |of: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.max().unwrap_or(0)
    };
    let (what, against) = (width(|row| &row.what), width(|row| &row.against));
    let mut group = "";
    for row in rows {
        if row.group != group {
            group = &row.group;
            println!(
                "\n{group:what$} {:>12} {:12} {:against$} {:>12} {:>9} {:>9} {:>9}",
                "ours", "", "against", "", "ratio", "to reach", "further"
            );
        }
        println!(
            "{:what$} {:>12} {:12} {:against$} {:>12} {:>9} {:>9} {:>9}{}",
            row.what,
            figure(Some(row.ours)),
            row.unit,
            row.against,
            figure(row.baseline),
            figure(row.ratio),
            figure(row.reach),
            figure(row.further),
            if row.is_missed() { "  missed" } else { "" },
        );
    }
}

/// Four digits are enough for what is measured.
fn figure(figure: Option<f64>) -> String {
    match figure {
        None => String::new(),
        Some(figure) if figure.abs() >= 100.0 => format!("{figure:.0}"),
        Some(figure) if figure.abs() >= 10.0 => format!("{figure:.1}"),
        Some(figure) => format!("{figure:.2}"),
    }
}

/// Whether a program is there, for what cannot run everywhere.
pub fn is_there(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|path| Path::new(&path).join(program).is_file())
}
