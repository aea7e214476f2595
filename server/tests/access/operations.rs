//! Every operation of the document: its scope, and what a token for another catalog gets of it.

use pricewright_server::auth::Scope;

use super::*;

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
