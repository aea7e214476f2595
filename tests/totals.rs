//! The short form of a quote: what stands in it stands in the quote, and kept sessions give the same bytes.

#[expect(dead_code, reason = "only the reading of cases is used here")]
#[path = "support/corpus.rs"]
mod corpus;

use corpus::Case;
use pricewright::exchange::TotalsJson;
use pricewright::{Order, compile};
use serde_json::{Value, json};

/// A quote's JSON without everything that its totals leave out.
fn shortened(quote: &Value) -> Value {
    let lines = |of: &Value| -> Value {
        let lines = of["lines"].as_array().unwrap().iter();
        lines
            .map(|line| json!({"id": line["id"], "amount": line["amount"]}))
            .collect()
    };
    let items = quote["items"].as_array().unwrap().iter();
    let items = items.map(
        |item| json!({"status": item["status"], "lines": lines(item), "amount": item["amount"]}),
    );
    json!({
        "status": quote["status"],
        "currency": quote["currency"],
        "items": items.collect::<Value>(),
        "lines": lines(quote),
        "amount": quote["amount"],
    })
}

#[test]
fn totals_are_the_quotes_own_over_the_corpus() {
    let (mut orders, mut priced) = (0, 0);
    for case in Case::all("tests/cases") {
        let (Ok(catalog), Some(order)) = (case.catalog(), case.text("order")) else {
            continue;
        };
        let text = order;
        let (Ok(plan), Ok(order)) = (compile(&catalog), Order::from_json(text)) else {
            continue;
        };
        let mut totals = TotalsJson::new(&plan);
        // the second one is of sessions that are kept
        for _ in 0..2 {
            let by_text = totals.of_json(text);
            assert_eq!(by_text, totals.of(order.clone()), "{}", case.path);
            match (plan.price(&order), by_text) {
                (Ok(quote), Ok(text)) => {
                    let whole: Value = serde_json::from_str(&quote.to_json()).unwrap();
                    let short: Value = serde_json::from_str(&text).unwrap();
                    assert_eq!(short, shortened(&whole), "{}", case.path);
                    assert_eq!(text, quote.to_totals_json(), "{}", case.path);
                    priced += 1;
                }
                (Err(one), Err(other)) => assert_eq!(one.to_json(), other.to_json()),
                (one, other) => panic!("{}: {one:?} {other:?}", case.path),
            }
        }
        orders += 1;
    }
    assert!(
        orders > 400 && priced > 700,
        "{orders} orders, {priced} prices"
    );
}
