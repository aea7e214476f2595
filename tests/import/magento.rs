use pricewright::migrate::{Settings, magento};

use super::{Fault, Guessed, Mapped, NotMapped, ToComplete, catalog, fixture, run};

macro_rules! option {
    ($part:literal) => {
        concat!(
            r#"{"sku": "M", "name": "Mug", "price": 10, "custom_options": [{"title": "Extra", "#,
            $part,
            "}]}"
        )
    };
}

macro_rules! value {
    ($part:literal) => {
        concat!(
            r#"{"sku": "M", "price": 10, "options": [{"title": "Extra", "type": "radio", "values": [{"title": "Red", "#,
            $part,
            "}]}]}"
        )
    };
}

#[test]
fn fields() {
    let at = |key: &str| -> &'static str {
        Box::leak(format!("/components/0/features/0/{key}").into_boxed_str())
    };
    run(
        magento,
        &Settings::default(),
        &[
            (
                "price",
                option!(r#""type": "field""#),
                Mapped("/components/0/base_price", r#""10""#),
            ),
            ("no price", r#"{"sku": "M"}"#, ToComplete("base price", "")),
            (
                "drop_down",
                option!(r#""type": "drop_down", "values": [{"title": "A"}]"#),
                Mapped(at("type"), r#""select""#),
            ),
            (
                "radio",
                option!(r#""type": "radio", "values": [{"title": "A"}]"#),
                Mapped(at("type"), r#""select""#),
            ),
            (
                "checkbox",
                option!(r#""type": "checkbox", "values": [{"title": "A"}]"#),
                Mapped(at("type"), r#""multiselect""#),
            ),
            (
                "multiple",
                option!(r#""type": "multiple", "values": [{"title": "A"}]"#),
                Mapped(at("type"), r#""multiselect""#),
            ),
            (
                "field",
                option!(r#""type": "field", "max_characters": 20"#),
                Mapped(at("max_length"), r#""20""#),
            ),
            (
                "area",
                option!(r#""type": "area", "price": 4, "price_type": "fixed""#),
                Mapped(at("surcharge"), r#""4""#),
            ),
            (
                "date",
                option!(r#""type": "date""#),
                Guessed("type of a custom option", "date"),
            ),
            (
                "file",
                option!(r#""type": "file", "price": 4"#),
                NotMapped("type of a custom option", "file"),
            ),
            (
                "is_require",
                option!(r#""type": "field", "is_require": "1""#),
                Mapped(at("required"), "true"),
            ),
            (
                "sort_order",
                option!(r#""type": "field", "sort_order": 3"#),
                Mapped(at("sort_order"), r#""3""#),
            ),
            (
                "fixed",
                value!(r#""price": 1.5, "price_type": "fixed""#),
                Mapped(at("options/0/surcharge"), r#""1.5""#),
            ),
            (
                "percent",
                value!(r#""price": 20, "price_type": "percent""#),
                Mapped(
                    at("options/0/surcharge"),
                    r#"{"percent": "20", "of": "base"}"#,
                ),
            ),
            (
                "other price type",
                value!(r#""price": 20, "price_type": "per_character""#),
                NotMapped("price type", "20"),
            ),
            (
                "sku",
                value!(r#""sku": "RED""#),
                Mapped(at("options/0/sku"), r#""RED""#),
            ),
            (
                "unknown key",
                value!(r#""swatch": "x""#),
                NotMapped("key `swatch` of a value", "x"),
            ),
            (
                "image size",
                option!(r#""type": "field", "image_size_x": 30"#),
                NotMapped("key `image_size_x`", "30"),
            ),
            (
                "huge price",
                value!(r#""price": 1e999"#),
                Fault("number-too-large"),
            ),
            ("no csv column", "sku,name\nA,B\n", Fault("csv-syntax")),
        ],
    );
}

#[test]
fn the_csv_export() {
    let text = fixture("magento-products.csv");
    let read = |_: &str| Ok(text.clone().into_bytes());
    let imported = magento(&read, "products.csv", &Settings::default()).unwrap();
    let mug = &catalog(&imported)["components"][0];
    let expected = serde_json::json!([
        { "id": "color", "name": "Color", "type": "select", "required": true, "options": [
            { "id": "red_glossy", "name": "Red, glossy", "surcharge": "1.5", "sku": "RED" },
            { "id": "gold", "name": "Gold", "surcharge": { "percent": "20", "of": "base" } } ] },
        { "id": "engraving", "name": "Engraving", "type": "text", "max_length": "20", "surcharge": "4" },
    ]);
    assert_eq!(mug["features"], expected);
    assert_eq!(catalog(&imported)["components"][1]["base_price"], "7.5");
    let kind = pricewright::migrate::FindingKind::NotMapped;
    let told: Vec<_> = imported
        .report
        .of(kind)
        .map(|finding| finding.what.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "column `product_type`",
            "column `weight`",
            "key `file_extension` of `custom_options`",
            "type of a custom option",
        ]
    );
}
