//! Quotes as the JSON text that they must be.

use super::super::quote::{Fix, LineBase, LineKind, QuoteRounding, Scope, SourcePosition, Status};
use super::*;
use crate::diagnostic::Code;
use crate::model::Date;
use crate::money::{Currency, CurrencyCode, Rounding};

fn number(text: &str) -> Decimal {
    Decimal::parse(text).expect("a number")
}

fn some(text: &str) -> Option<Decimal> {
    Some(number(text))
}

fn line(id: &str, amount: &str) -> Line {
    Line {
        phase: "base".to_owned(),
        kind: LineKind::BasePrice,
        id: id.to_owned(),
        label: "Base \"price\"".to_owned(),
        scope: Scope::Item,
        unit_amount: None,
        amount: number(amount),
        base: None,
        rate: None,
        cell: None,
        tier: None,
        option_quantity: None,
        key: None,
        items: Vec::new(),
        shares: Vec::new(),
        manual: false,
        exact: true,
        source: None,
    }
}

fn full_line() -> Line {
    let axis = |upper: Option<&str>| AxisUse {
        asked: "950".to_owned(),
        hit: "1000".to_owned(),
        upper: upper.map(str::to_owned),
    };
    Line {
        scope: Scope::Unit,
        unit_amount: some("0.034"),
        base: Some(LineBase {
            name: "list".to_owned(),
            amount: number("100"),
            not_discountable: number("59.8"),
        }),
        rate: some("-2.50"),
        cell: Some(CellUse {
            list: "a".to_owned(),
            row: axis(None),
            col: Some(axis(Some("2000"))),
        }),
        tier: some("10"),
        option_quantity: some("2"),
        key: Some("red".to_owned()),
        items: vec![0, 2],
        shares: vec![number("1"), number("2.5")],
        manual: true,
        exact: false,
        source: Some(SourcePosition {
            file: "a.price".to_owned(),
            line: 3,
            column: 1,
        }),
        ..line("full", "-1.5")
    }
}

fn item() -> ItemQuote {
    ItemQuote {
        id: None,
        component: "blind".to_owned(),
        quantity: number("2"),
        status: Status::OnRequest,
        lines: vec![line("base", "12.5")],
        list_price: some("12.5"),
        unit_price: None,
        amount: None,
        effective_unit_price: None,
        order_share: None,
        tax_rate: some("19"),
        net: None,
        tax: None,
        gross: None,
        violations: vec![Violation {
            code: "forbidden",
            rule: None,
            message: "no".to_owned(),
            features: vec!["motor".to_owned()],
            fixes: vec![Fix {
                feature: "motor".to_owned(),
                value: None,
            }],
        }],
        warnings: Vec::new(),
        pending: vec![Pending {
            id: "p".to_owned(),
            label: "P".to_owned(),
            phase: "options".to_owned(),
            waits_for: vec!["width".to_owned()],
        }],
        problems: Vec::new(),
        computed: vec![
            ("count".to_owned(), ComputedValue::Number(number("3.0"))),
            (
                "day".to_owned(),
                ComputedValue::List(vec![ComputedValue::Boolean(true)]),
            ),
        ],
        bill_of_materials: vec![Material {
            sku: "S".to_owned(),
            quantity: number("1.50"),
        }],
    }
}

fn quote() -> Quote {
    Quote {
        status: Status::OnRequest,
        currency: Currency {
            code: CurrencyCode::parse("EUR").expect("a code"),
            digits: 2,
        },
        as_of: Date::parse("2026-10-01"),
        gross_prices: false,
        items: vec![item()],
        lines: vec![full_line()],
        amount: None,
        priced_subtotal: number("0"),
        net: None,
        tax: None,
        gross: None,
        taxes: vec![TaxShare {
            rate: number("19"),
            net: number("10"),
            tax: number("1.9"),
        }],
        violations: Vec::new(),
        warnings: vec![Notice {
            id: "late".to_owned(),
            message: "late".to_owned(),
        }],
        problems: vec![Problem {
            code: Code::Unpriced,
            message: "no price".to_owned(),
            id: None,
        }],
        bill_of_materials: Vec::new(),
        catalog_id: Some("c".to_owned()),
        catalog_version: None,
        fingerprint: "00ff".to_owned(),
        engine_version: "0.1.0",
        rounding: QuoteRounding {
            mode: Rounding::HalfUp,
            per_item: false,
            unit_increment: number("0.001"),
            increment: number("0.01"),
        },
    }
}

#[test]
fn keys_stand_in_one_order_and_amounts_are_texts() {
    let expected = concat!(
        r#"{"status":"on_request","currency":"EUR","as_of":"2026-10-01","prices":"net","#,
        r#""items":[{"id":null,"component":"blind","quantity":"2","status":"on_request","#,
        r#""lines":[{"phase":"base","kind":"base_price","id":"base","#,
        r#""label":"Base \"price\"","scope":"item","unit_amount":null,"amount":"12.50","#,
        r#""manual":false,"exact":true}],"list_price":"12.50","unit_price":null,"#,
        r#""amount":null,"effective_unit_price":null,"order_share":null,"tax_rate":"19","#,
        r#""net":null,"tax":null,"gross":null,"violations":[{"code":"forbidden","#,
        r#""rule":null,"message":"no","features":["motor"],"#,
        r#""fixes":[{"feature":"motor","value":null}]}],"warnings":[],"#,
        r#""pending":[{"id":"p","label":"P","phase":"options","waits_for":["width"]}],"#,
        r#""problems":[],"computed":{"count":"3","day":[true]},"#,
        r#""bill_of_materials":[{"sku":"S","quantity":"1.5"}]}],"#,
        r#""lines":[{"phase":"base","kind":"base_price","id":"full","#,
        r#""label":"Base \"price\"","scope":"unit","unit_amount":"0.034","#,
        r#""amount":"-1.50","base":{"name":"list","amount":"100.00","not_discountable":"59.80"},"rate":"-2.5","#,
        r#""cell":{"list":"a","row":{"asked":"950","hit":"1000"},"#,
        r#""col":{"asked":"950","hit":"1000","upper":"2000"}},"tier":"10","#,
        r#""option_quantity":"2","key":"red","items":[0,2],"shares":["1.00","2.50"],"#,
        r#""manual":true,"exact":false,"#,
        r#""source":{"file":"a.price","line":3,"column":1}}],"#,
        r#""amount":null,"priced_subtotal":"0.00","net":null,"tax":null,"gross":null,"#,
        r#""taxes":[{"rate":"19","net":"10.00","tax":"1.90"}],"violations":[],"#,
        r#""warnings":[{"id":"late","message":"late"}],"#,
        r#""problems":[{"code":"unpriced","message":"no price","id":null}],"#,
        r#""bill_of_materials":[],"#,
        r#""catalog":{"id":"c","version":null,"fingerprint":"00ff"},"#,
        r#""engine_version":"0.1.0","rounding":{"mode":"half_up","scope":"unit","#,
        r#""unit_increment":"0.001","increment":"0.01"}}"#,
    );
    assert_eq!(quote().to_json(), expected);
    let canonical = expected.replace(r#""engine_version":"0.1.0","#, "");
    assert_eq!(quote().to_canonical_json(), canonical);
}

#[test]
fn indented_text_says_the_same() {
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(read(&quote().to_json_pretty()), read(&quote().to_json()));
}

#[test]
fn amounts_have_the_digits_of_the_currency() {
    let mut quote = quote();
    quote.currency = Currency {
        code: CurrencyCode::parse("JPY").expect("a code"),
        digits: 0,
    };
    assert!(
        quote
            .to_json()
            .contains(r#""priced_subtotal":"0","net":null"#)
    );
}
