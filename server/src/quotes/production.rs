//! What is to be made and taken from stock: the bill of materials and the production list of an order.
//!
//! Takes an explanation of the engine, which has every value that is in force, also defaults; gives JSON and CSV.

use pricewright::diagnostic::Diagnostics;
use pricewright::explain::Explanation;
use pricewright::model::quote::{ComputedValue, ItemQuote, Material};
use pricewright::{Order, Plan};
use serde::Serialize;
use utoipa::ToSchema;

use super::table::csv;
use crate::problem::Answer;

/// The bill of materials of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bill {
    /// Articles of all items with their quantities.
    pub materials: Vec<MaterialInfo>,
}

/// An article.
#[derive(Debug, Serialize, ToSchema)]
pub struct MaterialInfo {
    /// The article number.
    pub sku: String,
    /// How many, an exact decimal.
    pub quantity: String,
}

/// The production list of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductionList {
    /// One for each item.
    pub items: Vec<ProductionItem>,
}

/// What is to be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductionItem {
    /// Counted from 1.
    pub position: usize,
    /// The item's id in the order.
    pub id: Option<String>,
    /// The component.
    pub component: String,
    /// Its name in the order's language.
    pub name: String,
    /// How many pieces, an exact decimal.
    pub quantity: String,
    /// Every value in force, also defaults, as people read it.
    pub values: Vec<NamedValue>,
    /// What rules worked out.
    pub computed: Vec<NamedValue>,
    /// Articles of the item with their quantities.
    pub materials: Vec<MaterialInfo>,
}

/// A value with its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedValue {
    /// The feature's name, or the id of what was worked out.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Bill {
    /// The materials of all items.
    #[must_use]
    pub fn of(materials: &[Material]) -> Self {
        Self {
            materials: infos(materials),
        }
    }

    /// As CSV: `sku,quantity`.
    ///
    /// # Errors
    /// None that can happen.
    pub fn to_csv(&self) -> Answer<String> {
        let rows = self.materials.iter();
        let rows = rows.map(|it| [it.sku.as_str(), it.quantity.as_str()]);
        csv(std::iter::once(["sku", "quantity"]).chain(rows))
    }
}

impl ProductionList {
    /// What an order asks to be made.
    ///
    /// # Errors
    /// Faults of the order.
    pub fn of(plan: &Plan, order: &Order) -> Result<Self, Diagnostics> {
        let explanation = plan.explain(order)?;
        Ok(Self::explained(&explanation))
    }

    /// The same of an explanation.
    #[must_use]
    pub fn explained(explanation: &Explanation) -> Self {
        let items = explanation.items.iter().zip(&explanation.quote.items);
        let items = items.enumerate().map(|(index, (explained, quote))| {
            let values = explained.values.iter();
            let values = values.map(|(name, value)| named(name, value.clone()));
            item(index, &explained.name, values.collect(), quote)
        });
        Self {
            items: items.collect(),
        }
    }

    /// As CSV, a row for each value and article: `position,component,quantity,kind,name,value`.
    ///
    /// # Errors
    /// None that can happen.
    pub fn to_csv(&self) -> Answer<String> {
        let positions: Vec<String> = self
            .items
            .iter()
            .map(|it| it.position.to_string())
            .collect();
        let mut rows = vec![["position", "component", "quantity", "kind", "name", "value"]];
        for (item, position) in self.items.iter().zip(&positions) {
            let values = item.values.iter().map(|it| ("value", &it.name, &it.value));
            let computed = item.computed.iter();
            let computed = computed.map(|it| ("computed", &it.name, &it.value));
            let materials = item.materials.iter();
            let materials = materials.map(|it| ("material", &it.sku, &it.quantity));
            for (kind, name, value) in values.chain(computed).chain(materials) {
                rows.push([position, &item.component, &item.quantity, kind, name, value]);
            }
        }
        csv(rows)
    }
}

fn item(index: usize, name: &str, values: Vec<NamedValue>, quote: &ItemQuote) -> ProductionItem {
    let computed = quote.computed.iter();
    let computed = computed.map(|(id, value)| named(id, shown(value)));
    ProductionItem {
        position: index.saturating_add(1),
        id: quote.id.clone(),
        component: quote.component.clone(),
        name: name.to_owned(),
        quantity: quote.quantity.to_string(),
        values,
        computed: computed.collect(),
        materials: infos(&quote.bill_of_materials),
    }
}

fn shown(value: &ComputedValue) -> String {
    match value {
        ComputedValue::Number(number) => number.to_string(),
        ComputedValue::Text(text) => text.clone(),
        ComputedValue::Boolean(truth) => truth.to_string(),
        ComputedValue::Date(day) => day.to_string(),
        ComputedValue::List(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
    }
}

fn named(name: &str, value: String) -> NamedValue {
    NamedValue {
        name: name.to_owned(),
        value,
    }
}

fn infos(materials: &[Material]) -> Vec<MaterialInfo> {
    let infos = materials.iter().map(|material| MaterialInfo {
        sku: material.sku.clone(),
        quantity: material.quantity.to_string(),
    });
    infos.collect()
}
