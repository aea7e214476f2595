//! The promise of every quote: its lines add up, exactly.

use pricewright::money::{Decimal, Exactness};
use serde_json::Value;

/// An amount of a quote.
fn amount(value: &Value) -> Decimal {
    Decimal::parse(
        value
            .as_str()
            .unwrap_or_else(|| panic!("{value} is no amount")),
    )
    .unwrap()
}

fn sum<'a>(values: impl IntoIterator<Item = &'a Value>) -> Decimal {
    let mut exact = Exactness::EXACT;
    let sum = values.into_iter().fold(Decimal::ZERO, |sum, value| {
        sum.plus(amount(value), &mut exact).unwrap()
    });
    assert!(exact.is_exact());
    sum
}

/// Asserts that each item's lines add up to its amount, the items and the order's lines to the
/// order's, the shares of an order line to the line, and net and tax to gross.
#[track_caller]
pub fn check_sums(quote: &Value) {
    let items = quote["items"].as_array().unwrap();
    for item in items {
        let lines = item["lines"].as_array().unwrap();
        if !item["amount"].is_null() {
            assert_eq!(
                sum(lines.iter().map(|line| &line["amount"])),
                amount(&item["amount"]),
                "{item}"
            );
        }
    }
    let lines = quote["lines"].as_array().unwrap();
    for line in lines {
        if let Some(shares) = line["shares"].as_array() {
            assert_eq!(sum(shares), amount(&line["amount"]), "{line}");
        }
    }
    if quote["amount"].is_null() {
        assert_ne!(quote["status"], "priced");
        return;
    }
    let parts = items.iter().chain(lines).map(|part| &part["amount"]);
    assert_eq!(sum(parts), amount(&quote["amount"]), "{quote}");
    // without a rate tax is not known, and with it either net or gross
    if !quote["tax"].is_null() {
        assert_eq!(
            sum([&quote["net"], &quote["tax"]]),
            amount(&quote["gross"]),
            "{quote}"
        );
    }
}
