//! Every hint is what its witness costs, and nothing dearer.

use super::{example_orders, generated_orders};
use pricewright::analyze::hints::HintKind;
use pricewright::{Order, Plan};

fn proved(name: &str, plan: &Plan, order: &Order) -> usize {
    let Ok(found) = plan.hints(order, 1_000) else {
        return 0;
    };
    let mut before = None;
    for hint in &found.hints {
        let mut with = order.clone();
        with.items[hint.item] = hint.witness.clone();
        let fresh = plan.price(&with).unwrap();
        assert_eq!(
            fresh.amount,
            Some(hint.amount),
            "{name}: {}",
            hint.message(2)
        );
        let is_less = hint.amount < found.amount.unwrap();
        assert_eq!(
            is_less,
            hint.kind == HintKind::Saves,
            "{name}: {}",
            hint.message(2)
        );
        assert!(
            before.is_none_or(|before| before <= hint.difference),
            "{name}"
        );
        before = Some(hint.difference);
    }
    found.hints.len()
}

#[test]
fn examples_have_hints_and_all_are_true() {
    let orders = example_orders();
    let hints: usize = orders
        .iter()
        .map(|(name, plan, order)| proved(name, plan, order))
        .sum();
    assert!(hints > 20, "{hints}");
}

#[test]
fn generated_catalogs_have_hints_and_all_are_true() {
    let orders = generated_orders(120);
    let hints: usize = orders
        .iter()
        .map(|(name, plan, order)| proved(name, plan, order))
        .sum();
    assert!(hints > 50, "{hints}");
}
