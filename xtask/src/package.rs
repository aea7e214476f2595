//! The npm package: its scripts bundled, its tarball packed, the corpus for its tests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{cargo, dist, output, root, run};

/// Installs what the package's scripts need, where it is not there.
pub fn install() -> Result<()> {
    install_in(&root().join("pkg"))
}

/// Installs what a directory's `package-lock.json` names, where it is not there.
pub fn install_in(directory: &Path) -> Result<()> {
    let newer = |path: &str| {
        fs::metadata(directory.join(path))
            .and_then(|it| it.modified())
            .ok()
    };
    let installed = newer("node_modules/.package-lock.json");
    if installed.is_some() && installed >= newer("package-lock.json") {
        return Ok(());
    }
    run(directory, "npm", &["ci", "--no-audit", "--no-fund"])
}

/// Bundles the scripts and packs everything into `pkg/dist/pricewright.tgz`.
pub fn pack() -> Result<()> {
    install()?;
    let pkg = root().join("pkg");
    run(&pkg, "node", &["scripts/bundle.js"])?;
    for license in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root().join(license), pkg.join(license))?;
    }
    let printed = output(
        &pkg,
        "npm",
        &["pack", "--silent", "--pack-destination", "dist"],
    )?;
    let packed = dist().join(printed.trim());
    fs::rename(&packed, dist().join("pricewright.tgz"))
        .with_context(|| packed.display().to_string())
}

/// Writes every case of the corpus with its plan and its quote, and plans that no compiler makes,
/// for the tests in JavaScript.
pub fn corpus() -> Result<()> {
    let arguments = [
        "test",
        "--quiet",
        "--locked",
        "--test",
        "corpus",
        "--test",
        "plan_limits",
        "--",
        "--ignored",
        "written_for_javascript",
    ];
    run(&root(), &cargo(), &arguments)
}
