//! Every case of the corpus over HTTP gives the bytes of the engine.

mod support;

use pricewright::{Catalog, Order, compile};
use support::corpus::cases;
use support::{Server, for_each_database};

#[test]
fn the_corpus_over_http_is_the_engine_to_the_byte() {
    let cases = cases();
    assert!(cases.len() > 200, "{} cases", cases.len());
    for_each_database(|database| {
        let server = Server::start_with(database, &["--requests-per-minute", "1000000"]);
        let admin = server.admin();
        let (mut priced, mut refused) = (0, 0);
        for (index, case) in cases.iter().enumerate() {
            let at = format!("/v1/catalogs/case-{index}");
            let written = admin.put(&at, case.catalog.as_str());
            let plan = match Catalog::from_json(&case.catalog).and_then(|it| compile(&it)) {
                Ok(plan) => plan,
                Err(found) => {
                    let problem = written.refused(422, "invalid-catalog");
                    let ours: serde_json::Value = serde_json::from_str(&found.to_json()).unwrap();
                    assert_eq!(problem["diagnostics"], ours, "{}", case.path);
                    refused += 1;
                    continue;
                }
            };
            written.expect(201);
            let reply = admin.post(
                &format!("/v1/price?catalog=case-{index}"),
                case.order.as_str(),
            );
            match Order::from_json(&case.order).and_then(|order| plan.price(&order)) {
                Ok(quote) => {
                    assert_eq!(reply.expect(200).text(), quote.to_json(), "{}", case.path);
                    let at = format!("/v1/price?catalog=case-{index}&totals=true");
                    // the second one is of a session that is kept
                    for _ in 0..2 {
                        let totals = admin.post(&at, case.order.as_str()).expect(200);
                        assert_eq!(totals.text(), quote.to_totals_json(), "{}", case.path);
                    }
                    priced += 1;
                }
                Err(found) => {
                    let problem = reply.refused(422, "invalid-order");
                    let ours: serde_json::Value = serde_json::from_str(&found.to_json()).unwrap();
                    assert_eq!(problem["diagnostics"], ours, "{}", case.path);
                    refused += 1;
                }
            }
        }
        assert!(priced > 200, "{priced} priced, {refused} refused");
        eprintln!("{priced} priced, {refused} refused");
    });
}
