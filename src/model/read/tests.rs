//! Reading documents: every key, every shape, every fault at once.

use crate::diagnostic::Code;
use crate::model::catalog::*;
use crate::model::order::{ChosenOption, ManualAmount, Value};
use crate::model::{Catalog, Order, samples};
use crate::money::Decimal;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn plain(text: &str) -> Option<Label> {
    Some(Label::Plain(text.to_owned()))
}

/// `12` in EUR and so on.
fn amounts(amounts: &[(&str, &str)]) -> Amount {
    let read = |(code, amount): &(&str, &str)| {
        (
            crate::money::CurrencyCode::parse(code).expect("a code"),
            number(amount),
        )
    };
    Amount::PerCurrency(amounts.iter().map(read).collect())
}

/// The options of the first feature of the sample.
fn fabrics(catalog: &Catalog) -> &[FeatureOption] {
    match &catalog.components[0].features[0].kind {
        FeatureType::Select(options) => options,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_top_is_read() {
    let catalog = samples::catalog();
    assert_eq!(catalog.id.as_deref(), Some("blinds"));
    assert_eq!(catalog.version.as_deref(), Some("2026-10"));
    assert_eq!(catalog.currencies.len(), 2);
    assert_eq!(catalog.prices, Prices::Gross);
    assert_eq!(catalog.rounding.scope, RoundingScope::Item);
    assert_eq!(
        catalog.rounding.increment,
        Some(amounts(&[("EUR", "0.01"), ("CHF", "0.05")]))
    );
    assert_eq!(catalog.rounding.unit_price_digits, Some(3));
    assert_eq!(catalog.tax_rounding, TaxRounding::Rate);
    assert_eq!(
        catalog.rules.map(|r| r.source.name.clone()).as_deref(),
        Some("order.price")
    );
}

#[test]
fn inputs_are_required_unless_they_have_a_default() {
    let catalog = samples::catalog();
    let required: Vec<_> = catalog
        .inputs
        .iter()
        .map(|i| (i.id.as_str(), i.required))
        .collect();
    assert_eq!(
        required,
        [
            ("customer.group", false),
            ("customer.since", false),
            ("context.note", true),
            ("context.express", true)
        ]
    );
    assert_eq!(
        catalog.inputs[0].kind,
        InputType::Select(vec!["retail".to_owned(), "dealer".to_owned()])
    );
}

#[test]
fn rules_may_be_lines() {
    let catalog = samples::catalog();
    let rules = catalog.components[0].rules.as_ref().expect("rules");
    assert_eq!(rules.file, None);
    assert_eq!(rules.source.name, "$.components[0].rules");
    assert_eq!(rules.source.text.lines().count(), 3);
    assert_eq!(
        catalog.components[1]
            .rules
            .as_ref()
            .and_then(|r| r.file.as_deref()),
        Some("chain.price")
    );
}

#[test]
fn surcharges_have_several_forms() {
    let catalog = samples::catalog();
    let surcharge = |index: usize| fabrics(&catalog)[index].surcharge.clone();
    let with = |amount, scope, discountable| {
        Some(Surcharge {
            amount,
            scope,
            discountable,
        })
    };
    assert_eq!(surcharge(0), None);
    assert_eq!(
        surcharge(2),
        with(
            SurchargeAmount::Fixed(amounts(&[("EUR", "45"), ("CHF", "48")])),
            LineScope::PerPiece,
            false
        )
    );
    assert_eq!(
        surcharge(3),
        with(
            SurchargeAmount::Percent {
                rate: number("12"),
                of: "base".to_owned()
            },
            LineScope::PerItem,
            true
        )
    );
    assert_eq!(
        surcharge(4),
        with(
            SurchargeAmount::PerUnit {
                amount: amounts(&[("EUR", "4.5"), ("CHF", "5")]),
                per: "width".to_owned(),
                unit: Some("m".to_owned())
            },
            LineScope::PerPiece,
            true
        )
    );
    assert_eq!(
        surcharge(5),
        with(
            SurchargeAmount::Fixed(Amount::Bare(number("25"))),
            LineScope::PerOrder,
            true
        )
    );
    let motor = &catalog.components[0].features[4].surcharge;
    assert_eq!(
        *motor,
        with(
            SurchargeAmount::Fixed(Amount::Bare(number("0"))),
            LineScope::PerPiece,
            true
        )
    );
}

#[test]
fn a_surcharge_is_a_number_a_text_or_an_object() {
    for (json, expected) in [
        ("15.00", Some(Amount::Bare(number("15")))),
        ("\"15.00\"", Some(Amount::Bare(number("15")))),
        ("1.5e1", Some(Amount::Bare(number("15")))),
        ("{\"EUR\": 15}", Some(amounts(&[("EUR", "15")]))),
        (
            "[{\"amount\": 15, \"currency\": \"EUR\"}]",
            Some(amounts(&[("EUR", "15")])),
        ),
        (
            "0.1234567890123456789",
            Some(Amount::Bare(number("0.1234567890123456789"))),
        ),
        ("true", None),
        ("null", None),
        ("{}", None),
    ] {
        let text = format!(
            r#"{{"format":1,"currency":"EUR","components":[{{"id":"c","features":[
                {{"id":"f","type":"select","options":[{{"id":"o","surcharge":{json}}}]}}]}}]}}"#
        );
        let found = Catalog::from_json(&text).ok().map(|catalog| {
            match fabrics(&catalog)[0]
                .surcharge
                .as_ref()
                .map(|s| s.amount.clone())
            {
                Some(SurchargeAmount::Fixed(amount)) => amount,
                other => panic!("{json}: {other:?}"),
            }
        });
        assert_eq!(found, expected, "{json}");
    }
}

#[test]
fn options_are_read() {
    let catalog = samples::catalog();
    let linen = &fabrics(&catalog)[1];
    assert_eq!(fabrics(&catalog)[0].id, "plain");
    assert_eq!(
        linen.attributes.get("band"),
        Some(&AttributeValue::Text("B".to_owned()))
    );
    assert_eq!(
        linen.attributes.get("weight"),
        Some(&AttributeValue::Number(number("310")))
    );
    assert_eq!(
        linen.attributes.get("washable"),
        Some(&AttributeValue::Boolean(true))
    );
    assert_eq!(linen.cost, Some(amounts(&[("EUR", "7"), ("CHF", "7.5")])));
    assert_eq!(linen.sort_order, Some(number("2")));
    assert_eq!(linen.display.get("image").cloned(), plain("linen.jpg"));
    assert_eq!(
        fabrics(&catalog)[2].sku_quantity,
        Some(ExpressionText("2".to_owned()))
    );
}

#[test]
fn features_have_what_belongs_to_their_type() {
    let catalog = samples::catalog();
    let features = &catalog.components[0].features;
    assert_eq!(features[0].attributes.len(), 2);
    assert!(
        matches!(&features[1].kind, FeatureType::Number { min, max, step }
        if *min == Some(number("300")) && *max == Some(number("3000")) && *step == Some(number("1")))
    );
    assert_eq!(
        features[1].default,
        Some(DefaultValue::Number(number("1000")))
    );
    assert!(matches!(
        &features[3].kind,
        FeatureType::Multiselect {
            min_choices: Some(1),
            max_choices: Some(2),
            quantities: true,
            ..
        }
    ));
    assert_eq!(
        features[3].default,
        Some(DefaultValue::Choices(vec!["led".to_owned()]))
    );
    assert_eq!(features[4].sku.as_deref(), Some("M-1"));
    assert!(matches!(
        features[5].kind,
        FeatureType::Text {
            min_length: Some(1),
            max_length: Some(20)
        }
    ));
}

#[test]
fn price_lists_have_axes_and_cells() {
    let catalog = samples::catalog();
    let [matrix, brackets, discounts] = catalog.components[0].price_lists.as_slice() else {
        panic!("three lists");
    };
    assert_eq!(matrix.cells.rows, ["600", "1200"]);
    assert_eq!(matrix.cells.cols, ["1000", "2000", "3000"]);
    let cells: Vec<_> = matrix
        .cells
        .values
        .iter()
        .map(|v| v.map(|v| v.to_string()))
        .collect();
    let expected = [
        Some("49.9"),
        Some("59.9"),
        None,
        Some("0"),
        Some("79"),
        Some("89"),
    ];
    assert_eq!(cells, expected.map(|v| v.map(str::to_owned)));
    // One word holds for both axes.
    assert_eq!(
        (matrix.row_lookup, matrix.col_lookup),
        (Some(LookupMode::Up), Some(LookupMode::Up))
    );
    assert_eq!(
        (matrix.row_above, matrix.col_above),
        (Above::OnRequest, Above::OutOfRange)
    );
    assert_eq!(matrix.for_values[0].0, "fabric.band");
    assert_eq!((brackets.role, brackets.internal), (Role::Surcharge, true));
    assert_eq!((brackets.cells.cols.len(), brackets.col_lookup), (0, None));
    assert_eq!(discounts.values, ValueKind::Percent);
    assert_eq!(discounts.file.as_deref(), Some("lists/discounts.csv"));
    assert_eq!(discounts.cells.values[1], Some(number("2.5")));
    assert_eq!(discounts.col_lookup, Some(LookupMode::Linear));
}

#[test]
fn groups_and_phases_are_read() {
    let catalog = samples::catalog();
    let groups = &catalog.components[0].price_groups;
    assert!(
        matches!(&groups[0].kind, GroupType::Percentage { rate: Some(rate), of }
        if *rate == number("-15") && of == "list")
    );
    assert!(matches!(
        &groups[1].kind,
        GroupType::Percentage { rate: None, .. }
    ));
    assert_eq!(groups[1].tiers[0].amount, Amount::Bare(number("-5")));
    assert_eq!(groups[2].priority, -2);
    assert!(groups[2].from < groups[2].until);
    assert_eq!(
        groups[5].scope,
        GroupScope::Options(vec![("fabric".to_owned(), "silk".to_owned())])
    );
    let phases = catalog.components[0].phases.as_ref().expect("phases");
    assert_eq!(phases.per_piece[0].id, "options");
    assert!(phases.per_piece[1].compound);
    assert_eq!(phases.per_item[0].choice, None);
}

#[test]
fn an_order_is_read() {
    let order = Order::from_json(samples::ORDER).unwrap_or_else(|faults| panic!("{faults}"));
    let text = |text: &str| Value::Text(text.to_owned());
    let inputs: Vec<_> = order
        .inputs
        .iter()
        .map(|(id, value)| (id.as_str(), value.clone()))
        .collect();
    assert_eq!(
        inputs,
        [
            ("customer.group", text("dealer")),
            ("customer.address.country", text("DE")),
            ("context.express", Value::Boolean(false)),
            ("project.code", text("X-1"))
        ]
    );
    let values = &order.items[0].values;
    let chosen = |option: &str, quantity: &str| ChosenOption {
        option: option.to_owned(),
        quantity: number(quantity),
    };
    // `drop` is null and so unset.
    let ids: Vec<_> = values.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["fabric", "width", "motor", "lights", "extras"]);
    assert_eq!(values[1].1, Value::Number(number("1200.5")));
    assert_eq!(
        values[3].1,
        Value::Choices(vec![chosen("led", "1"), chosen("rgb", "2")])
    );
    assert_eq!(values[4].1, Value::Choices(vec![chosen("led", "3")]));
    assert_eq!(order.items[1].quantity, number("1"));
    assert_eq!(order.tax_rate, Some(number("19")));
    assert_eq!(
        order.adjustments[1].amount,
        ManualAmount::Percent {
            rate: number("-2"),
            of_subtotal: true
        }
    );
    assert_eq!(order.language.as_deref(), Some("de-CH"));
}

#[test]
fn findings_are_bounded() {
    let text = format!("{{\"items\":[{}]}}", vec!["0"; 9_000].join(","));
    let findings = Order::from_json(&text).expect_err("faults");
    assert_eq!(findings.len(), 1_000);
    assert!(findings.iter().all(|d| d.code == Code::WrongType));
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let text = "\u{feff}{\"format\":1,\"currency\":\"EUR\",\"components\":[]}\n";
    assert!(Catalog::from_json(text).is_ok());
}
