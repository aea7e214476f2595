//! Seeds for every target, from the corpus and the examples of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use pricewright::{Catalog, compile};
use serde_json::Value;

/// The targets by name.
pub const TARGETS: [(&str, fn(&[u8])); 7] = [
    ("parse", crate::parse),
    ("compile", crate::compile),
    ("csv", crate::csv),
    ("catalog", crate::catalog),
    ("order", crate::order),
    ("plan", crate::plan),
    ("price", crate::price),
];

/// The seeds of a target.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cases: Vec<Value> = files(&root.join("tests"), "json").iter().filter_map(|path| json(path)).collect();
    let part = |key: &'static str| cases.iter().filter_map(move |case| case.get(key));
    let texts = |values: Vec<Value>| values.iter().map(|value| value.to_string().into_bytes()).collect();
    match target {
        "parse" | "compile" => {
            let mut seeds: Vec<_> = files(&root.join("examples"), "price").iter().filter_map(|path| fs::read(path).ok()).collect();
            let rules = part("catalog").flat_map(|catalog| {
                let components = catalog.get("components").and_then(Value::as_array);
                components.into_iter().flatten().filter_map(|component| lines(component.get("rules")?))
            });
            seeds.extend(rules.map(String::into_bytes));
            seeds
        }
        "csv" => files(&root, "csv").iter().filter_map(|path| fs::read(path).ok()).collect(),
        "catalog" => texts(part("catalog").cloned().collect()),
        "order" => texts(part("order").cloned().collect()),
        "plan" => part("catalog")
            .filter_map(|catalog| Catalog::from_json(&catalog.to_string()).ok())
            .filter_map(|catalog| compile(&catalog).ok())
            .filter_map(|plan| plan.to_bytes().get(18..).map(<[u8]>::to_vec))
            .collect(),
        _ => (0..64_u8).map(|seed| (0..=255).map(|byte: u8| byte.wrapping_mul(seed).wrapping_add(seed)).collect()).collect(),
    }
}

/// What once made a target fail.
pub fn regressions(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

fn lines(rules: &Value) -> Option<String> {
    match rules {
        Value::String(text) => Some(text.clone()),
        Value::Array(lines) => Some(lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")),
        _ => None,
    }
}

fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Files of an ending below a folder, by path; not those of builds.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "target" && name != "node_modules" && name != ".git" {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
