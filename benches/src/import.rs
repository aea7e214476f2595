//! The workload's catalogs and configurations in Pricewright's form.
//!
//! The base price is a price list (`up`), options and rules are one compound phase in written order,
//! tiers are a percent volume table of the extended amount. The quantity is the item's, the customer
//! group an input, everything else a feature.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use pricewright::model::order::{Item, Order, Value};
use pricewright::money::Decimal;
use serde_json::{Value as Json, json};

use crate::workload::{
    Catalog, Condition, Effect, Feature, FeatureKind, Given, Operand, Operator, Rule, Share,
    Surcharge, Tiers,
};

const QUANTITY: &str = "quantity";
const CUSTOMER_GROUP: &str = "customer_group";

/// The catalog document.
///
/// # Errors
/// What the workload's form allows and no catalog of it has: tiers of something else than the
/// quantity, a customer group that costs, a comparison that does not fit its feature.
pub fn catalog(catalog: &Catalog) -> Result<Json> {
    let mut component = json!({
        "id": catalog.name,
        "features": features(catalog)?,
        "phases": {
            "per_piece": [
                { "id": "options", "compound": true },
                "list_limits", "groups", "discounts", "limits", "rounding"
            ],
            "per_item": ["quantity", "fees"]
        },
        "rules": rules(catalog)?,
    });
    if let Some(base) = &catalog.base {
        component["base_price"] = json!(base);
    }
    if let Some(matrix) = &catalog.matrix {
        component["price_lists"] = json!([{
            "id": "base", "row_feature": matrix.y, "col_feature": matrix.x, "lookup": "up",
            "rows": matrix.ys, "cols": matrix.xs, "cells": matrix.prices,
        }]);
    }
    Ok(json!({
        "format": 1,
        "id": catalog.name,
        "currency": "EUR",
        "rounding": { "mode": "half_up", "scope": "unit" },
        "inputs": inputs(catalog)?,
        "components": [component],
    }))
}

/// A configuration as an order of one item.
///
/// # Errors
/// A quantity that is no number, a customer group that is no option.
pub fn order(catalog: &Catalog, configuration: &[Given]) -> Result<Order> {
    let mut order = Order::default();
    let mut item = Item {
        id: None,
        component: catalog.name.clone(),
        values: Vec::with_capacity(configuration.len()),
        quantity: Decimal::ONE,
        tax_rate: None,
    };
    for (feature, given) in catalog.features.iter().zip(configuration) {
        match (feature.id.as_str(), value(given)) {
            (QUANTITY, Value::Number(quantity)) => item.quantity = quantity,
            (CUSTOMER_GROUP, group) => order.inputs.push((feature.id.clone(), group)),
            (_, value) => item.values.push((feature.id.clone(), value)),
        }
    }
    order.items = vec![item];
    Ok(order)
}

/// A configuration as the JSON text of an order.
#[must_use]
pub fn order_json(catalog: &Catalog, configuration: &[Given]) -> String {
    let mut values = serde_json::Map::new();
    let mut quantity = Json::Null;
    let mut group = Json::Null;
    for (feature, given) in catalog.features.iter().zip(configuration) {
        let given = json_value(given);
        match feature.id.as_str() {
            QUANTITY => quantity = given,
            CUSTOMER_GROUP => group = given,
            _ => {
                values.insert(feature.id.clone(), given);
            }
        }
    }
    json!({
        "inputs": { CUSTOMER_GROUP: group },
        "items": [{ "component": catalog.name, "quantity": quantity, "values": values }],
    })
    .to_string()
}

/// A configuration as the JSON text of an object of values, as an application holds it.
#[must_use]
pub fn flat_json(catalog: &Catalog, configuration: &[Given]) -> String {
    let given = catalog.features.iter().zip(configuration);
    let values = given.map(|(feature, given)| (feature.id.clone(), json_value(given)));
    Json::Object(values.collect()).to_string()
}

/// A value of a configuration.
#[must_use]
pub fn value(given: &Given) -> Value {
    match given {
        Given::Number(number) => Value::Number(Decimal::from_integer(*number)),
        Given::Option(option) => Value::Text(option.clone()),
    }
}

/// A value of a configuration in JSON.
#[must_use]
pub fn json_value(given: &Given) -> Json {
    match given {
        Given::Number(number) => json!(number),
        Given::Option(option) => json!(option),
    }
}

fn features(catalog: &Catalog) -> Result<Vec<Json>> {
    let features = catalog.features.iter();
    let features = features.filter(|it| it.id != QUANTITY && it.id != CUSTOMER_GROUP);
    features.map(feature).collect()
}

fn feature(feature: &Feature) -> Result<Json> {
    Ok(match &feature.kind {
        FeatureKind::Number { min, max } => json!({
            "id": feature.id, "type": "number", "min": min, "max": max, "required": true,
        }),
        FeatureKind::Select { options } => {
            let options: Vec<Json> = options
                .iter()
                .map(|option| match &option.surcharge {
                    None => json!(option.id),
                    Some(Surcharge::Fixed { amount }) => {
                        json!({ "id": option.id, "surcharge": amount })
                    }
                    Some(Surcharge::Percent { rate }) => json!({
                        "id": option.id, "surcharge": { "percent": rate, "of": "base" },
                    }),
                })
                .collect();
            json!({ "id": feature.id, "type": "select", "required": true, "options": options })
        }
    })
}

fn inputs(catalog: &Catalog) -> Result<Json> {
    let group = &catalog.features[catalog.position(CUSTOMER_GROUP)?];
    if group.options().iter().any(|it| it.surcharge.is_some()) {
        bail!("an input has no surcharge");
    }
    let options: Vec<&str> = group.options().iter().map(|it| it.id.as_str()).collect();
    Ok(json!([{ "id": CUSTOMER_GROUP, "type": "select", "options": options }]))
}

fn rules(catalog: &Catalog) -> Result<String> {
    let mut text = String::new();
    for rule in &catalog.rules {
        writeln!(text, "{}", statement(rule)?)?;
    }
    writeln!(text, "{}", tiers(&catalog.tiers)?)?;
    Ok(text)
}

fn statement(rule: &Rule) -> Result<String> {
    let effect = match &rule.then {
        Effect::Fixed { amount } => amount.clone(),
        Effect::Percent {
            of: Share::Base,
            rate,
        } => format!("{rate}% of base"),
        Effect::Percent {
            of: Share::Subtotal,
            rate,
        } => format!("{rate}% of subtotal"),
    };
    let conditions: Vec<String> = rule.when.iter().map(condition).collect::<Result<_>>()?;
    let when = match conditions.as_slice() {
        [] => String::new(),
        _ => format!(" when {}", conditions.join(" and ")),
    };
    Ok(format!("surcharge {}{when} : {effect}", rule.id))
}

fn condition(condition: &Condition) -> Result<String> {
    let sign = match condition.op {
        Operator::Is => "=",
        Operator::IsNot => "!=",
        Operator::In => "in",
        Operator::Above => ">",
        Operator::From => ">=",
        Operator::Below => "<",
        Operator::UpTo => "<=",
    };
    let operand = match &condition.v {
        Operand::Number(number) => number.to_string(),
        Operand::Option(option) => format!("\"{option}\""),
        Operand::Options(options) => {
            let options: Vec<String> = options.iter().map(|it| format!("\"{it}\"")).collect();
            format!("({})", options.join(", "))
        }
    };
    Ok(format!("{} {sign} {operand}", condition.f))
}

fn tiers(tiers: &Tiers) -> Result<String> {
    if tiers.feature != QUANTITY {
        bail!("tiers go by the quantity");
    }
    let steps: Vec<String> = tiers
        .steps
        .iter()
        .map(|step| {
            let rate = step.rate.strip_prefix('-');
            let rate = rate.with_context(|| format!("`{}` is no discount", step.rate))?;
            Ok(format!("{} -> discount {rate}% of extended", step.min))
        })
        .collect::<Result<_>>()?;
    Ok(format!("tiers tier on quantity : {}", steps.join(", ")))
}
