//! Who may do what.

mod support;

use support::{Server, for_each_database};

#[test]
fn every_operation_wants_a_token_that_is_known() {
    for_each_database(|database| {
        let server = Server::start(database);
        let document = server.stranger().get("/openapi.json").expect(200).json();
        let mut operations = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            if !path.starts_with("/v1/") {
                continue;
            }
            for method in methods.as_object().unwrap().keys() {
                let path = path.replace("{id}", "any");
                let method = method.to_uppercase();
                let nobody = server.stranger().request(&method, &path);
                let problem = support::Reply::to(nobody);
                assert_eq!(
                    problem.header("www-authenticate"),
                    Some("Bearer"),
                    "{method} {path}"
                );
                problem.refused(401, "token-missing");
                let foreign = server
                    .client("pw_of-another-server")
                    .request(&method, &path);
                support::Reply::to(foreign).refused(401, "token-invalid");
                operations += 1;
            }
        }
        assert!(operations >= 5, "{operations}");
    });
}

#[test]
fn refusals_have_one_form() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        server.stranger().get("/nothing").refused(404, "not-found");
        admin.get("/v1/nothing").refused(404, "not-found");
        let wrong = support::Reply::to(admin.request("PATCH", "/v1/catalogs/a"));
        assert!(wrong.header("allow").unwrap().contains("PUT"));
        wrong.refused(405, "method-not-allowed");
        let text = admin
            .request("PUT", "/v1/catalogs/a")
            .header("content-type", "text/plain")
            .body("{}");
        support::Reply::to(text).refused(415, "unsupported-media-type");
        let latin = admin
            .request("PUT", "/v1/catalogs/a")
            .header("content-type", "application/json")
            .body(vec![0xe4]);
        support::Reply::to(latin).refused(400, "not-utf-8");
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
    });
}
