//! Shared by integration tests.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod command;
pub mod corpus;
pub mod sources;
pub mod sums;

use std::fs;
use std::path::{Path, PathBuf};

use pricewright::Catalog;

/// What stands in a folder, by name.
pub fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

/// The catalog of an example's folder.
pub fn example(folder: &Path) -> Catalog {
    let text = fs::read_to_string(folder.join("catalog.json")).unwrap();
    let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
    Catalog::from_json_with("catalog.json", &text, &files).unwrap()
}
