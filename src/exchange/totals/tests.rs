//! One order after the other: what the last one set and this one does not must be gone.

use super::*;
use crate::{Catalog, compile};

/// The first and only component.
const MUG: u32 = 0;

/// The mug costs 9.90, its lid 2.00, its blue 1.50; dealers get 10 % of the list.
fn totals() -> Totals {
    let catalog = r#"{ "format": 1, "currency": "EUR",
      "inputs": [{ "id": "customer.group", "type": "select", "options": ["retail", "dealer"],
                   "default": "retail" }],
      "components": [{ "id": "mug", "base_price": "9.90", "features": [
        { "id": "color", "type": "select", "required": false,
          "options": [{ "id": "red" }, { "id": "blue", "surcharge": "1.50" }] },
        { "id": "lid", "type": "boolean", "surcharge": "2.00", "required": false },
        { "id": "height", "type": "number", "required": false }],
        "rules": "discount dealer when customer.group = \"dealer\" : 10% of list" }] }"#;
    Totals::new(&compile(&Catalog::from_json(catalog).unwrap()).unwrap())
}

/// So many mugs, with values and inputs in words.
fn order(pieces: u32, values: &[&[u32]], inputs: &[&[u32]]) -> Vec<u32> {
    let count = |list: &[&[u32]]| u32::try_from(list.len()).unwrap();
    let mut words = vec![1, 0, 1, 0, MUG, pieces, 0, 0, 0, count(values)];
    words.extend(values.concat());
    words.push(count(inputs));
    words.extend(inputs.concat());
    words.push(0);
    words
}

/// The status, and the amount in hundredths.
fn answered(totals: &mut Totals, words: &[u32], texts: &[u8]) -> (u32, u32) {
    let mut answer = Vec::new();
    let result = totals.answer_to_words(MUG, words, texts, &mut answer);
    result.unwrap();
    assert_eq!(answer[3..5], [0, 0], "{words:?}");
    let raised = 10_u32.pow(2_u32.saturating_sub(answer[5]));
    (answer[0], answer[2] * raised)
}

const RED: &[u32] = &[0, 2, 0];
const BLUE: &[u32] = &[0, 2, 1];
const LID: &[u32] = &[1, 4];
const HIGH: &[u32] = &[2, 0, 80, 0, 0, 0];
const DEALER: &[u32] = &[0, 2, 1];

#[test]
fn an_order_holds_nothing_of_the_one_before() {
    let orders: [(Vec<u32>, u32); 9] = [
        (order(1, &[BLUE], &[]), 1140),
        (order(1, &[BLUE, LID], &[]), 1340),
        (order(3, &[RED, LID], &[]), 3570),
        // 13.40 less 1.34
        (order(1, &[BLUE, LID], &[DEALER]), 1206),
        (order(1, &[LID, BLUE], &[DEALER]), 1206),
        (order(2, &[], &[]), 1980),
        (order(1, &[HIGH, BLUE], &[]), 1140),
        // 9.90 less 0.99
        (order(1, &[], &[DEALER]), 891),
        (order(1, &[RED], &[]), 990),
    ];
    let mut totals = totals();
    // each after each
    for (before, _) in &orders {
        for (words, amount) in &orders {
            answered(&mut totals, before, b"");
            assert_eq!(answered(&mut totals, words, b""), (0, *amount), "{words:?}");
        }
    }
}

#[test]
fn of_a_value_that_is_there_twice_the_first_counts() {
    let mut totals = totals();
    for _ in 0..2 {
        assert_eq!(
            answered(&mut totals, &order(1, &[BLUE, RED], &[]), b""),
            (0, 1140)
        );
        assert_eq!(
            answered(&mut totals, &order(1, &[RED, BLUE], &[]), b""),
            (0, 990)
        );
    }
}

#[test]
fn words_of_another_form_are_refused_and_leave_nothing() {
    let mut totals = totals();
    let plain = order(1, &[BLUE, LID], &[]);
    let no_option: &[u32] = &[0, 2, 2];
    let no_field: &[u32] = &[3, 4];
    let wrong = [
        order(1, &[no_option], &[]),
        order(1, &[no_option, LID], &[]),
        order(1, &[BLUE, no_field], &[]),
        [plain.clone(), vec![0]].concat(),
        plain[..plain.len() - 1].to_vec(),
        plain[..7].to_vec(),
    ];
    for words in &wrong {
        assert_eq!(answered(&mut totals, &plain, b""), (0, 1340));
        let mut answer = Vec::new();
        let result = totals.answer_to_words(MUG, words, b"", &mut answer);
        assert!(result.is_err(), "{words:?}");
    }
    assert_eq!(answered(&mut totals, &plain, b""), (0, 1340));
}

#[test]
fn texts_replace_the_order_and_numbers_follow_them() {
    let mut totals = totals();
    let by_text = order(1, &[&[u32::MAX, 3, 4]], &[]);
    for _ in 0..2 {
        assert_eq!(answered(&mut totals, &by_text, b"lid"), (0, 1190));
        assert_eq!(
            answered(&mut totals, &order(1, &[BLUE], &[]), b""),
            (0, 1140)
        );
    }
}
