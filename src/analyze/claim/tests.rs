//! Claims out of JSON, good and bad.

use super::*;

const ORDER: &str = r#"{"items": [{"component": "shelf"}]}"#;

fn claimed(rest: &str) -> Result<Claim, crate::Diagnostics> {
    Claim::from_json(&format!(r#"{{"order": {ORDER}{rest}}}"#))
}

fn codes(rest: &str) -> Vec<&'static str> {
    let faults = claimed(rest).unwrap_err();
    faults.iter().map(|fault| fault.code.as_str()).collect()
}

#[test]
fn a_bare_claim_is_a_total_in_a_currency() {
    let claim = claimed(r#", "total": "19.90", "currency": "EUR", "order_fingerprint": "f"#);
    assert!(claim.is_err());
    let claim =
        claimed(r#", "total": "19.90", "currency": "EUR", "fingerprint": "f", "more": [1]"#);
    let claim = claim.unwrap();
    assert_eq!(claim.fingerprint.as_deref(), Some("f"));
    assert_eq!(
        (claim.engine_version, claim.order_fingerprint),
        (None, None)
    );
    let ClaimedPrice::Total { amount, currency } = claim.price else {
        panic!("a total")
    };
    assert_eq!(
        (amount.to_fixed(2).as_str(), currency.as_str()),
        ("19.90", "EUR")
    );
}

#[test]
fn a_quote_names_catalog_and_engine() {
    let quote = r#", "quote": {"amount": null, "catalog": {"fingerprint": "f", "x": 1},
        "engine_version": "9.9", "new": {"things": []}}"#;
    let claim = claimed(quote).unwrap();
    assert_eq!(claim.fingerprint.as_deref(), Some("f"));
    assert_eq!(claim.engine_version.as_deref(), Some("9.9"));
    let ClaimedPrice::Quote(quote) = claim.price else {
        panic!("a quote")
    };
    assert_eq!(quote.amounts, [("amount", None)]);
    assert_eq!((quote.items, quote.as_of), (None, None));
}

#[test]
fn what_is_missing_or_of_another_type_is_said() {
    assert_eq!(codes(""), ["missing-key", "missing-key"]);
    assert_eq!(
        codes(r#", "total": true, "currency": "EUR""#),
        ["wrong-type"]
    );
    assert_eq!(
        codes(r#", "total": "1,50", "currency": "EUR""#),
        ["number-syntax"]
    );
    assert_eq!(
        codes(r#", "total": 1e999, "currency": "EUR""#),
        ["number-too-large"]
    );
    assert_eq!(
        codes(r#", "total": "1", "currency": "euro""#),
        ["unknown-currency"]
    );
    assert_eq!(codes(r#", "quote": []"#), ["wrong-type"]);
    assert_eq!(codes(r#", "quote": {}"#), ["missing-key"]);
    assert_eq!(codes(r#", "quote": {"amount": {}}"#), ["wrong-type"]);
    assert_eq!(
        codes(r#", "quote": {"amount": "1", "items": 3}"#),
        ["wrong-type"]
    );
    assert_eq!(
        codes(r#", "quote": {"amount": "1"}, "total": "1""#),
        ["unknown-key"]
    );
    let line = r#", "quote": {"amount": "1", "lines": [{"phase": "order", "amount": null}]}"#;
    assert_eq!(codes(line), ["missing-key", "missing-key", "wrong-type"]);
    for text in [
        "",
        "[]",
        "null",
        "{}",
        r#"{"order": 1}"#,
        r#"{"order": {"items": []}}"#,
    ] {
        assert!(Claim::from_json(text).is_err(), "{text}");
    }
}

#[test]
fn orders_are_written_by_rising_keys_with_numbers_that_every_reader_keeps() {
    let order = r#"{"tax": {"rate": "7.0"}, "language": "de", "customer": {"group": "dealer"},
        "context": {"n": "1"}, "currency": "EUR", "as_of": "2026-06-01",
        "adjustments": [{"id": "a", "amount": "-1.50"}, {"percent": 3, "id": "b", "of": "subtotal"}],
        "items": [{"values": {"width": 1200.10, "z": null, "long": 0.1234567890123456, "on": true,
            "more": [{"option": "led", "quantity": 2}, "x"]}, "quantity": "3", "component": "c"}]}"#;
    let order = Order::from_json(order).unwrap();
    let text = order.to_json();
    let expected = concat!(
        r#"{"adjustments":[{"amount":-1.5,"id":"a"},{"id":"b","of":"subtotal","percent":3}],"#,
        r#""as_of":"2026-06-01","currency":"EUR","inputs":{"context.n":"1","customer.group":"dealer"},"#,
        r#""items":[{"component":"c","quantity":3,"values":{"long":"0.1234567890123456","#,
        r#""more":[{"option":"led","quantity":2},"x"],"on":true,"width":1200.1}}],"#,
        r#""language":"de","tax":{"rate":7}}"#,
    );
    assert_eq!(text, expected);
    let again = Order::from_json(&text).unwrap();
    assert_eq!(again.to_json(), text);
    assert_eq!(again.fingerprint(), order.fingerprint());
}
