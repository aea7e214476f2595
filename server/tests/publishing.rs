//! What is published prices: at once, on every instance, never half.

mod support;

use std::time::{Duration, Instant};

use serde_json::json;
use support::{Server, for_each_database};

const ORDER: &str = r#"{"items": [{"component": "mug", "quantity": 3}]}"#;

/// A mug of this price.
fn mug(price: &str) -> String {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": price }]
    })
    .to_string()
}

#[test]
fn a_published_catalog_prices_the_next_request() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin
            .post("/v1/price", ORDER)
            .refused(404, "unknown-catalog");
        let first = admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        let tag = first.header("etag").unwrap().to_owned();
        // 7.00 × 3
        assert_eq!(
            admin.post("/v1/price", ORDER).expect(200).json()["amount"],
            "21.00"
        );

        let same = admin
            .put("/v1/catalogs/mugs", mug("7.00"))
            .expect(200)
            .json();
        assert_eq!(
            (&same["revision"], &same["changed"]),
            (&json!(1), &json!(false))
        );

        let faulty = admin
            .put("/v1/catalogs/mugs", mug("seven"))
            .refused(422, "invalid-catalog");
        assert_eq!(
            faulty["diagnostics"][0]["path"],
            "$.components[0].base_price"
        );
        assert_eq!(
            admin.post("/v1/price", ORDER).expect(200).json()["amount"],
            "21.00"
        );

        let stale = admin
            .with_json("PUT", "/v1/catalogs/mugs", mug("8.00"))
            .header("if-match", "\"other\"");
        support::Reply::to(stale).refused(412, "precondition-failed");
        let fresh = admin
            .with_json("PUT", "/v1/catalogs/mugs", mug("8.00"))
            .header("if-match", tag);
        assert_eq!(support::Reply::to(fresh).expect(200).json()["revision"], 2);
        // 8.00 × 3
        assert_eq!(
            admin.post("/v1/price", ORDER).expect(200).json()["amount"],
            "24.00"
        );

        admin.delete("/v1/catalogs/mugs").expect(204);
        admin
            .post("/v1/price?catalog=mugs", ORDER)
            .refused(404, "unknown-catalog");
    });
}

#[test]
fn what_was_published_survives_a_kill() {
    for_each_database(|database| {
        let server = Server::start(database);
        server
            .admin()
            .put("/v1/catalogs/mugs", mug("7.00"))
            .expect(201);
        let token = server.token.clone();
        server.kill();
        let server = Server::start(database);
        assert_eq!(server.token, token, "a token is made once");
        assert_eq!(
            server.admin().post("/v1/price", ORDER).expect(200).json()["amount"],
            "21.00"
        );
    });
}

#[test]
fn two_instances_on_one_database_price_the_same() {
    for_each_database(|database| {
        if !database.is_postgres() {
            return;
        }
        let servers = [Server::start(database), Server::start(database)];
        for round in 1..=50_u32 {
            let (here, there) = (
                &servers[round as usize % 2],
                &servers[(round as usize + 1) % 2],
            );
            here.admin()
                .put("/v1/catalogs/mugs", mug(&format!("{round}.00")))
                .expect(if round == 1 { 201 } else { 200 });
            let quote = there.admin().post("/v1/price", ORDER).expect(200).json();
            assert_eq!(quote["amount"], format!("{}.00", round * 3));
        }
    });
}

/// A price list of so many rows and columns, which takes a while to compile.
fn large(price: &str) -> String {
    let steps: Vec<u32> = (1..=400).collect();
    let row = vec![price; steps.len()];
    let number =
        |id: &str| json!({ "id": id, "type": "number", "min": 1, "max": 400, "default": 1 });
    let features = [number("w"), number("h")];
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug",
            "features": features,
            "price_lists": [{ "id": "sizes", "row_feature": "w", "col_feature": "h", "lookup": "up",
                "rows": steps, "cols": steps, "cells": vec![row; steps.len()] }] }]
    })
    .to_string()
}

#[test]
fn a_change_goes_on_to_its_end_when_its_request_is_given_up() {
    for_each_database(|database| {
        let patient = Server::start(database);
        patient
            .admin()
            .put("/v1/catalogs/mugs/draft", large("7.00"))
            .expect(201);
        patient.stop();
        let hasty = Server::start_with(database, &["--request-seconds", "1"]);
        let reply = hasty.admin().post("/v1/catalogs/mugs/draft/publish", "");
        assert!(matches!(reply.status, 201 | 504), "{}", reply.text());
        // 7.00 × 3, as soon as the change is done
        let end = Instant::now() + Duration::from_secs(120);
        loop {
            let quote = hasty.admin().post("/v1/price?catalog=mugs", ORDER);
            if quote.status == 200 {
                assert_eq!(quote.json()["amount"], "21.00");
                break;
            }
            assert!(Instant::now() < end, "{}", quote.text());
            std::thread::sleep(Duration::from_millis(100));
        }
    });
}
