//! The corpus of the engine, `tests/cases`: each catalog as one packed document.

use std::fs;
use std::path::{Path, PathBuf};

use pricewright::Catalog;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A case with a catalog that can be read and an order.
pub struct Case {
    pub path: String,
    /// Without files: what they say stands inline.
    pub catalog: String,
    pub order: String,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// A catalog directory as one document.
pub fn packed(directory: &str) -> String {
    let directory = root().join(directory);
    let text = fs::read_to_string(directory.join("catalog.json")).unwrap();
    let files = |name: &str| fs::read(directory.join(name)).map_err(|error| error.to_string());
    Catalog::from_json_with("catalog.json", &text, &files)
        .unwrap()
        .to_json()
}

/// Every case whose catalog has the form of one and that has an order.
pub fn cases() -> Vec<Case> {
    let mut paths = Vec::new();
    collect(&root().join("tests/cases"), &mut paths);
    paths.sort();
    paths.iter().filter_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Option<Case> {
    let text = fs::read_to_string(path).unwrap();
    let parts: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).unwrap();
    let order = parts.get("order")?.get().to_owned();
    let text = |key: &str| parts.get(key).map(|part| part.get());
    let catalog = if let Some(directory) = text("catalog_dir") {
        packed(&serde_json::from_str::<String>(directory).unwrap())
    } else if let (Some(catalog), Some(files)) = (text("catalog"), text("files")) {
        let files: BTreeMap<String, String> = serde_json::from_str(files).unwrap();
        let find = |name: &str| {
            files
                .get(name)
                .map(|it| it.clone().into_bytes())
                .ok_or_else(|| "none".to_owned())
        };
        Catalog::from_json_with("catalog.json", catalog, &find)
            .ok()?
            .to_json()
    } else {
        text("catalog")?.to_owned()
    };
    let path = path
        .strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .into_owned();
    Some(Case {
        path,
        catalog,
        order,
    })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|it| it == "json") {
            paths.push(path);
        }
    }
}
