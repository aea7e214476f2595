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
            (
                "tier price without a price",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 1, "qty": 5}]}"#,
                NotMapped("tier price", "left out"),
            ),
            (
                "tier price of a website",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 32000, "qty": 5, "value": 9, "extension_attributes": {"website_id": 2}}]}"#,
                Guessed("tier price of one website", "all websites"),
            ),
            (
                "unknown key of a tier price",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"qty": 5, "value": 9, "x": 1}]}"#,
                NotMapped("key `x` of a tier price", "1"),
            ),
            (
                "tier price in percent of nothing",
                r#"{"sku": "M", "tier_prices": [{"qty": 5, "value": 9, "extension_attributes": {"percentage_value": 10}}]}"#,
                NotMapped("tier price in percent", "10%"),
            ),
            (
                "customer group",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 2, "qty": 1, "value": 9}]}"#,
                Mapped(
                    "/inputs/0",
                    r#"{"id": "customer.group", "type": "select", "options": ["other", "group_2"], "default": "other"}"#,
                ),
            ),
            (
                "customer groups said",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 2, "qty": 1, "value": 9}]}"#,
                Guessed("customer groups", "customer.group"),
            ),
            (
                "tier price of everybody",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 32000, "qty": 5, "value": 9}]}"#,
                Mapped("/components/0/price_lists/0/cells", r#"["10", "9"]"#),
            ),
            (
                "a dearer tier price",
                r#"{"sku": "M", "price": 10, "tier_prices": [{"customer_group_id": 32000, "qty": 5, "value": 11}]}"#,
                Mapped("/components/0/price_lists/0/cells", r#"["10", "10"]"#),
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
            "sku of a custom option",
            "key `file_extension` of `custom_options`",
            "type of a custom option",
        ]
    );
}

/// The unit prices and amounts of a golden mug, by pieces and customer group.
fn priced(imported: &pricewright::migrate::Imported, asked: &[(u32, &str)]) -> Vec<String> {
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
    let plan = pricewright::compile(&imported.catalog).unwrap();
    asked
        .iter()
        .map(|(pieces, group)| {
            let order = serde_json::json!({
                "currency": "EUR", "customer": { "group": group },
                "items": [{ "component": "mug", "quantity": pieces, "values": { "color": "gold" } }],
            });
            let order = pricewright::Order::from_json(&order.to_string()).unwrap();
            let quote = plan.price(&order).unwrap();
            quote.items[0].unit_price.expect("a price").to_fixed(2)
        })
        .collect()
}

/// A mug costs 10.00; from ten pieces 9.00; the group Wholesale pays 8.00, from ten pieces 25%
/// less than 10.00, which is 7.50. Gold is 20% more of what the mug costs then.
const PRICES: [(u32, &str, &str); 5] = [
    // 10.00 + 2.00
    (1, "other", "12.00"),
    // 9.00 + 1.80
    (10, "other", "10.80"),
    // as from ten
    (500, "other", "10.80"),
    // 8.00 + 1.60
    (9, "wholesale", "9.60"),
    // 7.50 + 1.50
    (12, "wholesale", "9.00"),
];

fn check_prices(imported: &pricewright::migrate::Imported) {
    let asked: Vec<(u32, &str)> = PRICES.iter().map(|(n, group, _)| (*n, *group)).collect();
    let expected: Vec<&str> = PRICES.iter().map(|(.., price)| *price).collect();
    assert_eq!(priced(imported, &asked), expected);
}

#[test]
fn tier_prices_of_the_api() {
    let text = r#"{"sku": "MUG", "name": "Mug", "price": 10, "custom_options": [
        {"title": "Color", "type": "drop_down", "is_require": true, "values": [
            {"title": "Gold", "price": 20, "price_type": "percent"}]}],
        "tier_prices": [
        {"customer_group_id": 32000, "qty": 10, "value": 9},
        {"customer_group": "Wholesale", "qty": 1, "value": 8},
        {"customer_group": "Wholesale", "qty": 10, "value": 0, "extension_attributes": {"percentage_value": 25}}]}"#;
    check_prices(&super::import(magento, text, &Settings::default()).unwrap());
}

#[test]
fn tier_prices_of_a_file_of_their_own() {
    let products = "sku,name,price,custom_options\n\
        MUG,Mug,10.00,\"name=Color,type=drop_down,required=1,price=20,price_type=percent,option_title=Gold\"\n";
    let advanced = "sku,tier_price_website,tier_price_customer_group,tier_price_qty,tier_price,tier_price_value_type\n\
        MUG,All Websites [EUR],ALL GROUPS,10.0000,9.000000,Fixed\n\
        MUG,All Websites [EUR],Wholesale,1.0000,8.000000,Fixed\n\
        MUG,All Websites [EUR],Wholesale,10.0000,25.000000,Discount\n\
        CUP,All Websites [EUR],ALL GROUPS,10.0000,3.000000,Fixed\n";
    let read = |name: &str| match name {
        "catalog_product.csv" => Ok(products.as_bytes().to_vec()),
        "advanced_pricing.csv" => Ok(advanced.as_bytes().to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let imported = magento(&read, "catalog_product.csv", &Settings::default()).unwrap();
    check_prices(&imported);
    let left = super::missing(
        &imported.report,
        pricewright::migrate::FindingKind::NotMapped,
        "tier prices of a product",
        "CUP",
    );
    assert_eq!(left, None);
}

/// The older export: further rows without a sku hold one value each.
const OLDER: &str = "\
sku,_store,name,price,_tier_price_website,_tier_price_customer_group,_tier_price_qty,_tier_price_price,\
_group_price_website,_group_price_customer_group,_group_price_price,_custom_option_store,\
_custom_option_type,_custom_option_title,_custom_option_is_required,_custom_option_price,\
_custom_option_sku,_custom_option_max_characters,_custom_option_sort_order,_custom_option_row_title,\
_custom_option_row_price,_custom_option_row_sku,_custom_option_row_sort
MUG,,Mug,10.0000,all,all,10.0000,9.0000,all,Wholesale,8.0000,,drop_down,Color,1,,,,1,Gold,20.0000%,GOLD,2
,,,,all,Wholesale,10.0000,7.5000,,,,,,,,,,,,Red,1.5000,RED,1
,de,Becher,,,,,,,,,german,,Farbe,,,,,,Golden,,,
,,,,,,,,,,,,field,Engraving,0,10%,ENG,20,2,,,,
,,,,,,,,,,,,file,Logo,0,2.0000,,,3,,,,
CUP,,Cup,7.5000,,,,,,,,,,,,,,,,,,,
";

#[test]
fn the_older_export() {
    let imported = super::import(magento, OLDER, &Settings::default()).unwrap();
    let catalog = catalog(&imported);
    let expected = serde_json::json!([
        { "id": "color", "name": "Color", "type": "select", "required": true, "sort_order": "1", "options": [
            { "id": "gold", "name": "Gold", "surcharge": { "percent": "20", "of": "base" }, "sku": "GOLD", "sort_order": "2" },
            { "id": "red", "name": "Red", "surcharge": "1.5", "sku": "RED", "sort_order": "1" } ] },
        { "id": "engraving", "name": "Engraving", "type": "text", "sort_order": "2", "max_length": "20",
          "surcharge": { "percent": "10", "of": "base" } },
    ]);
    assert_eq!(catalog["components"][0]["features"], expected);
    assert_eq!(catalog["components"][1]["base_price"], "7.5");
    check_prices(&imported);
    let kind = pricewright::migrate::FindingKind::NotMapped;
    for (what, words) in [
        ("column `_store`", ""),
        ("custom option of a store view", "german: Farbe, Golden"),
        ("sku of a custom option", "ENG"),
        ("type of a custom option", "file Logo"),
    ] {
        assert_eq!(super::missing(&imported.report, kind, what, words), None);
    }
}

#[test]
fn what_older_rows_may_get_wrong_is_told() {
    for (row, what, words) in [
        (
            ",,,,,,,,,,,,,,,,,,,Gold,1,,",
            "value of a custom option",
            "Gold",
        ),
        (
            "A,,A,1,,,,,,,,,field,F,maybe,,,,,,,,",
            "truth that cannot be read",
            "maybe",
        ),
        (
            "A,,A,1,base,all,2,1,,,,,,,,,,,,,,,",
            "tier price of one website",
            "base",
        ),
    ] {
        let header = OLDER.lines().next().unwrap();
        let text = format!("{header}\n{row}\n");
        let imported = super::import(magento, &text, &Settings::default()).unwrap();
        assert!(
            imported
                .report
                .findings()
                .iter()
                .any(|f| f.what == what && f.text.contains(words)),
            "{what}: {}",
            imported.report.render()
        );
    }
    let header = OLDER.lines().next().unwrap();
    let text = format!("{header}\nA,,A,1,,,,,,,,,field,F,1,\"10,5 %\",,,,,,,\n");
    let found = super::import(magento, &text, &Settings::default()).unwrap_err();
    assert!(found.iter().any(|d| d.code.as_str() == "number-syntax"));
}
