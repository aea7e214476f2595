use pricewright::migrate::{Settings, simplio3d};

use super::{Fault, Guessed, Mapped, NotMapped, ToComplete, run};

/// A group with a price beside a base price of 500.00 dollars.
macro_rules! group {
    ($part:literal) => {
        concat!(
            r#"[{"type": "Base Price", "prices": [{"amount": 500, "currency": "USD"}]}, {"title": "Group", "#,
            $part,
            "}]"
        )
    };
}

const KIND: &str = "/components/0/price_groups/0/type";
const AMOUNT: &str = "/components/0/price_groups/0/amount";
const FORMULA: &str = "/components/0/price_groups/0/formula";

#[test]
fn fields() {
    run(
        simplio3d,
        &Settings::default(),
        &[
            (
                "base price",
                "[{\"type\": \"Base Price\", \"price\": 5}]",
                Mapped("/components/0/base_price", r#""5""#),
            ),
            (
                "title",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "USD"}]"#),
                Mapped("/components/0/price_groups/0/title", r#""Group""#),
            ),
            (
                "fixed",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "USD"}]"#),
                Mapped(AMOUNT, r#""9.5""#),
            ),
            (
                "fixed said",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "USD"}]"#),
                Guessed("fixed price", "added"),
            ),
            (
                "always said",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "USD"}]"#),
                Guessed("when a price group applies", "every configuration"),
            ),
            (
                "two currencies",
                group!(
                    r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "USD"}, {"amount": 9, "currency": "EUR"}]"#
                ),
                Mapped(AMOUNT, r#"{"USD": "9.5", "EUR": "9"}"#),
            ),
            (
                "a currency missing",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9, "currency": "EUR"}]"#),
                Guessed("price missing in a currency", "USD"),
            ),
            (
                "percentage",
                group!(r#""type": "Percentage", "settings": {"discount": "10%"}"#),
                Mapped(AMOUNT, r#""-10""#),
            ),
            (
                "percentage as number",
                group!(r#""type": "Percentage", "settings": {"discount": 12.5}"#),
                Mapped(AMOUNT, r#""-12.5""#),
            ),
            (
                "percentage without rate",
                group!(r#""type": "Percentage""#),
                NotMapped("percentage group", "Group"),
            ),
            (
                "discount beside a price",
                group!(r#""type": "Fixed Price", "price": 9, "settings": {"discount": "10%"}"#),
                Mapped("/components/0/price_groups/1/amount", r#""-10""#),
            ),
            (
                "variable_type percentage",
                group!(
                    r#""type": "Fixed Price", "variable_type": "Percentage", "price": 9, "settings": {"discount": 10}"#
                ),
                Mapped("/components/0/price_groups/1/type", r#""percentage""#),
            ),
            (
                "variable_type fixed",
                group!(
                    r#""type": "Fixed Price", "variable_type": "Fixed", "price": 9, "settings": {"discount": 10}"#
                ),
                Mapped("/components/0/price_groups/1/type", r#""fixed""#),
            ),
            (
                "discount in words",
                group!(r#""type": "Percentage", "settings": {"discount": "much"}"#),
                Fault("number-syntax"),
            ),
            (
                "tiered_pricing",
                group!(
                    r#""type": "Fixed Price", "price": 9, "settings": {"tiered_pricing": true}"#
                ),
                NotMapped("key `tiered_pricing`", "not in the answer"),
            ),
            (
                "tiers",
                group!(
                    r#""type": "Percentage", "settings": {"discount": "5%", "tiered_pricing": [{"from": 1, "to": 9, "percent": 5}, {"from": 10, "percent": 8}]}"#
                ),
                Mapped(
                    "/components/0/price_groups/0/tiers/1",
                    r#"{"from": "10", "amount": "-8"}"#,
                ),
            ),
            (
                "tiers with a gap",
                group!(
                    r#""type": "Percentage", "settings": {"discount": "5%", "tiered_pricing": [{"from": 1, "to": 8, "percent": 5}, {"from": 10, "percent": 8}]}"#
                ),
                Fault("tier-gap"),
            ),
            (
                "tiers of another type",
                group!(
                    r#""type": "Percentage", "settings": {"discount": "5%", "tiered_pricing": [{"from": 1, "price": 5}]}"#
                ),
                NotMapped("tier of a price group", "from 1"),
            ),
            (
                "by color",
                group!(
                    r#""type": "Fixed Price", "variable_type": "Color", "variants": [{"name": "Red", "price": 4}]"#
                ),
                Mapped("/components/0/features/0/options/0/surcharge", r#""4""#),
            ),
            (
                "by color without colors",
                group!(r#""type": "Fixed Price", "variable_type": "By Color""#),
                ToComplete("the colors", "placeholder"),
            ),
            (
                "by size",
                group!(
                    r#""type": "Fixed Price", "variable_type": "Size", "description": "width and height""#
                ),
                ToComplete("the sizes", "empty cell"),
            ),
            (
                "unknown type",
                group!(r#""type": "Unique Price", "price": 3"#),
                Guessed("type of a price group", "uniqueprice"),
            ),
            (
                "no price",
                group!(r#""type": "Fixed Price""#),
                NotMapped("price group", "no price"),
            ),
            (
                "created_at",
                group!(r#""type": "Fixed Price", "price": 1, "created_at": "2024-02-25""#),
                NotMapped("key `created_at`", "2024-02-25"),
            ),
            (
                "updated_at",
                group!(r#""type": "Fixed Price", "price": 1, "updated_at": "2024-02-25""#),
                NotMapped("key `updated_at`", "2024-02-25"),
            ),
            (
                "configurator_id",
                "[{\"configurator_id\": 127, \"type\": \"Base Price\", \"price\": 5}]",
                Mapped("/components/0/id", r#""configurator_127""#),
            ),
            (
                "no base price",
                "[{\"title\": \"G\", \"type\": \"Fixed Price\", \"price\": 5}]",
                ToComplete("base price", ""),
            ),
            (
                "beside the list",
                r#"{"data": [], "meta": {"page": 1}}"#,
                NotMapped("key `meta` of the answer", "page"),
            ),
            (
                "unknown currency",
                group!(r#""type": "Fixed Price", "prices": [{"amount": 9.5, "currency": "XXQ"}]"#),
                Fault("unknown-currency"),
            ),
            (
                "huge price",
                group!(
                    r#""type": "Fixed Price", "prices": [{"amount": 1e999, "currency": "USD"}]"#
                ),
                Fault("number-too-large"),
            ),
        ],
    );
}

#[test]
fn formulas() {
    run(
        simplio3d,
        &Settings::default(),
        &[
            (
                "type",
                group!(r#""type": "Formula", "formula": "@base_price * 0.1""#),
                Mapped(KIND, r#""formula""#),
            ),
            (
                "base_price",
                group!(r#""type": "Formula", "formula": "@base_price * 0.1""#),
                Mapped(FORMULA, r#""base * 0.1""#),
            ),
            (
                "total_pricing",
                group!(r#""type": "Formula", "formula": "@total_pricing * 0.1""#),
                Mapped(FORMULA, r#""list * 0.1""#),
            ),
            (
                "price_options",
                group!(r#""type": "Formula", "formula": "@price_options / 2""#),
                Mapped(FORMULA, r#""options / 2""#),
            ),
            (
                "price_table",
                group!(r#""type": "Formula", "formula": "@price_table / 2""#),
                Mapped(FORMULA, r#""base / 2""#),
            ),
            (
                "price_variable",
                group!(r#""type": "Formula", "formula": "@price_variable * 2", "price": 3.5"#),
                Mapped(FORMULA, r#""3.5 * 2""#),
            ),
            (
                "choice said",
                group!(r#""type": "Formula", "formula": "@price_table / 2""#),
                Guessed("`@price_table` in a formula", "base price list"),
            ),
            (
                "two bases",
                group!(r#""type": "Formula", "formula": "@price_table + @base_price""#),
                NotMapped("formula", "one amount"),
            ),
            (
                "no own price",
                group!(r#""type": "Formula", "formula": "@price_variable * 2""#),
                NotMapped("formula", "no price of its own"),
            ),
            (
                "unknown variable",
                group!(r#""type": "Formula", "formula": "@colors * 2""#),
                NotMapped("formula", "`@colors` is not in the answer"),
            ),
            (
                "script",
                group!(r#""type": "Formula", "formula": "Math.round(@base_price)""#),
                NotMapped("formula", "JavaScript"),
            ),
            (
                "a truth",
                group!(r#""type": "Formula", "formula": "@base_price > 3""#),
                NotMapped("formula", "not translated"),
            ),
            (
                "custom variable",
                r#"{"data": [{"type": "Base Price", "price": 5}], "variables": [{"name": "fee", "value": 2.5}], "formula": "@total_pricing + @fee"}"#,
                Mapped(
                    "/components/0/rules",
                    r#""// imported: @total_pricing + @fee\nsurcharge pricing_formula \"Pricing formula\" : (subtotal + 2.5) - subtotal during discounts\n\n""#,
                ),
            ),
            (
                "variable without value",
                r#"{"data": [], "variables": [{"name": "fee"}]}"#,
                NotMapped("variable without a value", "fee"),
            ),
        ],
    );
}
