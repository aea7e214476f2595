//! Writes the seeds of every target to `fuzz/corpus`, where `cargo fuzz` looks for them.

use std::fs;
use std::path::Path;

use pricewright_fuzz::seeds::{TARGETS, regressions, seeds};

fn main() -> std::io::Result<()> {
    for (target, _) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (index, seed) in seeds(target).into_iter().chain(regressions(target)).enumerate() {
            fs::write(folder.join(format!("seed-{index:04}")), seed)?;
        }
    }
    Ok(())
}
