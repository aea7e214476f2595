//! Differences of the examples with themselves and with prices raised.

use std::fs;
use std::path::Path;

use super::support;
use pricewright::analyze::diff::{Coverage, DiffOptions, diff};
use pricewright::model::quote::Status;
use pricewright::{Catalog, Plan, compile};

fn examples() -> Vec<(String, Catalog)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let all = support::sorted(&examples);
    all.iter()
        .map(|folder| (folder.display().to_string(), support::example(folder)))
        .collect()
}

fn options(limit: usize) -> DiffOptions {
    DiffOptions {
        limit,
        ..DiffOptions::default()
    }
}

#[test]
fn nothing_changes_from_a_catalog_to_itself() {
    for (name, catalog) in examples() {
        let plan = compile(&catalog).unwrap();
        let found = diff(&plan, &plan, &options(200)).unwrap();
        assert_eq!(found.components.len(), catalog.components.len());
        let mut unchanged = 0;
        for component in &found.components {
            assert_eq!(component.counts.changed(), 0, "{name}");
            assert!(
                component.statuses.is_empty() && component.worst.is_empty(),
                "{name}"
            );
            assert!(component.configurations > 0, "{name}");
            unchanged += component.counts.unchanged;
        }
        assert!(
            unchanged > 0,
            "{name}: no configuration of the sample has a price"
        );
    }
}

fn blind(change: impl Fn(&str) -> String) -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roller-blind");
    let text = fs::read_to_string(folder.join("catalog.json")).unwrap();
    let files = |name: &str| match name {
        "rules.price" => Ok(change(&fs::read_to_string(folder.join(name)).unwrap()).into_bytes()),
        _ => fs::read(folder.join(name)).map_err(|error| error.to_string()),
    };
    compile(&Catalog::from_json_with("catalog.json", &text, &files).unwrap()).unwrap()
}

/// Each change, and each count, is what pricing both catalogs afresh gives.
#[test]
fn every_change_is_what_both_catalogs_give() {
    let old = blind(str::to_owned);
    let new = blind(|rules| {
        let rules = rules.replace("12% of base", "20% of base");
        rules.replace("49.00 per piece", "59.00 per piece")
    });
    let found = diff(&old, &new, &options(1_500)).unwrap();
    let component = &found.components[0];
    assert_eq!(
        (component.coverage, component.configurations),
        (Coverage::Sample, 1_500)
    );
    // a dearer order may reach a discount of the order, so a few become cheaper
    let told = component.counts;
    assert!(told.up > 50 && told.down * 10 < told.up, "{told:?}");
    assert!(told.unpriced * 4 < component.configurations, "{told:?}");
    let counts = component.counts;
    let all = [counts.unchanged, counts.changed(), counts.unpriced];
    assert_eq!(all.iter().sum::<u64>(), 1_500);
    assert_eq!(component.worst.len(), 10);
    assert_eq!(
        component.worst[0].difference,
        component.rise.as_ref().unwrap().difference
    );
    for change in component.worst.iter().chain(&component.fall) {
        let (before, after) = (
            old.price(&change.order).unwrap(),
            new.price(&change.order).unwrap(),
        );
        assert_eq!(change.old, (Status::Priced, before.amount));
        assert_eq!(change.new, (after.status, after.amount));
        // each line of either stands in the comparison
        let of_old = change
            .lines
            .iter()
            .filter(|line| line.old.is_some())
            .count();
        assert_eq!(of_old, before.items[0].lines.len() + before.lines.len());
        let of_new = change
            .lines
            .iter()
            .filter(|line| line.new.is_some())
            .count();
        assert_eq!(of_new, after.items[0].lines.len() + after.lines.len());
    }
    assert_eq!(
        found.to_json(),
        diff(&old, &new, &options(1_500)).unwrap().to_json()
    );
}
