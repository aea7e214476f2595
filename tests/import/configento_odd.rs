//! Data of Configento that looks like something else, or has no place in what it became.

use pricewright::migrate::{Settings, configento};

use super::{Fault, Guessed, Mapped, NotMapped, ToComplete, run};

#[test]
fn what_looks_like_something_else() {
    run(
        configento,
        &Settings::default(),
        &[
            (
                "lists of a component alone",
                r#"{"name": "C", "base_price": 5, "price_lists": [], "rules": [{"formula": "2"}]}"#,
                Mapped("/components/0/base_price", r#""5""#),
            ),
            (
                "a component with a type",
                r#"[{"id": 1, "name": "C", "type": "product", "base_price": 5}]"#,
                Mapped("/components/0/id", r#""c""#),
            ),
            (
                "the type is left out",
                r#"[{"id": 1, "name": "C", "type": "product", "base_price": 5}]"#,
                NotMapped("key `type` of a component", "product"),
            ),
            (
                "options of a boolean",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "boolean", "options": [{"name": "Yes", "surcharge": 10}]}]}"#,
                NotMapped("option of a feature", "10"),
            ),
            (
                "a step below 0",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "number", "step": -5}]}"#,
                NotMapped("step of a number", "-5"),
            ),
            (
                "half a length",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "text", "max_length": 3.5}]}"#,
                NotMapped("length of a text", "3.5"),
            ),
            (
                "a truth that is none",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "boolean", "default": "perhaps"}]}"#,
                NotMapped("truth that cannot be read", "perhaps"),
            ),
            (
                "an empty base price beside a price",
                r#"{"name": "C", "base_price": "", "price": 7}"#,
                Mapped("/components/0/base_price", r#""7""#),
            ),
            (
                "no options",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "select", "options": []}]}"#,
                ToComplete("error[empty-feature]", ""),
            ),
            (
                "an optional feature in a formula",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "W", "type": "number"}], "formula": "10 + [w] * 2"}"#,
                Guessed(
                    "optional features in a formula",
                    "might count an unset one as 0",
                ),
            ),
            (
                "a column axis that is not there",
                r#"{"name": "C", "features": [{"id": 1, "name": "W", "type": "number", "required": true}], "pricelists": [{"row_feature_id": 1, "col_feature_id": 9, "csv": "x;100;200\n10;1;2\n"}]}"#,
                ToComplete("column axis of a price list", "no feature has this id"),
            ),
            (
                "percent as a number",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "select", "options": [{"name": "A", "surcharge": "10"}]}]}"#,
                Mapped("/components/0/features/0/options/0/surcharge", r#""10""#),
            ),
            (
                "percent with a comma",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "select", "options": [{"name": "A", "surcharge": "10,5 %"}]}]}"#,
                Fault("number-syntax"),
            ),
            (
                "a truth as a condition",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "M", "type": "boolean", "required": true}], "formula": "IF(AND([m], NOT([m])), 10, [m] * 2)"}"#,
                Mapped(
                    "/components/0/rules/text",
                    r#""// imported: IF(AND([m], NOT([m])), 10, [m] * 2)\nsurcharge formula \"formula\" : if m and not(m) then 10 else (if m then 1 else 0) * 2\n\n""#,
                ),
            ),
            (
                "a name in another script",
                r#"{"name": "C", "base_price": 5, "features": [{"name": "\u8272", "type": "number", "required": true}], "formula": "[\u8272] / 2"}"#,
                Mapped(
                    "/components/0/rules/text",
                    r#""// imported: [\u8272] / 2\nsurcharge formula \"formula\" : \u8272 / 2\n\n""#,
                ),
            ),
        ],
    );
}
