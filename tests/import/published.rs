//! The examples that the systems' own documentation publishes.

use pricewright::migrate::{FindingKind, Settings, configento, simplio3d};

use super::{catalog, fixture, import};

#[test]
fn the_color_of_the_documentation() {
    let imported = import(
        configento,
        &fixture("configento-feature.json"),
        &Settings::default(),
    )
    .unwrap();
    let feature = &catalog(&imported)["components"][0]["features"][0];
    let expected = serde_json::json!({
        "id": "colour", "name": "Colour", "type": "select", "required": true, "sort_order": "1",
        "options": [
            { "id": "white", "name": "White", "surcharge": "0" },
            { "id": "anthracite", "name": "Anthracite", "surcharge": "15" },
            { "id": "ral_special_lacquer", "name": "RAL special lacquer", "surcharge": "45" },
        ],
    });
    assert_eq!(feature, &expected);
    // a feature alone has no base price, and the import does not make one up
    let open: Vec<_> = imported
        .report
        .of(FindingKind::ToComplete)
        .map(|f| f.what.as_str())
        .collect();
    assert!(
        open.contains(&"base price of component `imported`"),
        "{open:?}"
    );
    let settings = Settings {
        base_price: Some(pricewright::money::Decimal::from_integer(100)),
        ..Settings::default()
    };
    let imported = import(configento, &fixture("configento-feature.json"), &settings).unwrap();
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
}

#[test]
fn the_price_group_of_the_documentation() {
    for name in ["simplio3d-groups.json", "simplio3d-group.json"] {
        let imported = import(simplio3d, &fixture(name), &Settings::default()).unwrap();
        let catalog = catalog(&imported);
        assert_eq!(catalog["currency"], "USD");
        let expected = serde_json::json!([
            { "id": "premium_package", "title": "Premium Package", "type": "fixed", "amount": "99.99" },
            { "id": "premium_package_discount", "title": "Premium Package discount",
              "type": "percentage", "amount": "-10", "of": "list" },
        ]);
        assert_eq!(catalog["components"][0]["price_groups"], expected, "{name}");
        let left: Vec<_> = imported
            .report
            .of(FindingKind::NotMapped)
            .map(|f| f.what.as_str())
            .collect();
        assert_eq!(
            left,
            [
                "key `tiered_pricing` of a price group",
                "key `created_at` of a price group",
                "key `updated_at` of a price group",
            ]
        );
    }
}

#[test]
fn the_older_form_of_the_documentation() {
    let imported = import(
        simplio3d,
        &fixture("simplio3d-older.json"),
        &Settings::default(),
    )
    .unwrap();
    let component = &catalog(&imported)["components"][0];
    let ids: Vec<_> = component["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["id"].clone())
        .collect();
    assert_eq!(ids, ["color", "width", "length"]);
    assert_eq!(component["price_lists"][0]["id"], "width_x_length_pricing");
    let open: Vec<_> = imported
        .report
        .of(FindingKind::ToComplete)
        .map(|f| f.what.as_str())
        .collect();
    for what in [
        "the colors of a price group",
        "the sizes and their prices of a price group",
    ] {
        assert!(open.contains(&what), "{open:?}");
    }
}
