//! Garbage, depth, size: a diagnostic or a report, in bounded time.

use pricewright::migrate::{Settings, configento, magento, simplio3d, tiers, woocommerce};

use super::{Importer, import};

const IMPORTERS: [Importer; 5] = [configento, simplio3d, magento, woocommerce, tiers];

#[test]
fn garbage_is_told() {
    let deep = "[".repeat(100_000);
    let nested = format!("{}1{}", "[".repeat(90), "]".repeat(90));
    for text in [
        "",
        "{",
        "null",
        "3",
        "\"x\"",
        "\u{0}\u{1}",
        "[[[]]]",
        "{\"a\": 1e999}",
        "\u{202e}",
        &deep,
        &nested,
    ] {
        for importer in IMPORTERS {
            // neither panics nor says nothing
            match import(importer, text, &Settings::default()) {
                Ok(imported) => assert!(
                    !imported.report.findings().is_empty(),
                    "{text:.20}: nothing said"
                ),
                Err(found) => assert!(!found.is_empty(), "{text:.20}"),
            }
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    for importer in IMPORTERS {
        let found = importer(&|_| Ok(vec![0xff, 0xfe, 0x00]), "a", &Settings::default());
        assert!(found.is_err());
        let found = importer(
            &|_| Err("there is no such file".to_owned()),
            "a",
            &Settings::default(),
        );
        assert!(
            found
                .unwrap_err()
                .to_string()
                .contains("there is no such file")
        );
    }
}

#[test]
fn a_hundred_thousand_options() {
    let options: Vec<String> = (0..100_000)
        .map(|n| format!(r#"{{"name": "Oak", "surcharge": {n}, "x": 1}}"#))
        .collect();
    let text = format!(
        r#"{{"name": "C", "base_price": 1, "features": [{{"name": "F", "type": "select", "options": [{}]}}]}}"#,
        options.join(",")
    );
    let imported = import(configento, &text, &Settings::default()).unwrap();
    assert_eq!(imported.report.mapped()["options"], 100_000);
    // what is said a hundred thousand times is said twenty times and counted
    assert!(imported.report.findings().len() < 50);
    let counted: usize = imported.report.findings().iter().map(|f| f.further).sum();
    assert!(counted >= 99_980, "{counted}");
}

#[test]
fn nested_formulas_are_limited() {
    let formula = format!("{}1{}", "IF(1>0,".repeat(950), ",0)".repeat(950));
    let text = format!(r#"{{"name": "C", "base_price": 1, "formula": "{formula}"}}"#);
    let imported = import(configento, &text, &Settings::default()).unwrap();
    assert!(imported.report.render().contains("nested deeper than 40"));
    let formula = format!("{}1{}", "(".repeat(1000), ")".repeat(1000));
    let text = format!(r#"{{"name": "C", "base_price": 1, "formula": "{formula}"}}"#);
    let imported = import(configento, &text, &Settings::default()).unwrap();
    assert!(imported.report.render().contains("nested deeper than 40"));
}

#[test]
fn names_cannot_write_rules() {
    let text = r#"{"name": "C", "base_price": 1, "formulas": [
        {"name": "x\" : 5\nsurcharge evil : 1", "formula": "2 +\n\nsurcharge evil : 1"},
        {"name": "y\"\nforbid z : true", "formula": "2"}]}"#;
    let imported = import(configento, text, &Settings::default()).unwrap();
    let rules = imported.catalog.components[0].rules.as_ref().unwrap();
    assert_eq!(
        rules.source.text,
        "// imported: 2\nsurcharge y_forbid_z_true \"y\\\"forbid z : true\" : 2\n\n"
    );
}
