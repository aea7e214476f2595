//! The crate to WebAssembly: cargo, then wasm-bindgen as a library, then the glue as a factory.
//!
//! Both builds come from the same source with other features, and are written to `pkg/dist` as
//! `NAME.wasm` and `NAME.glue.js`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{cargo, copies, dist, glue, output, package, root};

const TARGET: &str = "wasm32-unknown-unknown";

/// Besides what rustc does for the smallest code.
const COMPILER: [&str; 3] = [
    // copies stay copies, for `copies`
    "-Cllvm-args=-max-store-memcpy=1",
    "-Cllvm-args=-max-store-memmove=1",
    // a loop counts once, and works its addresses out of that
    "-Cllvm-args=-disable-lsr",
];

/// Smallest, with what Rust's target has and no newer feature of WebAssembly.
const OPTIMIZER: [&str; 12] = [
    // before `-Oz`, which begins with it; gzip sees calls again, what is inlined it does not
    "--no-inline=*",
    "-Oz",
    "--converge",
    // the lowest 1024 bytes are the end of the stack: an offset never wraps around to them
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

/// A build of the crate.
pub struct Build {
    /// Its name in the package.
    pub name: &'static str,
    features: &'static str,
    /// Limits in bytes: of the module with its JavaScript in gzip, and of the module alone.
    pub most_gzip: usize,
    pub most_raw: Option<usize>,
}

/// The builds of the package.
pub const BUILDS: [Build; 2] = [
    Build {
        name: "full",
        features: "wasm,compiler,analyze",
        most_gzip: 170_000,
        most_raw: None,
    },
    // 256 kB is what the functions of a large shop system take
    Build {
        name: "runtime",
        features: "wasm",
        most_gzip: 60_000,
        most_raw: Some(256_000),
    },
];

/// Builds every module and its glue.
pub fn build_all() -> Result<()> {
    fs::create_dir_all(dist())?;
    BUILDS.iter().try_for_each(build)
}

/// A build's module as it is shipped, but with the names of its functions.
pub fn with_names(name: &str) -> Result<Vec<u8>> {
    let build = BUILDS.iter().find(|build| build.name == name);
    let build = build.with_context(|| format!("there is no build `{name}`"))?;
    let module = compiled(build)?;
    let out = dist().join("named");
    bind(name, &module, &out, &[])?;
    Ok(fs::read(out.join(format!("{name}_bg.wasm")))?)
}

fn build(build: &Build) -> Result<()> {
    let name = build.name;
    let module = compiled(build)?;
    let out = dist().join("bindgen");
    bind(
        name,
        &module,
        &out,
        &["--remove-name-section", "--remove-producers-section"],
    )?;
    let bound = out.join(format!("{name}_bg.wasm"));
    copies::shorten(&bound)?;
    optimize(&bound, &dist().join(format!("{name}.wasm")))?;
    let written = fs::read_to_string(out.join(format!("{name}.js")))?;
    let factory = glue::factory(&written).with_context(|| format!("the glue of {name}"))?;
    fs::write(dist().join(format!("{name}.glue.js")), factory)?;
    Ok(())
}

/// What cargo makes of the crate.
fn compiled(build: &Build) -> Result<PathBuf> {
    let name = build.name;
    eprintln!("xtask: building {name}");
    let arguments = [
        "rustc",
        "--quiet",
        "--locked",
        "--package",
        "pricewright",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        "wasm",
        "--target",
        TARGET,
        "--no-default-features",
        "--features",
        build.features,
    ];
    compile(&arguments)?;
    Ok(target_directory()?
        .join(TARGET)
        .join("wasm/pricewright.wasm"))
}

/// Writes a module with its glue into a directory, by wasm-bindgen.
fn bind(name: &str, module: &Path, out: &Path, more: &[&str]) -> Result<()> {
    let options = [
        "--target",
        "web",
        "--no-typescript",
        "--omit-default-module-path",
        "--out-name",
        name,
        "--out-dir",
    ];
    let arguments = std::iter::once(&"wasm-bindgen")
        .chain(more)
        .chain(&options)
        .map(OsString::from)
        .chain([out.as_os_str().to_owned(), module.as_os_str().to_owned()]);
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments)
}

/// Makes a module smaller with binaryen, which the npm package brings: 10 % raw, 2 % in gzip.
fn optimize(from: &Path, to: &Path) -> Result<()> {
    package::install()?;
    let status = Command::new("node")
        .arg(root().join("pkg/node_modules/binaryen/bin/wasm-opt"))
        .args(OPTIMIZER)
        .arg(from)
        .arg("-o")
        .arg(to)
        .status()?;
    ensure!(status.success(), "binaryen cannot optimize the module");
    Ok(())
}

/// Runs cargo so that no path of this machine gets into the module: panics name their source files.
fn compile(arguments: &[&str]) -> Result<()> {
    let mut flags = vec![
        format!("--remap-path-prefix={}=pricewright", root().display()),
        // a loop instead of 64 rounds written out
        "--cfg=sha2_backend_soft=\"compact\"".to_owned(),
    ];
    flags.extend(COMPILER.map(str::to_owned));
    for registry in fs::read_dir(cargo_home()?.join("registry/src"))? {
        flags.push(format!(
            "--remap-path-prefix={}=crates",
            registry?.path().display()
        ));
    }
    let status = Command::new(cargo())
        .args(arguments)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .current_dir(root())
        .status()?;
    ensure!(status.success(), "cargo cannot build the module");
    Ok(())
}

/// Where cargo keeps the sources of libraries.
fn cargo_home() -> Result<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
        .context("there is no home directory")
}

/// Where cargo puts what it builds.
pub fn target_directory() -> Result<PathBuf> {
    let arguments = [
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--offline",
    ];
    let metadata = output(&root(), &cargo(), &arguments)?;
    let quoted = metadata
        .split_once("\"target_directory\":\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(path, _)| path.replace("\\\\", "\\"));
    Ok(PathBuf::from(
        quoted.context("cargo names no target directory")?,
    ))
}
