//! The bill of materials.

use super::builder::{Around, Builder};
use super::surcharge::scope;
use crate::check::Facts;
use crate::diagnostic::{Code, path_index, path_key};
use crate::model::catalog::BillEntry;
use crate::model::quote::Scope;
use crate::plan::{MaterialPlan, NodeId};

/// Compiles the component's own materials.
pub(super) fn materials(builder: &mut Builder<'_, '_>, written: &[BillEntry]) {
    let entries_path = path_key(&builder.path, "bill_of_materials");
    for (index, entry) in written.iter().enumerate() {
        let path = path_index(&entries_path, index);
        let mut around = Around::nothing();
        let condition = entry.when.as_ref().and_then(|text| {
            let found = builder.json_condition(&text.0, &path_key(&path, "when"), &around)?;
            around.facts = Facts::default().when_true(&found.1, &builder.scope);
            Some(found.0)
        });
        let quantity = entry
            .quantity
            .as_ref()
            .and_then(|text| number(builder, &text.0, &path_key(&path, "quantity"), &around));
        let scope = scope(entry.scope);
        if scope == Scope::Order {
            let message = "a material is needed per piece or per item";
            builder
                .context
                .report(Code::InvalidValue, &path_key(&path, "scope"), message, None);
        }
        let sku = builder.context.texts.intern(&entry.sku);
        builder.materials.push(MaterialPlan {
            sku,
            quantity,
            condition,
            per_item: scope == Scope::Item,
        });
    }
}

/// A quantity that stands in the catalog's JSON: a number or an expression.
pub(super) fn quantity(builder: &mut Builder<'_, '_>, text: &str, path: &str) -> Option<NodeId> {
    number(builder, text, path, &Around::nothing())
}

fn number(
    builder: &mut Builder<'_, '_>,
    text: &str,
    path: &str,
    around: &Around,
) -> Option<NodeId> {
    let (expression, text) = builder.context.expression(text, path)?;
    let (node, _) = builder.check(&text, around, |checker| checker.plain_number(&expression));
    node
}
