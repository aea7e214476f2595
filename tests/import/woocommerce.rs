use pricewright::migrate::{Settings, woocommerce};

use super::{Fault, Guessed, Mapped, NotMapped, ToComplete, run};

macro_rules! addon {
    ($part:literal) => {
        concat!(
            r#"{"id": 1, "name": "Ring", "price": "120", "addons": [{"name": "Extra", "#,
            $part,
            "}]}"
        )
    };
}

macro_rules! option {
    ($part:literal) => {
        concat!(
            r#"{"name": "Ring", "price": "120", "addons": [{"name": "Extra", "type": "multiple_choice", "options": [{"label": "Gold", "#,
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
        woocommerce,
        &Settings::default(),
        &[
            (
                "price",
                addon!(r#""type": "custom_text""#),
                Mapped("/components/0/base_price", r#""120""#),
            ),
            (
                "empty price",
                r#"{"name": "Ring", "price": ""}"#,
                ToComplete("base price", ""),
            ),
            (
                "multiple_choice",
                addon!(r#""type": "multiple_choice", "options": [{"label": "A"}]"#),
                Mapped(at("type"), r#""select""#),
            ),
            (
                "checkbox",
                addon!(r#""type": "checkbox", "options": [{"label": "A"}]"#),
                Mapped(at("type"), r#""multiselect""#),
            ),
            (
                "custom_text",
                addon!(r#""type": "custom_text", "restrictions": 1, "min": 2, "max": 20"#),
                Mapped(at("max_length"), r#""20""#),
            ),
            (
                "restrictions off",
                addon!(r#""type": "custom_text", "restrictions": 0, "max": 20"#),
                Mapped(
                    "/components/0/features/0",
                    r#"{"id": "extra", "name": "Extra", "type": "text"}"#,
                ),
            ),
            (
                "restrictions_type",
                addon!(r#""type": "custom_text", "restrictions_type": "only_letters""#),
                NotMapped("restriction of a text", "only_letters"),
            ),
            (
                "custom_price",
                addon!(r#""type": "custom_price", "min": 5"#),
                Mapped(at("surcharge"), r#"{"amount": "1", "per": "extra"}"#),
            ),
            (
                "input_multiplier",
                addon!(
                    r#""type": "input_multiplier", "price": "2.5", "price_type": "quantity_based""#
                ),
                Mapped(at("surcharge"), r#"{"amount": "2.5", "per": "extra"}"#),
            ),
            (
                "multiplier in percent",
                addon!(
                    r#""type": "input_multiplier", "price": "2.5", "price_type": "percentage_based""#
                ),
                NotMapped("price of a multiplier", "percentage"),
            ),
            (
                "file_upload",
                addon!(r#""type": "file_upload", "price": "5""#),
                NotMapped("type of an add-on", "file_upload"),
            ),
            (
                "heading",
                addon!(r#""type": "heading""#),
                NotMapped("type of an add-on", "only shown"),
            ),
            (
                "datepicker",
                addon!(r#""type": "datepicker""#),
                Guessed("type of an add-on", "datepicker"),
            ),
            (
                "required",
                addon!(r#""type": "custom_text", "required": 1"#),
                Mapped(at("required"), "true"),
            ),
            (
                "position",
                addon!(r#""type": "custom_text", "position": 2"#),
                Mapped(at("sort_order"), r#""2""#),
            ),
            (
                "description",
                addon!(r#""type": "custom_text", "description": "Up to 20""#),
                Mapped(at("description"), r#""Up to 20""#),
            ),
            (
                "adjust_price off",
                addon!(r#""type": "custom_text", "adjust_price": 0, "price": "5""#),
                NotMapped("price of an add-on", "adjust_price"),
            ),
            (
                "adjust_price on",
                addon!(
                    r#""type": "custom_text", "adjust_price": 1, "price": "5", "price_type": "flat_fee""#
                ),
                Mapped(at("surcharge"), r#"{"amount": "5", "scope": "per_item"}"#),
            ),
            (
                "flat_fee",
                option!(r#""price": "30", "price_type": "flat_fee""#),
                Mapped(
                    at("options/0/surcharge"),
                    r#"{"amount": "30", "scope": "per_item"}"#,
                ),
            ),
            (
                "quantity_based",
                option!(r#""price": "30", "price_type": "quantity_based""#),
                Mapped(at("options/0/surcharge"), r#""30""#),
            ),
            (
                "percentage_based",
                option!(r#""price": "10", "price_type": "percentage_based""#),
                Mapped(
                    at("options/0/surcharge"),
                    r#"{"percent": "10", "of": "base"}"#,
                ),
            ),
            (
                "no price type",
                option!(r#""price": "30""#),
                Guessed("price type", "for each piece"),
            ),
            (
                "other price type",
                option!(r#""price": "30", "price_type": "per_day""#),
                NotMapped("price type", "per_day"),
            ),
            (
                "empty option price",
                option!(r#""price": "", "price_type": "flat_fee""#),
                Mapped(at("options/0"), r#"{"id": "gold", "name": "Gold"}"#),
            ),
            (
                "hidden",
                addon!(
                    r#""type": "checkbox", "options": [{"label": "A"}, {"label": "B", "visibility": 0}]"#
                ),
                NotMapped("hidden option", "B"),
            ),
            (
                "title_format",
                addon!(r#""type": "custom_text", "title_format": "label""#),
                NotMapped("key `title_format`", "label"),
            ),
            (
                "bare add-ons",
                r#"[{"name": "Extra", "type": "custom_text"}]"#,
                Guessed("add-ons without a product", ""),
            ),
            (
                "global group",
                r#"{"id": 3, "name": "Rings", "priority": 10, "fields": [{"name": "Extra", "type": "custom_text"}]}"#,
                NotMapped("key `priority`", "10"),
            ),
            (
                "meta data",
                r#"{"name": "R", "price": "1", "meta_data": [{"id": 1, "key": "_product_addons", "value": [{"name": "Extra", "type": "custom_text"}]}]}"#,
                Mapped(at("id"), r#""extra""#),
            ),
            (
                "other meta data",
                r#"{"name": "R", "price": "1", "meta_data": [{"key": "_x", "value": 1}]}"#,
                NotMapped("meta data", "_x"),
            ),
            (
                "huge price",
                option!(r#""price": 1e999"#),
                Fault("number-too-large"),
            ),
        ],
    );
}

#[test]
fn an_empty_regular_price_is_none() {
    run(
        woocommerce,
        &Settings::default(),
        &[(
            "price",
            r#"{"name": "Ring", "regular_price": "", "price": "120"}"#,
            Mapped("/components/0/base_price", r#""120""#),
        )],
    );
}
