//! What the builds weigh: raw, gzip and brotli, against their limits.
//!
//! A build's JavaScript is what a shop's bundler makes of the entry that loads it.

use anyhow::{Result, bail};

use crate::wasm::BUILDS;
use crate::{output, package, root};

/// Prints sizes and fails above the limits.
pub fn check() -> Result<()> {
    package::install()?;
    let mut faults = Vec::new();
    println!(
        "{:<9}{:<7}{:>9}{:>9}{:>9}",
        "build", "part", "raw", "gzip", "brotli"
    );
    for build in &BUILDS {
        let printed = output(
            &root().join("pkg"),
            "node",
            &["scripts/sizes.js", build.name],
        )?;
        let rows: Vec<Vec<usize>> = printed
            .lines()
            .map(|line| {
                line.split(' ')
                    .filter_map(|size| size.parse().ok())
                    .collect()
            })
            .collect();
        let [module, script] = &rows[..] else {
            bail!("scripts/sizes.js printed {printed:?}");
        };
        let both: Vec<usize> = module
            .iter()
            .zip(script)
            .map(|(one, other)| one + other)
            .collect();
        for (part, sizes) in [("wasm", module), ("js", script), ("both", &both)] {
            let sizes: String = sizes.iter().map(|size| format!("{size:>9}")).collect();
            println!("{:<9}{part:<7}{sizes}", build.name);
        }
        let raw = module.first().copied().unwrap_or(usize::MAX);
        let gzip = both.get(1).copied().unwrap_or(usize::MAX);
        if gzip > build.most_gzip {
            let limit = build.most_gzip;
            faults.push(format!(
                "{} has {gzip} bytes in gzip, expected at most {limit}",
                build.name
            ));
        }
        if let Some(limit) = build.most_raw.filter(|limit| raw > *limit) {
            faults.push(format!(
                "{}.wasm has {raw} bytes, expected at most {limit}",
                build.name
            ));
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}
