//! The project's own commands: `cargo xtask wasm`, `sizes`, `floats`, `package`, `corpus`.
//!
//! Takes the crate, gives WebAssembly modules with their glue under `pkg/dist/`, the npm package's
//! tarball, and what the modules weigh. Promises that nothing has to be installed by hand besides
//! Rust and Node.

mod bench;
mod copies;
mod floats;
mod glue;
mod instructions;
mod package;
mod sizes;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  wasm      builds the WebAssembly modules `full` and `runtime` with their glue into pkg/dist
  sizes     builds them and prints their sizes; fails if one is not as the README says
              --built   those of pkg/dist, without building
              --write   writes them into the README
              --limits  fails above the limits too
  floats    lists the functions of `runtime` with float opcodes; fails if one may have none
  corpus    writes the catalogs, plans and quotes of tests/cases to pkg/dist/corpus.json
  package   builds everything and packs pkg/dist/pricewright.tgz
  bench [GROUP…] [--json FILE] [--gate]
            checks the reference workload, then times it beside what is written by hand; groups are
            typed, json, blind, growth, session, start, analyses, batch, allocations and node
  instructions [--update]
            counts instructions of a price; fails when one grows by more than 5 %";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["wasm"] => wasm::build_all(),
        ["sizes", ref options @ ..] if options.iter().all(is_of_sizes) => sized(options),
        ["floats"] => floats::check(),
        ["corpus"] => package::corpus(),
        ["bench", ref rest @ ..] => bench::report(rest),
        ["instructions"] => instructions::check(false),
        ["instructions", "--update"] => instructions::check(true),
        ["package"] => wasm::build_all().and_then(|()| package::pack()),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_of_sizes(option: &&str) -> bool {
    ["--built", "--write", "--limits"].contains(option)
}

fn sized(options: &[&str]) -> Result<()> {
    if !options.contains(&"--built") {
        wasm::build_all()?;
    }
    sizes::check(options)
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where built files go.
fn dist() -> PathBuf {
    root().join("pkg/dist")
}

/// Runs a command in a directory; it must succeed.
fn run(directory: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let line = format!("{program} {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .status()
        .with_context(|| format!("`{line}` does not start"))?;
    if !status.success() {
        bail!("`{line}` failed");
    }
    Ok(())
}

/// Runs a command and gives what it prints.
fn output(directory: &Path, program: &str, arguments: &[&str]) -> Result<String> {
    let line = format!("{program} {}", arguments.join(" "));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .output()
        .with_context(|| format!("`{line}` does not start"))?;
    if !output.status.success() {
        bail!(
            "`{line}` failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The cargo that runs this.
fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
