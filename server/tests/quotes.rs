//! Questions about prices, quotes that are held, and configurations.

mod support;

use pricewright::{Catalog, Order, compile};
use serde_json::{Value, json};
use support::corpus::{packed, root};
use support::{Reply, Server, for_each_database};

fn order(name: &str) -> String {
    std::fs::read_to_string(root().join("examples/roller-blind/orders").join(name)).unwrap()
}

#[test]
fn questions_have_the_answers_of_the_engine() {
    let catalog = packed("examples/roller-blind");
    let plan = compile(&Catalog::from_json(&catalog).unwrap()).unwrap();
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin
            .put("/v1/catalogs/blinds", catalog.as_str())
            .expect(201);
        let (retail, open) = (order("retail.json"), order("incomplete.json"));
        let read = |text: &str| Order::from_json(text).unwrap();
        let same = |path: &str, body: &str, ours: String| {
            assert_eq!(admin.post(path, body).expect(200).text(), ours, "{path}");
        };
        same(
            "/v1/explain",
            &retail,
            plan.explain(&read(&retail)).unwrap().to_json(),
        );
        same(
            "/v1/price?pretty=true",
            &retail,
            plan.price(&read(&retail)).unwrap().to_json_pretty(),
        );
        let options = plan
            .option_prices(&read(&retail), 0, Some("cassette"))
            .unwrap();
        same("/v1/options?feature=cassette", &retail, options.to_json());
        same(
            "/v1/hints?limit=3",
            &retail,
            plan.hints(&read(&retail), 3).unwrap().to_json(),
        );
        // the two ends stand in docs/analyses.md
        let range = admin.post("/v1/range", open.as_str()).expect(200).json();
        assert_eq!(
            (&range["lowest"]["amount"], &range["highest"]["amount"]),
            (&json!("181.90"), &json!("620.90"))
        );
        let solved = admin
            .post("/v1/solve?largest=width&at_most=250", open.as_str())
            .expect(200)
            .json();
        assert_eq!(solved["value"], "1800", "{solved}");
        admin
            .post("/v1/solve?largest=width", open.as_str())
            .refused(400, "invalid-query");
        admin
            .post("/v1/range?budget=9999999", open.as_str())
            .refused(400, "invalid-query");
        let unknown = admin
            .post("/v1/options?feature=casette", retail.as_str())
            .refused(422, "invalid-order");
        assert!(
            unknown["diagnostics"][0]["help"]
                .as_str()
                .unwrap()
                .contains("cassette"),
            "{unknown}"
        );
        admin.post("/v1/count?budget=10", open).expect(200);
    });
}

fn mug(price: &str) -> String {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "name": "Mug", "sku": "M-1", "base_price": price, "features": [
            { "id": "print", "name": "Print", "type": "select", "default": "none", "options": [
                "none", { "id": "photo", "name": "Photo", "surcharge": "2.50", "sku": "P-7", "sku_quantity": 2 }
            ] },
            { "id": "text", "name": "Text", "type": "text", "max_length": 40 }
        ], "rules": "set grams : quantity * 300" }]
    })
    .to_string()
}

const ORDER: &str = r#"{"items": [{"component": "mug", "values": {"print": "photo", "text": "=1+1"}, "quantity": 3}]}"#;

#[test]
fn a_quote_holds_its_price_until_its_date() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        let made = admin.post("/v1/quotes?held_until=2099-12-31&reference=A-17", ORDER);
        made.refused(400, "invalid-query");
        let made = admin.post("/v1/quotes?reference=A-17", ORDER).expect(201);
        let location = made.header("location").unwrap().to_owned();
        let quote = made.json();
        // (7.00 + 2.50) × 3
        assert_eq!(
            (&quote["amount"], &quote["state"]),
            (&json!("28.50"), &json!("held"))
        );
        admin.put("/v1/catalogs/mugs", mug("8.00")).expect(200);
        let stored = admin.get(&location).expect(200).json();
        assert_eq!(stored, quote);
        let list = admin.get("/v1/quotes?catalog=mugs").expect(200).json();
        assert_eq!(list["data"][0]["reference"], "A-17");
        assert!(list["data"][0].get("claim").is_none());

        let claim = stored["claim"].to_string();
        let now = admin
            .post("/v1/quotes/verify", claim.as_str())
            .expect(200)
            .json();
        assert_eq!(
            (&now["held"], &now["verification"]["outcome"]),
            (&json!(false), &json!("catalog-changed"))
        );
        // (8.00 + 2.50) × 3
        assert_eq!(now["verification"]["quote"]["amount"], "31.50");
        let id = stored["id"].as_str().unwrap();
        let held = admin
            .post(&format!("/v1/quotes/verify?quote={id}"), claim.as_str())
            .expect(200)
            .json();
        assert_eq!(
            (&held["held"], &held["verification"]["outcome"]),
            (&json!(true), &json!("match"))
        );
        let changed = claim.replace("28.50", "18.50");
        let tampered = admin
            .post(&format!("/v1/quotes/verify?quote={id}"), changed)
            .expect(200)
            .json();
        assert_eq!(tampered["verification"]["outcome"], "tampered");
        admin
            .post("/v1/quotes/verify?quote=quo_none", claim)
            .refused(404, "unknown-quote");
        let open = r#"{"items": [{"component": "mug", "values": {"print": "phto"}}]}"#;
        let problem = admin.post("/v1/quotes", open).refused(422, "not-priced");
        assert_eq!(problem["quote"]["status"], "invalid", "{problem}");
    });
}

#[test]
fn a_quote_ends_at_its_time() {
    let database = support::Database::sqlite();
    let server = Server::start(&database);
    let admin = server.admin();
    admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
    let soon = jiff::Timestamp::now()
        .saturating_add(jiff::SignedDuration::from_secs(1))
        .unwrap();
    let quote = admin
        .post(&format!("/v1/quotes?held_until={soon}"), ORDER)
        .expect(201)
        .json();
    admin.put("/v1/catalogs/mugs", mug("8.00")).expect(200);
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    let id = quote["id"].as_str().unwrap();
    assert_eq!(
        admin.get(&format!("/v1/quotes/{id}")).expect(200).json()["state"],
        "expired"
    );
    let verified = admin
        .post(
            &format!("/v1/quotes/verify?quote={id}"),
            quote["claim"].to_string(),
        )
        .expect(200)
        .json();
    assert_eq!(
        (&verified["held"], &verified["verification"]["outcome"]),
        (&json!(false), &json!("catalog-changed"))
    );
}

#[test]
fn a_quote_says_what_is_to_be_made() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        let quote = admin.post("/v1/quotes", ORDER).expect(201).json();
        let at = format!("/v1/quotes/{}", quote["id"].as_str().unwrap());
        let bill = admin
            .get(&format!("{at}/bill-of-materials"))
            .expect(200)
            .json();
        // 3 mugs, 2 prints on each
        let materials =
            json!([{ "sku": "M-1", "quantity": "3" }, { "sku": "P-7", "quantity": "6" }]);
        assert_eq!(bill["materials"], materials);
        let csv = admin
            .request("GET", &format!("{at}/bill-of-materials"))
            .header("accept", "text/csv");
        assert_eq!(
            Reply::to(csv).expect(200).text(),
            "sku,quantity\nM-1,3\nP-7,6\n"
        );
        let list = admin
            .get(&format!("{at}/production-list"))
            .expect(200)
            .json();
        assert_eq!(
            list["items"][0]["computed"],
            json!([{ "name": "grams", "value": "900" }])
        );
        assert_eq!(
            list["items"][0]["values"][0],
            json!({ "name": "Print", "value": "Photo" })
        );
        let csv = admin
            .get(&format!("{at}/production-list?format=csv"))
            .expect(200);
        let expected = "position,component,quantity,kind,name,value\n\
            1,mug,3,value,Print,Photo\n1,mug,3,value,Text,'=1+1\n1,mug,3,computed,grams,900\n\
            1,mug,3,material,M-1,3\n1,mug,3,material,P-7,6\n";
        assert_eq!(csv.text(), expected);
    });
}

#[test]
fn a_configuration_is_completed_once() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        let at = "/v1/configurations/c-1";
        admin.get(at).refused(404, "unknown-configuration");
        admin
            .post(&format!("{at}/complete"), "")
            .refused(404, "unknown-configuration");
        let wrong = r#"{"items": [{"component": "mug", "values": {"print": "phto"}}]}"#;
        let written = admin.put(at, wrong).expect(201);
        let tag = written.header("etag").unwrap().to_owned();
        assert_eq!(written.json()["quote"]["status"], "invalid");
        admin
            .post(&format!("{at}/complete"), "")
            .refused(422, "not-priced");
        let stale = admin
            .with_json("PUT", at, ORDER)
            .header("if-match", "\"other\"");
        Reply::to(stale).refused(412, "precondition-failed");
        Reply::to(admin.with_json("PUT", at, ORDER).header("if-match", tag)).expect(200);
        assert_eq!(admin.get(at).expect(200).json()["quote"]["amount"], "28.50");
        let done = admin.post(&format!("{at}/complete"), "").expect(200).json();
        assert_eq!(
            (&done["state"], &done["completion"]["revision"]),
            (&json!("completed"), &json!(1))
        );
        assert_eq!(done["completion"]["claim"]["quote"]["amount"], "28.50");
        // again, by a client that did not hear the first answer
        assert_eq!(
            admin
                .post(&format!("{at}/complete"), ORDER)
                .expect(200)
                .json(),
            done
        );
        admin
            .post(&format!("{at}/complete"), wrong)
            .refused(409, "already-completed");
        admin.put(at, ORDER).refused(409, "already-completed");
        let in_one = admin
            .post("/v1/configurations/c-2/complete", ORDER)
            .expect(200)
            .json();
        assert_eq!(in_one["state"], "completed");
    });
}

#[test]
fn quotes_are_signed_and_checked_by_keys() {
    let database = support::Database::sqlite();
    let key = database.directory.path().join("key.json");
    let secret = json!({ "kty": "oct", "k": "c2l4dGVlbiBieXRlcyBhcmUgdG9vIGZldyBmb3IgdGhpcw" });
    std::fs::write(&key, secret.to_string()).unwrap();
    let key = key.to_str().unwrap();
    let server = Server::start_with(&database, &["--signing-key", key, "--verifying-key", key]);
    let admin = server.admin();
    admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
    let quote = admin.post("/v1/quotes", ORDER).expect(201).json();
    let claim = quote["claim"].to_string();
    assert!(quote["claim"]["signature"].is_string(), "{quote}");
    let fine = admin
        .post("/v1/quotes/verify", claim.as_str())
        .expect(200)
        .json();
    assert_eq!(fine["verification"]["outcome"], "match");
    admin
        .post("/v1/quotes/verify", claim.replace("28.50", "18.50"))
        .refused(422, "invalid-claim");
    let mut unsigned: Value = serde_json::from_str(&claim).unwrap();
    unsigned.as_object_mut().unwrap().remove("signature");
    admin
        .post("/v1/quotes/verify", unsigned.to_string())
        .refused(422, "invalid-claim");
}
