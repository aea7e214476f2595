//! The naive evaluator by figures worked out by hand.

use super::naive::number::text;
use super::naive::{NaiveQuote, price};
use pricewright::model::quote::Status;
use pricewright::model::{Catalog, Order};

fn quote(catalog: &str, order: &str) -> NaiveQuote {
    let catalog =
        Catalog::from_json(catalog).unwrap_or_else(|faults| panic!("{}", faults.render()));
    let order = Order::from_json(order).unwrap_or_else(|faults| panic!("{}", faults.render()));
    price(&catalog, &order)
}

/// The amount of one item of a component with a base price, rules and further keys.
fn amount(base: &str, more: &str, rules: &str, values: &str, quantity: u32) -> String {
    let rules = serde_json::to_string(rules).unwrap();
    let component = format!(r#"{{"id":"c","base_price":"{base}"{more},"rules":{rules}}}"#);
    let catalog = format!(r#"{{"format":1,"currency":"EUR","components":[{component}]}}"#);
    let item = format!(r#"{{"component":"c","values":{values},"quantity":{quantity}}}"#);
    let quote = quote(&catalog, &format!(r#"{{"items":[{item}]}}"#));
    match (quote.status, &quote.amount) {
        (Status::Priced, Some(amount)) => text(amount),
        (status, _) => format!("{status:?}"),
    }
}

fn ruled(base: &str, rules: &str, quantity: u32) -> String {
    amount(base, "", rules, "{}", quantity)
}

const OPTION: &str = r#","features":[{"id":"f","type":"select","required":true,"options":[
    {"id":"o","surcharge":"@"KEYS}]}]"#;

fn option(surcharge: &str, keys: &str) -> String {
    OPTION.replace('@', surcharge).replace("KEYS", keys)
}

const CHOSEN: &str = r#"{"f":"o"}"#;

#[test]
fn tiers() {
    let steps = "1 -> 7.00, 6 -> 6.50, 11 -> 6.00";
    // All six at 6.50; five at 7.00 and one at 6.50.
    assert_eq!(
        ruled("9.00", &format!("tiers t on quantity volume : {steps}"), 6),
        "39"
    );
    assert_eq!(
        ruled(
            "9.00",
            &format!("tiers t on quantity graduated : {steps}"),
            6
        ),
        "41.5"
    );
    // 201 − 100 free = 101: two started packages of 100, 2 × 5.
    let package = "tiers t on quantity package : 5.00 per started 100, first 100 free";
    assert_eq!(ruled("0", package, 201), "10");
    let blocks = "tiers t on quantity block : 1 -> 10.00, 10 -> 50.00, 25 -> none";
    assert_eq!(ruled("1.00", blocks, 7), "10");
    assert_eq!(ruled("1.00", blocks, 11), "50");
    assert_eq!(ruled("1.00", blocks, 30), "Unpriced");
    // 30 − 24 = 6 further pieces at 2.50 on top of 50.
    let overage = "tiers t on quantity block : 1 -> 10.00, 10 -> 50.00, 25 -> overage 2.50";
    assert_eq!(ruled("1.00", overage, 30), "65");
}

#[test]
fn rounding_comes_last() {
    // 1000 + 20 % = 1200, + 92 = 1292: to 5 down to 1290, up to 1295.
    let rules = "surcharge more : 20% of base\nsurcharge fee : 92.00\nround r : to 5 ";
    assert_eq!(ruled("1000", &format!("{rules}half_up"), 1), "1290");
    assert_eq!(ruled("1000", &format!("{rules}up"), 1), "1295");
}

#[test]
fn what_is_not_discountable_is_left_out() {
    // 7.50 × 0.7 = 5.25; 7.50 − 7.00 × 0.3 = 5.40.
    let (counted, left_out) = (
        option("0.50", ""),
        option("0.50", r#","discountable":false"#),
    );
    let (list, base) = ("discount d : 30% of list", "discount d : 30% of base");
    assert_eq!(amount("7.00", &counted, list, CHOSEN, 1), "5.25");
    assert_eq!(amount("7.00", &left_out, list, CHOSEN, 1), "5.4");
    assert_eq!(amount("7.00", &counted, base, CHOSEN, 1), "5.4");
    assert_eq!(amount("7.00", &left_out, base, CHOSEN, 1), "5.4");
}

#[test]
fn a_minimum_before_or_after_discounts() {
    // After: 35 − 4.50 = 30.50, lifted to 49; × 3. Before: 35 lifted to 49, of which 44 are
    // discountable: 49 − 6.60 = 42.40; × 3.
    let more = option("5.00", r#","discountable":false"#);
    let dealer = "discount dealer : 15% of list\nminimum least : 49.00 per piece";
    assert_eq!(amount("30.00", &more, dealer, CHOSEN, 3), "147");
    let before = format!("{dealer} before discounts");
    assert_eq!(amount("30.00", &more, &before, CHOSEN, 3), "127.2");
}

#[test]
fn phases_compound_and_adjustments_in_a_phase_add() {
    // 120 − 18 = 102; then 10 % of 120 or of 102.
    let group = r#","price_groups":[{"id":"g","type":"percentage","amount":"-15","of":"list"}]"#;
    let more = format!("{}{group}", option("20.00", ""));
    assert_eq!(
        amount("100", &more, "discount d : 10% of list", CHOSEN, 1),
        "90"
    );
    assert_eq!(
        amount("100", &more, "discount d : 10% of subtotal", CHOSEN, 1),
        "91.8"
    );
    let two = "discount a : 10% of BASE\ndiscount b : 10% of BASE\n";
    let compound = "phase discounts : compound\n";
    let list = format!("{}{compound}", two.replace("BASE", "list"));
    assert_eq!(ruled("120", &list, 1), "96");
    let subtotal = two.replace("BASE", "subtotal");
    assert_eq!(ruled("100", &subtotal, 1), "80");
    assert_eq!(ruled("100", &format!("{subtotal}{compound}"), 1), "81");
    let two_phases = "discount a : 10% of subtotal\ndiscount b : 10% of subtotal during groups";
    assert_eq!(ruled("100", two_phases, 1), "81");
}

#[test]
fn a_negative_option_and_half_off() {
    let tier = "tiers t on quantity : 1 -> discount 50% of extended";
    assert_eq!(amount("1000", &option("-500", ""), tier, CHOSEN, 1), "250");
}

#[test]
fn rounding_scopes() {
    // 5.555 → 5.56, (55.55 + 5.56) × 2; 111.10 + 11.11.
    for (scope, wanted) in [("unit", "122.22"), ("item", "122.21")] {
        let catalog = format!(
            r#"{{"format":1,"currency":"EUR","rounding":{{"scope":"{scope}"}},"components":[
            {{"id":"c","base_price":"55.55","rules":"surcharge s : 10% of base"}}]}}"#
        );
        let quote = quote(&catalog, r#"{"items":[{"component":"c","quantity":2}]}"#);
        assert_eq!(text(&quote.amount.unwrap()), wanted, "{scope}");
    }
}

#[test]
fn taxes() {
    let tax = |prices: &str, rounding: &str, price: &str, quantities: &[u32], rate: &str| {
        let catalog = format!(
            r#"{{"format":1,"currency":"EUR","prices":"{prices}","tax":{{"rounding":"{rounding}"}},
            "components":[{{"id":"c","base_price":"{price}"}}]}}"#
        );
        let item = |quantity: &u32| format!(r#"{{"component":"c","quantity":{quantity}}}"#);
        let items: Vec<_> = quantities.iter().map(item).collect();
        let items = items.join(",");
        let order = format!(r#"{{"items":[{items}],"tax":{{"rate":"{rate}"}}}}"#);
        let totals = quote(&catalog, &order).totals;
        format!(
            "{} {}",
            text(&totals.net.unwrap()),
            text(&totals.tax.unwrap())
        )
    };
    // 59.97 × 19 / 119 = 9.575…
    assert_eq!(tax("gross", "item", "19.99", &[3], "19"), "50.39 9.58");
    // 10.03 × 0.19 = 1.9057 → 1.91, three times; 30.09 × 0.19 = 5.7171.
    assert_eq!(tax("net", "item", "10.03", &[1, 1, 1], "19"), "30.09 5.73");
    assert_eq!(tax("net", "rate", "10.03", &[1, 1, 1], "19"), "30.09 5.72");
    assert_eq!(tax("net", "item", "302.00", &[1], "20"), "302 60.4");
}

#[test]
fn a_fee_once_per_order_and_shade() {
    let catalog = r#"{"format":1,"currency":"EUR","components":[{"id":"c","base_price":"0",
        "features":[{"id":"ral","type":"select","required":true,"options":["a","b"]}],
        "rules":"surcharge fee : 40.00 once per order by ral"}]}"#;
    let item = |shade: &str, quantity: u32| {
        format!(r#"{{"component":"c","values":{{"ral":"{shade}"}},"quantity":{quantity}}}"#)
    };
    for items in [
        vec![item("a", 1), item("a", 1), item("b", 1)],
        vec![item("a", 2), item("b", 1)],
    ] {
        let quote = quote(catalog, &format!(r#"{{"items":[{}]}}"#, items.join(",")));
        assert_eq!(text(&quote.amount.unwrap()), "80");
        assert_eq!(quote.lines.len(), 2);
    }
}

#[test]
fn a_matrix_between_its_steps() {
    let price = |mode: &str, width: &str| {
        let more = format!(
            r#","base_price_adds":true,"features":[{{"id":"w","type":"number","required":true}}],
            "price_lists":[{{"id":"m","row_feature":"w","lookup":"{mode}","rows":[80,100,120,150],
            "cells":["10.00","20.00","35.00",null]}}]"#
        );
        amount("0", &more, "", &format!(r#"{{"w":{width}}}"#), 1)
    };
    assert_eq!(price("up", "110"), "35");
    assert_eq!(price("down", "110"), "20");
    assert_eq!(price("nearest", "110"), "35"); // a tie goes up
    assert_eq!(price("nearest", "109"), "20");
    assert_eq!(price("exact", "110"), "Unpriced");
    assert_eq!(price("exact", "100"), "20");
    assert_eq!(price("linear", "105"), "23.75"); // 20 + 15 × 5/20
    assert_eq!(price("linear", "120"), "35"); // the hole beside it is not needed
    assert_eq!(price("linear", "121"), "Unpriced");
    assert_eq!(price("up", "79"), "10");
    assert_eq!(price("down", "79"), "Unpriced");
    assert_eq!(price("up", "151"), "Unpriced");
}
