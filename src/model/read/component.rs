//! Components and the materials that they need besides their options'.

use super::display::display;
use super::feature::feature;
use super::node::Node;
use super::price_group::price_group;
use super::price_list::price_list;
use super::rules::{phases, rules_text};
use crate::model::catalog::{BillEntry, Component, Feature, LineScope, PriceGroup, PriceList};
use crate::model::words;

pub(super) fn component(node: &Node<'_>) -> Option<Component> {
    let mut object = node.object("component")?;
    let id = object.id();
    let name = object.optional("name", Node::label);
    let sku = object.optional("sku", Node::text);
    let features = object.unique("features", "feature", feature, |f: &Feature| &f.id);
    let base_price = object.optional("base_price", Node::amount);
    let base_price_adds = object.flag("base_price_adds", false);
    let quantity_step = object.optional("quantity_step", Node::number);
    let price_lists = object.unique(
        "price_lists",
        "price list",
        |node| price_list(node, &features),
        |l: &PriceList| &l.id,
    );
    let price_groups = object.unique(
        "price_groups",
        "price group",
        price_group,
        |g: &PriceGroup| &g.id,
    );
    let rules = rules_text(&mut object);
    let phases = object.optional("phases", phases);
    let bill_of_materials = object.list("bill_of_materials", "an array", bill_entry);
    let display = display(&mut object, &["description", "image"]);
    object.finish();
    Some(Component {
        id: id?,
        name,
        sku,
        features,
        base_price,
        base_price_adds,
        quantity_step,
        price_lists,
        price_groups,
        rules,
        phases,
        bill_of_materials,
        display,
    })
}

fn bill_entry(node: &Node<'_>) -> Option<BillEntry> {
    let mut object = node.object("material")?;
    let sku = object.required("sku", Node::text);
    let quantity = object.optional("quantity", Node::number_or_expression);
    let when = object.optional("when", Node::expression);
    let scope = object.optional("scope", material_scope);
    object.finish();
    Some(BillEntry {
        sku: sku?,
        quantity,
        when,
        scope: scope.unwrap_or_default(),
    })
}

/// A material is needed per piece or per item; an order as a whole needs none.
fn material_scope(node: &Node<'_>) -> Option<LineScope> {
    let per_piece_or_item = words::LINE_SCOPES
        .iter()
        .filter(|(_, scope)| *scope != LineScope::PerOrder);
    let words: Vec<_> = per_piece_or_item.copied().collect();
    node.word("`per_piece` or `per_item`", &words)
}
