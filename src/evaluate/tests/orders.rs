//! Fees once per order, shares, manual lines, tax.

use super::build::{Workshop, decimal, item, order, workshop};
use crate::model::order::{ManualAdjustment, ManualAmount, Order};
use crate::model::quote::{LineKind, Quote, Scope, Status};
use crate::plan::{AmountName, Base, Effect, FeatureIndex, Node, PhaseKind, StepScope};

fn taxed(shop: &Workshop, items: Vec<crate::model::order::Item>, rate: &str) -> Quote {
    shop.quote(&Order {
        tax_rate: Some(decimal(rate)),
        ..order(items)
    })
}

#[test]
fn gross_prices_contain_their_tax() {
    let mut shop = workshop();
    shop.base("19.99").data.gross_prices = true;
    let quote = taxed(&shop, vec![item("3", &[])], "19");
    // 59.97 × 19 / 119 = 9.575.. -> 9.58; 59.97 - 9.58
    assert_eq!(quote.gross, Some(decimal("59.97")));
    assert_eq!(
        (quote.net, quote.tax),
        (Some(decimal("50.39")), Some(decimal("9.58")))
    );
    assert_eq!(quote.items[0].tax, Some(decimal("9.58")));
}

#[test]
fn tax_is_rounded_per_item_or_per_rate() {
    let quote = |per_rate| {
        let mut shop = workshop();
        shop.base("10.03").data.tax_per_rate = per_rate;
        let items = vec![item("1", &[]), item("1", &[]), item("1", &[])];
        taxed(&shop, items, "19")
    };
    let per_item = quote(false); // 1.9057 -> 1.91, three times
    assert_eq!(per_item.tax, Some(decimal("5.73")));
    assert_eq!(
        (per_item.net, per_item.gross),
        (Some(decimal("30.09")), Some(decimal("35.82")))
    );
    let per_rate = quote(true); // 30.09 × 19% = 5.7171
    assert_eq!(per_rate.tax, Some(decimal("5.72")));
    assert_eq!((per_rate.items[0].net, per_rate.items[0].tax), (None, None));
    assert_eq!(
        (per_rate.taxes[0].net, per_rate.taxes[0].rate),
        (decimal("30.09"), decimal("19"))
    );
}

#[test]
fn tax_is_to_the_minor_unit_and_may_be_unknown() {
    let mut shop = workshop();
    shop.base("302");
    let quote = taxed(&shop, vec![item("1", &[])], "20");
    assert_eq!(quote.tax, Some(decimal("60.40")));
    let quote = shop.quote(&order(vec![item("1", &[])]));
    assert_eq!(
        (quote.net, quote.tax, quote.gross),
        (Some(decimal("302")), None, None)
    );
}

fn blinds() -> Workshop {
    let mut shop = workshop();
    let ral = shop
        .base("100")
        .select("ral", &[("9010", "0", true), ("7016", "0", true)]);
    assert_eq!(ral, FeatureIndex(0));
    let slot = shop.slot(ral);
    let key = shop.node(Node::Slot(slot));
    shop.surcharge(PhaseKind::Fees, "setup", "40").scope = StepScope::Order { key: Some(key) };
    shop
}

#[test]
fn a_fee_is_charged_once_per_order_and_key() {
    let shop = blinds();
    let of = |quantity, shade| item(quantity, &[("ral", shade)]);
    let three = vec![of("1", "9010"), of("1", "7016"), of("1", "9010")];
    for items in [three, vec![of("2", "9010"), of("1", "7016")]] {
        let quote = shop.quote(&order(items));
        assert_eq!(quote.amount, Some(decimal("380"))); // 3 × 100 + 2 × 40
        assert_eq!(quote.lines.len(), 2);
        assert_eq!(quote.lines[0].label, "setup (7016)"); // by key
        assert_eq!(quote.lines[0].items, [1]);
        assert_eq!(
            (quote.lines[0].scope, quote.lines[0].amount),
            (Scope::Order, decimal("40"))
        );
    }
}

#[test]
fn a_fee_without_its_key_is_a_violation() {
    let quote = blinds().quote(&order(vec![item("1", &[]), item("1", &[("ral", "9010")])]));
    assert_eq!(quote.items[0].status, Status::Invalid);
    assert_eq!(quote.items[0].violations[0].code, "fee-key-missing");
    assert!(quote.items[0].lines.is_empty() && quote.lines.is_empty());
    assert_eq!((quote.status, quote.amount), (Status::Invalid, None));
}

fn order_discount(rate: &str) -> Workshop {
    let mut shop = workshop();
    let rate = shop.base("10").order_number(rate);
    let of = Base {
        amount: AmountName::Items,
    };
    let effect = Effect::Percent {
        rate,
        of,
        discount: true,
    };
    shop.order_step("bulk", LineKind::Discount, effect);
    shop
}

#[test]
fn order_lines_are_shared_out_by_largest_remainder() {
    let shop = order_discount("3.34");
    let quote = shop.quote(&order(vec![item("1", &[]), item("1", &[]), item("1", &[])]));
    // 3.34% of 30 = 1.002 -> 1.00; 33 1/3 cents each, the odd cent to the first.
    assert_eq!(quote.lines[0].amount, decimal("-1"));
    let shares: Vec<_> = quote.lines[0]
        .shares
        .iter()
        .map(|share| share.to_fixed(2))
        .collect();
    assert_eq!(shares, ["-0.34", "-0.33", "-0.33"]);
    let quote = shop.quote(&order(vec![item("1", &[]), item("2", &[]), item("4", &[])]));
    // 3.34% of 70 = 2.338 -> 2.34; 33.43, 66.86, 133.71 cents: two more to the largest rests.
    let shares: Vec<_> = quote
        .items
        .iter()
        .map(|i| i.order_share.unwrap().to_fixed(2))
        .collect();
    assert_eq!(shares, ["-0.33", "-0.67", "-1.34"]);
}

#[test]
fn manual_lines_come_last_and_the_order_stops_at_zero() {
    let adjustment = |id: &str, amount| ManualAdjustment {
        id: id.to_owned(),
        label: None,
        amount,
    };
    let percent = ManualAmount::Percent {
        rate: decimal("-10"),
        of_subtotal: true,
    };
    let mut asked = order(vec![item("2", &[])]);
    asked.adjustments = vec![adjustment("goodwill", percent)];
    let shop = order_discount("5");
    let quote = shop.quote(&asked); // 20 - 1 = 19; 10% of that
    let line = &quote.lines[1];
    assert_eq!(
        (line.phase.as_str(), line.kind, line.manual),
        ("adjustments", LineKind::Manual, true)
    );
    assert_eq!(
        (line.amount, quote.amount),
        (decimal("-1.90"), Some(decimal("17.10")))
    );
    asked.adjustments = vec![adjustment("gift", ManualAmount::Amount(decimal("-25")))];
    let quote = shop.quote(&asked); // 19 - 25 = -6
    assert_eq!(
        (quote.lines[2].kind, quote.lines[2].amount),
        (LineKind::Clamp, decimal("6"))
    );
    assert_eq!(quote.amount, Some(decimal("0")));
    assert_eq!(quote.warnings[0].id, "not-below-zero");
}

#[test]
fn a_minimum_per_order_counts_fees() {
    let mut shop = blinds();
    let amount = shop.order_number("150");
    shop.order_step("least", LineKind::Minimum, Effect::Minimum(amount));
    let quote = shop.quote(&order(vec![item("1", &[("ral", "9010")])]));
    // 100 + 40 = 140, lifted by 10.
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|l| (l.id.as_str(), l.amount.to_fixed(0)))
        .collect();
    assert_eq!(
        lines,
        [("setup", "40".to_owned()), ("least", "10".to_owned())]
    );
}

#[test]
fn every_fault_of_an_order_is_told_at_once() {
    let mut asked = order(Vec::new());
    asked.tax_rate = Some(decimal("101"));
    asked.currency = crate::money::CurrencyCode::parse("USD");
    asked.inputs = vec![(
        "customer.grp".to_owned(),
        crate::model::order::Value::Boolean(true),
    )];
    let faults = workshop().plan().price(&asked).unwrap_err();
    let codes: Vec<_> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "invalid-value",
            "invalid-tax",
            "unknown-input",
            "currency-not-in-catalog"
        ]
    );
}

#[test]
fn an_order_step_is_a_line_of_the_order_whatever_its_scope() {
    let mut shop = workshop();
    let amount = shop.base("10").order_number("3");
    let effect = Effect::Amount {
        amount,
        discount: false,
    };
    shop.order_step("parcel", LineKind::Surcharge, effect).scope = StepScope::Order { key: None };
    let quote = shop.quote(&order(vec![item("1", &[])]));
    assert_eq!(quote.amount, Some(decimal("13")));
}
