//! Words as JavaScript sends them, and words that nobody should send.

use super::{BY_TEXT, order_from_words};
use crate::diagnostic::Code;
use crate::model::order::{ChosenOption, ManualAmount, Order, Value};
use crate::money::Decimal;
use crate::plan::PlanData;

const NOTHING: [u32; 4] = [0, 0, 0, 0];

fn read(words: &[u32], texts: &[u8]) -> Result<Order, Vec<Code>> {
    order_from_words(&PlanData::default(), words, texts)
        .map_err(|faults| faults.iter().map(|fault| fault.code).collect())
}

/// Everything that an order can say.
fn sample() -> (Vec<u32>, &'static [u8]) {
    let words = [
        &[1, 15, 3, 10, 19, 0, 0, 0, 2][..], // EUR, 2026-10-01, 19, `de`
        &[1, 3, 1, BY_TEXT, 5],              // one item: `a`, `blind`
        &[15, 0, 0, 1, 7, 0, 0, 0],          // quantity 1.5, its own tax 7
        &[4, BY_TEXT, 1, 0, 0, 1, 0, 0x8000_0002], // four values; `w` is -2^32 / 100
        &[BY_TEXT, 1, 4, BY_TEXT, 1, 1, 2],  // `m` is true, `t` is `ok`
        &[BY_TEXT, 1, 5, 1, BY_TEXT, 3, 2, 0, 0, 0], // `x`: twice `led`
        &[0, 2, 1, 3, 1, 5, 0, 0, 0],        // no inputs; `one` labeled `L`, amount 5
        &[6, 3, 10, 0, 0, 0x8000_0000],      // `two`: -10 percent of the order so far
    ];
    (words.concat(), b"EUR2026-10-01deablindwmtokxledoneLtwo")
}

#[test]
fn every_part_arrives() {
    let (words, texts) = sample();
    let order = read(&words, texts).unwrap();
    assert_eq!(order.currency.unwrap().as_str(), "EUR");
    assert_eq!(order.as_of.unwrap().to_string(), "2026-10-01");
    assert_eq!(order.tax_rate, Some(Decimal::from_integer(19)));
    assert_eq!(order.language.as_deref(), Some("de"));
    let item = &order.items[0];
    assert_eq!((item.id.as_deref(), &*item.component), (Some("a"), "blind"));
    assert_eq!(item.quantity, Decimal::parse("1.5").unwrap());
    assert_eq!(item.tax_rate, Some(Decimal::from_integer(7)));
    let led = ChosenOption {
        option: "led".to_owned(),
        quantity: Decimal::from_integer(2),
    };
    let values = [
        ("w", Value::Number(Decimal::parse("-42949672.96").unwrap())),
        ("m", Value::Boolean(true)),
        ("t", Value::Text("ok".to_owned())),
        ("x", Value::Choices(vec![led])),
    ];
    assert_eq!(
        item.values,
        values.map(|(id, value)| (id.to_owned(), value))
    );
    assert_eq!(order.adjustments[0].label.as_deref(), Some("L"));
    let percent = ManualAmount::Percent {
        rate: Decimal::from_integer(-10),
        of_subtotal: true,
    };
    assert_eq!(order.adjustments[1].amount, percent);
}

#[test]
fn a_cut_or_changed_order_is_refused_or_another() {
    let (words, texts) = sample();
    for end in 0..words.len() {
        assert_eq!(read(&words[..end], texts), Err(vec![Code::InvalidValue]));
    }
    assert_eq!(read(&words, &texts[..20]), Err(vec![Code::InvalidValue]));
    for at in 0..words.len() {
        for word in [0, 1, 2, 0x7fff_ffff, u32::MAX] {
            let mut changed = words.clone();
            changed[at] = word;
            let _ = read(&changed, texts); // neither panics nor hangs
        }
    }
}

#[test]
fn lengths_are_not_believed() {
    assert_eq!(
        read(&[1, 0, u32::MAX, 0, 0, 0], b""),
        Err(vec![Code::InvalidValue])
    );
    assert_eq!(
        read(&[1, 1, u32::MAX], b"EUR"),
        Err(vec![Code::InvalidValue])
    );
}

#[test]
fn faults_of_the_whole_order_come_together() {
    let words = [&[1, 3, 3, 3][..], &NOTHING[..3]].concat();
    assert_eq!(
        read(&words, b"eurnow"),
        Err(vec![Code::UnknownCurrency, Code::InvalidValue])
    );
}

#[cfg(feature = "compiler")]
#[test]
fn positions_are_those_of_the_plan() {
    let catalog = r#"{ "format": 1, "currency": "EUR",
      "inputs": [{ "id": "customer.group", "type": "select", "options": ["retail", "dealer"] }],
      "components": [{ "id": "mug", "base_price": "9.90", "features": [
        { "id": "color", "type": "select", "options": [{ "id": "red" }, { "id": "blue" }] } ] }] }"#;
    let plan = crate::compile(&crate::Catalog::from_json(catalog).unwrap()).unwrap();
    let words = [
        &[1, 0, 1, 0, 0, 1, 0, 0, 0][..], // one item: the first component, once
        &[1, 0, 2, 1],                    // its first feature is the second option
        &[1, 0, 2, 1, 0],                 // the first input is its second option
    ]
    .concat();
    let order = order_from_words(plan.data(), &words, b"").unwrap();
    let text = r#"{ "items": [{ "component": "mug", "values": { "color": "blue" } }],
        "customer": { "group": "dealer" } }"#;
    assert_eq!(order, Order::from_json(text).unwrap());
    let beyond = [&words[..12], &[2][..], &words[13..]].concat();
    assert!(order_from_words(plan.data(), &beyond, b"").is_err());
}
