//! Changes of one value at a time, as a form makes them, with the orders after each.

use anyhow::{Context, Result};
use pricewright::evaluate::Field;
use pricewright::model::order::{Order, Value};

use crate::import;
use crate::ours::{Live, TypedValue};
use crate::workload::{Catalog, Given};

/// A change and the order that holds after it.
#[derive(Clone, Debug)]
pub struct Change {
    /// What changes: a feature, an input or the quantity.
    pub name: String,
    /// What it becomes.
    pub value: Value,
    /// The whole order then.
    pub order: Order,
    /// The whole configuration then.
    pub configuration: Vec<Given>,
}

/// At most one change for each configuration: the features in turn take the value that the
/// configuration has, where that is another one. Beginning and end are the same configuration, so
/// that the changes can be made again.
///
/// # Errors
/// A configuration that does not fit the catalog.
pub fn changes(catalog: &Catalog, configurations: &[Vec<Given>]) -> Result<Vec<Change>> {
    let Some(first) = configurations.first() else {
        return Ok(Vec::new());
    };
    let mut now = first.clone();
    let mut changes = Vec::with_capacity(configurations.len() + now.len());
    let back = (0..now.len()).map(|feature| (feature, first));
    let there = configurations.iter().enumerate();
    let there = there.map(|(at, configuration)| (at % first.len(), configuration));
    for (feature, from) in there.chain(back) {
        // a value that is there already is no change
        if now[feature] == from[feature] {
            continue;
        }
        now[feature] = from[feature].clone();
        changes.push(Change {
            name: catalog.features[feature].id.clone(),
            value: import::value(&now[feature]),
            order: import::order(catalog, &now)?,
            configuration: now.clone(),
        });
    }
    Ok(changes)
}

/// The changes with their names resolved.
///
/// # Errors
/// A name that the catalog does not have.
pub fn typed_changes(live: &Live, changes: &[Change]) -> Result<Vec<(Field, TypedValue)>> {
    let typed = changes.iter().map(|change| {
        let field = live.field(&change.name).context("a field")?;
        Ok((field, live.typed_value(field, &change.value)))
    });
    typed.collect()
}
