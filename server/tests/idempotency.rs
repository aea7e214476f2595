//! Requests that are sent again under the same key: done once, answered again.

mod support;

use serde_json::{Value, json};
use support::{Client, Database, Receiver, Reply, Server, TO_LOOPBACK, for_each_database};

const MUG: &str =
    r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00"}]}"#;
const ORDER: &str = r#"{"items": [{"component": "mug"}]}"#;
const OTHER_ORDER: &str = r#"{"items": [{"component": "mug", "quantity": 2}]}"#;

/// Operations that change nothing, or that OAuth 2.0 describes.
const WITHOUT_KEY: &[&str] = &[
    "/v1/price",
    "/v1/explain",
    "/v1/options",
    "/v1/hints",
    "/v1/range",
    "/v1/count",
    "/v1/solve",
    "/v1/quotes/verify",
    "/v1/validate",
    "/v1/catalogs/{id}/diff",
    "/oauth/token",
];

fn send(client: &Client, path: &str, body: &str, key: &str) -> Reply {
    let request = client.with_json("POST", path, body);
    Reply::to(request.header("idempotency-key", key))
}

/// Sends a request twice under one key: the second answer is the first one.
#[track_caller]
fn twice(client: &Client, path: &str, body: &str, status: u16) -> Reply {
    let key = format!("key-of-{path}-{status}");
    let first = send(client, path, body, &key).expect(status);
    assert_eq!(first.header("idempotency-replayed"), None, "{path}");
    let again = send(client, path, body, &key).expect(status);
    assert_eq!(again.header("idempotency-replayed"), Some("true"), "{path}");
    assert_eq!(again.bytes, first.bytes, "{path}");
    for name in ["etag", "location", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{path}: {name}");
    }
    first
}

fn count(client: &Client, path: &str) -> usize {
    let page = client.get(path).expect(200).json();
    page["data"].as_array().unwrap().len()
}

#[test]
fn every_operation_that_makes_something_takes_a_key() {
    let database = Database::sqlite();
    let document = Server::start(&database)
        .stranger()
        .get("/openapi.json")
        .expect(200)
        .json();
    let mut taking = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(operation) = operations.get("post") else {
            continue;
        };
        let parameters = operation["parameters"].as_array();
        let takes = parameters.into_iter().flatten().any(|it| {
            it["name"] == "Idempotency-Key" && it["in"] == "header" && it["required"] == false
        });
        assert_eq!(takes, !WITHOUT_KEY.contains(&path.as_str()), "{path}");
        taking += usize::from(takes);
    }
    // 5 of Configento and Simplio3D, 3 of catalogs, 2 of orders, 2 of tokens, 2 of clients, 3 of webhooks
    assert_eq!(taking, 17);
}

#[test]
fn asked_again_it_is_answered_again_and_done_once() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs/draft", MUG).expect(201);
        twice(&admin, "/v1/catalogs/mugs/draft/publish", "", 201);
        admin
            .put("/v1/catalogs/mugs", MUG.replace("7.00", "8.00"))
            .expect(200);
        twice(&admin, "/v1/catalogs/mugs/revisions/1/restore", "", 200);
        // the draft, the put, and one restore
        assert_eq!(count(&admin, "/v1/catalogs/mugs/revisions"), 3);

        let quote = twice(&admin, "/v1/quotes", ORDER, 201).json();
        let key = "key-of-/v1/quotes-201";
        let problem =
            send(&admin, "/v1/quotes", OTHER_ORDER, key).refused(422, "idempotency-key-reused");
        assert!(problem["help"].is_string(), "{problem}");
        assert_eq!(count(&admin, "/v1/quotes"), 1);

        twice(&admin, "/v1/configurations/c1/complete", ORDER, 200);
        let key = "key-of-/v1/configurations/c1/complete-200";
        send(&admin, "/v1/configurations/c1/complete", OTHER_ORDER, key)
            .refused(422, "idempotency-key-reused");

        // what was answered stays the answer, whatever has become of the rest
        admin.delete("/v1/catalogs/mugs").expect(204);
        let again = send(&admin, "/v1/quotes", ORDER, "key-of-/v1/quotes-201").expect(201);
        assert_eq!(again.json()["id"], quote["id"]);
        // another token, the same key: another request
        let other = json!({ "label": "other", "role": "integrator" }).to_string();
        let other = admin.post("/v1/tokens", other).expect(201).json();
        let other = server.client(other["token"].as_str().unwrap());
        send(
            &other,
            "/v1/quotes?catalog=mugs",
            ORDER,
            "key-of-/v1/quotes-201",
        )
        .refused(404, "unknown-catalog");
    });
}

#[test]
fn an_import_is_not_done_again_over_what_was_written_since() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let lines = format!(r#"{{"id": "mugs", "document": {MUG}}}"#);
        for (query, revisions) in [("", 2), ("?atomic=true", 4)] {
            let path = format!("/v1/import{query}");
            let import = || {
                let request = admin.request("POST", &path).body(lines.clone());
                let request = request.header("content-type", "application/x-ndjson");
                Reply::to(request.header("idempotency-key", "k")).expect(200)
            };
            let first = import();
            admin
                .put("/v1/catalogs/mugs", MUG.replace("7.00", "8.00"))
                .expect(200);
            let again = import();
            assert_eq!(again.header("idempotency-replayed"), Some("true"));
            assert_eq!(again.text(), first.text());
            assert_eq!(again.header("content-type"), Some("application/x-ndjson"));
            assert_eq!(count(&admin, "/v1/catalogs/mugs/revisions"), revisions);
        }
    });
}

#[test]
fn a_refusal_is_not_kept() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        send(&admin, "/v1/quotes?catalog=mugs", ORDER, "k").refused(404, "unknown-catalog");
        admin.put("/v1/catalogs/mugs", MUG).expect(201);
        let done = send(&admin, "/v1/quotes?catalog=mugs", ORDER, "k").expect(201);
        assert_eq!(done.header("idempotency-replayed"), None);
    });
}

/// Sends a request twice whose answer has a secret: the second answer names what was made.
#[track_caller]
fn shown_once(client: &Client, path: &str, body: &str, names: [&str; 2], status: u16) -> Value {
    let first = send(client, path, body, "k").expect(status).json();
    assert!(first[names[1]].is_string(), "{first}");
    let again = send(client, path, body, "k").expect(409);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let problem = again.refused(409, "secret-shown");
    if first.get(names[0]).is_some() {
        assert_eq!(problem["id"], first[names[0]], "{problem}");
    }
    assert!(problem["help"].as_str().unwrap().contains("rotate"));
    assert!(
        !problem
            .to_string()
            .contains(first[names[1]].as_str().unwrap())
    );
    first
}

#[test]
fn a_secret_is_shown_once_and_not_kept() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let asked = json!({ "label": "shop", "role": "storefront" }).to_string();
        let names = ["id", "token"];
        let token = shown_once(&admin, "/v1/tokens", &asked, names, 201);
        let path = format!("/v1/tokens/{}/rotate", token["id"].as_str().unwrap());
        let rotated = shown_once(&admin, &path, "", names, 201);
        // the first one of the server, and the two of which one has ended
        assert_eq!(count(&admin, "/v1/tokens"), 3);
        server
            .client(rotated["token"].as_str().unwrap())
            .post("/v1/price", ORDER)
            .refused(404, "unknown-catalog");

        let names = ["client_id", "client_secret"];
        let client = shown_once(&admin, "/v1/clients", &asked, names, 201);
        let path = format!(
            "/v1/clients/{}/rotate",
            client["client_id"].as_str().unwrap()
        );
        let changed = shown_once(&admin, &path, "", names, 200);
        assert_eq!(count(&admin, "/v1/clients"), 1);

        let asked = json!({ "url": "http://127.0.0.1:9/", "events": ["quote.created"] });
        let names = ["id", "secret"];
        let webhook = shown_once(&admin, "/v1/webhooks", &asked.to_string(), names, 201);
        let path = format!("/v1/webhooks/{}/rotate", webhook["id"].as_str().unwrap());
        shown_once(&admin, &path, "", names, 200);
        assert_eq!(count(&admin, "/v1/webhooks"), 1);

        if !database.is_postgres() {
            let secrets = [&token, &rotated, &client, &changed]
                .map(|it| it.get("token").or(it.get("client_secret")).unwrap());
            for file in std::fs::read_dir(database.directory.path()).unwrap() {
                let path = file.unwrap().path();
                let bytes = std::fs::read(&path).unwrap();
                for secret in secrets {
                    let secret = secret.as_str().unwrap().as_bytes();
                    let found = bytes.windows(secret.len()).any(|it| it == secret);
                    assert!(!found, "{}", path.display());
                }
            }
        }
    });
}

#[test]
fn an_event_is_sent_again_once() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let receiver = Receiver::start(support::Answer::Status(200));
        let asked = json!({ "url": receiver.url, "events": ["catalog.published"] });
        let webhook = admin
            .post("/v1/webhooks", asked.to_string())
            .expect(201)
            .json();
        admin.put("/v1/catalogs/mugs", MUG).expect(201);
        receiver.wait_for("the event", |it| it.len() == 1);
        let at = format!(
            "/v1/webhooks/{}/deliveries",
            webhook["id"].as_str().unwrap()
        );
        let delivery = admin.get(&at).expect(200).json();
        let path = format!(
            "{at}/{}/resend",
            delivery["data"][0]["id"].as_str().unwrap()
        );
        let told = twice(&admin, &path, "", 202);
        assert!(told.bytes.is_empty() && told.header("content-type").is_none());
        receiver.wait_for("it again", |it| it.len() == 2);
        std::thread::sleep(std::time::Duration::from_millis(700));
        assert_eq!(receiver.received().len(), 2);
    });
}

#[test]
fn of_requests_at_the_same_time_one_is_done() {
    for_each_database(|database| {
        let first = Server::start(database);
        let second = database.is_postgres().then(|| Server::start(database));
        let admin = first.admin();
        let other = second.as_ref().unwrap_or(&first).client(&first.token);
        admin.put("/v1/catalogs/mugs", MUG).expect(201);
        let token = json!({ "label": "shop", "role": "storefront" }).to_string();
        for number in 0..8 {
            let key = format!("k{number}");
            let ask = |client: &Client| {
                let quote = send(client, "/v1/quotes", ORDER, &key).expect(201).json();
                let token = send(client, "/v1/tokens", &token, &key);
                (quote["id"].clone(), token.status)
            };
            let answers: Vec<_> = std::thread::scope(|scope| {
                let asking = [&admin, &other, &admin, &other].map(|it| scope.spawn(|| ask(it)));
                asking.map(|it| it.join().unwrap()).into()
            });
            assert!(answers.iter().all(|it| it.0 == answers[0].0), "{answers:?}");
            let mut statuses: Vec<u16> = answers.iter().map(|it| it.1).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409, 409, 409]);
        }
        assert_eq!(count(&admin, "/v1/quotes"), 8);
        // with the first one of the server
        assert_eq!(count(&admin, "/v1/tokens"), 9);
    });
}
