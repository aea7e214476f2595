//! Writes the workload's catalogs in Pricewright's form, and their plans, into a directory:
//! `catalogs DIRECTORY`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use pricewright_benches::import;
use pricewright_benches::ours::Ours;
use pricewright_benches::workload::{NAMES, Workload};

fn main() -> Result<()> {
    let directory = std::env::args()
        .nth(1)
        .context("usage: catalogs DIRECTORY")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    for name in NAMES {
        let json = import::catalog(&Workload::read(name)?.catalog)?.to_string();
        let bytes = Ours::compile(&json)?.to_bytes();
        fs::write(directory.join(format!("{name}.json")), json)?;
        fs::write(directory.join(format!("{name}.plan")), bytes)?;
    }
    Ok(())
}
