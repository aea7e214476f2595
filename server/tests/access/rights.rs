//! What tokens and clients may: rights, ends, networks, pages, how often.

use std::time::{SystemTime, UNIX_EPOCH};

use super::*;

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
