//! Whoever subscribes is told what happened, signed, and again until it has arrived.

mod support;

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use reqwest::header::HeaderMap;
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use support::receiver::Received;
use support::{Answer, Client, Database, Receiver, Reply, Server, TO_LOOPBACK, for_each_database};

const ORDER: &str = r#"{"items": [{"component": "mug", "quantity": 3}]}"#;

/// A mug of this price.
fn mug(price: &str) -> String {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": price }]
    })
    .to_string()
}

fn subscribe(admin: &Client, url: &str, events: &[&str]) -> Value {
    let asked = json!({ "url": url, "events": events }).to_string();
    admin.post("/v1/webhooks", asked).expect(201).json()
}

/// Whether a library of the standard takes it.
fn is_signed(received: &Received, secret: &str) -> bool {
    let mut headers = HeaderMap::new();
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        headers.insert(name, received.header(name).parse().unwrap());
    }
    let webhook = Webhook::new(secret).unwrap();
    webhook.verify(received.body.as_bytes(), &headers).is_ok()
}

#[test]
fn every_event_is_told_to_whoever_wants_it() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let (all, quotes, other) = (
            Receiver::start(Answer::Status(200)),
            Receiver::start(Answer::Status(204)),
            Receiver::start(Answer::Status(200)),
        );
        let kinds = [
            "configuration.completed",
            "quote.created",
            "price.threshold_reached",
            "catalog.published",
        ];
        let asked = json!({
            "url": all.url, "events": kinds, "threshold": { "amount": "21", "currency": "EUR" }
        });
        let made = admin.post("/v1/webhooks", asked.to_string()).expect(201);
        let secret = made.json()["secret"].as_str().unwrap().to_owned();
        subscribe(&admin, &quotes.url, &["quote.created"]);
        let asked = json!({ "url": other.url, "events": kinds[..2], "catalogs": ["cups"] });
        admin.post("/v1/webhooks", asked.to_string()).expect(201);

        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        // 7.00 × 3 = 21.00, which reaches 21
        let quote = admin.post("/v1/quotes", ORDER).expect(201).json();
        // 7.00 × 2 = 14.00, which does not
        let small = r#"{"items": [{"component": "mug", "quantity": 2}]}"#;
        admin
            .post("/v1/configurations/c1/complete", small)
            .expect(200);

        let told = all.wait_for("four events", |it| it.len() >= 4);
        let of = |kind: &str| told.iter().find(|it| it.kind() == kind).unwrap().json();
        let published = of("catalog.published");
        assert_eq!(published["data"]["catalog"], "mugs");
        assert_eq!(published["data"]["revision"], 1);
        assert!(published["timestamp"].as_str().unwrap().ends_with('Z'));
        assert_eq!(of("quote.created")["data"]["id"], quote["id"]);
        assert_eq!(of("configuration.completed")["data"]["amount"], "14.00");
        let reached = of("price.threshold_reached");
        assert_eq!(reached["data"]["amount"], "21.00");
        assert_eq!(reached["data"]["cause"]["type"], "quote.created");
        assert_eq!(reached["data"]["cause"]["data"]["id"], quote["id"]);
        for received in &told {
            assert!(is_signed(received, &secret), "{received:?}");
            assert!(!is_signed(received, "whsec_AAAA"));
        }
        quotes.wait_for("the quote", |it| it.len() == 1);
        assert_eq!(all.received().len(), 4, "14.00 does not reach 21");
        assert!(other.received().is_empty(), "it is about another catalog");
    });
}

#[test]
fn what_does_not_arrive_is_tried_again_under_one_id_and_given_up_in_the_end() {
    for_each_database(|database| {
        let mut arguments = TO_LOOPBACK.to_vec();
        arguments.extend(["--webhook-attempts", "3"]);
        let server = Server::start_with(database, &arguments);
        let admin = server.admin();
        let receiver = Receiver::start(Answer::Status(503));
        let webhook = subscribe(&admin, &receiver.url, &["catalog.published"]);
        let at = format!(
            "/v1/webhooks/{}/deliveries",
            webhook["id"].as_str().unwrap()
        );
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);

        let tried = receiver.wait_for("three attempts", |it| it.len() >= 3);
        assert!(tried.iter().all(|it| it.id() == tried[0].id()));
        let dead = wait_for_state(&admin, &at, "dead");
        assert_eq!(dead["attempts"], 3);
        assert_eq!(dead["last_status"], 503);
        // only the begin of an answer is kept
        assert_eq!(dead["last_answer"].as_str().unwrap().len(), 500);
        assert_eq!(dead["next_attempt_at"], Value::Null);

        receiver.answer(Answer::Status(200));
        let one = format!("{at}/{}", dead["id"].as_str().unwrap());
        admin.post(&format!("{one}/resend"), "").expect(202);
        let delivered = wait_for_state(&admin, &at, "delivered");
        assert_eq!(
            (&delivered["id"], &delivered["attempts"]),
            (&dead["id"], &json!(1))
        );
        let received = receiver.received();
        assert_eq!(received.len(), 4);
        assert_eq!(received[3].id(), tried[0].id());
        let shown = admin.get(&one).expect(200).json();
        assert_eq!(shown["data"], received[3].json()["data"]);
        admin
            .get(&format!("{at}/dlv_none"))
            .refused(404, "unknown-delivery");
    });
}

/// The only delivery, once it stands so.
fn wait_for_state(admin: &Client, at: &str, state: &str) -> Value {
    for _ in 0..600 {
        let page = admin.get(&format!("{at}?state={state}")).expect(200).json();
        if let Some(found) = page["data"].get(0) {
            return found.clone();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("no delivery is {state}: {}", admin.get(at).text());
}

#[test]
fn redirects_are_not_followed_and_silence_is_given_up() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let redirects = Receiver::start(Answer::Status(302));
        let silent = Receiver::start(Answer::Silence);
        let gone = Receiver::start(Answer::Status(410));
        let webhooks = [&redirects, &silent, &gone].map(|receiver| {
            let webhook = subscribe(&admin, &receiver.url, &["catalog.published"]);
            format!("/v1/webhooks/{}", webhook["id"].as_str().unwrap())
        });
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        redirects.wait_for("a second attempt", |it| it.len() >= 2);
        silent.wait_for("a second attempt", |it| it.len() >= 2);
        let listed = |at: &str| {
            let page = admin.get(&format!("{at}/deliveries")).expect(200).json();
            page["data"][0].clone()
        };
        assert_eq!(listed(&webhooks[0])["last_status"], 302);
        assert_eq!(listed(&webhooks[1])["last_answer"], "no answer within 1 s");
        // told that it is gone, nothing is told any more
        gone.wait_for("one attempt", |it| it.len() == 1);
        wait_for_state(&admin, &format!("{}/deliveries", webhooks[2]), "dead");
        let shown = admin.get(&webhooks[2]).expect(200).json();
        assert_eq!(
            (&shown["state"], &shown["active"]),
            (&json!("gone"), &json!(false))
        );
        assert_eq!(gone.received().len(), 1);
    });
}

/// A receiver by HTTPS on loopback, and the authority that vouches for it, as PEM.
fn secure_receiver() -> (Receiver, String) {
    let key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = authority.self_signed(&key).unwrap().pem();
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    let issuer = Issuer::new(authority, key);
    let certificate = own.signed_by(&own_key, &issuer).unwrap();
    let key = PrivatePkcs8KeyDer::from(own_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let receiver = Receiver::start_secure(Answer::Status(200), config);
    (receiver, pem)
}

#[test]
fn by_https_a_target_must_be_vouched_for() {
    let database = Database::sqlite();
    let (trusted, pem) = secure_receiver();
    let (unknown, _) = secure_receiver();
    let roots = database.directory.path().join("roots.pem");
    std::fs::write(&roots, pem).unwrap();
    let environment = [("SSL_CERT_FILE", roots.to_str().unwrap())];
    let server = Server::start_in(&database, TO_LOOPBACK, &environment);
    let admin = server.admin();
    let webhook = subscribe(&admin, &trusted.url, &["catalog.published"]);
    let refused = subscribe(&admin, &unknown.url, &["catalog.published"]);
    admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
    let told = &trusted.wait_for("an event", |it| it.len() == 1)[0];
    assert!(is_signed(told, webhook["secret"].as_str().unwrap()));
    let at = |webhook: &Value| {
        format!(
            "/v1/webhooks/{}/deliveries",
            webhook["id"].as_str().unwrap()
        )
    };
    wait_for_state(&admin, &at(&webhook), "delivered");
    // tried again and again, and never told
    for _ in 0..600 {
        let listed = admin.get(&at(&refused)).expect(200).json()["data"][0].clone();
        if listed["attempts"].as_u64() >= Some(2) {
            let answer = listed["last_answer"].as_str().unwrap();
            assert!(answer.contains("certificate"), "{answer}");
            assert_eq!(listed["last_status"], Value::Null);
            assert!(unknown.received().is_empty());
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{}", admin.get(&at(&refused)).text());
}

#[test]
fn a_secret_is_shown_once_and_changed_over() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let receiver = Receiver::start(Answer::Status(200));
        let webhook = subscribe(&admin, &receiver.url, &["catalog.published"]);
        let at = format!("/v1/webhooks/{}", webhook["id"].as_str().unwrap());
        let old = webhook["secret"].as_str().unwrap();
        let shown = admin.get(&at).expect(200);
        assert!(!shown.text().contains(old) && shown.json().get("secret").is_none());
        assert!(!admin.get("/v1/webhooks").text().contains("whsec_"));

        let rotated = admin.post(&format!("{at}/rotate"), "").expect(200).json();
        let new = rotated["secret"].as_str().unwrap();
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        let both = &receiver.wait_for("an event", |it| it.len() == 1)[0];
        assert!(is_signed(both, old) && is_signed(both, new));

        let rotated = admin
            .post(&format!("{at}/rotate?overlap=0"), "")
            .expect(200)
            .json();
        let newest = rotated["secret"].as_str().unwrap();
        admin.put("/v1/catalogs/mugs", mug("8.00")).expect(200);
        let one = &receiver.wait_for("another event", |it| it.len() == 2)[1];
        assert!(is_signed(one, newest) && !is_signed(one, new) && !is_signed(one, old));
    });
}

#[test]
fn a_webhook_is_changed_paused_and_deleted() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let receiver = Receiver::start(Answer::Status(200));
        let asked = json!({ "url": receiver.url, "events": ["catalog.published"] });
        let made = admin.post("/v1/webhooks", asked.to_string()).expect(201);
        let tag = made.header("etag").unwrap().to_owned();
        let at = format!("/v1/webhooks/{}", made.json()["id"].as_str().unwrap());
        let paused =
            json!({ "url": receiver.url, "events": ["catalog.published"], "active": false });
        let change = |tag: &str| {
            Reply::to(
                admin
                    .with_json("PUT", &at, paused.to_string())
                    .header("if-match", tag),
            )
        };
        assert_eq!(change(&tag).expect(200).json()["state"], "paused");
        change(&tag).refused(412, "precondition-failed");
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        admin.put(&at, asked.to_string()).expect(200);
        admin.put("/v1/catalogs/mugs", mug("8.00")).expect(200);
        let told = receiver.wait_for("one event", |it| !it.is_empty());
        assert_eq!(
            told[0].json()["data"]["revision"],
            2,
            "1 was published while it was paused"
        );
        admin.delete(&at).expect(204);
        admin.get(&at).refused(404, "unknown-webhook");
        admin.put("/v1/catalogs/mugs", mug("9.00")).expect(200);
        std::thread::sleep(std::time::Duration::from_millis(700));
        assert_eq!(receiver.received().len(), 1);
    });
}

#[test]
fn what_cannot_be_subscribed_is_refused() {
    for_each_database(|database| {
        // without `--webhook-networks`: public addresses only
        let server = Server::start(database);
        let admin = server.admin();
        for url in [
            "http://127.0.0.1:9/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "http://8.8.8.8/",
            "https://user:word@8.8.8.8/",
            "ftp://8.8.8.8/",
            "hook",
        ] {
            let asked = json!({ "url": url, "events": ["quote.created"] }).to_string();
            let problem = admin
                .post("/v1/webhooks", asked)
                .refused(422, "invalid-target");
            assert_eq!(problem["path"], "$.url", "{url}");
        }
        for (asked, path) in [
            (json!({ "events": [] }), "$.events"),
            (
                json!({ "events": ["price.threshold_reached"] }),
                "$.threshold",
            ),
            (
                json!({ "threshold": { "amount": "1", "currency": "EUR" } }),
                "$.threshold",
            ),
            (json!({ "catalogs": ["a b"] }), "$.catalogs[0]"),
            (json!({ "events": ["quote.made"] }), "$.events[0]"),
        ] {
            let mut whole = json!({ "url": "https://8.8.8.8/", "events": ["quote.created"] });
            let parts = asked.as_object().unwrap().clone();
            whole.as_object_mut().unwrap().extend(parts);
            let problem = admin
                .post("/v1/webhooks", whole.to_string())
                .refused(422, "invalid-body");
            assert_eq!(problem["path"], path, "{problem}");
        }
        assert_eq!(admin.get("/v1/webhooks").json()["data"], json!([]));
    });
}

#[test]
fn a_token_for_one_catalog_sees_only_its_webhooks() {
    for_each_database(|database| {
        let server = Server::start_with(database, TO_LOOPBACK);
        let admin = server.admin();
        let all = subscribe(&admin, "http://127.0.0.1:9/", &["quote.created"]);
        let token = json!({ "label": "mugs", "role": "integrator", "catalogs": ["mugs"] });
        let made = admin
            .post("/v1/tokens", token.to_string())
            .expect(201)
            .json();
        let mugs = server.client(made["token"].as_str().unwrap());
        let asked = |catalogs: Value| {
            json!({ "url": "http://127.0.0.1:9/", "events": ["quote.created"], "catalogs": catalogs })
                .to_string()
        };
        mugs.post("/v1/webhooks", asked(json!([])))
            .refused(403, "catalog-forbidden");
        mugs.post("/v1/webhooks", asked(json!(["mugs", "cups"])))
            .refused(403, "catalog-forbidden");
        let own = mugs
            .post("/v1/webhooks", asked(json!(["mugs"])))
            .expect(201)
            .json();
        let at = format!("/v1/webhooks/{}", all["id"].as_str().unwrap());
        mugs.get(&at).refused(403, "catalog-forbidden");
        mugs.delete(&at).refused(403, "catalog-forbidden");
        let seen = mugs.get("/v1/webhooks").expect(200).json();
        assert_eq!(seen["data"].as_array().unwrap().len(), 1);
        assert_eq!(seen["data"][0]["id"], own["id"]);
    });
}
