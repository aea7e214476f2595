//! Changes as JavaScript sends them, answers as it reads them, and words that nobody should send.

use super::super::answer::{answer_to_words, line_texts_json};
use super::super::words::NO_NUMBER;
use super::*;
use crate::model::quote::Scope;
use crate::{Catalog, compile};

const BY_TEXT: u32 = u32::MAX;
const HEAD: usize = 9;

/// The mug costs 9.90, its lid 2.00, its blue 1.50.
fn mugs(rules: &str) -> Plan {
    let catalog = r#"{ "format": 1, "currency": "EUR",
      "inputs": [{ "id": "customer.group", "type": "select", "options": ["retail", "dealer"],
                   "default": "retail" }],
      "components": [{ "id": "mug", "base_price": "9.90", "features": [
        { "id": "color", "type": "select", "required": true,
          "options": [{ "id": "red" }, { "id": "blue", "surcharge": "1.50" }] },
        { "id": "lid", "type": "boolean", "surcharge": "2.00", "required": false },
        { "id": "height", "type": "number", "required": false }],
        "rules": "RULES" }] }"#;
    let catalog = catalog.replace("RULES", &rules.replace('"', "\\\""));
    compile(&Catalog::from_json(&catalog).unwrap()).unwrap()
}

/// Dealers get 10 % of the list.
fn session() -> Session {
    session_with(r#"discount dealer "Dealer" when customer.group = "dealer" : 10% of list"#)
}

fn session_with(rules: &str) -> Session {
    // version, no settings, one item: the first component, once; nothing else
    let words = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    session_from_words(&mugs(rules), &words, b"").unwrap()
}

fn answer(session: &mut Session) -> Vec<u32> {
    let mut words = vec![7; 3];
    answer_to_words(session, true, &mut words).unwrap();
    words.truncate(HEAD + size(&words) * usize::try_from(words[7]).unwrap());
    words
}

/// How many words a line of an answer has.
fn size(words: &[u32]) -> usize {
    if words[8] == 0 { 9 } else { 5 }
}

/// The numbers of the names of an answer's lines.
fn names(words: &[u32]) -> Vec<u32> {
    let lines = words[HEAD..].chunks(size(words));
    lines.map(|line| line[0]).collect()
}

#[test]
fn values_arrive_by_position_and_by_text() {
    let mut session = session();
    set_from_words(&mut session, &[0, 0, 2, 1], b"").unwrap();
    set_from_words(&mut session, &[1, 0, 2, 1], b"").unwrap();
    set_from_words(&mut session, &[0, BY_TEXT, 3, 4], b"lid").unwrap();
    set_from_words(&mut session, &[2, 0, 3, 0, 0, 0], b"").unwrap();
    // 9.90 + 1.50 + 2.00 = 13.40, less 1.34, is 12.06; × 3
    assert_eq!(session.total().unwrap().unwrap().to_fixed(2), "36.18");
    unset_from_words(&mut session, &[0, 1], b"").unwrap();
    unset_from_words(&mut session, &[1, BY_TEXT, 14], b"customer.group").unwrap();
    unset_from_words(&mut session, &[2], b"").unwrap();
    assert_eq!(session.total().unwrap().unwrap().to_fixed(2), "11.40");
    set_from_words(&mut session, &[3, 1, 3], b"USD").unwrap();
    assert!(session.total().is_err(), "the catalog has no such prices");
    unset_from_words(&mut session, &[3], b"").unwrap();
    set_from_words(&mut session, &[4, 1, 10], b"2026-10-01").unwrap();
    assert_eq!(session.order().as_of.unwrap().to_string(), "2026-10-01");
}

#[test]
fn an_answer_has_status_amount_and_lines() {
    let mut session = session();
    set_from_words(&mut session, &[0, 0, 2, 1], b"").unwrap();
    set_from_words(&mut session, &[1, 0, 2, 1], b"").unwrap();
    let expected = [
        &[0, 2, 1026, 0, 0, 2, 0, 3, 3][..], // priced, 11.40 - 1.14, three lines in hundredths
        &[0, 990, 0, 990, 0],
        &[1, 150, 0, 150, 0],
        &[2, 0xffff_ff8e, 0xffff_ffff, 0xffff_ff8e, 0xffff_ffff], // -114
    ];
    assert_eq!(answer(&mut session), expected.concat());
    // the same from the general evaluator
    session.quote().unwrap();
    let expected = [
        &[0, 2, 1026, 0, 0, 2, 0, 3, 0][..],
        &[0, 99, 0, 0, 1, 99, 0, 0, 1], // 9.90, without its last zero
        &[1, 15, 0, 0, 1, 15, 0, 0, 1], // 1.50
        &[2, 114, 0, 0, 0x8000_0002, 114, 0, 0, 0x8000_0002], // -1.14
    ];
    assert_eq!(answer(&mut session), expected.concat());
    let texts = line_texts_json(&session, 2).unwrap();
    let wanted =
        r#"{"phase":"discounts","kind":"discount","id":"dealer","label":"Dealer","scope":"unit"}"#;
    assert_eq!(texts, wanted);
    assert_eq!(line_texts_json(&session, 3), None);
    // a line in between gets a number of its own, the others keep theirs
    set_from_words(&mut session, &[0, 1, 4], b"").unwrap();
    assert_eq!(names(&answer(&mut session)), [0, 1, 3, 2]);
    let texts = session.line_texts(3).unwrap();
    assert_eq!((&*texts.id, texts.scope), ("lid", Scope::Unit));
    // without a price there is neither amount nor line
    unset_from_words(&mut session, &[0, 0], b"").unwrap();
    set_from_words(&mut session, &[0, 0, 1, 1], b"x").unwrap();
    assert_eq!(answer(&mut session), [2, 2, 0, 0, 0, NO_NUMBER, 0, 0, 0]);
}

#[test]
fn names_without_end_are_numbered_anew() {
    let mut session = session_with(r#"surcharge setup "Setup" : 5 once per order by height"#);
    set_from_words(&mut session, &[0, 0, 2, 0], b"").unwrap();
    let mut numbering = 0;
    for height in 1..2_100 {
        set_from_words(&mut session, &[0, 2, 0, height, 0, 0, 0], b"").unwrap();
        let words = answer(&mut session);
        numbering = words[6];
        assert!(height > 2_000 || numbering == 0, "numbering at {height}");
        let name = usize::try_from(*names(&words).last().unwrap()).unwrap();
        let label = session.line_texts(name).unwrap().label;
        assert_eq!(label, format!("Setup ({height})"));
    }
    assert_eq!(numbering, 1);
}

#[test]
fn a_fee_of_the_order_has_no_amount_of_a_piece() {
    let mut session = session_with(r#"surcharge setup "Setup" : 5 once per order"#);
    set_from_words(&mut session, &[0, 0, 2, 0], b"").unwrap();
    let words = answer(&mut session);
    // priced, 14.90, two lines in hundredths; the second is 5.00 without an amount of a piece
    assert_eq!(words[..HEAD], [0, 2, 149, 0, 0, 1, 0, 2, 3]);
    assert_eq!(words[HEAD + 6..], [0, 0x8000_0000, 500, 0]);
}

#[test]
fn lines_are_left_out_unless_they_are_asked_for() {
    let mut session = session();
    set_from_words(&mut session, &[0, 0, 2, 0], b"").unwrap();
    let mut words = Vec::new();
    answer_to_words(&mut session, false, &mut words).unwrap();
    assert_eq!(words, [0, 2, 99, 0, 0, 1, 0, 0, 0]);
    assert_eq!(line_texts_json(&session, 0), None, "no line was named");
}

#[test]
fn words_of_another_form_change_nothing() {
    let mut session = session();
    set_from_words(&mut session, &[0, 0, 2, 1], b"").unwrap();
    let before = session.order().clone();
    let changes: [(&[u32], &[u8]); 11] = [
        (&[], b""),
        (&[0], b""),
        (&[0, 9, 4], b""),       // no such feature
        (&[0, 0, 2, 2], b""),    // no such option
        (&[0, 0, 2, 1, 0], b""), // a word too many
        (&[0, 0, 2, 1], b"x"),   // a text too many
        (&[1, 1, 4], b""),       // no such input
        (&[2, 2, 0], b""),       // a quantity has no options
        (&[2, 3], b""),          // nor is it a boolean
        (&[3, 1, 4], b"euro"),   // no currency code
        (&[5, 3], b""),          // no such setting
    ];
    for (words, texts) in changes {
        assert!(
            set_from_words(&mut session, words, texts).is_err(),
            "{words:?}"
        );
        assert_eq!(*session.order(), before);
    }
    for words in [&[][..], &[0], &[0, 9], &[0, 0, 0], &[1, 1], &[5]] {
        assert!(
            unset_from_words(&mut session, words, b"").is_err(),
            "{words:?}"
        );
        assert_eq!(*session.order(), before);
    }
}

#[test]
fn a_session_has_one_item() {
    let none = [1, 0, 0, 0, 0];
    let two = [1, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for words in [&none[..], &two] {
        assert!(session_from_words(&mugs(""), words, b"").is_err());
    }
}
