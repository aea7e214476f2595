//! Plans as deep as pricing allows, one deeper, and far deeper than any compiler makes: a price at
//! the limit, a finding beyond it. The tests in JavaScript price the same plans inside WebAssembly,
//! with what `cargo xtask corpus` writes here.

mod support;

use std::fs;
use std::path::Path;

use pricewright::money::Decimal;
use pricewright::plan::{
    ArithmeticOperator, ComputedPlan, Node, NodeId, PlanData, SlotId, SlotPlan, TextId, ValueKind,
};
use pricewright::{Catalog, Order, Plan, compile, storefront_plan};
use serde_json::{Value, json};

/// How deep pricing goes, as docs/javascript.md says.
const LIMIT: u32 = 640;

const CATALOG: &str = r#"{ "format": 1, "currency": "EUR", "components": [{
  "id": "board", "features": [{ "id": "width", "type": "number", "required": true }],
  "price_lists": [{ "id": "sizes", "row_feature": "width", "lookup": "up",
    "rows": [300, 1000, 3000], "cells": ["30.00", "50.00", "95.00"] }],
  "rules": "surcharge extra when width > 0 : 7.00" }] }"#;

const ORDER: &str = r#"{ "items": [{ "component": "board", "values": { "width": 650 } }] }"#;

/// Makes a plan of so many levels.
type Deepen = fn(&mut PlanData, u32);

/// What is deep, and the amount of a plan at the limit. 650 up is 1000: 50.00, and 7.00 where the
/// surcharge applies.
const KINDS: &[(&str, Deepen, &str)] = &[
    ("sum", deep_sum, "57.00"),
    // 639 times `not true` is false: the surcharge is not there
    ("condition", deep_condition, "50.00"),
    ("computed", deep_computed, "57.00"),
];

/// A price list's row is `650 + 0 + 0 …`.
fn deep_sum(data: &mut PlanData, levels: u32) {
    let nodes = &mut data.components[0].program.nodes;
    let zero = push(nodes, Node::Number(Decimal::ZERO));
    let mut sum = push(nodes, Node::Number(Decimal::from_integer(650)));
    for _ in 1..levels {
        sum = push(nodes, Node::Arithmetic(ArithmeticOperator::Add, sum, zero));
    }
    data.components[0].base.lists[0].row = sum;
}

/// The surcharge's condition is `not not … true`.
fn deep_condition(data: &mut PlanData, levels: u32) {
    let nodes = &mut data.components[0].program.nodes;
    let mut condition = push(nodes, Node::Boolean(true));
    for _ in 1..levels {
        condition = push(nodes, Node::Not(condition));
    }
    let mut steps = data.components[0]
        .phases
        .iter_mut()
        .flat_map(|phase| &mut phase.steps);
    let conditional = steps.find(|step| step.condition.is_some());
    conditional.expect("the surcharge").condition = Some(condition);
}

/// A price list's row is a computed value that reads another, and so on; the last is 650.
fn deep_computed(data: &mut PlanData, levels: u32) {
    let component = &mut data.components[0];
    let first = component.slots.len() as u32;
    let nodes = &mut component.program.nodes;
    for at in 0..levels - 1 {
        let next = Node::Slot(SlotId(first + at + 1));
        let last = Node::Number(Decimal::from_integer(650));
        let value = push(nodes, if at + 2 < levels { next } else { last });
        component.slots.push(SlotPlan {
            id: TextId(0),
            kind: ValueKind::Number,
        });
        component.computed.push(ComputedPlan {
            id: TextId(0),
            slot: SlotId(first + at),
            condition: None,
            value,
            shown: false,
        });
    }
    component.base.lists[0].row = push(nodes, Node::Slot(SlotId(first)));
}

fn push(nodes: &mut Vec<Node>, node: Node) -> NodeId {
    nodes.push(node);
    NodeId(nodes.len() as u32 - 1)
}

fn bytes_of(deepen: Deepen, levels: u32) -> Vec<u8> {
    let catalog = Catalog::from_json(CATALOG).unwrap_or_else(|faults| panic!("{faults}"));
    let mut data = compile(&catalog)
        .unwrap_or_else(|faults| panic!("{faults}"))
        .data()
        .clone();
    deepen(&mut data, levels);
    Plan::new(data).to_bytes()
}

/// The quote and the explanation as JSON, on a stack as small as a browser's.
fn answers(bytes: &[u8]) -> (String, String) {
    let bytes = bytes.to_vec();
    let work = move || {
        let plan = Plan::from_bytes(&bytes).unwrap();
        let order = Order::from_json(ORDER).unwrap();
        let quote = plan.price(&order).unwrap().to_json();
        (quote, plan.explain(&order).unwrap().to_json())
    };
    // without optimization a frame is many times larger
    let size = if cfg!(debug_assertions) { 16 } else { 1 } * 1024 * 1024;
    let thread = std::thread::Builder::new().stack_size(size);
    thread.spawn(work).unwrap().join().unwrap()
}

#[test]
fn depth_has_a_limit() {
    for (name, deepen, amount) in KINDS {
        let quote = |levels| {
            let (quote, _) = answers(&bytes_of(*deepen, levels));
            serde_json::from_str::<Value>(&quote).unwrap()
        };
        assert_eq!(quote(LIMIT)["amount"], *amount, "{name}");
        for levels in [LIMIT + 1, 100_000] {
            let quote = quote(levels);
            assert!(quote["amount"].is_null(), "{name} of {levels}: {quote}");
            let problem = "nests deeper than 640";
            assert!(
                quote.to_string().contains(problem),
                "{name} of {levels}: {quote}"
            );
        }
    }
}

#[test]
#[ignore = "writes a file; run by `cargo xtask corpus`"]
fn written_for_javascript() {
    let mut deep = Vec::new();
    for (name, deepen, _) in KINDS {
        for levels in [LIMIT, LIMIT + 1, 100_000] {
            let bytes = bytes_of(*deepen, levels);
            let (quote, explanation) = answers(&bytes);
            deep.push(json!({
                "name": format!("{name} of {levels} levels"),
                "plan": support::corpus::hex(&bytes),
                "quote": quote,
                "explanation": explanation,
            }));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = folder.join("examples/engraved-gift");
    let order = fs::read_to_string(example.join("orders/wedding.json")).unwrap();
    let plan = storefront_plan(&support::example(&example)).unwrap();
    let written = json!({
        "deep": deep,
        "order": ORDER,
        "storefront": { "plan": support::corpus::hex(&plan.to_bytes()), "order": order },
    });
    fs::create_dir_all(folder.join("pkg/dist")).unwrap();
    fs::write(folder.join("pkg/dist/plans.json"), written.to_string()).unwrap();
}
