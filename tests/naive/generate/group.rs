//! Price groups of every type.

use super::component::Shape;
use super::{Money, Tape, condition};
use serde_json::{Value, json};

/// Adds price groups; `tables` says whether there is a table of amounts.
pub fn groups(tape: &mut Tape, money: &Money, shape: &mut Shape, tables: bool) {
    let count = [0, 0, 1, 2, 3][tape.below(5)];
    let groups: Vec<_> = (0..count)
        .map(|_| group(tape, money, shape, tables))
        .collect();
    if !groups.is_empty() {
        shape.json["price_groups"] = json!(groups);
    }
}

fn group(tape: &mut Tape, money: &Money, shape: &Shape, tables: bool) -> Value {
    let mut group = json!({"id": tape.id("group"), "priority": tape.unlike()});
    match tape.below(5) {
        0 => {
            let bases = ["list", "base", "options", "subtotal", "price(fabric)"];
            group["type"] = json!("percentage");
            group["amount"] = json!(tape.pick(&["-15", "-7.5", "4", "-33"]));
            group["of"] = json!(tape.pick(&bases));
            if tape.chance(30) {
                group["tiers"] =
                    json!([{"from": 5, "amount": "-17"}, {"from": 10, "amount": "-20"}]);
            }
        }
        1 => {
            group["type"] = json!("fixed");
            group["amount"] = money.json(tape, 8_000);
            if tape.chance(30) {
                group["tiers"] = json!([{"from": 4, "amount": money.json(tape, 3_000)}]);
            }
        }
        2 if money.currencies.len() == 1 => {
            group["type"] = json!("formula");
            group["formula"] = json!(tape.pick(&["list * 0.05", "0 - base / 8", "1.25 * area"]));
        }
        3 if tables => {
            group["type"] = json!("table");
            group["table"] = json!("fees");
        }
        _ => {
            group["type"] = json!("override");
            group["amount"] = money.json(tape, 20_000);
        }
    }
    let scope = tape.below(4);
    if group["type"] == "override" || group["of"] == "list" {
        match scope {
            1 => group["scope"] = json!({"features": ["fabric"]}),
            2 => group["scope"] = json!({"options": ["fabric.linen", "fabric.silk"]}),
            _ => {}
        }
    }
    if tape.chance(60) {
        group["when"] = json!(condition::condition(tape, shape));
    }
    if tape.chance(20) {
        group["from"] = json!("2026-10-01");
    }
    if tape.chance(20) {
        group["until"] = json!("2026-10-20");
    }
    group
}
