//! Base prices and price lists.

use super::component::Shape;
use super::{Money, Tape, condition};
use serde_json::{Value, json};

/// The base price; whether tiers set it.
pub fn base(tape: &mut Tape, money: &Money, shape: &mut Shape) -> bool {
    let kind = tape.below(10);
    if matches!(kind, 0..=3) {
        shape.json["base_price"] = money.json(tape, 20_000);
        return false;
    }
    if kind == 9 {
        return true;
    }
    let mut lists = Vec::new();
    for currency in &money.currencies {
        match kind {
            4..=6 => {
                let bands = if tape.chance(90) {
                    vec!["A", "B"]
                } else {
                    vec!["A"]
                };
                for band in bands {
                    let mut list = matrix(
                        tape,
                        money,
                        shape,
                        &format!("band_{band}_{currency}"),
                        15_000,
                    );
                    list["for"] = json!({"fabric.band": band});
                    lists.push(with_currency(list, money, currency));
                }
            }
            _ => {
                let list = matrix(tape, money, shape, &format!("only_{currency}"), 15_000);
                lists.push(with_currency(list, money, currency));
            }
        }
    }
    if kind == 7 && tape.chance(30) {
        for list in &mut lists {
            list["when"] = json!("width > 900");
        }
    }
    if kind == 8 {
        shape.json["base_price"] = money.json(tape, 9_000);
        shape.json["base_price_adds"] = json!(true);
        if tape.chance(50) {
            for list in &mut lists {
                list["when"] = json!("width > 900");
            }
        }
    }
    shape.json["price_lists"] = json!(lists);
    false
}

/// Lists of role `surcharge`.
pub fn surcharge_lists(tape: &mut Tape, money: &Money, shape: &mut Shape) {
    if !tape.chance(30) {
        return;
    }
    // What serves in one currency must serve in every other.
    let when = condition::condition(tape, shape).replace("area > 1.5", "width > 1100");
    let discountable = tape.chance(70);
    for currency in &money.currencies {
        let mut list = matrix(tape, money, shape, &format!("extra_{currency}"), 3_000);
        list["role"] = json!("surcharge");
        list["discountable"] = json!(discountable);
        list["when"] = json!(when);
        push(shape, with_currency(list, money, currency));
    }
}

/// Tables for rules: `fees` (amounts over the width, one currency only), `rates` (percentages by
/// customer group). Whether there are any.
pub fn tables(tape: &mut Tape, money: &Money, shape: &mut Shape) -> bool {
    if !tape.chance(40) || money.currencies.len() > 1 {
        return false;
    }
    let (rows, cells) = axis(tape, money, 2_000, false);
    let modes = ["up", "down", "nearest", "linear"];
    push(
        shape,
        json!({"id": "fees", "role": "table", "row_feature": "width", "lookup": tape.pick(&modes), "rows": rows, "cells": cells}),
    );
    let rates: Vec<_> = (0..3)
        .map(|_| tape.pick(&["0", "5", "7.5", "12"]))
        .collect();
    push(
        shape,
        json!({"id": "rates", "role": "table", "values": "percent", "row_feature": "customer.group", "rows": ["retail", "dealer", "installer"], "cells": rates}),
    );
    true
}

fn push(shape: &mut Shape, list: Value) {
    match shape.json["price_lists"].as_array_mut() {
        Some(lists) => lists.push(list),
        None => shape.json["price_lists"] = json!([list]),
    }
}

fn with_currency(mut list: Value, money: &Money, currency: &str) -> Value {
    if money.currencies.len() > 1 {
        list["currency"] = json!(currency);
    }
    list
}

/// A list over the width, or over width and one more axis.
fn matrix(tape: &mut Tape, money: &Money, shape: &Shape, id: &str, most: i64) -> Value {
    let modes = ["up", "down", "nearest", "linear", "up", "exact"];
    let (rows, cells) = axis(tape, money, most, true);
    let row_mode = tape.pick(&modes);
    let above = tape.pick(&["out_of_range", "on_request"]);
    let mut list = json!({"id": id, "row_feature": "width", "rows": rows});
    let second = tape.below(4);
    let cols = match second {
        1 if shape.has("drop") => {
            list["col_feature"] = json!("drop");
            list["lookup"] = json!({"row": row_mode, "col": tape.pick(&modes)});
            list["above"] =
                json!({"row": above, "col": tape.pick(&["out_of_range", "on_request"])});
            json!([50, 100, 250])
        }
        2 if shape.has("motor") => {
            list["col_feature"] = json!("motor");
            list["lookup"] = json!({"row": row_mode});
            list["above"] = json!({"row": above});
            json!(["none", "solar", "wired"])
        }
        _ => {
            list["lookup"] = json!(row_mode);
            list["above"] = json!(above);
            list["cells"] = json!(cells);
            return list;
        }
    };
    let columns = cols.as_array().unwrap().len();
    let count = rows.len();
    list["cols"] = cols;
    let line = |tape: &mut Tape| {
        (0..columns)
            .map(|_| cell(tape, money, most, true))
            .collect::<Vec<_>>()
    };
    list["cells"] = (0..count).map(|_| json!(line(tape))).collect();
    list
}

/// Breakpoints over the width, and a cell for each.
fn axis(tape: &mut Tape, money: &Money, most: i64, holes: bool) -> (Vec<i64>, Vec<Value>) {
    let mut rows = vec![500];
    for breakpoint in [700, 1000, 1500, 1900, 2500] {
        if tape.chance(60) {
            rows.push(breakpoint);
        }
    }
    rows.push(if !holes || tape.chance(60) {
        3000
    } else {
        2900
    });
    let first = if holes { 500 } else { 300 };
    rows[0] = first;
    let cells = rows
        .iter()
        .map(|_| cell(tape, money, most, holes))
        .collect();
    (rows, cells)
}

fn cell(tape: &mut Tape, money: &Money, most: i64, holes: bool) -> Value {
    match tape.below(25) {
        23 if holes => Value::Null,
        24 => json!("0"),
        _ => {
            let single = Money {
                currencies: vec![money.currencies[0]],
                ..money.clone()
            };
            json!(single.rule(tape, most))
        }
    }
}
