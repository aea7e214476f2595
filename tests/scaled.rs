//! Prices in scaled integers are those of the general evaluator: status, amount and every line, over
//! all cases of the corpus and over generated catalogs.
//!
//! `PRICEWRIGHT_CASES` sets how many catalogs are generated (default 300).

#[expect(dead_code, reason = "only the reading of cases is used here")]
#[path = "support/corpus.rs"]
mod corpus;
mod naive;
#[path = "support/numbers.rs"]
mod numbers;

use corpus::Case;
use naive::generate::{Sample, cases, samples};
use numbers::{in_numbers, in_quote};
use pricewright::exchange::TotalsJson;
use pricewright::model::order::Value;
use pricewright::money::Decimal;
use pricewright::{Catalog, Diagnostics, Order, Plan, Quote, Session, compile};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

/// How many prices there were, and how many of them in scaled integers.
#[derive(Debug, Default)]
struct Counts {
    prices: u64,
    scaled: u64,
}

/// Prices each item of an order by itself, in both ways; the second price is of a session that
/// held another item before.
fn compare(plan: &Plan, order: &Order, counts: &mut Counts) -> Result<(), String> {
    let mut again: Option<Session> = None;
    let mut totals = TotalsJson::new(plan);
    for item in &order.items {
        let mut alone = order.clone();
        alone.items = vec![item.clone()];
        let quoted = plan.price(&alone).map(|quote| quote.to_totals_json());
        let said = totals.of(alone);
        if said != quoted {
            return Err(format!("{said:#?}\n--- but the quote\n{quoted:#?}"));
        }
        let mut session = Session::new(plan, order.clone(), item.clone());
        agree(&mut session, counts)?;
        let again = again.get_or_insert_with(|| Session::new(plan, order.clone(), item.clone()));
        again.replace(order.clone(), item.clone());
        agree(again, counts)?;
    }
    Ok(())
}

fn agree(session: &mut Session, counts: &mut Counts) -> Result<(), String> {
    let before = session.work().scaled;
    let said = in_numbers(session);
    counts.prices += 1;
    counts.scaled += session.work().scaled - before;
    let quoted = in_quote(session);
    if said == quoted {
        return Ok(());
    }
    Err(format!("{said:#?}\n--- but the quote\n{quoted:#?}"))
}

fn compare_sample(sample: &Sample, counts: &mut Counts) -> Result<(), String> {
    let document = format!("{:#}", sample.catalog);
    let plan = compile(&Catalog::from_json(&document).unwrap()).unwrap();
    let mut by_text: Option<Session> = None;
    for text in &sample.orders {
        let order = Order::from_json(&text.to_string()).unwrap();
        compare(&plan, &order, counts)
            .and_then(|()| compare_texts(&plan, text, &mut by_text, counts))
            .map_err(|difference| format!("{difference}\n{order:#?}\n{document}"))?;
    }
    Ok(())
}

/// Prices each item of an order by itself from its text, in a session that takes one after the other.
fn compare_texts(
    plan: &Plan,
    order: &serde_json::Value,
    session: &mut Option<Session>,
    counts: &mut Counts,
) -> Result<(), String> {
    for item in order["items"].as_array().into_iter().flatten() {
        let mut one = order.clone();
        one["items"] = serde_json::json!([item]);
        let text = one.to_string();
        let fresh = Order::from_json(&text).unwrap();
        let session = session
            .get_or_insert_with(|| Session::new(plan, fresh.clone(), fresh.items[0].clone()));
        session.replace_json(&text).unwrap();
        agree(session, counts)?;
        let shown = |quote: Result<Quote, Diagnostics>| match quote {
            Ok(quote) => quote.to_canonical_json(),
            Err(faults) => faults.to_json(),
        };
        let (said, right) = (shown(session.quote()), shown(plan.price(&fresh)));
        if said != right {
            return Err(format!("{said}\n--- of its text, but fresh\n{right}"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn generated_catalogs_have_the_same_prices_in_both_ways(sample in samples()) {
        if let Err(message) = compare_sample(&sample, &mut Counts::default()) {
            return Err(TestCaseError::fail(message));
        }
    }
}

/// Where everything is left to the general evaluator, the comparison says nothing.
#[test]
fn a_good_part_of_generated_orders_is_priced_in_scaled_integers() {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), seed);
    let mut counts = Counts::default();
    for _ in 0..300 {
        let sample = samples().new_tree(&mut runner).unwrap().current();
        compare_sample(&sample, &mut counts).unwrap_or_else(|message| panic!("{message}"));
    }
    assert!(counts.scaled * 10 > counts.prices, "{counts:?}");
}

#[test]
fn the_cases_of_the_corpus_have_the_same_prices_in_both_ways() {
    let mut counts = Counts::default();
    for case in Case::all("tests/cases") {
        let (Ok(catalog), Some(order)) = (case.catalog(), case.text("order")) else {
            continue;
        };
        if let (Ok(plan), Ok(order)) = (compile(&catalog), Order::from_json(order)) {
            compare(&plan, &order, &mut counts)
                .unwrap_or_else(|message| panic!("{}\n{message}", case.path));
        }
    }
    assert!(counts.prices > 400, "{counts:?}");
    assert!(counts.scaled * 3 > counts.prices, "{counts:?}");
}

fn plan_of(component: &serde_json::Value) -> Plan {
    let catalog = json!({"format": 1, "currency": "EUR", "components": [component]});
    compile(&Catalog::from_json(&catalog.to_string()).unwrap()).unwrap()
}

#[test]
fn a_number_with_very_many_conditions_costs_something_only_where_it_is_given() {
    let rule = |number| format!("surcharge r{number} when size is set and size > {number} : 0.01");
    let rules: Vec<String> = (0..600).map(rule).collect();
    let size = json!({"id": "size", "type": "number", "surcharge": "5.00"});
    let component =
        json!({"id": "board", "base_price": "10.00", "rules": rules, "features": [size]});
    let mut session = plan_of(&component).session("board");
    assert_eq!(session.total().unwrap().unwrap().to_fixed(2), "10.00");
    agree(&mut session, &mut Counts::default()).unwrap();
    session
        .set("size", Value::Number(Decimal::from_integer(300)))
        .unwrap();
    // 10.00 + 5.00 + 300 of the rules
    assert_eq!(session.total().unwrap().unwrap().to_fixed(2), "18.00");
    agree(&mut session, &mut Counts::default()).unwrap();
    assert_eq!(session.work().scaled, 2, "both are priced the fast way");
}

#[test]
fn a_fee_by_a_text_that_is_not_given_is_named_by_the_default() {
    let component = json!({"id": "mug", "base_price": "10.00",
        "features": [{"id": "print", "type": "text", "default": "plain"}],
        "rules": ["surcharge setup : 1.00 once per order by print"]});
    let mut session = plan_of(&component).session("mug");
    let labelled = |session: &mut Session| {
        let fee = session.lines().unwrap().last().unwrap();
        session.line_texts(fee.name).unwrap().label
    };
    for (given, label) in [
        (None, "setup (plain)"),
        (Some("Ada"), "setup (Ada)"),
        (None, "setup (plain)"),
    ] {
        match given {
            Some(text) => session.set("print", Value::Text(text.to_owned())).unwrap(),
            None => session.unset("print"),
        }
        assert_eq!(labelled(&mut session), label);
        agree(&mut session, &mut Counts::default()).unwrap();
    }
    assert_eq!(session.work().scaled, 3, "all are priced the fast way");
}
