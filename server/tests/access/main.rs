//! Who may do what.

mod operations;
mod pages;
mod rights;
#[path = "../support/mod.rs"]
mod support;

use serde_json::{Value, json};
use support::{Client, Reply, Server, for_each_database};

const MUG: &str =
    r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00"}]}"#;
const ORDER: &str = r#"{"items": [{"component": "mug"}]}"#;

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
