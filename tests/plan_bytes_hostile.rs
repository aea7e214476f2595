//! Plans that no compiler makes: what reading refuses, what it lets through without harm, and how
//! much memory it takes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use pricewright::money::Decimal;
use pricewright::plan::bytes::{BytesError, VERSION};
use pricewright::plan::{
    AttributeConstant, AttributeId, AxisKind, ComputedPlan, Constant, CurrencyIndex, Effect,
    FeatureIndex, FeatureKind, Label, LabelId, LineSet, MoneyId, Node, NodeId, OptionIndex,
    PlanData, SlotId, SourceId, TableIndex, TextId, TierKind, ValueKind,
};
use pricewright::{Catalog, Order, Plan, compile};

const CATALOG: &str = r#"{
  "format": 1, "currencies": ["EUR", "JPY"],
  "inputs": [{ "id": "channel", "type": "select", "options": ["web", "shop"], "default": "web" }],
  "components": [{
    "id": "blind", "name": { "en": "Blind", "de": "Rollo" },
    "features": [
      { "id": "fabric", "type": "select", "default": "linen", "options": [
        { "id": "linen", "cost": { "EUR": "1", "JPY": "100" }, "surcharge": { "EUR": "5", "JPY": "800" } },
        { "id": "silk", "cost": { "EUR": "2", "JPY": "200" } }] },
      { "id": "width", "type": "number", "min": 300, "max": 3000, "default": 650 },
      { "id": "extras", "type": "multiselect", "options": ["led", "sensor"], "default": ["led"] }
    ],
    "price_lists": [{ "id": "a", "currency": "EUR", "row_feature": "width", "lookup": "linear",
      "rows": [300, 1000, 3000], "cells": ["30.00", "50.00", "95.00"] }],
    "price_groups": [{ "id": "silks", "type": "fixed", "amount": { "EUR": "3", "JPY": "500" },
      "scope": { "options": ["fabric.silk"] } }],
    "rules": [
      "let area = width / 1000",
      "set weight : area * (if extras is set then count(extras) else 1)",
      "surcharge wide when width > 2000 : {EUR 4.50, JPY 700} * area",
      "surcharge trade when fabric.cost > {EUR 1.50, JPY 150} : {EUR 1, JPY 100}",
      "tiers many on quantity : 3 -> discount 3% of extended, 9 -> discount 5% of extended",
      "tiers labels on quantity package : {EUR 5, JPY 500} per started 100, first 100 free"
    ]
  }]
}"#;

fn data() -> PlanData {
    let catalog = Catalog::from_json(CATALOG).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = compile(&catalog).unwrap_or_else(|faults| panic!("{faults}"));
    plan.data().clone()
}

fn order() -> Order {
    Order::from_json(r#"{ "currency": "EUR", "items": [{ "component": "blind", "quantity": 4 }] }"#)
        .unwrap()
}

/// The same plan after a change.
fn changed(change: impl FnOnce(&mut PlanData)) -> Plan {
    let mut data = data();
    change(&mut data);
    Plan::new(data)
}

fn is_refused(plan: &Plan) -> bool {
    match Plan::from_bytes(&plan.to_bytes()) {
        Err(BytesError::Corrupt) => true,
        Err(error) => panic!("{error}"),
        Ok(_) => false,
    }
}

type Change = (&'static str, fn(&mut PlanData));

/// An effect of the component's that fits.
fn effect(data: &mut PlanData, fits: impl Fn(&Effect) -> bool) -> &mut Effect {
    let steps = data.components[0].phases.iter_mut();
    let mut effects = steps
        .flat_map(|phase| &mut phase.steps)
        .map(|step| &mut step.effect);
    effects.find(|effect| fits(effect)).expect("such a step")
}

const FAR: u32 = 1_000_000;

/// Each breaks one thing that the evaluator may rely on.
const CHANGES: &[Change] = &[
    ("no currency", |data| data.currencies.clear()),
    ("an increment too few", |data| {
        data.rounding.increments.pop();
    }),
    ("an increment of zero", |data| {
        data.rounding.unit_increments[0] = Decimal::ZERO;
    }),
    ("no way to round", |data| data.rounding.mode = None),
    ("a label without texts", |data| {
        data.labels[0] = Label::Translated(Vec::new());
    }),
    ("a text that is not there", |data| {
        data.catalog_id = Some(TextId(FAR))
    }),
    ("a label that is not there", |data| {
        data.components[0].display.name = LabelId(FAR);
    }),
    ("a source that is not there", |data| {
        data.components[0].program.places[0].source = Some(SourceId(FAR));
    }),
    ("an option of an input that is not there", |data| {
        data.inputs[0].default = Some(Constant::Option(OptionIndex(2)));
    }),
    ("no quantity step", |data| {
        data.components[0].quantity_step = Decimal::ZERO;
    }),
    ("another first feature", |data| {
        data.components[0].first_feature = SlotId(3)
    }),
    ("too few slots", |data| data.components[0].slots.truncate(3)),
    ("too few slots of the order", |data| {
        data.order.slots.truncate(3)
    }),
    ("a feature in another's slot", |data| {
        data.components[0].features[1].slot = SlotId(4);
    }),
    ("a feature without a slot", |data| {
        data.components[0].features[1].slot = SlotId(FAR);
    }),
    ("a slot of another kind", |data| {
        data.components[0].slots[4].kind = ValueKind::Number;
    }),
    ("a feature of another kind", |data| {
        data.components[0].features[1].kind = FeatureKind::Boolean;
    }),
    ("an option less than the slot has", |data| {
        data.components[0].features[0].options.pop();
    }),
    ("a default that is no option", |data| {
        data.components[0].features[0].default = Some(Constant::Option(OptionIndex(2)));
    }),
    ("defaults that are no options", |data| {
        data.components[0].features[2].default = Some(Constant::Options(vec![OptionIndex(2)]));
    }),
    ("a feature decided twice", |data| {
        data.components[0].availability_order[0] = FeatureIndex(1);
    }),
    ("a feature not decided", |data| {
        data.components[0].availability_order.pop();
    }),
    ("an attribute of too few options", |data| {
        data.components[0].attributes[0].values.pop();
    }),
    ("an attribute of no feature", |data| {
        data.components[0].attributes[0].slot = SlotId::QUANTITY;
    }),
    ("an attribute's amount that is not there", |data| {
        data.components[0].attributes[0].values[0] = Some(AttributeConstant::Money(MoneyId(FAR)));
    }),
    ("a computed value in a feature's slot", |data| {
        data.components[0].computed[0].slot = SlotId(4);
    }),
    ("a computed value without an expression", |data| {
        data.components[0].computed[0].value = NodeId(FAR);
    }),
    ("an amount of too few currencies", |data| {
        data.components[0].program.money[0].pop();
    }),
    ("a node of itself", |data| {
        let nodes = &mut data.components[0].program.nodes;
        nodes[1] = Node::Negate(NodeId(1));
    }),
    ("a node of a later one", |data| {
        data.components[0].program.nodes[0] = Node::And(NodeId(0), NodeId(1));
    }),
    ("an amount that is not there", |data| {
        data.components[0].program.nodes[0] = Node::Money(MoneyId(FAR));
    }),
    ("an attribute that is not there", |data| {
        data.components[0].program.nodes[0] = Node::Attribute(SlotId(4), AttributeId(FAR));
    }),
    ("a slot that is not there", |data| {
        data.components[0].program.nodes[0] = Node::Slot(SlotId(FAR));
    }),
    ("a table that is not there", |data| {
        data.components[0].program.nodes[1] = Node::Lookup(TableIndex(FAR), NodeId(0), None);
    }),
    ("a base list that is not there", |data| {
        data.components[0].base.lists[0].table = TableIndex(FAR);
    }),
    ("a table in no currency", |data| {
        data.components[0].tables[0].currency = Some(CurrencyIndex(2));
    }),
    ("breakpoints that fall", |data| {
        let AxisKind::Breakpoints(values, _) = &mut data.components[0].tables[0].row.kind else {
            panic!("an axis of numbers");
        };
        values.reverse();
    }),
    ("a row too few", |data| {
        let AxisKind::Breakpoints(values, _) = &mut data.components[0].tables[0].row.kind else {
            panic!("an axis of numbers");
        };
        values.pop();
    }),
    ("a condition that is not there", |data| {
        data.components[0].phases[0].steps[0].condition = Some(NodeId(FAR));
    }),
    ("a surcharge of a feature that is not there", |data| {
        let found = effect(data, |effect| matches!(effect, Effect::FeatureSurcharge(_)));
        *found = Effect::FeatureSurcharge(FeatureIndex(3));
    }),
    ("a group of options that are not there", |data| {
        let found = effect(data, |effect| matches!(effect, Effect::Group { .. }));
        if let Effect::Group { lines, .. } = found {
            *lines = LineSet::Options(vec![(FeatureIndex(0), OptionIndex(2))]);
        }
    }),
    ("tiers that fall", |data| {
        let found = effect(
            data,
            |effect| matches!(effect, Effect::Tiers(tiers) if tiers.steps.len() > 1),
        );
        if let Effect::Tiers(tiers) = found {
            tiers.steps.reverse();
        }
    }),
    ("packages of nothing", |data| {
        let found = effect(
            data,
            |effect| matches!(effect, Effect::Tiers(tiers) if tiers.steps.is_empty()),
        );
        if let Effect::Tiers(tiers) = found {
            let TierKind::Package { price, free, .. } = tiers.kind else {
                panic!("packages");
            };
            let size = Decimal::ZERO;
            tiers.kind = TierKind::Package { price, size, free };
        }
    }),
    ("a phase per piece after one per item", |data| {
        data.components[0].phases.reverse();
    }),
    ("a feature's surcharge in the order", |data| {
        let mut step = data.components[0].phases[0].steps[0].clone();
        step.effect = Effect::FeatureSurcharge(FeatureIndex(0));
        data.order.steps.push(step);
    }),
];

#[test]
fn what_is_not_whole_is_refused() {
    assert!(!is_refused(&changed(|_| {})));
    let let_through: Vec<_> = CHANGES
        .iter()
        .filter(|(_, change)| !is_refused(&changed(change)))
        .map(|(name, _)| name)
        .collect();
    assert!(let_through.is_empty(), "{let_through:#?}");
}

/// Reads and prices the plan; gives the quote's problems. A small stack, as in a browser.
fn priced(plan: &Plan) -> String {
    let bytes = plan.to_bytes();
    let price = move || {
        let start = Instant::now();
        let quote = Plan::from_bytes(&bytes).unwrap().price(&order()).unwrap();
        assert!(start.elapsed() < Duration::from_secs(60));
        quote.to_json()
    };
    let thread = std::thread::Builder::new().stack_size(8 * 1024 * 1024);
    thread.spawn(price).unwrap().join().unwrap()
}

/// Appends nodes, and lets the price of the first base list hang on the last.
fn priced_with(nodes: impl IntoIterator<Item = Node>) -> String {
    priced(&changed(|data| {
        let component = &mut data.components[0];
        component.program.nodes.extend(nodes);
        let last = component.program.nodes.len() - 1;
        component.base.lists[0].row = NodeId(last as u32);
    }))
}

fn first_new() -> u32 {
    data().components[0].program.nodes.len() as u32
}

#[test]
fn a_deep_expression_ends_at_the_limit() {
    let first = first_new();
    let chain = (0..100_000).map(|index| Node::Negate(NodeId(first + index)));
    let number = Node::Number(Decimal::ONE);
    let quote = priced_with(std::iter::once(number).chain(chain));
    assert!(quote.contains("nests deeper than"), "{quote}");
}

#[test]
fn an_expression_that_doubles_ends_at_the_limit() {
    use pricewright::plan::ArithmeticOperator::Subtract;
    let first = first_new();
    let twice = (0..60).map(|index| {
        let below = NodeId(first + index);
        Node::Arithmetic(Subtract, below, below)
    });
    let number = Node::Number(Decimal::ONE);
    let quote = priced_with(std::iter::once(number).chain(twice));
    assert!(quote.contains("more steps than the limit"), "{quote}");
}

#[test]
fn a_value_that_depends_on_itself_is_a_problem() {
    let quote = priced(&changed(|data| {
        let component = &mut data.components[0];
        let slot = component.computed[0].slot;
        component.program.nodes.push(Node::Slot(slot));
        let value = NodeId(component.program.nodes.len() as u32 - 1);
        let computed = &mut component.computed[0];
        *computed = ComputedPlan {
            value,
            ..computed.clone()
        };
        component.base.lists[0].row = value;
    }));
    assert!(quote.contains("depends on itself"), "{quote}");
}

/// Counts what is allocated, and the most at one time.
struct Counting;

thread_local! {
    static HELD: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

fn note(change: impl Fn(usize) -> usize) {
    // a thread that ends frees what nobody counts
    let _ = HELD.try_with(|held| {
        let (now, most) = held.get();
        let now = change(now);
        held.set((now, most.max(now)));
    });
}

// SAFETY: the system's allocator does the work; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(|held| held + layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        note(|held| held.saturating_sub(layout.size()));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many times the length of these bytes reading them takes.
fn appetite(body: &[u8]) -> usize {
    let mut bytes = b"PRICEPLAN".to_vec();
    bytes.push(VERSION);
    let sum = body.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes.extend_from_slice(body);
    let before = HELD.get().0;
    HELD.set((before, before));
    drop(Plan::from_bytes(&bytes));
    (HELD.get().1 - before) / bytes.len()
}

#[test]
fn reading_takes_a_small_multiple_of_the_bytes() {
    const MANY: usize = 17_000;
    let whole = Plan::new(data()).to_bytes();
    let body = &whole["PRICEPLAN".len() + 1 + 8..];
    let mut most = 0;
    // After any true beginning: a long list of the smallest elements, whatever they are there.
    for at in 0..body.len() {
        for filler in [0_u8, 1] {
            let mut bytes = body[..at].to_vec();
            bytes.extend_from_slice(&[0xe8, 0x84, 0x01]); // 17,000
            bytes.resize(at + MANY + 3, filler);
            most = most.max(appetite(&bytes));
        }
    }
    // an empty list is one byte there and three words here, and a list that grows holds up to
    // three times its length for a moment
    assert!(most <= 3 * 24, "{most} times");
}
