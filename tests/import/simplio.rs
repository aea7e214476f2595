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
fn what_has_no_place_is_told() {
    run(
        simplio3d,
        &Settings::default(),
        &[
            (
                "rate of a color",
                group!(
                    r#""type": "Percentage", "variable_type": "Color", "variants": [{"name": "Red", "discount": "10%"}]"#
                ),
                Mapped(
                    "/components/0/features/0/options/0/surcharge",
                    r#"{"percent": "-10", "of": "base"}"#,
                ),
            ),
            (
                "rate of all colors",
                group!(
                    r#""type": "Percentage", "variable_type": "Color", "settings": {"discount": "10%"}"#
                ),
                Mapped(
                    "/components/0/features/0/options/0/surcharge",
                    r#"{"percent": "-10", "of": "base"}"#,
                ),
            ),
            (
                "rate beside a price",
                group!(
                    r#""type": "Fixed Price", "variants": [{"name": "Red", "price": 4, "discount": "10%"}]"#
                ),
                NotMapped("discount of a variant", "10%"),
            ),
            (
                "variant without a name",
                group!(r#""type": "Fixed Price", "variants": [{"price": 4}]"#),
                NotMapped("variant without a name", "4"),
            ),
            (
                "price beside variants",
                group!(
                    r#""type": "Fixed Price", "price": 9, "variants": [{"name": "Red", "price": 4}]"#
                ),
                NotMapped("prices of a price group", "9"),
            ),
            (
                "price by size",
                group!(r#""type": "Fixed Price", "variable_type": "Size", "price": 7"#),
                NotMapped("prices of a price group", "7"),
            ),
            (
                "rate by size",
                group!(
                    r#""type": "Percentage", "variable_type": "Size", "settings": {"discount": "7%"}"#
                ),
                NotMapped("discount of a price group", "7%"),
            ),
            (
                "tiers by size",
                group!(
                    r#""type": "Fixed Price", "variable_type": "Size", "settings": {"tiered_pricing": [{"from": 5, "price": 3}]}"#
                ),
                NotMapped("tiers of a price group", "from 5"),
            ),
            (
                "price beside a rate",
                group!(r#""type": "Percentage", "price": 3, "settings": {"discount": "10%"}"#),
                NotMapped("prices of a price group", "3"),
            ),
            (
                "price beside a formula",
                group!(r#""type": "Formula", "formula": "@base_price * 2", "price": 3"#),
                NotMapped("prices of a price group", "3"),
            ),
            (
                "two prices in one currency",
                group!(
                    r#""type": "Fixed Price", "prices": [{"amount": 3, "currency": "USD"}, {"amount": 4, "currency": "USD"}]"#
                ),
                NotMapped("further price in one currency", "4"),
            ),
            (
                "unknown key of a price",
                group!(
                    r#""type": "Fixed Price", "prices": [{"amount": 3, "currency": "USD", "tax": 1}]"#
                ),
                NotMapped("key `tax` of a price", "1"),
            ),
            (
                "a second base price",
                group!(r#""type": "Base Price", "price": 600"#),
                NotMapped("prices of a price group", "600"),
            ),
            (
                "the first base price",
                group!(r#""type": "Base Price", "price": 600"#),
                Mapped("/components/0/base_price", r#""500""#),
            ),
            (
                "discount of a base price",
                r#"[{"type": "Base Price", "price": 5, "settings": {"discount": "5%"}}]"#,
                NotMapped("discount of a price group", "5%"),
            ),
            (
                "an id that would leave the directory",
                r#"[{"configurator_id": "../../etc\u202e", "type": "Base Price", "price": 5}]"#,
                Mapped("/components/0/id", r#""configurator_etc""#),
            ),
            (
                "percent with a comma",
                group!(r#""type": "Percentage", "settings": {"discount": "10,5 %"}"#),
                Fault("number-syntax"),
            ),
        ],
    );
}

/// A block beside a base price of 499.99 dollars.
macro_rules! block {
    ($part:literal) => {
        concat!(
            r#"{"success": true, "blocks": [{"id": "pb_1", "type": "base-price", "name": "Base Price", "basePrice": 499.99, "baseCurrency": "USD", "enabled": true}, {"#,
            $part,
            "}]}"
        )
    };
}

/// The price table of the published documentation, with a choice to it.
macro_rules! table {
    ($rows:literal) => {
        concat!(
            r#"{"blocks": [{"type": "base-price", "basePrice": 499.99, "baseCurrency": "USD"}, {"type": "price-table", "name": "Material Upcharge", "tableColumns": [{"id": "c1", "label": "Material", "type": "option-ref"}, {"id": "c2", "label": "Size", "type": "option-ref"}, {"id": "c3", "label": "Price", "type": "number"}], "tableRows": ["#,
            $rows,
            "]}]}"
        )
    };
}

#[test]
fn blocks() {
    run(
        simplio3d,
        &Settings::default(),
        &[
            (
                "base-price",
                block!(
                    r#""type": "variable", "variableKey": "width", "variableDefaultValue": 120"#
                ),
                Mapped("/components/0/base_price", r#""499.99""#),
            ),
            (
                "baseCurrency",
                block!(
                    r#""type": "variable", "variableKey": "width", "variableDefaultValue": 120"#
                ),
                Mapped("/currency", r#""USD""#),
            ),
            (
                "variable",
                block!(
                    r#""id": "pb_2", "type": "variable", "name": "Width", "variableKey": "width", "variableDefaultValue": 120, "variableMin": 80, "variableMax": 200, "variableStep": 10, "variableUnit": "cm""#
                ),
                Mapped(
                    "/components/0/features/0",
                    r#"{"id": "width", "name": "Width", "type": "number", "default": 120, "min": "80", "max": "200", "step": "10", "unit": "cm"}"#,
                ),
            ),
            (
                "price-table",
                block!(
                    r#""type": "price-table", "name": "Material Upcharge", "tableColumns": [{"id": "col_1", "label": "Material", "type": "option-ref"}, {"id": "col_2", "label": "Price", "type": "number"}], "tableRows": [{"id": "row_1", "cells": {"col_1": "oak", "col_2": 0}, "priceAdjustment": 0}, {"id": "row_2", "cells": {"col_1": "walnut", "col_2": 89}, "priceAdjustment": 89}]"#
                ),
                Mapped(
                    "/components/0/features/0",
                    r#"{"id": "material", "name": "Material", "type": "select", "required": true, "options": [{"id": "oak", "name": "oak", "surcharge": "0"}, {"id": "walnut", "name": "walnut", "surcharge": "89"}]}"#,
                ),
            ),
            (
                "two choices",
                table!(
                    r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 1}, {"cells": {"c1": "oak", "c2": "L"}, "priceAdjustment": 2}, {"cells": {"c1": "fir", "c2": "L"}, "priceAdjustment": 3}"#
                ),
                Mapped(
                    "/components/0/price_lists/0/cells",
                    r#"[["1", "2"], [null, "3"]]"#,
                ),
            ),
            (
                "a hole",
                table!(
                    r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 1}, {"cells": {"c1": "fir", "c2": "L"}, "priceAdjustment": 3}"#
                ),
                Guessed("choices that a price table has no row for", "not available"),
            ),
            (
                "choices said",
                table!(r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 1}"#),
                Guessed("choices of a price table", "Material, Size"),
            ),
            (
                "the price in the cell alone",
                table!(r#"{"cells": {"c1": "oak", "c2": "S", "c3": 4.5}}"#),
                Mapped("/components/0/price_lists/0/cells", r#"[["4.5"]]"#),
            ),
            (
                "another price in the cell",
                table!(r#"{"cells": {"c1": "oak", "c2": "S", "c3": 4}, "priceAdjustment": 5}"#),
                NotMapped("cell of a price table", "`priceAdjustment` is 5"),
            ),
            (
                "an unknown cell",
                table!(r#"{"cells": {"c1": "oak", "c2": "S", "c9": 4}, "priceAdjustment": 5}"#),
                NotMapped("cell of a price table", "4"),
            ),
            (
                "a row twice",
                table!(
                    r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 5}, {"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 6}"#
                ),
                NotMapped("row of a price table", "oak, S: 6"),
            ),
            (
                "a row without a choice",
                table!(
                    r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 5}, {"cells": {"c1": "oak"}, "priceAdjustment": 6}"#
                ),
                NotMapped("row of a price table", "6"),
            ),
            (
                "no rows",
                table!(""),
                NotMapped("price table", "Material Upcharge"),
            ),
            (
                "price-group",
                block!(r#""type": "price-group", "name": "Extras""#),
                NotMapped("price block `price-group`", "Extras"),
            ),
            (
                "unique-price",
                block!(r#""type": "unique-price", "uniquePriceQuantities": [1, 2]"#),
                NotMapped("price block `unique-price`", "uniquePriceQuantities"),
            ),
            (
                "enabled",
                block!(r#""type": "base-price", "basePrice": 3, "enabled": false"#),
                NotMapped("disabled price block", "3"),
            ),
            (
                "unknown key",
                block!(
                    r#""type": "variable", "variableKey": "w", "variableDefaultValue": 1, "variableColor": "red""#
                ),
                NotMapped("key `variableColor` of a price block", "red"),
            ),
            (
                "a huge price",
                table!(r#"{"cells": {"c1": "oak", "c2": "S"}, "priceAdjustment": 1e999}"#),
                Fault("number-too-large"),
            ),
            (
                "a formula over a variable",
                r#"{"blocks": [{"type": "base-price", "basePrice": 5}, {"type": "variable", "variableKey": "width", "variableDefaultValue": 120}], "formula": "@total_pricing + @width * 2"}"#,
                Mapped(
                    "/components/0/rules/text",
                    r#""// imported: @total_pricing + @width * 2\nsurcharge pricing_formula \"Pricing formula\" : (subtotal + width * 2) - subtotal during discounts\n\n""#,
                ),
            ),
            (
                "a formula over the table",
                r#"{"blocks": [{"type": "base-price", "basePrice": 5}, {"type": "price-table", "tableColumns": [{"id": "c", "label": "M", "type": "option-ref"}], "tableRows": [{"cells": {"c": "oak"}, "priceAdjustment": 4}]}], "formula": "@price_table * 2"}"#,
                NotMapped("formula", "price tables are surcharges"),
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
                    "/components/0/rules/text",
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
