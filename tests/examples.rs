//! Every directory under `examples/`: no findings, its own tests pass, and its orders can be read.

use std::fs;
use std::path::{Path, PathBuf};

use pricewright::catalog_test::{catalog_tests, run};
use pricewright::{Catalog, Order, compile};

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn catalogs() -> Vec<(PathBuf, Catalog)> {
    let examples = sorted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"));
    let read = |folder: PathBuf| {
        let text = fs::read_to_string(folder.join("catalog.json")).unwrap();
        let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
        let catalog = Catalog::from_json_with("catalog.json", &text, &files)
            .unwrap_or_else(|faults| panic!("{}\n{faults}", folder.display()));
        (folder, catalog)
    };
    examples.into_iter().map(read).collect()
}

#[test]
fn examples_have_no_findings() {
    for (folder, catalog) in catalogs() {
        let findings = pricewright::check_catalog(&catalog);
        assert!(findings.is_empty(), "{}\n{findings}", folder.display());
    }
}

#[test]
fn examples_pass_their_own_tests() {
    for (folder, catalog) in catalogs() {
        let plan = compile(&catalog).unwrap();
        let (tests, faults) = catalog_tests(&catalog);
        assert!(faults.is_empty(), "{}\n{faults}", folder.display());
        assert!(
            tests.len() >= 12,
            "{} has {} tests",
            folder.display(),
            tests.len()
        );
        for test in &tests {
            let outcome = run(&plan, test);
            assert!(
                outcome.passed(),
                "{}\n{}",
                folder.display(),
                outcome.failures
            );
        }
    }
}

#[test]
fn example_orders_are_priced_or_say_why() {
    for (folder, catalog) in catalogs() {
        let plan = compile(&catalog).unwrap();
        for path in sorted(&folder.join("orders")) {
            let text = fs::read_to_string(&path).unwrap();
            let quote = Order::from_json(&text).and_then(|order| plan.price(&order));
            let quote = quote.unwrap_or_else(|faults| panic!("{}\n{faults}", path.display()));
            let status = quote.status.as_str().replace('_', "-");
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            for named in ["incomplete", "invalid", "on-request"] {
                assert!(
                    name != named || status == named,
                    "{} is {status}",
                    path.display()
                );
            }
            assert!(status != "unpriced", "{}", path.display());
        }
    }
}
