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

/// What a configuration of the only component costs.
fn costs(imported: &pricewright::migrate::Imported, values: &str) -> String {
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
    let currency = &catalog(imported)["currency"];
    let order = format!(
        r#"{{"currency": {currency}, "items": [{{"component": "configurator", "values": {values}}}]}}"#
    );
    let order = pricewright::Order::from_json(&order).unwrap();
    let plan = pricewright::compile(&imported.catalog).unwrap();
    let quote = plan.price(&order).unwrap();
    quote.items[0].unit_price.expect("a price").to_fixed(2)
}

/// The teacup of the documentation: 20.00, and 0, 2, 4 or 6 for its color; a red one is 24.00.
#[test]
fn the_teacup_of_the_documentation() {
    let text = r#"[{"type": "Base Price", "prices": [{"amount": 20, "currency": "USD"}]},
        {"title": "Colors", "type": "Fixed Price", "variable_type": "Color", "variants": [
            {"name": "White", "price": 0}, {"name": "Gray", "price": 2},
            {"name": "Red", "price": 4}, {"name": "Blue", "price": 6}]}]"#;
    let imported = import(simplio3d, text, &Settings::default()).unwrap();
    assert_eq!(costs(&imported, r#"{"color": "red"}"#), "24.00");
    assert_eq!(costs(&imported, r#"{"color": "white"}"#), "20.00");
}

/// A group of percentages by color: 10% of 20.00 off, which is 18.00; a rate of its own, 25%: 15.00.
#[test]
fn percentages_by_color() {
    let text = r#"[{"type": "Base Price", "price": 20},
        {"title": "Colors", "type": "Percentage", "variable_type": "Color", "settings": {"discount": "10%"},
         "variants": [{"name": "White"}, {"name": "Red", "discount": "25%"}]}]"#;
    let imported = import(simplio3d, text, &Settings::default()).unwrap();
    assert_eq!(costs(&imported, r#"{"color": "white"}"#), "18.00");
    assert_eq!(costs(&imported, r#"{"color": "red"}"#), "15.00");
}

/// The blocks of the newer documentation: 499.99 + 89.00 for walnut, + 2.00 for each of 160 cm.
#[test]
fn the_blocks_of_the_documentation() {
    let text = r#"{"success": true, "blocks": [
        {"id": "pb_1", "type": "base-price", "name": "Base Price", "basePrice": 499.99, "baseCurrency": "USD", "enabled": true},
        {"id": "pb_2", "type": "variable", "name": "Width", "variableKey": "width", "variableDefaultValue": 120,
         "variableMin": 80, "variableMax": 200, "variableStep": 10, "variableUnit": "cm"},
        {"id": "pb_3", "type": "price-table", "name": "Material Upcharge",
         "tableColumns": [{"id": "col_1", "label": "Material", "type": "option-ref"}, {"id": "col_2", "label": "Price", "type": "number"}],
         "tableRows": [{"id": "row_1", "cells": {"col_1": "oak", "col_2": 0}, "priceAdjustment": 0},
            {"id": "row_2", "cells": {"col_1": "walnut", "col_2": 89}, "priceAdjustment": 89},
            {"id": "row_3", "cells": {"col_1": "marble", "col_2": 299}, "priceAdjustment": 299}]}],
        "formula": "@total_pricing + @width * 2"}"#;
    let imported = import(simplio3d, text, &Settings::default()).unwrap();
    // 499.99 + 89.00 + 320.00
    let values = r#"{"material": "walnut", "width": 160}"#;
    assert_eq!(costs(&imported, values), "908.99");
    // 499.99 + 0.00 + 120 × 2.00 where nothing is said
    assert_eq!(costs(&imported, r#"{"material": "oak"}"#), "739.99");
}
