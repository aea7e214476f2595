//! Drafts, revisions, differences, plans, and all catalogs at once.

mod support;

use pricewright::{Catalog, Plan};
use serde_json::{Value, json};
use support::corpus::packed;
use support::{Reply, Server, for_each_database};

const ORDER: &str = r#"{"items": [{"component": "mug", "values": {"print": "photo"}}]}"#;

/// A mug whose print costs so much.
fn mug(print: &str) -> Value {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": "7.00", "features": [
            { "id": "print", "type": "select", "required": true, "options": [
                { "id": "none" }, { "id": "photo", "surcharge": print }
            ] }
        ] }]
    })
}

fn price(server: &Server) -> Value {
    server.admin().post("/v1/price", ORDER).expect(200).json()["amount"].clone()
}

#[test]
fn a_draft_waits_until_it_is_published() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin
            .put("/v1/catalogs/mugs", mug("2.50").to_string())
            .expect(201);
        admin
            .get("/v1/catalogs/mugs/draft")
            .refused(404, "unknown-draft");

        let faulty = admin
            .put("/v1/catalogs/mugs/draft", mug("two").to_string())
            .expect(201)
            .json();
        assert_eq!(
            (&faulty["valid"], &faulty["base_revision"]),
            (&json!(false), &json!(1))
        );
        assert_eq!(
            faulty["diagnostics"][0]["path"],
            "$.components[0].features[0].options[1].surcharge"
        );
        admin
            .post("/v1/catalogs/mugs/draft/publish", "")
            .refused(422, "invalid-catalog");

        let written = admin
            .put("/v1/catalogs/mugs/draft", mug("3.00").to_string())
            .expect(200);
        let tag = written.header("etag").unwrap().to_owned();
        assert_eq!(written.json()["valid"], true);
        assert_eq!(
            admin.get("/v1/catalogs/mugs/draft").expect(200).json(),
            mug("3.00")
        );
        // 7.00 + 2.50: the draft prices nothing yet
        assert_eq!(price(&server), "9.50");

        // of 2 configurations the one with a photo costs 0.50 more
        let change = admin.get("/v1/catalogs/mugs/diff").expect(200).json();
        assert_eq!(change["components"][0]["up"], 1, "{change}");
        let table = admin.get("/v1/catalogs/mugs/diff?format=csv").expect(200);
        assert!(
            table
                .header("content-type")
                .unwrap()
                .starts_with("text/csv")
        );
        assert!(table.text().contains("10.00"), "{}", table.text());

        let stale = admin
            .request("POST", "/v1/catalogs/mugs/draft/publish")
            .header("if-match", "\"old\"");
        Reply::to(stale).refused(412, "precondition-failed");
        let publish = admin
            .request("POST", "/v1/catalogs/mugs/draft/publish")
            .header("if-match", tag);
        assert_eq!(Reply::to(publish).expect(200).json()["revision"], 2);
        // 7.00 + 3.00
        assert_eq!(price(&server), "10.00");
        admin
            .get("/v1/catalogs/mugs/draft")
            .refused(404, "unknown-draft");
    });
}

#[test]
fn a_draft_does_not_undo_what_was_published_after_it() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin
            .put("/v1/catalogs/mugs", mug("2.50").to_string())
            .expect(201);
        admin
            .put("/v1/catalogs/mugs/draft", mug("3.00").to_string())
            .expect(201);
        admin
            .put("/v1/catalogs/mugs", mug("4.00").to_string())
            .expect(200);
        let problem = admin
            .post("/v1/catalogs/mugs/draft/publish", "")
            .refused(409, "conflict");
        assert_eq!(
            problem["detail"],
            "the draft was begun on revision `1`, revision `2` is live"
        );
        assert_eq!(price(&server), "11.00");
        admin
            .post("/v1/catalogs/mugs/draft/publish?force=true", "")
            .expect(200);
        assert_eq!(price(&server), "10.00");
    });
}

#[test]
fn history_is_kept_and_can_be_gone_back_to() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        for print in ["2.50", "3.00", "3.50"] {
            admin.put("/v1/catalogs/mugs", mug(print).to_string());
        }
        let page = admin
            .get("/v1/catalogs/mugs/revisions?limit=2")
            .expect(200)
            .json();
        let numbers: Vec<_> = page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["revision"].clone())
            .collect();
        assert_eq!(numbers, [3, 2]);
        let next = page["next"].as_str().unwrap();
        let rest = admin
            .get(&format!("/v1/catalogs/mugs/revisions?after={next}"))
            .expect(200)
            .json();
        assert_eq!(
            (&rest["data"][0]["revision"], &rest["next"]),
            (&json!(1), &Value::Null)
        );
        assert_eq!(
            admin
                .get("/v1/catalogs/mugs/revisions/1")
                .expect(200)
                .json(),
            mug("2.50")
        );
        admin
            .get("/v1/catalogs/mugs/revisions/4")
            .refused(404, "unknown-revision");
        let change = admin
            .get("/v1/catalogs/mugs/diff?from=1&to=3")
            .expect(200)
            .json();
        // 9.50 → 10.50
        assert_eq!(
            change["components"][0]["rise"]["difference"], "1.00",
            "{change}"
        );

        let back = admin
            .post("/v1/catalogs/mugs/revisions/1/restore", "")
            .expect(200)
            .json();
        assert_eq!(back["revision"], 4);
        assert_eq!(price(&server), "9.50");
        admin.delete("/v1/catalogs/mugs").expect(204);
        admin
            .post("/v1/catalogs/mugs/revisions/2/restore", "")
            .expect(201);
        assert_eq!(price(&server), "10.00");
    });
}

#[test]
fn a_document_can_be_validated_without_being_kept() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let blind = packed("examples/roller-blind");
        let fine = admin
            .post("/v1/validate?lint=true&steps=50", blind.as_str())
            .expect(200)
            .json();
        assert_eq!(fine["valid"], true);
        assert_eq!(
            fine["fingerprint"],
            Catalog::from_json(&blind).unwrap().fingerprint()
        );
        assert!(fine["findings"]["findings"].is_array(), "{fine}");
        let faulty = admin
            .post("/v1/validate", mug("two").to_string())
            .expect(200)
            .json();
        assert_eq!(
            (&faulty["valid"], &faulty["fingerprint"]),
            (&json!(false), &Value::Null)
        );
        assert_eq!(
            admin.get("/v1/catalogs").expect(200).json()["data"],
            json!([])
        );
    });
}

#[test]
fn plans_are_loaded_once_and_priced_from() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin
            .put("/v1/catalogs/mugs", mug("2.50").to_string())
            .expect(201);
        let reply = admin.get("/v1/catalogs/mugs/plan").expect(200);
        let plan = Plan::from_bytes(&reply.bytes).unwrap();
        let order = pricewright::Order::from_json(ORDER).unwrap();
        assert_eq!(
            plan.price(&order).unwrap().amount.unwrap().to_fixed(2),
            "9.50"
        );
        let tag = reply.header("etag").unwrap().to_owned();
        assert!(tag.starts_with(&format!("\"{}-", plan.data().fingerprint)));
        assert_eq!(reply.header("cache-control"), Some("public, no-cache"));
        let again = admin
            .request("GET", "/v1/catalogs/mugs/plan")
            .header("if-none-match", &tag);
        assert!(Reply::to(again).expect(304).bytes.is_empty());
        let forever = format!("/v1/catalogs/mugs/plans/{}", tag.trim_matches('"'));
        let same = admin.get(&forever).expect(200);
        assert!(
            same.bytes == reply.bytes
                && same.header("cache-control").unwrap().contains("immutable")
        );
        admin
            .put("/v1/catalogs/mugs", mug("3.00").to_string())
            .expect(200);
        admin.get(&forever).refused(404, "unknown-revision");
        let whole = admin.get("/v1/catalogs/mugs/plan/whole").expect(200);
        assert_eq!(
            Plan::from_bytes(&whole.bytes)
                .unwrap()
                .price(&order)
                .unwrap()
                .amount
                .unwrap()
                .to_fixed(2),
            "10.00"
        );
    });
}

fn import(server: &Server, query: &str, lines: &[Value]) -> Vec<Value> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let request = server
        .admin()
        .request("POST", &format!("/v1/import{query}"));
    let reply = Reply::to(
        request
            .header("content-type", "application/x-ndjson")
            .body(text),
    )
    .expect(200);
    reply
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn all_catalogs_go_out_and_come_in_as_lines() {
    for_each_database(|database| {
        let server = Server::start(database);
        let fine = |id: &str| json!({ "id": id, "document": mug("2.50") });
        let faulty = json!({ "id": "b", "document": mug("two") });
        let outcomes = |found: &[Value]| -> Vec<String> {
            found
                .iter()
                .map(|it| it["outcome"].as_str().unwrap().to_owned())
                .collect()
        };
        let held = import(&server, "?atomic=true", &[fine("a"), faulty.clone()]);
        assert_eq!(outcomes(&held), ["held_back", "refused"]);
        assert_eq!(
            held[1]["problem"]["diagnostics"][0]["path"],
            "$.components[0].features[0].options[1].surcharge"
        );
        assert_eq!(
            server.admin().get("/v1/catalogs").expect(200).json()["data"],
            json!([])
        );
        let mixed = import(&server, "", &[fine("a"), faulty, fine("a"), fine("c")]);
        assert_eq!(
            outcomes(&mixed),
            ["created", "refused", "unchanged", "created"]
        );
        let all = import(&server, "?atomic=true", &[fine("d"), fine("e"), fine("a")]);
        assert_eq!(outcomes(&all), ["created", "created", "unchanged"]);

        let pretty = serde_json::to_string_pretty(&mug("9.00")).unwrap();
        server.admin().put("/v1/catalogs/a", pretty).expect(200);
        let exported = server.admin().get("/v1/export").expect(200);
        let lines: Vec<Value> = exported
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let ids: Vec<_> = lines
            .iter()
            .map(|line| line["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, ["a", "c", "d", "e"]);
        assert_eq!(lines[0]["document"], mug("9.00"));
        // what went out comes in
        let back = import(&server, "", &lines);
        assert_eq!(outcomes(&back), ["unchanged"; 4]);
    });
}
