use pricewright::migrate::{FormulaRole, Imported, Settings, configento};
use pricewright::money::Decimal;

use super::{Fault, Guessed, Mapped, NotMapped, ToComplete, import, run};

/// A component of 100.00 with a width, a drop and a fabric, and one part more.
macro_rules! blind {
    ($part:literal) => {
        concat!(
            r#"{"components": [{"id": 1, "name": "Blind", "base_price": 100, "features": [
            {"id": 10, "name": "Width", "type": "number", "required": true},
            {"id": 11, "name": "Drop", "type": "number"},
            {"id": 12, "name": "Fabric", "type": "select", "required": true, "options": [
                {"id": 20, "name": "Linen", "surcharge": 5}, {"id": 21, "name": "Silk", "surcharge": 12.5}]}], "#,
            $part,
            "}]}"
        )
    };
}

/// One feature of a component of 100.00.
macro_rules! feature {
    ($part:literal) => {
        concat!(
            r#"{"name": "C", "base_price": 100, "features": [{"id": 7, "name": "Färg", "#,
            $part,
            "}]}"
        )
    };
}

/// One option of a select feature.
macro_rules! option {
    ($part:literal) => {
        concat!(
            r#"{"name": "C", "base_price": 100, "features": [{"name": "F", "type": "select", "options": [{"name": "Oak", "#,
            $part,
            "}]}]}"
        )
    };
}

const FEATURE: &str = "/components/0/features/0";

#[test]
fn fields_of_components() {
    run(
        configento,
        &Settings::default(),
        &[
            (
                "currency",
                r#"{"name": "C", "base_price": 1}"#,
                Guessed("currency", "EUR"),
            ),
            (
                "name",
                r#"{"name": "Rollo Größe", "base_price": 1}"#,
                Mapped("/components/0/id", r#""rollo_groesse""#),
            ),
            (
                "base_price",
                r#"{"name": "C", "base_price": 80.5}"#,
                Mapped("/components/0/base_price", r#""80.5""#),
            ),
            (
                "no base price",
                r#"{"name": "C"}"#,
                ToComplete("base price of component `c`", ""),
            ),
            (
                "sku",
                r#"{"name": "C", "sku": "X-1", "base_price": 1}"#,
                Mapped("/components/0/sku", r#""X-1""#),
            ),
            (
                "image",
                r#"{"name": "C", "image": "c.jpg", "base_price": 1}"#,
                Mapped("/components/0/image", r#""c.jpg""#),
            ),
            (
                "two of one name",
                r#"[{"name": "C", "base_price": 1}, {"name": "C", "base_price": 1}]"#,
                Mapped("/components/1/id", r#""c_2""#),
            ),
            (
                "unknown key",
                r#"{"name": "C", "base_price": 1, "theme": "dark"}"#,
                NotMapped("key `theme` of a component", "dark"),
            ),
            (
                "beside the list",
                r#"{"components": [], "version": 3}"#,
                NotMapped("key `version` of the document", "3"),
            ),
            (
                "huge price",
                r#"{"name": "C", "base_price": 1e999}"#,
                Fault("number-too-large"),
            ),
            (
                "price in words",
                r#"{"name": "C", "base_price": "ten"}"#,
                Fault("number-syntax"),
            ),
        ],
    );
}

#[test]
fn fields_of_features() {
    let at = |key: &str| -> &'static str { Box::leak(format!("{FEATURE}/{key}").into_boxed_str()) };
    run(
        configento,
        &Settings::default(),
        &[
            (
                "id",
                feature!(r#""type": "number""#),
                Mapped(at("id"), r#""faerg""#),
            ),
            (
                "internal name",
                feature!(r#""internal_name": "colour", "type": "number""#),
                Mapped(at("id"), r#""colour""#),
            ),
            (
                "select",
                feature!(r#""type": "select", "options": [{"name": "A"}]"#),
                Mapped(at("type"), r#""select""#),
            ),
            (
                "number",
                feature!(r#""type": "number", "min": 1, "max": 9, "step": 0.5"#),
                Mapped(at("step"), r#""0.5""#),
            ),
            (
                "text",
                feature!(r#""type": "text", "max_length": 20"#),
                Mapped(at("max_length"), r#""20""#),
            ),
            (
                "boolean",
                feature!(r#""type": "boolean", "surcharge": 3"#),
                Mapped(at("surcharge"), r#""3""#),
            ),
            (
                "required",
                feature!(r#""type": "number", "required": true"#),
                Mapped(at("required"), "true"),
            ),
            (
                "required as 1",
                feature!(r#""type": "number", "required": 1"#),
                Mapped(at("required"), "true"),
            ),
            (
                "required in words",
                feature!(r#""type": "number", "required": "perhaps""#),
                NotMapped("truth", "perhaps"),
            ),
            (
                "sort_order",
                feature!(r#""type": "number", "sort_order": 4"#),
                Mapped(at("sort_order"), r#""4""#),
            ),
            (
                "unit",
                feature!(r#""type": "number", "unit": "cm""#),
                Mapped(at("unit"), r#""cm""#),
            ),
            (
                "default",
                feature!(
                    r#""type": "select", "default": "B", "options": [{"name": "A"}, {"name": "B"}]"#
                ),
                Mapped(at("default"), r#""b""#),
            ),
            (
                "unknown default",
                feature!(r#""type": "select", "default": "Z", "options": [{"name": "A"}]"#),
                ToComplete("invalid-default", ""),
            ),
            (
                "other type with options",
                feature!(r#""type": "swatch", "options": [{"name": "A"}]"#),
                Guessed("type of a feature", "swatch"),
            ),
            (
                "other type",
                feature!(r#""type": "upload""#),
                NotMapped("type of a feature", "upload"),
            ),
            (
                "no options",
                feature!(r#""type": "select""#),
                ToComplete("empty-feature", ""),
            ),
            (
                "unknown key",
                feature!(r#""type": "number", "tooltip": "x""#),
                NotMapped("key `tooltip` of a feature", "x"),
            ),
        ],
    );
}

#[test]
fn fields_of_options() {
    let at = |key: &str| -> &'static str {
        Box::leak(format!("{FEATURE}/options/0/{key}").into_boxed_str())
    };
    run(
        configento,
        &Settings::default(),
        &[
            (
                "name",
                option!(r#""surcharge": 1"#),
                Mapped(at("id"), r#""oak""#),
            ),
            (
                "surcharge",
                option!(r#""surcharge": 15.00"#),
                Mapped(at("surcharge"), r#""15""#),
            ),
            (
                "surcharge of many digits",
                option!(r#""surcharge": 0.125"#),
                Mapped("/rounding/unit_price_digits", r#""3""#),
            ),
            (
                "negative surcharge",
                option!(r#""surcharge": -4"#),
                Mapped(at("surcharge"), r#""-4""#),
            ),
            (
                "surcharge in percent",
                option!(r#""surcharge": "12%""#),
                Guessed("surcharge in percent", "base"),
            ),
            (
                "sku",
                option!(r#""sku": "O-1""#),
                Mapped(at("sku"), r#""O-1""#),
            ),
            (
                "image",
                option!(r#""image": "o.jpg""#),
                Mapped(at("image"), r#""o.jpg""#),
            ),
            (
                "unknown key",
                option!(r#""stock": 3"#),
                NotMapped("key `stock` of an option", "3"),
            ),
            (
                "formula",
                option!(r#""formula": "2 * 3.50""#),
                Mapped(
                    "/components/0/rules/text",
                    r#""// imported: 2 * 3.50\nsurcharge oak \"Oak\" when f is set and f = \"oak\" : 2 * 3.5\n\n""#,
                ),
            ),
            (
                "huge surcharge",
                option!(r#""surcharge": 1e999"#),
                Fault("number-too-large"),
            ),
            (
                "surcharge of another type",
                option!(r#""surcharge": [1]"#),
                Fault("wrong-type"),
            ),
        ],
    );
}

#[test]
fn fields_of_price_lists() {
    let list = "/components/0/price_lists/0";
    let at = |key: &str| -> &'static str { Box::leak(format!("{list}/{key}").into_boxed_str()) };
    run(
        configento,
        &Settings::default(),
        &[
            (
                "lookup",
                blind!(
                    r#""pricelists": [{"row_feature_id": 10, "col_feature_id": 11, "csv": ";80;100\n100;29.90;34.90"}]"#
                ),
                Mapped(at("lookup"), r#"{"row": "linear", "col": "linear"}"#),
            ),
            (
                "lookup said",
                blind!(
                    r#""pricelists": [{"row_feature_id": 10, "col_feature_id": 11, "csv": ";80;100\n100;29.90;34.90"}]"#
                ),
                Guessed("lookup", "linear"),
            ),
            (
                "row_feature_id",
                blind!(r#""pricelists": [{"row_feature_id": "10", "csv": "w,price\n1,2\n3,4"}]"#),
                Mapped(at("row_feature"), r#""width""#),
            ),
            (
                "options as headers",
                blind!(
                    r#""pricelists": [{"row_feature_id": 12, "csv": "f,price\nLinen,2\n21,4"}]"#
                ),
                Mapped(at("rows"), r#"["linen", "silk"]"#),
            ),
            (
                "unknown header",
                blind!(r#""pricelists": [{"row_feature_id": 12, "csv": "f,price\nCotton,2"}]"#),
                ToComplete("header of a price list", "Cotton"),
            ),
            (
                "unknown feature",
                blind!(r#""pricelists": [{"row_feature_id": 99, "csv": "f,price\n1,2"}]"#),
                ToComplete("row axis", "99"),
            ),
            (
                "decimal comma",
                blind!(r#""pricelists": [{"row_feature_id": 10, "csv": "w;price\n1;2,50"}]"#),
                Mapped(at("cells"), r#"["2.5"]"#),
            ),
            (
                "settings said",
                blind!(r#""pricelists": [{"row_feature_id": 10, "csv": "w;price\n1;2,50"}]"#),
                Guessed("CSV", "decimal sign `,`"),
            ),
            (
                "beside a base price",
                blind!(r#""pricelists": [{"row_feature_id": 10, "csv": "w;price\n1;2"}]"#),
                Guessed("base price", "added"),
            ),
            (
                "a second list",
                blind!(
                    r#""pricelists": [{"row_feature_id": 10, "csv": "w;price\n1;2"}, {"row_feature_id": 10, "csv": "w;price\n1;2"}]"#
                ),
                Guessed("further price list", "surcharge"),
            ),
            (
                "no table",
                blind!(r#""pricelists": [{"id": 5, "row_feature_id": 10}]"#),
                NotMapped("price list without a table", ""),
            ),
            (
                "unknown key",
                blind!(
                    r#""pricelists": [{"row_feature_id": 10, "csv": "w;price\n1;2", "color": "red"}]"#
                ),
                NotMapped("key `color` of a price list", "red"),
            ),
            (
                "no number",
                blind!(r#""pricelists": [{"row_feature_id": 10, "csv": "w,price\n1,abc"}]"#),
                Fault("number-syntax"),
            ),
        ],
    );
}

fn rules(text: &str, settings: &Settings) -> (Imported, String) {
    let imported = import(configento, text, settings).unwrap();
    let rules = imported.catalog.components[0].rules.as_ref();
    let text = rules
        .map(|rules| rules.source.text.clone())
        .unwrap_or_default();
    assert!(
        imported.report.is_complete(),
        "{}",
        imported.report.render()
    );
    (imported, text)
}

#[test]
fn formulas_become_statements() {
    let (_, text) = rules(
        blind!(
            r#""formulas": [{"name": "Area", "formula": "MAX([Width] * [Drop] * 0.025, 49.00)"}]"#
        ),
        &Settings::default(),
    );
    assert_eq!(
        text,
        "// imported: MAX([Width] * [Drop] * 0.025, 49.00)\n\
         surcharge area \"Area\" when drop is set : max(width * drop * 0.025, 49)\n\n"
    );
    let whole = blind!(r#""formula": "[_base_price] * 2 + [Fabric.price]""#);
    let (_, text) = rules(whole, &Settings::default());
    assert!(
        text.ends_with(
            "surcharge formula \"formula\" : (base * 2 + price(fabric)) - list during groups\n\n"
        ),
        "{text}"
    );
    let settings = Settings {
        formulas: FormulaRole::Added,
        ..Settings::default()
    };
    let (_, text) = rules(whole, &settings);
    assert!(
        text.ends_with(
            "surcharge formula \"formula\" : base * 2 + price(fabric) during groups\n\n"
        ),
        "{text}"
    );
}

#[test]
fn a_whole_price_is_the_price() {
    use pricewright::{Order, compile};
    let whole = blind!(r#""formula": "[_base_price] * 2 + [Fabric.price]""#);
    let (imported, _) = rules(whole, &Settings::default());
    let plan = compile(&imported.catalog).unwrap();
    let order = r#"{"currency": "EUR", "items": [{"component": "blind", "values": {"width": 5, "fabric": "silk"}}]}"#;
    let quote = plan.price(&Order::from_json(order).unwrap()).unwrap();
    // 100.00 × 2 + 12.50
    assert_eq!(
        quote.items[0].unit_price.map(|p| p.to_string()),
        Some("212.5".to_owned())
    );
}

#[test]
fn formulas_that_are_none_are_told() {
    run(
        configento,
        &Settings::default(),
        &[
            (
                "script",
                blind!(r#""formulas": [{"name": "J", "formula": "var a = width; a * 2"}]"#),
                NotMapped("formula", "var a = width; a * 2"),
            ),
            (
                "arrow",
                blind!(r#""rules": ["(a) => a"]"#),
                NotMapped("formula", "`=>` is JavaScript"),
            ),
            (
                "unknown feature",
                blind!(r#""formula": "[Height] * 2""#),
                NotMapped("formula", "no feature is named `Height`"),
            ),
            (
                "a choice as number",
                blind!(r#""formula": "[Fabric] * 2""#),
                NotMapped("formula", "is no number"),
            ),
            (
                "a truth as price",
                blind!(r#""formula": "[Width] > 5""#),
                NotMapped("formula", "not translated"),
            ),
            (
                "without formula",
                blind!(r#""rules": [{"name": "R", "if": "x"}]"#),
                NotMapped("rule without a formula", "x"),
            ),
            (
                "unknown key",
                blind!(r#""formulas": [{"formula": "1", "author": "me"}]"#),
                NotMapped("key `author` of a formula", "me"),
            ),
            (
                "quantity",
                blind!(r#""formula": "IF([quantity] >= 100, 8.90, 9.50)""#),
                Guessed("what a formula gives", "part of the price"),
            ),
            (
                "a choice compared",
                blind!(r#""formula": "IF([Fabric] = \"Silk\", 8.90, 9.50)""#),
                Guessed("what a formula gives", "part of the price"),
            ),
        ],
    );
}

#[test]
fn a_formula_that_fails_the_check_leaves_the_others() {
    let text = blind!(
        r#""formulas": [{"name": "A", "formula": "[Width] > 5"}, {"name": "B", "formula": "[Width] * 5"}]"#
    );
    let (imported, text) = rules(text, &Settings::default());
    assert_eq!(
        text,
        "// imported: [Width] * 5\nsurcharge b \"B\" : width * 5\n\n"
    );
    assert_eq!(imported.report.mapped()["formulas"], 1);
}

#[test]
fn a_component_of_formulas_starts_at_zero() {
    let text = r#"{"name": "C", "features": [{"name": "Width", "type": "number", "required": 1}], "formula": "[Width] * 2"}"#;
    run(
        configento,
        &Settings::default(),
        &[("base", text, Guessed("base price", "`0`"))],
    );
    let base_price = Some(Decimal::from_integer(7));
    let settings = Settings {
        base_price,
        ..Settings::default()
    };
    run(
        configento,
        &settings,
        &[("base", text, Mapped("/components/0/base_price", r#""7""#))],
    );
}
