//! Hints of small catalogs, worked out by hand.

use super::*;
use crate::{Catalog, compile};

fn plan(component: &str) -> Plan {
    let catalog = format!(
        r#"{{"format": 1, "currency": "EUR", "components": [{{"id": "board", {component}}}]}}"#
    );
    compile(&Catalog::from_json(&catalog).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Up to 1000: 50.00, up to 1200: 55.00, up to 1500: 70.00.
fn boards() -> Plan {
    plan(
        r#""features": [{"id": "width", "type": "number", "unit": "mm", "min": 300, "max": 1500,
            "step": 2, "required": true}],
        "price_lists": [{"id": "widths", "row_feature": "width", "lookup": {"row": "up"},
            "rows": [1000, 1200, 1500], "cells": ["50", "55", "70"]}]"#,
    )
}

fn told(plan: &Plan, items: &str, limit: usize) -> Vec<String> {
    let order = Order::from_json(&format!(r#"{{"items": [{items}]}}"#)).unwrap();
    let found = plan.hints(&order, limit).unwrap();
    // each is what its witness costs
    for hint in &found.hints {
        let mut with = order.clone();
        with.items[hint.item] = hint.witness.clone();
        assert_eq!(plan.price(&with).unwrap().amount, Some(hint.amount));
    }
    found.hints.iter().map(|hint| hint.message(2)).collect()
}

#[test]
fn a_number_moves_to_the_edges_of_its_step() {
    let board = r#"{"component": "board", "values": {"width": 1006}}"#;
    assert_eq!(
        told(&boards(), board, 10),
        [
            "width 1000 (6 mm less) saves 5.00",
            "width 1200 (194 mm more) costs the same"
        ]
    );
    assert_eq!(told(&boards(), board, 1).len(), 1);
    assert_eq!(told(&boards(), board, 0).len(), 0);
}

#[test]
fn at_the_edge_there_is_nothing_more_and_at_the_first_step_nothing_less() {
    let edge = r#"{"component": "board", "values": {"width": 1200}}"#;
    assert_eq!(
        told(&boards(), edge, 10),
        ["width 1000 (200 mm less) saves 5.00"]
    );
    let first = r#"{"component": "board", "values": {"width": 976}}"#;
    assert_eq!(
        told(&boards(), first, 10),
        ["width 1000 (24 mm more) costs the same"]
    );
}

#[test]
fn a_larger_size_may_be_cheaper() {
    let plan = plan(
        r#""features": [{"id": "width", "type": "number", "min": 1, "max": 30, "step": 1}],
        "base_price": "20", "rules": "surcharge cut \"Cut\" when width is set and width < 20 : 3.00""#,
    );
    let item = r#"{"component": "board", "values": {"width": 18}}"#;
    assert_eq!(
        told(&plan, item, 10),
        [
            "width 20 (2 more) saves 3.00",
            "width 19 (1 more) costs the same"
        ]
    );
}

#[test]
fn more_pieces_may_cost_less() {
    let plan = plan(
        r#""features": [], "base_price": "10",
        "rules": "tiers many \"Many\" on quantity volume : 10 -> discount 20% of extended, 100 -> discount 30% of extended""#,
    );
    // 9: 90.00; 10: 100.00 less 20.00
    let item = r#"{"component": "board", "quantity": 9}"#;
    assert_eq!(
        told(&plan, item, 10),
        ["quantity 10 (1 piece more) saves 10.00"]
    );
    // 8: 80.00, as much as 10
    let item = r#"{"component": "board", "quantity": 8}"#;
    assert_eq!(
        told(&plan, item, 10),
        ["quantity 10 (2 pieces more) costs the same"]
    );
    // 10: 80.00; 100: 700.00
    let item = r#"{"component": "board", "quantity": 10}"#;
    assert!(told(&plan, item, 10).is_empty());
}

#[test]
fn tiers_over_the_order_count_the_other_items() {
    let plan = plan(
        r#""features": [], "base_price": "10",
        "rules": "tiers many \"Many\" on quantity of order : 10 -> discount 20% of extended""#,
    );
    // 4 + 5 pieces: 90.00; one more of either: 80.00
    let items = r#"{"component": "board", "quantity": 4}, {"component": "board", "quantity": 5}"#;
    assert_eq!(
        told(&plan, items, 10),
        [
            "quantity 5 (1 piece more) saves 10.00",
            "quantity 6 (1 piece more) saves 10.00"
        ]
    );
}

#[test]
fn a_minimum_pays_for_options() {
    let plan = plan(
        r#""features": [
            {"id": "oil", "type": "boolean", "surcharge": "8"},
            {"id": "wax", "type": "boolean", "surcharge": "12"},
            {"id": "brand", "type": "boolean"}],
        "base_price": "40", "rules": "minimum least \"Smallest order\" : 50.00 per piece""#,
    );
    // 40 is lifted by 10: oil is paid for, wax would be 52.00, the brand costs nothing anyway
    assert_eq!(
        told(&plan, r#"{"component": "board"}"#, 10),
        ["oil true costs nothing more: `Smallest order` lifts the price by 10.00"]
    );
    let oiled = r#"{"component": "board", "values": {"wax": true}}"#;
    assert!(told(&plan, oiled, 10).is_empty());
}

#[test]
fn an_order_without_a_price_has_no_hints() {
    let order = Order::from_json(r#"{"items": [{"component": "board"}]}"#).unwrap();
    let found = boards().hints(&order, 10).unwrap();
    assert_eq!((found.status, found.hints.len()), (Status::Incomplete, 0));
    assert_eq!(found.render(), "no hints: incomplete\n");
    assert!(boards().hints(&Order::default(), 10).is_err());
}
