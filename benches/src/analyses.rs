//! Catalogs for questions about all configurations: select features, a width and a drop with a
//! price list over both, rules that read an option or a size, a discount and a minimum.

use anyhow::Result;
use pricewright::{Catalog, Order, Plan, compile};
use serde_json::{Value, json};

use crate::random::Random;

/// How large a catalog is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Select features.
    pub features: usize,
    /// Options of each.
    pub options: usize,
    /// Rules, of which one in ten forbids something.
    pub rules: usize,
    /// Rows of the price list, and columns.
    pub steps: usize,
}

/// What the others differ from in one way each.
pub const MIDDLE: Size = Size {
    features: 10,
    options: 8,
    rules: 40,
    steps: 30,
};

/// The sizes, in rows of one way each.
#[must_use]
pub fn sizes() -> Vec<(String, Size)> {
    let features = [5, 10, 20, 40].map(|features| Size { features, ..MIDDLE });
    let options = [4, 16, 64].map(|options| Size { options, ..MIDDLE });
    let rules = [10, 160, 640].map(|rules| Size { rules, ..MIDDLE });
    let steps = [10, 100, 1_000].map(|steps| Size { steps, ..MIDDLE });
    let named = |of: fn(&Size) -> String| move |size: Size| (of(&size), size);
    let all = features
        .into_iter()
        .map(named(|size| format!("{} features", size.features)));
    let all = all.chain(
        options
            .into_iter()
            .map(named(|size| format!("{} options each", size.options))),
    );
    let all = all.chain(
        rules
            .into_iter()
            .map(named(|size| format!("{} rules", size.rules))),
    );
    let all = all.chain(
        steps
            .into_iter()
            .map(named(|size| format!("{0} x {0} cells", size.steps))),
    );
    all.collect()
}

/// The plan of a size, and an order that leaves everything open.
///
/// # Errors
/// A catalog that does not compile.
pub fn open(size: Size) -> Result<(Plan, Order)> {
    let plan = compile(&Catalog::from_json(&catalog(size).to_string())?)?;
    let order = json!({"items": [{"component": "c", "values": {}}]});
    Ok((plan, Order::from_json(&order.to_string())?))
}

fn catalog(size: Size) -> Value {
    let mut random = Random::new(20_261_123);
    let sized = |id: &str| json!({"id": id, "type": "number", "unit": "mm", "min": 300, "max": 3_000, "step": 1, "required": true});
    let mut features = vec![sized("width"), sized("drop")];
    for number in 0..size.features {
        let options: Vec<Value> = (0..size.options)
            .map(|option| option_of(&mut random, option))
            .collect();
        features.push(json!({"id": format!("f{number}"), "type": "select", "required": true, "options": options}));
    }
    let breakpoints: Vec<usize> = (1..=size.steps)
        .map(|step| 300 + 2_700 * step / size.steps)
        .collect();
    let cell = |row: usize, column: usize| {
        let cents = 4_000 + (row * 9_000 + column * 7_000) / size.steps;
        format!("{}.{:02}", cents / 100, cents % 100)
    };
    let cells: Vec<Vec<String>> = (0..size.steps)
        .map(|row| (0..size.steps).map(|column| cell(row, column)).collect())
        .collect();
    json!({"format": 1, "currency": "EUR", "components": [{
        "id": "c",
        "features": features,
        "price_lists": [{"id": "sizes", "row_feature": "width", "col_feature": "drop", "lookup": "up",
            "rows": breakpoints, "cols": breakpoints, "cells": cells}],
        "rules": rules(&mut random, size),
    }]})
}

fn option_of(random: &mut Random, option: usize) -> Value {
    let surcharge = match random.below(4) {
        0 => json!({"percent": format!("{}", 1 + random.below(9)), "of": "base"}),
        1 => json!({"amount": format!("{}", 1 + random.below(9)), "per": "width", "unit": "m"}),
        _ => json!(format!("{}.{:02}", random.below(40), random.below(100))),
    };
    json!({"id": format!("o{option}"), "surcharge": surcharge})
}

fn rules(random: &mut Random, size: Size) -> String {
    let mut text =
        String::from("discount sale : 10% of subtotal\nminimum least : 60.00 per piece\n");
    for number in 0..size.rules {
        let feature = random.below(size.features);
        let option = random.below(size.options);
        let chosen = format!("f{feature} = \"o{option}\"");
        let side = random.one_of(&["width", "drop"]);
        let from = 400 + 100 * random.below(24);
        let line = match number % 10 {
            0 => {
                let other = (feature + 1) % size.features;
                let not = random.below(size.options);
                format!("forbid r{number} \"Not together\" : {chosen} and f{other} = \"o{not}\"")
            }
            1..5 => format!(
                "surcharge r{number} when {chosen} : {}.50",
                random.below(20)
            ),
            5..8 => format!(
                "surcharge r{number} when {side} > {from} : {}% of base",
                1 + random.below(6)
            ),
            _ => format!(
                "discount r{number} when {chosen} and {side} > {from} : {}.25",
                random.below(9)
            ),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}
