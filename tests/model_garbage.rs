//! Damaged documents: no text makes a reader panic, and what can be read can be written.
#![cfg(feature = "compiler")]

use pricewright::model::{Catalog, Order};
use proptest::prelude::*;

const CATALOG: &str = include_str!("model/full.json");
const ORDER: &str = include_str!("model/order.json");

/// A text with some pieces of it replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        Just("null".to_owned()),
        Just("\"\"".to_owned()),
        Just("[[[]]]".to_owned()),
        Just("{\"a\":{}}".to_owned()),
        Just("-1e99999999999".to_owned()),
        Just("\\ud800".to_owned()),
        ".{0,5}",
    ];
    let spot = (0..text.len(), 0_usize..12, piece);
    prop::collection::vec(spot, 1..5).prop_map(move |spots| {
        let mut text = text.to_owned();
        for (at, length, piece) in spots {
            let floor = |mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (start, end) = (
                floor(at.min(text.len())),
                floor((at + length).min(text.len())),
            );
            text.replace_range(start..end, &piece);
        }
        text
    })
}

/// A document with one of its values replaced by another.
fn swapped(text: &'static str) -> impl Strategy<Value = String> {
    let values: Vec<&str> = text
        .split([',', ':', '[', ']', '{', '}', '\n'])
        .map(str::trim)
        .filter(|v| !v.is_empty())
        .collect();
    let count = values.len();
    (0..count, 0..count).prop_map(move |(from, to)| text.replacen(values[from], values[to], 3))
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC{0,60}") {
        let _ = Catalog::from_json(&text).is_ok();
        let _ = Order::from_json(&text).is_ok();
    }

    #[test]
    fn no_damage_makes_the_readers_panic(text in prop_oneof![mutated(CATALOG), swapped(CATALOG)]) {
        if let Ok(catalog) = Catalog::from_json_with("catalog.json", &text, &|_| Ok(Vec::new())) {
            let json = catalog.to_json();
            prop_assert_eq!(Catalog::from_json(&json).map(|again| again.to_json()), Ok(json));
        }
    }

    #[test]
    fn no_damage_makes_the_order_reader_panic(text in prop_oneof![mutated(ORDER), swapped(ORDER)]) {
        let _ = Order::from_json(&text).is_ok();
    }
}
