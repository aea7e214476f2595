//! A component: its features, and what else hangs on them.

use super::{Money, Tape, condition, group, prices, rules};
use serde_json::{Value, json};

/// What the rest of the generator knows of a component.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its id.
    pub id: String,
    /// As it stands in the catalog.
    pub json: Value,
    /// Which features it has besides `fabric` and `width`.
    pub features: Vec<&'static str>,
    /// Whether `extras` takes quantities.
    pub quantities: bool,
    /// Whether quantities are multiples of five.
    pub fives: bool,
}

impl Shape {
    /// Whether it has the feature.
    pub fn has(&self, feature: &str) -> bool {
        matches!(feature, "fabric" | "width") || self.features.contains(&feature)
    }
}

/// A component with everything.
pub fn component(tape: &mut Tape, money: &Money, index: usize) -> Shape {
    let optional = ["drop", "lined", "extras", "engraving", "motor", "panel"];
    let mut features: Vec<_> = optional.into_iter().filter(|_| tape.chance(60)).collect();
    if !features.contains(&"motor") {
        features.retain(|feature| *feature != "panel");
    }
    let mut shape = Shape {
        id: ["blind", "awning"][index].to_owned(),
        json: json!({}),
        features,
        quantities: tape.chance(50),
        fives: tape.chance(10),
    };
    let list: Vec<_> = ["fabric", "width"]
        .iter()
        .chain(&shape.features.clone())
        .map(|id| feature(tape, money, &shape, id))
        .collect();
    shape.json = json!({"id": shape.id, "features": list});
    if shape.fives {
        shape.json["quantity_step"] = json!(5);
    }
    let by_tiers = prices::base(tape, money, &mut shape);
    prices::surcharge_lists(tape, money, &mut shape);
    let tables = prices::tables(tape, money, &mut shape);
    group::groups(tape, money, &mut shape, tables);
    let phases = tape.chance(25);
    if phases {
        let choice = tape.pick(&["all", "best", "first"]);
        shape.json["phases"] = json!({
            "per_piece": ["options", "list_limits", "groups", {"id": "season", "choice": choice, "compound": tape.chance(30)}, "discounts", "limits", "rounding"],
            "per_item": ["quantity", "campaign", "fees"]
        });
    }
    let text = rules::component_rules(
        tape,
        money,
        &shape,
        rules::Context {
            phases,
            by_tiers,
            tables,
        },
    );
    if !text.is_empty() {
        shape.json["rules"] = json!(text);
    }
    shape
}

fn feature(tape: &mut Tape, money: &Money, shape: &Shape, id: &str) -> Value {
    let mut feature = match id {
        "fabric" => fabric(tape, money),
        "width" => {
            let mut width = json!({"type": "number", "unit": "mm", "min": 300, "max": 3000, "step": tape.pick(&["1", "0.5", "50"]), "required": true});
            surcharge(tape, money, &mut width, "width", 10);
            width
        }
        "drop" => {
            let mut drop = json!({"type": "number", "unit": "cm", "min": 20, "max": 300, "default": tape.pick(&[100, 150])});
            surcharge(tape, money, &mut drop, "drop", 20);
            drop
        }
        "lined" => {
            let mut lined = json!({"type": "boolean", "default": tape.chance(50)});
            surcharge(tape, money, &mut lined, "width", 70);
            lined
        }
        "extras" => {
            let options: Vec<_> = ["led", "sensor", "remote"]
                .iter()
                .map(|id| option(tape, money, id))
                .collect();
            json!({"type": "multiselect", "options": options, "quantities": shape.quantities, "max_choices": tape.pick(&[3, 2])})
        }
        "engraving" => {
            let mut text = json!({"type": "text", "max_length": 8});
            surcharge(tape, money, &mut text, "width", 60);
            text
        }
        "motor" => {
            let mut options: Vec<_> = ["none", "solar", "wired"]
                .iter()
                .map(|id| option(tape, money, id))
                .collect();
            if tape.chance(40) {
                options[2]["available_when"] = json!("width >= 600");
            }
            json!({"type": "select", "options": options, "default": "none"})
        }
        _ => {
            let options: Vec<_> = ["small", "large"]
                .iter()
                .map(|id| option(tape, money, id))
                .collect();
            json!({"type": "select", "options": options, "required": tape.chance(50), "available_when": condition::always_known(tape, shape)})
        }
    };
    feature["id"] = json!(id);
    feature
}

fn fabric(tape: &mut Tape, money: &Money) -> Value {
    let options: Vec<_> = [("linen", "A", 180), ("cotton", "B", 310), ("silk", "A", 95)]
        .iter()
        .map(|(id, band, weight)| {
            let mut option = option(tape, money, id);
            option["attributes"] = json!({"band": band});
            if tape.chance(70) {
                option["attributes"]["weight"] = json!(weight);
            }
            option
        })
        .collect();
    let mut fabric =
        json!({"type": "select", "options": options, "attributes": {"weight": {"default": 200}}});
    match tape.chance(30) {
        true => fabric["default"] = json!("linen"),
        false => fabric["required"] = json!(true),
    }
    fabric
}

fn option(tape: &mut Tape, money: &Money, id: &str) -> Value {
    let mut option = json!({"id": id});
    surcharge(tape, money, &mut option, "width", 60);
    option
}

/// A surcharge in any of its forms; `per` is a number that is always set.
fn surcharge(tape: &mut Tape, money: &Money, owner: &mut Value, per: &str, chance: usize) {
    if !tape.chance(chance) {
        return;
    }
    let scope = tape.pick(&[
        "per_piece",
        "per_piece",
        "per_piece",
        "per_item",
        "per_order",
    ]);
    let coarse = &money.coarse();
    let units = if per == "drop" {
        ["m", "cm"]
    } else {
        ["m", "mm"]
    };
    owner["surcharge"] = match tape.below(6) {
        0 => money.json(tape, 4000),
        1 => json!({"amount": coarse.json(tape, 5000), "scope": scope}),
        2 if scope != "per_order" => {
            json!({"percent": tape.pick(&["12", "7.5", "33"]), "of": "base", "scope": scope})
        }
        3 => {
            let unit = tape.pick(&units);
            let most = if unit == "m" { 900 } else { 3 };
            json!({"amount": coarse.json(tape, most), "per": per, "unit": unit, "scope": scope})
        }
        4 if money.currencies.len() == 1 => json!(0),
        _ => money.json(tape, 2500),
    };
    if tape.chance(20) {
        owner["discountable"] = json!(false);
    }
}
