//! What each fuzz target does with its bytes. `cargo fuzz` calls these functions with bytes of its
//! own; the test `replay` calls them with the seeds and with everything that was ever found.

use pricewright::diagnostic::Source;
use pricewright::model::catalog::CsvSettings;
use pricewright::{Catalog, Order, Plan, Session, check_catalog, import, parse as language};

#[path = "../../tests/naive/mod.rs"]
pub mod naive;
pub mod seeds;

/// A component with features of every type, for rules and orders to be about.
pub const SAMPLE: &str = include_str!("../../docs/samples/blind.json");

/// Rules and expressions: never a panic, and what was read is printed and read the same.
pub fn parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (rules, _) = language::rules(&Source::new("rules.price", text));
    let printed = language::print::rules(&rules);
    let (again, faults) = language::rules(&Source::new("rules.price", printed.as_str()));
    assert!(faults.is_empty(), "printed rules do not parse:\n{printed}\n{faults}");
    assert_eq!(language::print::rules(&again), printed);
    if let Ok(expression) = language::expression(&Source::new("expression", text)) {
        let printed = language::print::expression(&expression);
        let again = language::expression(&Source::new("expression", printed.as_str()));
        assert_eq!(again.map(|read| language::print::expression(&read)), Ok(printed));
    }
}

/// Rules of the sample's component: diagnostics, or a plan that prices.
pub fn compile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut catalog = Catalog::from_json(SAMPLE).expect("the sample is a catalog");
    if let Some(component) = catalog.components.first_mut() {
        component.rules = Some(pricewright::model::catalog::RulesText {
            file: None,
            source: Source::new("rules.price", text),
        });
    }
    let _ = check_catalog(&catalog).render();
    if let Ok(plan) = pricewright::compile(&catalog) {
        price_sample(&plan);
    }
}

/// A price list in a file of any kind, spreadsheets among them: diagnostics, or cells that fill
/// their axes and a report.
pub fn csv(bytes: &[u8]) {
    for axes in [1, 2] {
        let wanted = import::Wanted::axes(axes);
        match import::price_list("list.csv", bytes, &CsvSettings::default(), &wanted) {
            Err(faults) => assert!(!faults.render().is_empty()),
            Ok((cells, _)) => {
                let columns = cells.cols.len().max(1);
                assert_eq!(cells.rows.len() * columns, cells.values.len());
            }
        }
    }
}

/// A catalog: diagnostics, or one that is written and read back the same.
pub fn catalog(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Catalog::from_json(text) {
        Err(faults) => assert!(!faults.render().is_empty()),
        Ok(catalog) => {
            let written = catalog.to_json();
            let again = Catalog::from_json(&written).expect("what was written is a catalog");
            assert_eq!(again.to_json(), written);
            let _ = check_catalog(&catalog).render();
        }
    }
}

/// An order for the sample.
pub fn order(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(order) = Order::from_json(text) else { return };
    let catalog = Catalog::from_json(SAMPLE).expect("the sample is a catalog");
    let plan = pricewright::compile(&catalog).expect("the sample compiles");
    if let Ok(quote) = plan.price(&order) {
        assert_eq!(plan.price(&order).map(|again| again.to_json()), Ok(quote.to_json()));
        sessions(&plan, &order);
    }
}

/// The body of a plan's bytes: an error, or a plan that prices within the limits.
pub fn plan(bytes: &[u8]) {
    let mut sealed = b"PRICEPLAN\x01".to_vec();
    sealed.extend_from_slice(&checksum(bytes).to_le_bytes());
    sealed.extend_from_slice(bytes);
    if let Ok(plan) = Plan::from_bytes(&sealed) {
        price_sample(&plan);
    }
}

fn price_sample(plan: &Plan) {
    let order = r#"{ "as_of": "2026-11-01", "tax": { "rate": "19" }, "customer": { "group": "dealer" }, "items": [
        { "component": "blind", "values": { "width": 1200, "drop": 1500, "fabric": "linen" }, "quantity": 3 },
        { "component": "blind", "values": {} }] }"#;
    let order = Order::from_json(order).expect("the order is one");
    if let Ok(quote) = plan.price(&order) {
        assert!(!quote.to_json().is_empty());
        for item in &order.items {
            let mut session = Session::new(plan, order.clone(), item.clone());
            let _ = session.total();
            assert!(session.lines().is_ok());
        }
    }
    if let Ok(explanation) = plan.explain(&order) {
        assert!(!explanation.render().is_empty());
    }
}

/// A generated catalog with its orders, from the bytes as decisions: the engine and the naive
/// evaluator agree.
pub fn price(bytes: &[u8]) {
    let tape = bytes.chunks(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let sample = naive::generate::of_tape(tape.take(3000).collect());
    let catalog = Catalog::from_json(&sample.catalog.to_string()).expect("a generated catalog reads");
    let plan = match pricewright::compile(&catalog) {
        Ok(plan) => plan,
        Err(faults) => panic!("a generated catalog compiles\n{}", faults.render()),
    };
    for order in &sample.orders {
        let order = Order::from_json(&order.to_string()).expect("a generated order reads");
        let quote = plan.price(&order).expect("a generated order is priced");
        let found = naive::compare::differences(&quote, &naive::price(&catalog, &order));
        assert!(found.is_empty(), "{}", found.join("\n"));
        sessions(&plan, &order);
    }
}

/// Each item by itself: what a session says in numbers is what its quote says.
fn sessions(plan: &Plan, order: &Order) {
    for item in &order.items {
        let mut session = Session::new(plan, order.clone(), item.clone());
        let status = session.status().expect("the order was priced");
        let total = session.total().expect("the order was priced");
        let lines = session.lines().expect("the order was priced");
        let lines: Vec<_> = lines.map(|line| (line.unit_amount, line.amount)).collect();
        let quote = session.quote().expect("the order was priced");
        let of_items = quote.items.iter().flat_map(|item| &item.lines);
        let quoted = of_items.chain(&quote.lines).map(|line| (line.unit_amount, line.amount));
        assert_eq!((status, total), (quote.status, quote.amount));
        assert_eq!(lines, quoted.collect::<Vec<_>>());
    }
}

/// The checksum of a plan's body: FNV-1a, 64 bits.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
