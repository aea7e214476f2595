//! Claims of every example's orders: as they are, for another order, and with each amount changed.

use super::{example_orders, generated_orders};
use pricewright::analyze::claim::{Claim, claim};
use pricewright::analyze::verify::Outcome;
use pricewright::{Order, Plan};

fn outcome(plan: &Plan, text: &str) -> Outcome {
    let claim = Claim::from_json(text).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    plan.verify(&claim).unwrap().outcome
}

#[test]
fn what_was_quoted_matches() {
    for (name, plan, order) in example_orders().iter().chain(&generated_orders(100)) {
        let Ok(quote) = plan.price(order) else {
            continue;
        };
        assert_eq!(
            outcome(plan, &claim(order, &quote)),
            Outcome::Match,
            "{name}"
        );
    }
}

/// Every text of digits behind `amount`, one after the other, is another number.
#[test]
fn an_amount_that_was_changed_never_matches() {
    let mut changed = 0;
    for (name, plan, order) in example_orders() {
        let Ok(quote) = plan.price(&order) else {
            continue;
        };
        let text = claim(&order, &quote);
        for (at, key) in text.match_indices(r#"amount":""#) {
            let from = at + key.len();
            let until = from + text[from..].find('"').unwrap();
            // what is left out of a base, and shares, are shown but not compared
            if text[..at].ends_with("not_discountable") {
                continue;
            }
            let other = format!("{}7{}", &text[..until], &text[until..]);
            assert_eq!(
                outcome(&plan, &other),
                Outcome::Tampered,
                "{name}: {}",
                &text[at..until]
            );
            changed += 1;
        }
    }
    assert!(changed > 300, "{changed}");
}

#[test]
fn a_storefronts_quote_is_verified_by_the_whole_catalog() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roller-blind");
    let catalog = super::support::example(&folder);
    let page = pricewright::storefront_plan(&catalog).unwrap();
    let server = pricewright::compile(&catalog).unwrap();
    let order = std::fs::read_to_string(folder.join("orders/dealer.json")).unwrap();
    let order = Order::from_json(&order).unwrap();
    let text = claim(&order, &page.price(&order).unwrap());
    let verified = server.verify(&Claim::from_json(&text).unwrap()).unwrap();
    assert_eq!(verified.outcome, Outcome::Match);
    assert!(verified.notes.is_empty());
}

/// Whatever becomes of the text of a claim, nothing panics and nothing is a match by accident.
#[test]
fn claims_with_parts_cut_out_are_faults_or_no_more_than_they_say() {
    let (_, plan, order) = example_orders().into_iter().next().unwrap();
    let text = claim(&order, &plan.price(&order).unwrap());
    let mut read = 0;
    for from in (0..text.len()).step_by(7) {
        for length in [1, 3, 20] {
            let until = (from + length).min(text.len());
            let (Some(head), Some(tail)) = (text.get(..from), text.get(until..)) else {
                continue;
            };
            if let Ok(claim) = Claim::from_json(&format!("{head}{tail}")) {
                let _ = plan.verify(&claim);
                read += 1;
            }
        }
    }
    assert!(read > 10, "{read}");
}
