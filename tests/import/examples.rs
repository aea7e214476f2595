//! The imported examples are what the importers write.

use std::collections::BTreeMap;
use std::path::Path;

use pricewright::migrate::{Imported, Settings, configento, simplio3d};

use super::{Importer, support};

/// Where the tests begin that the importer has not written.
const BY_HAND: &str = "// Tests, added by hand.";

fn check(example: &str, importer: Importer, main: &str, settings: &Settings) -> Imported {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(example);
    let read = |name: &str| {
        std::fs::read(directory.join("source").join(name)).map_err(|error| error.to_string())
    };
    let mut imported = importer(&read, main, settings).unwrap();
    // what the lint finds was accepted by hand
    imported.catalog.accepted = support::example(&directory).accepted;
    let written: BTreeMap<String, String> = imported.catalog.to_files();
    for (name, text) in &written {
        let path = directory.join(name);
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        let (theirs, tests) = match there.find(BY_HAND) {
            Some(at) => there.split_at(at),
            None => (there.as_str(), ""),
        };
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            std::fs::write(&path, format!("{text}{tests}")).unwrap();
        } else {
            assert_eq!(
                theirs, text,
                "{name}: run with UPDATE_EXAMPLES=1 and read what changed"
            );
        }
    }
    imported
}

/// The unit prices of the example's order.
fn unit_prices(example: &str, imported: &Imported) -> Vec<String> {
    let path = format!(
        "{}/examples/{example}/orders/order.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let order = pricewright::Order::from_json(&std::fs::read_to_string(path).unwrap()).unwrap();
    let quote = pricewright::compile(&imported.catalog)
        .unwrap()
        .price(&order)
        .unwrap();
    quote
        .items
        .iter()
        .map(|item| item.unit_price.expect("a price").to_fixed(2))
        .collect()
}

#[test]
fn the_awning() {
    let euro = pricewright::money::CurrencyCode::parse("EUR");
    let settings = Settings {
        currency: euro,
        ..Settings::default()
    };
    let imported = check(
        "imported-configento",
        configento,
        "components.json",
        &settings,
    );
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
    // 225 × 450 lies in the middle of four cells: (669 + 779 + 739 + 859) / 4 = 761.50; 60.00 +
    // 761.50 + 15.00 + 120.00 + 89.00 + valance: 5 started meters × max(20 × 0.45, 6.00) = 45.00.
    // 150 × 550 lies between two cells: (709 + 819) / 2 = 764.00; 60.00 + 764.00 + arm 75.00
    assert_eq!(
        unit_prices("imported-configento", &imported),
        ["1090.50", "899.00"]
    );
}

#[test]
fn the_desk() {
    let imported = check(
        "imported-simplio3d",
        simplio3d,
        "price-groups.json",
        &Settings::default(),
    );
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
    // 500.00 + 48.00 = 548.00; + 99.99 - 10% (54.80) - 8% for ten pieces (43.84) + the care plan:
    // max(548.00 × 0.02 = 10.96, 12.50) = 561.85, to the next dollar
    assert_eq!(unit_prices("imported-simplio3d", &imported), ["562.00"]);
}
