//! Every option of a configuration: 8 features with 100 options in all, a width, a price list, 60
//! rules of which some apply, a discount, tiers and a minimum. Two options are forbidden together.

use anyhow::Result;
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Map, Value, json};

/// How many options each feature has.
pub const OPTIONS: [usize; 8] = [4, 6, 8, 10, 12, 16, 20, 24];

/// The plan and an order of one item.
pub struct Options {
    /// The plan.
    pub plan: Plan,
    /// The order.
    pub order: Order,
}

impl Options {
    /// Compiles the catalog.
    ///
    /// # Errors
    /// A catalog that does not compile.
    pub fn new() -> Result<Self> {
        let plan = compile(&Catalog::from_json(&catalog().to_string())?)?;
        let names = (0..OPTIONS.len()).map(|number| (format!("f{number}"), json!("o0")));
        let mut values: Map<String, Value> = names.collect();
        values.insert("width".to_owned(), json!(1_234));
        let order = json!({"items": [{"component": "c", "values": values, "quantity": 3}]});
        let order = Order::from_json(&order.to_string())?;
        Ok(Self { plan, order })
    }
}

fn catalog() -> Value {
    let width = json!({"id": "width", "type": "number", "unit": "mm", "min": 300, "max": 3_000, "step": 1, "required": true});
    let features = OPTIONS.iter().enumerate().map(|(number, count)| {
        let options: Vec<_> = (0..*count).map(option).collect();
        json!({"id": format!("f{number}"), "type": "select", "required": true, "options": options})
    });
    let features: Vec<_> = features.chain([width]).collect();
    let steps: Vec<_> = (1..=30).map(|step| step * 100).collect();
    let cells: Vec<_> = (1..=30)
        .map(|step| format!("{}.50", 40 + 3 * step))
        .collect();
    json!({"format": 1, "currency": "EUR", "components": [{
        "id": "c",
        "features": features,
        "price_lists": [{"id": "widths", "row_feature": "width", "lookup": {"row": "up"}, "rows": steps, "cells": cells}],
        "rules": rules(),
    }]})
}

fn option(number: usize) -> Value {
    let surcharge = match number % 3 {
        0 => json!("4.50"),
        1 => json!({"percent": "3", "of": "base"}),
        _ => json!({"amount": "2", "per": "width", "unit": "m"}),
    };
    json!({"id": format!("o{number}"), "surcharge": surcharge})
}

fn rules() -> String {
    let surcharges = (0..60).map(|number| {
        let (feature, option, width) = (number % 8, number % 4, number * 40);
        format!(
            "surcharge s{number} when f{feature} = \"o{option}\" and width > {width} : {number}.10"
        )
    });
    let rest = [
        "forbid both : f2 = \"o0\" and f3 = \"o9\"",
        "discount ten : 10% of subtotal",
        "tiers many on quantity volume : 3 -> discount 2% of extended, 10 -> discount 5% of extended",
        "minimum least : 80.00 per piece",
    ];
    let rules: Vec<_> = surcharges.chain(rest.map(str::to_owned)).collect();
    rules.join("\n")
}
