//! Simplio3D's price groups: its published answer, under every path that its documentation writes, and their management.

mod support;

use serde_json::{Value, json};
use support::{Client, Reply, Server, for_each_database};

/// The published answer of one price group, without its ids and times.
const PREMIUM: &str = r#"{
      "title": "Premium Package",
      "type": "Fixed Price",
      "variable_type": "Percentage",
      "settings": {
        "discount": "10%",
        "tiered_pricing": true
      },
      "prices": [
        {
          "amount": 99.99,
          "currency": "USD"
        }
      ]
}"#;

const GROUPS: &str = "/open-api/v1/configurator-price-groups";

/// A desk of 500 dollars; its number is the configurator's.
fn desk(admin: &Client) -> i64 {
    let body = r#"{"name": "Desk", "currency": "USD", "base_price": 500}"#;
    let reply = admin.post("/v1/components", body).expect(201).json();
    reply["id"].as_i64().unwrap()
}

fn with(configurator: i64, group: &str) -> String {
    let mut group: Value = serde_json::from_str(group).unwrap();
    group["configurator_id"] = configurator.into();
    group.to_string()
}

fn price(admin: &Client, values: &Value, quantity: u32) -> Value {
    let order =
        json!({ "items": [{ "component": "desk", "values": values, "quantity": quantity }] });
    admin
        .post("/v1/price", order.to_string())
        .expect(200)
        .json()["amount"]
        .clone()
}

#[test]
fn the_published_group_is_shown_as_it_was_sent_and_prices() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let desk = desk(&admin);
        let made = admin.post(GROUPS, with(desk, PREMIUM)).expect(201);
        assert!(
            made.json()["notes"].as_array().unwrap().len() > 1,
            "what was guessed is told"
        );
        let mut expected: Value = serde_json::from_str(PREMIUM).unwrap();
        expected["id"] = json!(1);
        expected["configurator_id"] = desk.into();
        let shown = admin.get(&format!("{GROUPS}/1")).expect(200);
        assert_eq!(shown.header("etag"), made.header("etag"));
        let shown = shown.json();
        for time in ["created_at", "updated_at"] {
            assert!(shown[time].as_str().unwrap().ends_with('Z'), "{shown}");
            expected[time] = shown[time].clone();
        }
        assert_eq!(shown, expected);
        for root in ["/open-api/v1", "/api/open-api/v1"] {
            for path in ["configurator-price-groups/1", "configurator-price-group/1"] {
                assert_eq!(
                    admin.get(&format!("{root}/{path}")).expect(200).json(),
                    expected
                );
            }
            for path in [
                "configurator-price-groups",
                "configurator-price-groups/variables/list",
            ] {
                let all = admin.get(&format!("{root}/{path}")).expect(200).json();
                assert_eq!(all, json!({ "data": [expected] }));
            }
        }
        let older = admin
            .get("/api/configurator-price-groups")
            .expect(200)
            .json();
        assert_eq!(
            older,
            json!({ "priceGroups": [{ "groupId": "1", "name": "Premium Package", "description": "" }] })
        );
        // list price 500: + 99.99 - 10 % of 500
        assert_eq!(price(&admin, &json!({}), 1), "549.99");
    });
}

#[test]
fn groups_are_changed_and_deleted() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let desk = desk(&admin);
        let made = admin.post(GROUPS, with(desk, PREMIUM)).expect(201);
        let tag = made.header("etag").unwrap().to_owned();
        let at = format!("{GROUPS}/1");
        let put =
            |body: &str| Reply::to(admin.with_json("PUT", &at, body).header("if-match", &tag));
        let changed = put(r#"{"settings": {"discount": "20%"}, "when": "quantity >= 2"}"#)
            .expect(200)
            .json();
        assert_eq!(
            (&changed["settings"]["discount"], &changed["when"]),
            (&json!("20%"), &json!("quantity >= 2"))
        );
        assert_eq!(
            changed["prices"],
            json!([{ "amount": 99.99, "currency": "USD" }])
        );
        put(r#"{"title": "Other"}"#).refused(412, "precondition-failed");
        assert_eq!(price(&admin, &json!({}), 1), "500.00");
        // (500 + 99.99 - 20 % of 500) × 2
        assert_eq!(price(&admin, &json!({}), 2), "999.98");

        let tiers = r#"{ "title": "Trade", "type": "Percentage", "settings": { "discount": "5%", "tiered_pricing": true,
            "tiers": [ { "from": 1, "to": 9, "percent": 5 }, { "from": 10, "percent": 8 } ] } }"#;
        let trade = admin.post(GROUPS, with(desk, tiers)).expect(201).json();
        assert_eq!(trade["settings"]["tiers"][1]["percent"], 8);
        admin.delete(&at).expect(204);
        admin.get(&at).refused(404, "unknown-price-group");
        // 500 - 5 %; (500 - 8 %) × 10
        assert_eq!(price(&admin, &json!({}), 1), "475.00");
        assert_eq!(price(&admin, &json!({}), 10), "4600.00");

        let colors = r#"{ "title": "Color Pricing", "type": "Fixed Price", "variable_type": "Color", "variants": [
            { "name": "White", "prices": [ { "amount": 0, "currency": "USD" } ] },
            { "name": "Green", "prices": [ { "amount": 48.00, "currency": "USD" } ] } ] }"#;
        let colors = admin.post(GROUPS, with(desk, colors)).expect(201).json();
        assert_eq!(colors["variants"][1]["prices"][0]["amount"], 48);
        // (500 + 48) - 5 % of the list price 548
        assert_eq!(price(&admin, &json!({ "color": "green" }), 1), "520.60");
        // the color is a feature of the component
        let features = admin
            .get(&format!("/v1/components/{desk}/features"))
            .expect(200)
            .json();
        assert_eq!(features["data"][0]["key"], "color");
        admin
            .delete(&format!("{GROUPS}/{}", colors["id"]))
            .expect(204);
        assert_eq!(price(&admin, &json!({}), 1), "475.00");
        admin.delete(&format!("/v1/components/{desk}")).expect(204);
        assert_eq!(admin.get(GROUPS).expect(200).json(), json!({ "data": [] }));
    });
}

#[test]
fn groups_of_a_whole_catalog_are_shown() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let catalog = |rate: &str| {
            json!({
            "format": 1, "currencies": ["EUR", "CHF"],
            "components": [{ "id": "mug", "base_price": { "EUR": "7.00", "CHF": "8.00" }, "price_groups": [
                { "id": "club", "title": "Club", "type": "percentage", "amount": rate, "of": "list" },
                { "id": "box", "title": "Box", "type": "fixed", "amount": { "EUR": "1.50", "CHF": "1.60" } } ] }]
        }).to_string()
        };
        admin.put("/v1/catalogs/mugs", catalog("-15")).expect(201);
        let all = admin.get(GROUPS).expect(200).json();
        assert_eq!(
            (
                &all["data"][0]["type"],
                &all["data"][0]["settings"]["discount"]
            ),
            (&json!("Percentage"), &json!("15%"))
        );
        assert_eq!(
            all["data"][1]["prices"],
            json!([{ "amount": 1.6, "currency": "CHF" }, { "amount": 1.5, "currency": "EUR" }])
        );
        assert_eq!(admin.get(GROUPS).expect(200).json(), all, "numbers stay");
        let page = admin.get(&format!("{GROUPS}?limit=1")).expect(200);
        assert_eq!(page.json()["data"].as_array().unwrap().len(), 1);
        let next = page.header("link").unwrap().to_owned();
        assert!(next.contains("limit=1&after=1>; rel=\"next\""), "{next}");
        // what is changed elsewhere is shown as it is, not as it was sent
        let at = format!("{GROUPS}/{}", all["data"][0]["id"]);
        admin.put(&at, r#"{"title": "Members"}"#).expect(200);
        admin.put("/v1/catalogs/mugs", catalog("-20")).expect(200);
        let changed = admin.get(&at).expect(200).json();
        assert_eq!(
            (&changed["title"], &changed["settings"]["discount"]),
            (&json!("Club"), &json!("20%"))
        );
    });
}

#[test]
fn bad_groups_are_refused_and_change_nothing() {
    for_each_database(|database| {
        let server = Server::start_with(database, &["--body-bytes", "10000"]);
        let admin = server.admin();
        let desk = desk(&admin);
        admin.post(GROUPS, with(desk, PREMIUM)).expect(201);
        let before = admin.get("/v1/catalogs/configento").expect(200);
        for (group, status, code) in [
            (
                r#"{"type": "Fixed Price", "prices": [{"amount": 1}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "prices": [{"amount": 1}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Base Price", "prices": [{"amount": 1}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Fixed Price"}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Fixed Price", "prices": [{"amount": "a lot"}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Fixed Price", "prices": [{"amount": 1, "currency": "EUR"}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Fixed Price", "variable_type": "Size", "prices": [{"amount": 1}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Fixed Price", "variable_type": "Color", "prices": [{"amount": 1}]}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Percentage", "settings": {"discount": "ten"}}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Percentage", "settings": {"discount": "10%", "dscount": 1}}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Percentage", "settings": {"discount": "10%"}, "when": "colour = 1"}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Percentage", "settings": {"discount": "10%"}, "from": "soon"}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "A", "type": "Formula", "formula": "document.cookie"}"#,
                422,
                "invalid-body",
            ),
            (
                r#"{"title": "Premium Package", "type": "Fixed Price", "prices": [{"amount": 1}]}"#,
                409,
                "already-there",
            ),
        ] {
            let problem = admin.post(GROUPS, with(desk, group)).refused(status, code);
            assert!(problem["detail"].is_string(), "{group}: {problem}");
        }
        admin.post(GROUPS, PREMIUM).refused(422, "invalid-body");
        admin
            .post(GROUPS, with(999, PREMIUM))
            .refused(404, "unknown-component");
        admin.post(GROUPS, "{").refused(400, "json-syntax");
        admin
            .put(&format!("{GROUPS}/999"), "{}")
            .refused(404, "unknown-price-group");
        admin
            .delete(&format!("{GROUPS}/first"))
            .refused(400, "invalid-path");
        let large = json!({ "title": "x".repeat(20_000) }).to_string();
        admin.post(GROUPS, large).refused(413, "body-too-large");
        let after = admin.get("/v1/catalogs/configento").expect(200);
        assert_eq!(after.text(), before.text());

        let send = |key: &str, body: String| {
            Reply::to(
                admin
                    .with_json("POST", GROUPS, body)
                    .header("idempotency-key", key),
            )
        };
        let care = r#"{"title": "Care", "type": "Fixed Price", "prices": [{"amount": 12.50}]}"#;
        let (first, again) = (
            send("k", with(desk, care)).expect(201),
            send("k", with(desk, care)).expect(201),
        );
        assert_eq!(first.bytes, again.bytes);
        send("k", with(desk, PREMIUM)).refused(422, "idempotency-key-reused");
    });
}

#[test]
fn every_path_wants_a_token_with_the_scope() {
    for_each_database(|database| {
        let server = Server::start(database);
        let role = json!({ "label": "shop", "role": "storefront" }).to_string();
        let shop = server.admin().post("/v1/tokens", role).expect(201).json();
        let shop = server.client(shop["token"].as_str().unwrap());
        let mut paths = vec!["/api/configurator-price-groups".to_owned()];
        for root in ["/open-api/v1", "/api/open-api/v1"] {
            for path in [
                "configurator-price-groups",
                "configurator-price-groups/1",
                "configurator-price-group/1",
                "configurator-price-groups/variables/list",
            ] {
                paths.push(format!("{root}/{path}"));
            }
        }
        paths.extend(
            [
                "/v1/components",
                "/v1/components/1",
                "/v1/components/1/features",
                "/v1/features/1/options",
                "/v1/components/1/pricelists",
            ]
            .map(str::to_owned),
        );
        for path in paths {
            server.stranger().get(&path).refused(401, "token-missing");
            server
                .client("pw_foreign")
                .get(&path)
                .refused(401, "token-invalid");
            shop.get(&path).refused(403, "scope-missing");
        }
        for path in [
            GROUPS,
            "/v1/components",
            "/v1/components/1/features",
            "/v1/features/1/options",
            "/v1/components/1/pricelists",
        ] {
            shop.post(path, "{}").refused(403, "scope-missing");
        }
    });
}
