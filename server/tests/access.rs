//! Who may do what.

mod support;

use std::time::{SystemTime, UNIX_EPOCH};

use pricewright_server::auth::Scope;
use serde_json::{Value, json};
use support::{Client, Reply, Server, for_each_database};

const MUG: &str =
    r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00"}]}"#;
const ORDER: &str = r#"{"items": [{"component": "mug"}]}"#;

/// Method, path with something in place of its parameters, and the scope that the document names.
fn operations(server: &Server) -> Vec<(String, String, String)> {
    let document = server.stranger().get("/openapi.json").expect(200).json();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Some(scope) = operation["security"][0]["token"][0].as_str() else {
                assert!(!path.starts_with("/v1/"), "{method} {path} names no scope");
                continue;
            };
            let path = path
                .replace("{revision}", "1")
                .replace("{id}", "any")
                .replace("{delivery}", "any")
                .replace("{tag}", "any")
                .replace("{fid}", "1")
                .replace("{oid}", "1")
                .replace("{plid}", "1");
            assert!(!path.contains('{'), "{path}");
            found.push((method.to_uppercase(), path, scope.to_owned()));
        }
    }
    assert!(found.len() > 30, "{} operations", found.len());
    found
}

/// Makes a token with these rights.
fn token(admin: &Client, rights: Value) -> Value {
    let mut body = json!({ "label": "test" });
    body.as_object_mut()
        .unwrap()
        .extend(rights.as_object().unwrap().clone());
    admin
        .post("/v1/tokens", body.to_string())
        .expect(201)
        .json()
}

fn with_token(server: &Server, rights: Value) -> Client {
    server.client(token(&server.admin(), rights)["token"].as_str().unwrap())
}

/// All scopes, by the role that has them.
fn scopes(admin: &Client) -> Vec<String> {
    let made = token(admin, json!({ "role": "admin" }));
    made["scopes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_operation_wants_a_token_with_its_scope() {
    for_each_database(|database| {
        let server = Server::start_with(database, &["--requests-per-minute", "100000"]);
        let admin = server.admin();
        let all = scopes(&admin);
        assert_eq!(all.len(), Scope::ALL.len());
        for (method, path, scope) in operations(&server) {
            let ask = |client: &Client| Reply::to(client.with_json(&method, &path, "{}"));
            let nobody = ask(&server.stranger());
            assert_eq!(
                nobody.header("www-authenticate"),
                Some("Bearer"),
                "{method} {path}"
            );
            nobody.refused(401, "token-missing");
            ask(&server.client("pw_of-another-server")).refused(401, "token-invalid");

            let others: Vec<&String> = all.iter().filter(|it| **it != scope).collect();
            let problem = ask(&with_token(&server, json!({ "scopes": others })))
                .refused(403, "scope-missing");
            assert_eq!(
                problem["detail"],
                format!("expected a token with scope `{scope}`"),
                "{method} {path}"
            );

            let only = ask(&with_token(&server, json!({ "scopes": [scope] })));
            assert!(
                only.status < 500 && only.status != 401 && only.status != 403,
                "{method} {path}: {}",
                only.text()
            );
        }
    });
}

/// What is asked with a token for another catalog: the body that would be right, the status and the code.
fn foreign(method: &str, path: &str) -> (String, u16, &'static str) {
    let forbidden = (403, "catalog-forbidden");
    let (body, (status, code)) = match (method, path) {
        ("PUT" | "POST", it) if it.starts_with("/v1/catalogs/") && !it.contains("/publish") => {
            (MUG.to_owned(), forbidden)
        }
        ("POST", "/v1/tokens") => (
            json!({ "label": "a", "scopes": ["tokens:manage"] }).to_string(),
            forbidden,
        ),
        ("POST", "/v1/clients") => (
            json!({ "label": "a", "scopes": ["tokens:manage"] }).to_string(),
            forbidden,
        ),
        ("POST", "/v1/quotes/verify") => (
            format!(r#"{{"order": {ORDER}, "total": "7.00", "currency": "EUR"}}"#),
            forbidden,
        ),
        (_, it) if it.starts_with("/v1/quotes/") => (String::new(), (404, "unknown-quote")),
        ("GET", it) if it.starts_with("/v1/configurations/") => {
            (String::new(), (404, "unknown-configuration"))
        }
        _ => (ORDER.to_owned(), forbidden),
    };
    (body, status, code)
}

/// Parts of catalogs with whole numbers as ids.
fn is_numbered(path: &str) -> bool {
    let starts = [
        "/v1/components",
        "/v1/features",
        "/open-api/",
        "/api/open-api/",
    ];
    starts.iter().any(|start| path.starts_with(start))
}

#[test]
fn numbered_parts_of_another_catalog_are_not_there() {
    for_each_database(|database| {
        let server = Server::start_with(database, &[]);
        let admin = server.admin();
        let made = admin.post("/v1/components", json!({ "name": "Mug" }).to_string());
        let component = made.expect(201).json()["id"].clone();
        let colour = json!({ "name": "Colour", "type": "select", "options": [{ "name": "White", "surcharge": 0 }] });
        let made = admin.post(
            &format!("/v1/components/{component}/features"),
            colour.to_string(),
        );
        let feature = made.expect(201).json()["id"].clone();
        let scopes = ["catalogs:read", "catalogs:write"];
        let stranger = with_token(&server, json!({ "scopes": scopes, "catalogs": ["other"] }));
        let of_component = format!("/v1/components/{component}");
        let of_feature = format!("{of_component}/features/{feature}");
        let options = format!("/v1/features/{feature}/options");
        for (method, path) in [
            ("GET", of_component.clone()),
            ("PUT", of_component.clone()),
            ("DELETE", of_component.clone()),
            ("GET", format!("{of_component}/features")),
            ("GET", format!("{of_component}/pricelists")),
            ("PUT", of_feature.clone()),
            ("DELETE", of_feature),
            ("GET", options.clone()),
            ("POST", options),
        ] {
            let body = json!({ "name": "Other" }).to_string();
            let reply = Reply::to(stranger.with_json(method, &path, body));
            let told = format!("{method} {path}: {} {}", reply.status, reply.text());
            assert!([403, 404].contains(&reply.status), "{told}");
        }
        let listed = Reply::to(stranger.with_json("GET", "/v1/components", String::new()));
        assert!(!listed.text().contains("Mug"), "{}", listed.text());
        admin.get(&of_component).expect(200);
    });
}

#[test]
fn no_operation_shows_another_catalog() {
    for_each_database(|database| {
        let server = Server::start_with(database, &["--requests-per-minute", "100000"]);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs", MUG).expect(201);
        admin.put("/v1/catalogs/mugs/draft", MUG).expect(201);
        admin.put("/v1/configurations/mine", ORDER).expect(201);
        let quote = admin.post("/v1/quotes", ORDER).expect(201).json();
        let made = admin.post(
            "/v1/clients",
            json!({ "label": "a", "role": "integrator" }).to_string(),
        );
        let client = made.expect(201).json()["client_id"].clone();
        let one = token(&admin, json!({ "role": "storefront" }));
        let mut asked = 0;
        for (method, path, scope) in operations(&server) {
            let open = ["/v1/catalogs", "/v1/export", "/v1/import", "/v1/validate"];
            let is_webhook = path.starts_with("/v1/webhooks") || path == "/metrics";
            if open.contains(&path.as_str()) || is_webhook || is_numbered(&path) {
                continue;
            }
            let id = match path.split('/').nth(2) {
                Some("quotes") => quote["id"].as_str().unwrap(),
                Some("configurations") => "mine",
                Some("tokens") => one["id"].as_str().unwrap(),
                Some("clients") => client.as_str().unwrap(),
                _ => "mugs",
            };
            let mut at = path.replace("/any", &format!("/{id}"));
            if at.matches('/').count() == 2 {
                at.push_str(match at.as_str() {
                    "/v1/solve" => "?catalog=mugs&largest=width&at_most=9",
                    "/v1/tokens" | "/v1/clients" => "",
                    _ => "?catalog=mugs",
                });
            } else if path == "/v1/quotes/verify"
                || path.starts_with("/v1/configurations") && method != "GET"
            {
                at.push_str("?catalog=mugs");
            }
            let (body, status, code) = foreign(&method, &path);
            let stranger = with_token(&server, json!({ "scopes": [scope], "catalogs": ["other"] }));
            let reply = Reply::to(stranger.with_json(&method, &at, body));
            let told = format!("{method} {at}: {}", reply.text());
            assert_eq!(
                (reply.status, reply.json()["code"].as_str()),
                (status, Some(code)),
                "{told}"
            );
            asked += 1;
        }
        assert!(asked > 25, "{asked} operations");
    });
}

#[test]
fn pages_of_catalogs_name_no_foreign_one() {
    for_each_database(|database| {
        let server = Server::start(database);
        for id in ["a", "b", "c", "d"] {
            let path = format!("/v1/catalogs/{id}");
            server.admin().put(&path, MUG).expect(201);
        }
        let some = with_token(
            &server,
            json!({ "scopes": ["catalogs:read"], "catalogs": ["b", "d"] }),
        );
        let first = some.get("/v1/catalogs?limit=1").expect(200).json();
        assert_eq!(
            (&first["data"][0]["id"], &first["next"]),
            (&json!("b"), &json!("b"))
        );
        let second = some.get("/v1/catalogs?limit=1&after=b").expect(200).json();
        assert_eq!(
            (&second["data"][0]["id"], &second["next"]),
            (&json!("d"), &Value::Null)
        );
    });
}

#[test]
fn a_token_is_for_its_catalogs_only() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        admin.put("/v1/catalogs/mugs", MUG).expect(201);
        admin.put("/v1/catalogs/cups", MUG).expect(201);
        let cups = with_token(
            &server,
            json!({ "role": "integrator", "catalogs": ["cups"] }),
        );
        cups.post("/v1/price?catalog=mugs", ORDER)
            .refused(403, "catalog-forbidden");
        cups.put("/v1/catalogs/mugs", MUG)
            .refused(403, "catalog-forbidden");
        cups.get("/v1/catalogs/mugs/draft")
            .refused(403, "catalog-forbidden");
        // the only catalog that it sees
        cups.post("/v1/price", ORDER).expect(200);
        let seen = cups.get("/v1/catalogs").expect(200).json();
        assert_eq!(seen["data"].as_array().unwrap().len(), 1);
        let line = json!({ "id": "mugs", "document": serde_json::from_str::<Value>(MUG).unwrap() });
        let import = cups
            .request("POST", "/v1/import")
            .header("content-type", "application/x-ndjson");
        let outcome = Reply::to(import.body(line.to_string())).expect(200).json();
        assert_eq!(
            (&outcome["outcome"], &outcome["problem"]["code"]),
            (&json!("refused"), &json!("catalog-forbidden"))
        );
        let quote = admin
            .post("/v1/quotes?catalog=mugs", ORDER)
            .expect(201)
            .json();
        let id = quote["id"].as_str().unwrap();
        cups.get(&format!("/v1/quotes/{id}"))
            .refused(404, "unknown-quote");
        let exported = cups.get("/v1/export").expect(200);
        assert_eq!(exported.text().lines().count(), 1);
    });
}

#[test]
fn nobody_gives_more_than_they_have() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let clerk = with_token(
            &server,
            json!({ "scopes": ["tokens:manage", "prices:read"] }),
        );
        let more = json!({ "label": "more", "role": "integrator" }).to_string();
        clerk
            .post("/v1/tokens", more.as_str())
            .refused(403, "scope-missing");
        clerk
            .post("/v1/clients", more)
            .refused(403, "scope-missing");
        let strong = token(&admin, json!({ "role": "admin" }));
        let rotate = format!("/v1/tokens/{}/rotate", strong["id"].as_str().unwrap());
        clerk.post(&rotate, "").refused(403, "scope-missing");
        let narrow = with_token(&server, json!({ "role": "admin", "catalogs": ["mugs"] }));
        narrow
            .post(
                "/v1/tokens",
                json!({ "label": "wide", "role": "admin" }).to_string(),
            )
            .refused(403, "catalog-forbidden");
        let near = with_token(
            &server,
            json!({
                "scopes": ["tokens:manage"], "networks": ["127.0.0.0/8"], "requests_per_minute": 50,
                "expires_at": "2099-01-01T00:00:00Z"
            }),
        );
        let own = json!({
            "label": "a", "scopes": ["tokens:manage"], "networks": ["127.0.0.1"], "requests_per_minute": 50,
            "expires_at": "2099-01-01T00:00:00Z"
        });
        near.post("/v1/tokens", own.to_string()).expect(201);
        for (part, more) in [
            ("networks", json!([])),
            ("networks", json!(["127.0.0.0/7"])),
            ("requests_per_minute", json!(51)),
            ("expires_at", json!("2099-01-01T00:00:01Z")),
            ("expires_at", Value::Null),
        ] {
            let mut body = own.clone();
            body[part] = more;
            let refused = near.post("/v1/tokens", body.to_string());
            let problem = refused.refused(403, "rights-exceeded");
            assert_eq!(problem["path"], format!("$.{part}"));
        }
        let rotate = format!("/v1/tokens/{}/rotate", strong["id"].as_str().unwrap());
        near.post(&rotate, "").refused(403, "scope-missing");
        for (body, path) in [
            (json!({ "label": "a" }), Value::Null),
            (json!({ "label": "a", "role": "king" }), json!("$.role")),
            (
                json!({ "label": "a", "scopes": ["everything"] }),
                json!("$.scopes"),
            ),
            (
                json!({ "label": "a", "role": "admin", "networks": ["home"] }),
                json!("$.networks"),
            ),
            (
                json!({ "label": "a", "role": "admin", "expires_at": "2001-01-01T00:00:00Z" }),
                json!("$.expires_at"),
            ),
            (
                json!({ "label": "a", "role": "admin", "expire": "never" }),
                json!("$.expire"),
            ),
        ] {
            assert_eq!(
                admin
                    .post("/v1/tokens", body.to_string())
                    .refused(422, "invalid-body")["path"],
                path
            );
        }
    });
}

#[test]
fn tokens_end_when_they_are_revoked_rotated_or_old() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let other = database.is_postgres().then(|| Server::start(database));
        let servers = || [Some(&server), other.as_ref()].into_iter().flatten();
        let made = token(&admin, json!({ "scopes": ["catalogs:read"] }));
        let (id, secret) = (
            made["id"].as_str().unwrap(),
            made["token"].as_str().unwrap(),
        );
        for server in servers() {
            server.client(secret).get("/v1/catalogs").expect(200);
        }
        let shown = admin.get(&format!("/v1/tokens/{id}")).expect(200);
        assert!(!shown.text().contains(secret));
        let rotated = admin
            .post(&format!("/v1/tokens/{id}/rotate?overlap=3600"), "")
            .expect(201)
            .json();
        let (next_id, next) = (
            rotated["id"].as_str().unwrap(),
            rotated["token"].as_str().unwrap(),
        );
        for server in servers() {
            server.client(secret).get("/v1/catalogs").expect(200);
            server.client(next).get("/v1/catalogs").expect(200);
        }
        admin
            .post(&format!("/v1/tokens/{id}/rotate"), "")
            .expect(201);
        admin.delete(&format!("/v1/tokens/{next_id}")).expect(204);
        for server in servers() {
            server
                .client(secret)
                .get("/v1/catalogs")
                .refused(401, "token-invalid");
            server
                .client(next)
                .get("/v1/catalogs")
                .refused(401, "token-invalid");
        }
        admin
            .delete(&format!("/v1/tokens/{next_id}"))
            .refused(404, "unknown-token");

        let soon = jiff::Timestamp::now()
            .saturating_add(jiff::SignedDuration::from_secs(2))
            .unwrap();
        let short = with_token(
            &server,
            json!({ "scopes": ["catalogs:read"], "expires_at": soon.to_string() }),
        );
        short.get("/v1/catalogs").expect(200);
        std::thread::sleep(std::time::Duration::from_millis(2_200));
        short.get("/v1/catalogs").refused(401, "token-invalid");
    });
}

#[test]
fn clients_get_tokens_by_oauth() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let body = json!({ "label": "erp", "role": "integrator", "token_seconds": 60 }).to_string();
        let client = admin.post("/v1/clients", body).expect(201).json();
        let (id, secret) = (
            client["client_id"].as_str().unwrap(),
            client["client_secret"].as_str().unwrap(),
        );
        let ask = |form: &[(&str, &str)]| {
            Reply::to(server.stranger().request("POST", "/oauth/token").form(form))
        };
        let both = [
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", secret),
        ];
        let granted = ask(&both).expect(200).json();
        assert_eq!(
            (&granted["token_type"], &granted["expires_in"]),
            (&json!("Bearer"), &json!(60))
        );
        let bearer = server.client(granted["access_token"].as_str().unwrap());
        bearer.get("/v1/catalogs").expect(200);
        bearer.get("/v1/tokens").refused(403, "scope-missing");

        let basic = server
            .stranger()
            .request("POST", "/oauth/token")
            .basic_auth(id, Some(secret));
        let fewer = Reply::to(basic.form(&[
            ("grant_type", "client_credentials"),
            ("scope", "prices:read"),
        ]))
        .expect(200)
        .json();
        assert_eq!(fewer["scope"], "prices:read");
        server
            .client(fewer["access_token"].as_str().unwrap())
            .get("/v1/catalogs")
            .refused(403, "scope-missing");

        let wrong = [
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", "guess"),
        ];
        assert_eq!(ask(&wrong).expect(401).json()["error"], "invalid_client");
        assert_eq!(
            ask(&[("grant_type", "password")]).expect(400).json()["error"],
            "unsupported_grant_type"
        );
        let more = [both[0], both[1], both[2], ("scope", "tokens:manage")];
        assert_eq!(ask(&more).expect(400).json()["error"], "invalid_scope");
        let found = server
            .stranger()
            .get("/.well-known/oauth-authorization-server")
            .expect(200)
            .json();
        assert_eq!(
            found["token_endpoint"],
            format!("{}/oauth/token", server.address)
        );

        let again = admin
            .post(&format!("/v1/clients/{id}/rotate"), "")
            .expect(200)
            .json();
        bearer.get("/v1/catalogs").refused(401, "token-invalid");
        assert_eq!(ask(&both).expect(401).json()["error"], "invalid_client");
        let next = again["client_secret"].as_str().unwrap();
        let granted = ask(&[both[0], both[1], ("client_secret", next)])
            .expect(200)
            .json();
        let bearer = server.client(granted["access_token"].as_str().unwrap());
        bearer.get("/v1/catalogs").expect(200);
        admin.delete(&format!("/v1/clients/{id}")).expect(204);
        bearer.get("/v1/catalogs").refused(401, "token-invalid");
    });
}

#[test]
fn a_token_is_used_from_its_networks_and_pages_only() {
    for_each_database(|database| {
        let server = Server::start_with(database, &["--trusted-proxies", "127.0.0.0/8"]);
        // nobody is known yet: that is no longer so once there is a token
        let early = server.stranger().request("OPTIONS", "/v1/price");
        let early = early.header("origin", "https://shop.example");
        Reply::to(early.header("access-control-request-method", "POST"))
            .refused(403, "origin-forbidden");
        let rights = json!({
            "scopes": ["catalogs:read"], "networks": ["203.0.113.0/24"], "origins": ["https://shop.example"]
        });
        let client = with_token(&server, rights);
        client.get("/v1/catalogs").refused(403, "network-forbidden");
        let from = |address: &str| {
            client
                .request("GET", "/v1/catalogs")
                .header("x-forwarded-for", address)
        };
        Reply::to(from("203.0.113.9")).expect(200);
        // the first one is what the client says of itself
        Reply::to(from("203.0.113.9, 198.51.100.1")).refused(403, "network-forbidden");

        let page = |origin: &str| Reply::to(from("203.0.113.9").header("origin", origin));
        let shop = page("https://shop.example").expect(200);
        assert_eq!(
            shop.header("access-control-allow-origin"),
            Some("https://shop.example")
        );
        let foreign = page("https://other.example");
        assert_eq!(foreign.header("access-control-allow-origin"), None);
        assert_eq!(foreign.header("vary"), Some("Origin"));
        foreign.refused(403, "origin-forbidden");
        // a page of a known origin reads why it was refused
        let wrong = server.client("pw_wrong").request("GET", "/v1/catalogs");
        let wrong = Reply::to(wrong.header("origin", "https://shop.example"));
        assert_eq!(
            wrong.header("access-control-allow-origin"),
            Some("https://shop.example")
        );
        assert_eq!(wrong.header("vary"), Some("Origin"));
        wrong.refused(401, "token-invalid");
        let nothing = Reply::to(from("203.0.113.9"));
        assert_eq!(nothing.header("vary"), Some("Origin"));
        // what a trusted proxy names cannot be read: the client is nowhere
        Reply::to(from("unknown")).refused(403, "network-forbidden");
        let preflight = |origin: &str| {
            let request = server
                .stranger()
                .request("OPTIONS", "/v1/price")
                .header("origin", origin);
            Reply::to(request.header("access-control-request-method", "POST"))
        };
        let allowed = preflight("https://shop.example").expect(204);
        assert!(
            allowed
                .header("access-control-allow-headers")
                .unwrap()
                .contains("authorization")
        );
        assert_eq!(
            allowed.header("access-control-allow-origin"),
            Some("https://shop.example")
        );
        preflight("https://other.example").refused(403, "origin-forbidden");
    });
}

/// Waits until enough of the minute is left to use a limit up in it.
fn at_the_start_of_a_minute() {
    let second = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
        % 60;
    if second > 45 {
        std::thread::sleep(std::time::Duration::from_secs(61 - second));
    }
}

#[test]
fn a_minute_has_so_many_requests_on_all_instances() {
    for_each_database(|database| {
        let servers: Vec<Server> = match database.is_postgres() {
            true => vec![Server::start(database), Server::start(database)],
            false => vec![Server::start(database)],
        };
        let made = token(
            &servers[0].admin(),
            json!({ "scopes": ["catalogs:read"], "requests_per_minute": 100 }),
        );
        let secret = made["token"].as_str().unwrap();
        let clients: Vec<Client> = servers.iter().map(|server| server.client(secret)).collect();
        at_the_start_of_a_minute();
        let mut allowed = 0;
        let mut last = None;
        for round in 0..120 {
            let reply = clients[round % clients.len()].get("/v1/catalogs");
            match reply.status {
                200 => allowed += 1,
                _ => last = Some(reply),
            }
        }
        // an instance takes two at a time and may keep one that it does not use
        assert!(
            allowed <= 100 && allowed > 100 - clients.len() as i32,
            "{allowed} allowed"
        );
        let last = last.unwrap();
        let seconds: u32 = last.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds));
        assert_eq!(
            last.header("ratelimit-policy"),
            Some("\"minute\";q=100;w=60")
        );
        assert!(
            last.header("ratelimit")
                .unwrap()
                .starts_with("\"minute\";r=")
        );
        last.refused(429, "too-many-requests");
    });
}

#[test]
fn refusals_have_one_form() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        server.stranger().get("/nothing").refused(404, "not-found");
        admin.get("/v1/nothing").refused(404, "not-found");
        let wrong = Reply::to(admin.request("PATCH", "/v1/catalogs/a"));
        assert!(wrong.header("allow").unwrap().contains("PUT"));
        wrong.refused(405, "method-not-allowed");
        let text = admin
            .request("PUT", "/v1/catalogs/a")
            .header("content-type", "text/plain")
            .body("{}");
        Reply::to(text).refused(415, "unsupported-media-type");
        let latin = admin
            .request("PUT", "/v1/catalogs/a")
            .header("content-type", "application/json")
            .body(vec![0xe4]);
        Reply::to(latin).refused(400, "not-utf-8");
        admin
            .put("/v1/catalogs/a%00b", "{}")
            .refused(400, "invalid-path");
        admin
            .get("/v1/catalogs?limit=many")
            .refused(400, "invalid-query");
        admin
            .get("/v1/catalogs?limits=1")
            .refused(400, "invalid-query");
        admin
            .post("/v1/price", "x".repeat(3 * 1024 * 1024))
            .refused(413, "body-too-large");
        admin
            .put("/v1/catalogs/a", "{")
            .refused(422, "invalid-catalog");
        admin
            .put("/v1/catalogs/a/draft", "{")
            .refused(400, "json-syntax");
        let page = server.stranger().get("/problems").expect(200);
        assert!(page.text().contains("id=\"json-syntax\""));
    });
}

#[test]
fn the_page_to_try_the_api_on_loads_nothing_from_elsewhere() {
    let database = support::Database::sqlite();
    let server = Server::start(&database);
    let page = server.stranger().get("/docs/").expect(200);
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .starts_with("default-src 'self'")
    );
    let text = page.text().to_owned();
    for link in text
        .split(['"', '\''])
        .filter(|it| it.ends_with(".js") || it.ends_with(".css"))
    {
        assert!(!link.contains("//"), "{link}");
        let link = link.trim_start_matches("./");
        server.stranger().get(&format!("/docs/{link}")).expect(200);
    }
    assert!(text.contains("swagger-ui-bundle.js"));
}
