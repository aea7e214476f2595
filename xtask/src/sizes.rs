//! What the builds weigh: raw, gzip and brotli, against their limits and against what the README says.
//!
//! A build's JavaScript is what a shop's bundler makes of the entry that loads it. The table in the
//! README is what was last written down: a build that differs from it by more than two percent is
//! a fault, so nothing grows unseen. The limits are what is still to be reached.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::wasm::{BUILDS, Build};
use crate::{output, package, root};

const BEGIN: &str = "<!-- sizes: written by `cargo xtask sizes --write` -->\n";
const END: &str = "<!-- end of sizes -->\n";

/// What one part of a build weighs, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// What a build weighs.
struct Weighed {
    build: &'static Build,
    module: Weight,
    script: Weight,
}

/// Prints what `pkg/dist` weighs; options are `--write`, which puts it into the README, and
/// `--limits`, which fails where a limit is not reached.
pub fn check(options: &[&str]) -> Result<()> {
    package::install()?;
    let weighed: Vec<Weighed> = BUILDS.iter().map(weigh).collect::<Result<_>>()?;
    print!("{}", printed(&weighed));
    let readme = readme();
    let text = fs::read_to_string(&readme)?;
    if options.contains(&"--write") {
        fs::write(&readme, replaced(&text, &table(&weighed))?)?;
    } else {
        compare(table_of(&text)?, &table(&weighed))?;
    }
    let missed: Vec<String> = weighed.iter().flat_map(Weighed::missed).collect();
    for limit in &missed {
        println!("TO REACH: {limit}");
    }
    ensure!(
        missed.is_empty() || !options.contains(&"--limits"),
        "{} limits are not reached",
        missed.len()
    );
    Ok(())
}

impl Weight {
    fn plus(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

impl Weighed {
    fn both(&self) -> Weight {
        self.module.plus(self.script)
    }

    /// The limits above which it is.
    fn missed(&self) -> Vec<String> {
        let name = self.build.name;
        let gzip = (self.both().gzip, Some(self.build.most_gzip));
        let raw = (self.module.raw, self.build.most_raw);
        let what = [
            (format!("{name} with its script in gzip"), gzip),
            (format!("{name}.wasm"), raw),
        ];
        what.into_iter()
            .filter_map(|(what, (bytes, limit))| {
                let limit = limit.filter(|limit| bytes > *limit)?;
                Some(format!("{what}: {bytes} bytes, at most {limit} expected"))
            })
            .collect()
    }
}

fn readme() -> PathBuf {
    root().join("README.md")
}

/// Weighs a build by the script that bundles its JavaScript.
fn weigh(build: &'static Build) -> Result<Weighed> {
    let pkg = root().join("pkg");
    let printed = output(&pkg, "node", &["scripts/sizes.js", build.name])?;
    let weights: Vec<Weight> = printed.lines().filter_map(weight).collect();
    let [module, script] = weights[..] else {
        bail!("scripts/sizes.js printed {printed:?}");
    };
    Ok(Weighed {
        build,
        module,
        script,
    })
}

fn weight(line: &str) -> Option<Weight> {
    let sizes: Vec<usize> = line
        .split(' ')
        .filter_map(|size| size.parse().ok())
        .collect();
    let [raw, gzip, brotli] = sizes[..] else {
        return None;
    };
    Some(Weight { raw, gzip, brotli })
}

/// The table for whoever runs the command.
fn printed(weighed: &[Weighed]) -> String {
    let mut text = row(["build", "part", "raw", "gzip", "brotli"]);
    for it in weighed {
        let parts = [("wasm", it.module), ("js", it.script), ("both", it.both())];
        for (part, weight) in parts {
            let [raw, gzip, brotli] =
                [weight.raw, weight.gzip, weight.brotli].map(|it| it.to_string());
            text += &row([it.build.name, part, &raw, &gzip, &brotli]);
        }
    }
    text
}

fn row([build, part, raw, gzip, brotli]: [&str; 5]) -> String {
    format!("{build:<9}{part:<7}{raw:>9}{gzip:>9}{brotli:>9}\n")
}

/// The table for the README.
fn table(weighed: &[Weighed]) -> String {
    let mut text =
        "| Build, with its script | Raw | Gzip | Brotli |\n| --- | ---: | ---: | ---: |\n"
            .to_owned();
    for it in weighed {
        let both = it.both();
        let [raw, gzip, brotli] = [both.raw, both.gzip, both.brotli].map(kilobytes);
        text += &format!(
            "| `{}` | {raw} kB | {gzip} kB | {brotli} kB |\n",
            it.build.name
        );
    }
    text
}

/// With one digit after the point.
fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The README's table.
fn table_of(readme: &str) -> Result<&str> {
    let (_, rest) = readme
        .split_once(BEGIN)
        .context("the README has no sizes")?;
    let (table, _) = rest
        .split_once(END)
        .context("the README's sizes do not end")?;
    Ok(table)
}

fn replaced(readme: &str, table: &str) -> Result<String> {
    let with_marks = |table: &str| [BEGIN, table, END].concat();
    let before = with_marks(table_of(readme)?);
    Ok(readme.replacen(&before, &with_marks(table), 1))
}

/// Fails where a figure differs by more than two percent.
fn compare(written: &str, found: &str) -> Result<()> {
    let (rows, found_rows) = (written.lines().count(), found.lines().count());
    let mut faults = Vec::new();
    for (written, found) in written.lines().zip(found.lines()) {
        let (before, now) = (figures(written), figures(found));
        let near = |(before, now): (&u64, &u64)| before.abs_diff(*now) * 50 <= *before;
        if before.len() != now.len() || !before.iter().zip(&now).all(near) {
            faults.push(format!("\n  written {written}\n  found   {found}"));
        }
    }
    ensure!(
        rows == found_rows && faults.is_empty(),
        "sizes differ from the README's by more than 2 %:{}\n`cargo xtask sizes --write` writes them anew",
        faults.concat()
    );
    Ok(())
}

/// The figures of a row, in tenths.
fn figures(row: &str) -> Vec<u64> {
    let words = row.split(' ');
    words
        .filter_map(|word| word.replace('.', "").parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "| `full` | 1000.0 kB | 400.0 kB | 300.0 kB |\n";

    #[test]
    fn two_percent_either_way_are_allowed() {
        assert!(compare(ROW, &ROW.replace("400.0", "408.0")).is_ok());
        assert!(compare(ROW, &ROW.replace("400.0", "392.0")).is_ok());
        assert!(compare(ROW, &ROW.replace("400.0", "408.1")).is_err());
        assert!(compare(ROW, &ROW.replace("400.0", "391.9")).is_err());
        assert!(compare(ROW, "").is_err());
    }

    #[test]
    fn a_table_is_written_over_the_one_before() -> Result<()> {
        for before in ["", "old\n"] {
            let readme = format!("before\n{BEGIN}{before}{END}after\n");
            let written = replaced(&readme, ROW)?;
            assert_eq!(written, format!("before\n{BEGIN}{ROW}{END}after\n"));
            assert_eq!(table_of(&written)?, ROW);
        }
        Ok(())
    }

    #[test]
    fn kilobytes_are_rounded_to_a_tenth() {
        assert_eq!(
            [kilobytes(999_949), kilobytes(49), kilobytes(50)],
            ["999.9", "0.0", "0.1"]
        );
    }
}
