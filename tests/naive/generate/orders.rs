//! Orders, most of them fine.

use super::component::Shape;
use super::{Money, Tape};
use serde_json::{Map, Value, json};

/// An order with one to four items.
pub fn order(tape: &mut Tape, money: &Money, shapes: &[Shape]) -> Value {
    let rated = tape.chance(75);
    let items: Vec<_> = (0..=tape.below(4))
        .map(|_| item(tape, money, shapes, rated))
        .collect();
    let mut order = json!({"items": items, "as_of": tape.pick(&["2026-10-05", "2026-09-15", "2026-10-15", "2026-12-24"])});
    if money.currencies.len() > 1 || tape.chance(30) {
        order["currency"] = json!(tape.pick(&money.currencies));
    }
    if rated {
        order["tax"] = json!({"rate": tape.pick(&["19", "7.7", "20"])});
    }
    if tape.chance(60) {
        order["customer"] = json!({"group": tape.pick(&["retail", "dealer", "installer"])});
    }
    if tape.chance(40) {
        order["context"] = json!({"express": tape.chance(50), "distance": tape.pick(&[5, 20])});
    }
    if tape.chance(25) {
        let single = Money {
            currencies: vec!["EUR"],
            digits: money.digits.min(2),
            ..money.clone()
        };
        let adjustments = [
            json!({"id": "goodwill", "label": "Goodwill", "amount": format!("-{}", single.rule(tape, 3_000))}),
            json!({"id": "rush", "percent": tape.pick(&["5", "-12.5"]), "of": tape.pick(&["items", "subtotal"])}),
        ];
        order["adjustments"] = adjustments.into_iter().skip(tape.below(2)).collect();
    }
    order
}

fn item(tape: &mut Tape, money: &Money, shapes: &[Shape], rated: bool) -> Value {
    let shape = tape.pick(shapes);
    let mut values = Map::new();
    values.insert(
        "fabric".into(),
        json!(tape.pick(&["linen", "cotton", "silk"])),
    );
    values.insert(
        "width".into(),
        tape.pick(&[
            json!(1000),
            json!(1200),
            json!("1500"),
            json!(550),
            json!(2050),
            json!(2450),
            json!(900),
            json!(2900),
            json!(1350),
            json!(1999.0),
        ]),
    );
    if shape.has("drop") && tape.chance(60) {
        values.insert(
            "drop".into(),
            tape.pick(&[json!(100), json!("87.5"), json!(160), json!(240), json!(55)]),
        );
    }
    if shape.has("lined") && tape.chance(50) {
        values.insert("lined".into(), json!(tape.chance(50)));
    }
    if shape.has("extras") && tape.chance(60) {
        values.insert("extras".into(), extras(tape, shape.quantities));
    }
    if shape.has("engraving") && tape.chance(40) {
        values.insert(
            "engraving".into(),
            json!(tape.pick(&["Anna", "für", "abc 12"])),
        );
    }
    if shape.has("motor") && tape.chance(60) {
        values.insert(
            "motor".into(),
            json!(tape.pick(&["none", "solar", "wired"])),
        );
    }
    if shape.has("panel") && values.get("motor") == Some(&json!("solar")) && tape.chance(60) {
        values.insert("panel".into(), json!(tape.pick(&["small", "large"])));
    }
    if tape.chance(8) {
        fault(tape, &mut values);
    }
    let quantities = if money.per_item {
        [1, 2, 4, 5, 8, 10, 20, 25]
    } else {
        [1, 2, 3, 5, 7, 10, 12, 25]
    };
    let quantity = tape.pick(&quantities) * if shape.fives { 5 } else { 1 };
    let mut item = json!({"component": shape.id, "values": values, "quantity": quantity});
    if rated && tape.chance(25) {
        item["tax_rate"] = json!(tape.pick(&["7", "0", "19"]));
    }
    if tape.chance(2) {
        item["quantity"] = json!("2.5");
    }
    item
}

fn extras(tape: &mut Tape, quantities: bool) -> Value {
    let ids = tape.pick(&[vec!["led"], vec!["sensor", "led"], vec!["remote"], vec![]]);
    match quantities && tape.chance(60) {
        true => ids
            .iter()
            .map(|id| json!({"option": id, "quantity": 1 + tape.below(3)}))
            .collect(),
        false => json!(ids),
    }
}

/// Something missing or wrong.
fn fault(tape: &mut Tape, values: &mut Map<String, Value>) {
    match tape.below(8) {
        0 => drop(values.remove("width")),
        1 => drop(values.remove("fabric")),
        2 => drop(values.insert("fabric".into(), json!("denim"))),
        3 => drop(values.insert("width".into(), json!(299))),
        4 => drop(values.insert("width".into(), json!("1000.25"))),
        5 => drop(values.insert("width".into(), json!(true))),
        6 => drop(values.insert("color".into(), json!("red"))),
        _ => drop(values.insert("panel".into(), json!("small"))),
    }
}
