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
        "{\"name\": \"\\ud800\"}",
        "[{\"title\": \"\\udc00\\ud800\"}]",
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

/// Noise that is the same in every run.
fn noise(bytes: usize) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(u8::try_from(state % 95 + 32).unwrap())
    };
    (0..bytes).map(|_| next()).collect()
}

#[test]
fn ten_megabytes_of_garbage() {
    let garbage = noise(10_000_000);
    for importer in IMPORTERS {
        for start in ["", "from,to,price,sku,custom_options\n"] {
            match import(importer, &format!("{start}{garbage}"), &Settings::default()) {
                Ok(imported) => assert!(!imported.report.is_complete(), "{start}"),
                Err(found) => assert!(!found.is_empty(), "{start}"),
            }
        }
    }
}

#[test]
fn half_a_surrogate_pair_is_told() {
    for importer in IMPORTERS {
        let text = r#"[{"name": "a\ud800b", "from": 1, "price": 1}]"#;
        let found = import(importer, text, &Settings::default()).unwrap_err();
        assert!(found.iter().any(|d| d.code.as_str() == "json-syntax"));
    }
}

#[test]
fn marks_of_direction_are_not_in_ids() {
    let text = r#"[{"id": "\u202e1", "name": "\u202eBlind\u200f", "sku": "s", "price": 1, "base_price": 1,
        "configurator_id": "\u2067x\u200f", "title": "\u202ec", "type": "Base Price",
        "features": [{"id": 1, "name": "a\u202eb", "type": "select", "options": [{"name": "\u200fx"}]}],
        "options": [{"title": "a\u202eb", "type": "radio", "values": [{"title": "\u200fx"}]}],
        "addons": [{"name": "a\u202eb", "type": "checkbox", "options": [{"label": "\u200fx"}]}]}]"#;
    for importer in [configento, simplio3d, magento, woocommerce] {
        let imported = import(importer, text, &Settings::default()).unwrap();
        let found = pricewright::check_catalog(&imported.catalog);
        assert!(!found.has_errors(), "{found}");
        for component in &imported.catalog.components {
            let ids = component.features.iter().map(|feature| &feature.id);
            for id in ids.chain([&component.id]) {
                assert!(id.is_ascii(), "{id:?}");
            }
        }
        assert!(!imported.report.render().contains('\u{202e}'));
    }
}

#[test]
fn a_quote_that_never_ends_is_told() {
    let rows = "1,2,3\n".repeat(500_000);
    for (importer, head) in [
        (magento as Importer, "sku,name,custom_options\nA,\"B\n"),
        (tiers, "from,to,price\n1,\"9\n"),
    ] {
        let found = import(importer, &format!("{head}{rows}"), &Settings::default()).unwrap_err();
        assert!(found.to_string().contains("never closed"), "{found}");
    }
    let csv = format!("a;\\\"{}", "9;9\\n".repeat(20_000));
    let text = format!(
        r#"{{"id": 1, "name": "C", "features": [{{"id": 2, "name": "W", "type": "number"}}],
        "pricelists": [{{"row_feature_id": 2, "csv": "{csv}"}}]}}"#
    );
    let found = import(configento, &text, &Settings::default()).unwrap_err();
    assert!(found.iter().any(|d| d.code.as_str() == "csv-syntax"));
}

#[test]
fn a_million_columns_are_bounded() {
    let wide = ",x".repeat(1_000_000);
    for (importer, head) in [
        (magento as Importer, "sku,custom_options"),
        (tiers, "from,to,price"),
    ] {
        let text = format!("{head}{wide}\n1,2,3\n");
        match import(importer, &text, &Settings::default()) {
            Ok(imported) => assert!(imported.report.findings().len() < 50),
            Err(found) => assert!(!found.is_empty()),
        }
        // as many names as columns
        let names: String = (0..200_000).map(|n| format!(",c{n}")).collect();
        let text = format!("{head}{names}\n1,2,3\n");
        match import(importer, &text, &Settings::default()) {
            Ok(imported) => assert!(imported.report.findings().len() < 1_200),
            Err(found) => assert!(!found.is_empty()),
        }
    }
}
