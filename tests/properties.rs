//! What holds for every catalog and every order, on generated ones.
//!
//! `PRICEWRIGHT_CASES` sets how many catalogs each property sees (default 60).

mod naive;

#[path = "naive/change.rs"]
mod change;

use change::{each_rules, junk_values, reversed_keys, reversed_statements, without_lines};
use naive::generate::{Sample, Tape, cases, samples, tapes};
use naive::number::{Q, exact, text, whole};
use num_traits::Zero;
use pricewright::Plan;
use pricewright::diagnostic::Code;
use pricewright::model::quote::{ItemQuote, Line, Status};
use pricewright::model::{Catalog, Order, Quote};
use pricewright::money::Decimal;
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn lines_add_up(sample in samples()) {
        for (order, quote) in quotes(&sample) {
            for (index, item) in quote.items.iter().enumerate() {
                lines_of_item_add_up(item, &order, index)?;
            }
            for line in &quote.lines {
                prop_assert_eq!(sum(line.shares.iter().copied()), exact(line.amount));
            }
            if let Some(amount) = quote.amount {
                let items = sum(quote.items.iter().filter_map(|item| item.amount));
                prop_assert_eq!(exact(amount), items + sum_of(&quote.lines));
                let shares = sum(quote.items.iter().filter_map(|item| item.order_share));
                prop_assert_eq!(shares, sum_of(&quote.lines));
            }
        }
    }

    #[test]
    fn net_and_tax_are_gross(sample in samples()) {
        for (_, quote) in quotes(&sample) {
            let items = quote.items.iter().map(|item| (item.net, item.tax, item.gross));
            for totals in items.chain([(quote.net, quote.tax, quote.gross)]) {
                if let (Some(net), Some(tax), Some(gross)) = totals {
                    prop_assert_eq!(exact(net) + exact(tax), exact(gross));
                }
            }
            let side = if quote.gross_prices { quote.gross } else { quote.net };
            prop_assert_eq!(side, quote.amount);
            if let (Some(net), Some(tax)) = (quote.net, quote.tax) {
                prop_assert_eq!(sum(quote.taxes.iter().map(|share| share.net)), exact(net));
                prop_assert_eq!(sum(quote.taxes.iter().map(|share| share.tax)), exact(tax));
            }
        }
    }

    #[test]
    fn the_order_of_statements_in_an_additive_phase_changes_nothing(mut sample in samples()) {
        each_rules(&mut sample.catalog, |rules| {
            rules.replace(" stop", "").replace(", compound", ", additive")
        });
        for component in sample.catalog["components"].as_array_mut().unwrap() {
            if let Some(season) = component.pointer_mut("/phases/per_piece/3/compound") {
                *season = json!(false);
            }
        }
        let before = quotes(&sample);
        each_rules(&mut sample.catalog, reversed_statements);
        for ((_, before), (_, after)) in before.iter().zip(quotes(&sample)) {
            prop_assert_eq!(amounts(before), amounts(&after));
        }
    }

    #[test]
    fn an_unrelated_feature_changes_nothing(mut sample in samples()) {
        let before = quotes(&sample);
        for component in sample.catalog["components"].as_array_mut().unwrap() {
            let features = component["features"].as_array_mut().unwrap();
            let middle = features.len() / 2;
            features.insert(middle, json!({"id": "unrelated", "type": "select", "options": ["a", "b"], "default": "a"}));
            features.push(json!({"id": "note", "type": "text"}));
        }
        for order in &mut sample.orders {
            order["items"][0]["values"]["unrelated"] = json!("b");
        }
        for ((_, before), (_, after)) in before.iter().zip(quotes(&sample)) {
            prop_assert_eq!(amounts(before), amounts(&after));
        }
    }

    #[test]
    fn no_order_makes_a_checked_catalog_panic_or_mix_types(
        sample in samples(),
        junk in tapes(),
    ) {
        let plan = compiled(&sample.catalog);
        let mut tape = Tape::new(junk);
        for order in &sample.orders {
            let mut order = order.clone();
            for item in order["items"].as_array_mut().unwrap() {
                junk_values(&mut tape, item);
            }
            let Ok(order) = Order::from_json(&order.to_string()) else { continue };
            match plan.price(&order) {
                Ok(quote) => {
                    let of_items = quote.items.iter().flat_map(|item| &item.problems);
                    for problem in quote.problems.iter().chain(of_items) {
                        prop_assert_ne!(problem.code, Code::TypeMismatch, "{}", problem.message);
                    }
                }
                Err(faults) => {
                    let mixes = faults.iter().any(|fault| fault.code == Code::TypeMismatch);
                    prop_assert!(!mixes, "{}", faults.render());
                }
            }
        }
    }

    #[test]
    fn the_same_order_gives_the_same_bytes(sample in samples()) {
        for ((_, first), (_, second)) in quotes(&sample).iter().zip(quotes(&sample)) {
            prop_assert_eq!(first.to_json(), second.to_json());
        }
    }

    #[test]
    fn the_order_of_keys_changes_nothing(sample in samples()) {
        let before = quotes(&sample);
        let catalog = Catalog::from_json(&reversed_keys(&sample.catalog)).unwrap();
        let plan = pricewright::compile(&catalog).unwrap();
        for (order, before) in &before {
            let after = plan.price(order).unwrap();
            prop_assert_eq!(before.status, after.status);
            prop_assert_eq!(amounts(before), amounts(&after));
        }
    }

    #[test]
    fn a_catalog_written_and_read_again_prices_alike(sample in samples()) {
        let catalog = Catalog::from_json(&sample.catalog.to_string()).unwrap();
        let again = Catalog::from_json(&catalog.to_json()).unwrap();
        prop_assert_eq!(again.to_json(), catalog.to_json());
        let plan = pricewright::compile(&again).unwrap_or_else(|faults| panic!("{}", faults.render()));
        for (order, before) in quotes(&sample) {
            let after = plan.price(&order).unwrap();
            prop_assert_eq!(amounts(&before), amounts(&after));
            prop_assert_eq!(before.fingerprint, after.fingerprint);
        }
    }

    #[test]
    fn a_minimum_and_a_maximum_hold(mut sample in samples()) {
        let pairs = match sample.catalog["currencies"].as_array() {
            None => ("60".to_owned(), "50".to_owned()),
            Some(_) => ("{EUR 60, CHF 60}".to_owned(), "{EUR 50, CHF 50}".to_owned()),
        };
        let limits = ["minimum ", "maximum ", "round ", "end "];
        let plain = sample.clone();
        for (word, per) in [("minimum", "per piece"), ("minimum", "per item"), ("maximum", "per item")] {
            sample.catalog = plain.catalog.clone();
            let limit = if word == "minimum" { &pairs.0 } else { &pairs.1 };
            let statement = format!("{word} the_limit : {limit} {per}");
            for component in sample.catalog["components"].as_array_mut().unwrap() {
                let rules = component["rules"].as_str().unwrap_or_default();
                component["rules"] = json!(format!("{}\n{statement}", without_lines(rules, &limits)));
            }
            for (_, quote) in quotes(&sample) {
                for item in quote.items.iter().filter(|item| item.status == Status::Priced) {
                    let amount = exact(item.amount.unwrap());
                    match (word, per) {
                        ("minimum", "per item") => prop_assert!(amount >= whole(60), "{}", text(&amount)),
                        ("maximum", _) => prop_assert!(amount <= whole(50), "{}", text(&amount)),
                        _ => {
                            let least = item.unit_price.is_none_or(|price| exact(price) >= whole(60));
                            prop_assert!(least, "{:?}", item.unit_price);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn only_a_priced_order_has_totals(sample in samples()) {
        for (_, quote) in quotes(&sample) {
            let worst = quote.items.iter().map(|item| item.status).max().unwrap();
            prop_assert!(quote.status >= worst);
            if quote.status == Status::Priced {
                prop_assert!(quote.amount.is_some());
                continue;
            }
            prop_assert_eq!((quote.amount, quote.net, quote.tax, quote.gross), (None, None, None, None));
            prop_assert!(quote.lines.is_empty() && quote.taxes.is_empty());
            let priced = quote.items.iter().filter(|item| item.status == Status::Priced);
            let sum_of_priced = sum(priced.filter_map(|item| item.amount));
            prop_assert_eq!(exact(quote.priced_subtotal), sum_of_priced);
            for item in quote.items.iter().filter(|item| item.status > Status::Incomplete) {
                prop_assert!(item.amount.is_none() && item.lines.is_empty());
            }
        }
    }
}

fn lines_of_item_add_up(
    item: &ItemQuote,
    order: &Order,
    index: usize,
) -> Result<(), TestCaseError> {
    let Some(amount) = item.amount else {
        return Ok(());
    };
    prop_assert_eq!(sum_of(&item.lines), exact(amount));
    for line in &item.lines {
        if let Some(unit_amount) = line.unit_amount {
            let quantity = exact(order.items[index].quantity);
            prop_assert_eq!(exact(unit_amount) * quantity, exact(line.amount));
        }
    }
    if let Some(unit_price) = item.unit_price {
        let pieces = item.lines.iter().filter_map(|line| line.unit_amount);
        prop_assert_eq!(sum(pieces), exact(unit_price));
    }
    Ok(())
}

fn compiled(catalog: &Value) -> Plan {
    let document = format!("{catalog:#}");
    let catalog = Catalog::from_json(&document)
        .unwrap_or_else(|faults| panic!("{}\n{document}", faults.render()));
    pricewright::compile(&catalog)
        .unwrap_or_else(|faults| panic!("{}\n{document}", faults.render()))
}

/// The sample's orders with their quotes.
fn quotes(sample: &Sample) -> Vec<(Order, Quote)> {
    let plan = compiled(&sample.catalog);
    let priced = |order: &Value| {
        let order = Order::from_json(&order.to_string()).unwrap();
        let quote = plan
            .price(&order)
            .unwrap_or_else(|faults| panic!("{}", faults.render()));
        (order, quote)
    };
    sample.orders.iter().map(priced).collect()
}

/// Status and amount of every item, and of every line by its id, in no order.
fn amounts(quote: &Quote) -> (Vec<String>, Vec<String>) {
    let show = |line: &Line| format!("{} {} {}", line.phase, line.id, line.amount);
    let item = |item: &ItemQuote| {
        let mut lines: Vec<_> = item.lines.iter().map(show).collect();
        lines.sort();
        format!(
            "{:?} {:?} {lines:?}",
            item.status,
            item.amount.map(|amount| amount.to_string())
        )
    };
    let mut lines: Vec<_> = quote.lines.iter().map(show).collect();
    lines.sort();
    lines.push(format!(
        "{:?}",
        quote.gross.or(quote.net).map(|total| total.to_string())
    ));
    (quote.items.iter().map(item).collect(), lines)
}

fn sum_of(lines: &[Line]) -> Q {
    sum(lines.iter().map(|line| line.amount))
}

fn sum(numbers: impl Iterator<Item = Decimal>) -> Q {
    numbers
        .map(exact)
        .fold(Q::zero(), |sum, number| sum + number)
}
