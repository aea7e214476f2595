//! Several editors, lost answers, and parts that others depend on.

use serde_json::json;

use super::support::{Reply, Server, for_each_database};
use super::{PRICES, blind, number, upload};

#[test]
fn two_editors_do_not_overwrite_each_other() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let blind = blind(&admin);
        let option = number(&blind.colour["options"][1]);
        let at = format!("/v1/features/{}/options/{option}", number(&blind.colour));
        let seen = admin.get(&at).expect(200);
        let tag = seen.header("etag").unwrap().to_owned();
        let again = admin.request("GET", &at).header("if-none-match", &tag);
        Reply::to(again).expect(304);
        let change = |body: &str| {
            let request = admin.with_json("PUT", &at, body).header("if-match", &tag);
            Reply::to(request)
        };
        let changed = change(r#"{"surcharge": 17.5}"#).expect(200);
        assert_eq!(changed.json()["surcharge"], 17.5);
        assert_eq!(
            changed.json()["name"],
            "Anthracite",
            "what is left out stays"
        );
        assert_ne!(changed.header("etag"), Some(tag.as_str()));
        assert_eq!(
            changed.header("etag"),
            admin.get(&at).expect(200).header("etag")
        );
        change(r#"{"surcharge": 20}"#).refused(412, "precondition-failed");
        assert_eq!(admin.get(&at).expect(200).json()["surcharge"], 17.5);
        // null takes a surcharge away: no line
        let gone = admin.put(&at, r#"{"surcharge": null}"#).expect(200).json();
        assert_eq!(gone.get("surcharge"), None);

        let feature = format!(
            "/v1/components/{}/features/{}",
            blind.component,
            number(&blind.colour)
        );
        let whole = admin.get(&feature).expect(200).json();
        let same = admin.put(&feature, whole.to_string()).expect(200).json();
        assert_eq!(same, whole, "what was shown may be sent back");
        let deleted = admin.request("DELETE", &feature).header("if-match", &tag);
        Reply::to(deleted).refused(412, "precondition-failed");
    });
}

#[test]
fn a_request_with_a_key_is_done_once() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let send = |key: &str, body: &str| {
            let request = admin.with_json("POST", "/v1/components", body);
            Reply::to(request.header("idempotency-key", key))
        };
        let first = send("\"8e03978e\"", r#"{"name": "Blind"}"#).expect(201);
        let again = send("8e03978e", r#"{"name": "Blind"}"#).expect(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.bytes, again.bytes);
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(first.header("etag"), again.header("etag"));
        send("8e03978e", r#"{"name": "Awning"}"#).refused(422, "idempotency-key-reused");
        send("a b", r#"{"name": "Awning"}"#).refused(400, "invalid-header");
        send("other", r#"{"name": "Blind"}"#).refused(409, "already-there");
        assert_eq!(
            admin.get("/v1/components").expect(200).json()["data"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        // the key survives a kill, because it is stored with what was done
        server.kill();
        let server = Server::start(database);
        let request = server
            .admin()
            .with_json("POST", "/v1/components", r#"{"name": "Blind"}"#);
        let again = Reply::to(request.header("idempotency-key", "8e03978e")).expect(201);
        assert_eq!(first.bytes, again.bytes);
    });
}

#[test]
fn what_is_in_use_says_by_what() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let blind = blind(&admin);
        let axes = [
            ("row_feature_id", blind.drop.to_string()),
            ("col_feature_id", blind.width.to_string()),
            ("name", "Band A".to_owned()),
        ];
        let axes: Vec<(&str, &str)> = axes.iter().map(|(key, id)| (*key, id.as_str())).collect();
        let lists = format!("/v1/components/{}/pricelists", blind.component);
        let list = number(&upload(&admin, &lists, &axes, PRICES).expect(201).json());
        // a rule is added to the catalog that the calls have made
        let mut catalog = admin.get("/v1/catalogs/configento").expect(200).json();
        catalog["components"][0]["rules"] =
            json!("surcharge lacquer \"Lacquer\" when colour = \"ral_special_lacquer\" : 5.00\n");
        admin
            .put("/v1/catalogs/configento", catalog.to_string())
            .expect(200);

        let features = format!("/v1/components/{}/features", blind.component);
        let in_use = admin
            .delete(&format!("{features}/{}", blind.width))
            .refused(409, "in-use");
        let dependent = &in_use["dependents"][0];
        assert_eq!(
            (&dependent["kind"], &dependent["key"]),
            (&json!("price list"), &json!("band_a")),
            "{in_use}"
        );
        assert_eq!(dependent["id"], list);
        let colour = number(&blind.colour);
        let ral = number(&blind.colour["options"][2]);
        let option = format!("/v1/features/{colour}/options/{ral}");
        let in_use = admin.delete(&option).refused(409, "in-use");
        let dependent = &in_use["dependents"][0];
        assert_eq!(
            (&dependent["kind"], &dependent["key"]),
            (&json!("rule"), &json!("lacquer")),
            "{in_use}"
        );
        admin.get(&option).expect(200);
        let in_use = admin
            .delete(&format!("{features}/{colour}"))
            .refused(409, "in-use");
        assert_eq!(in_use["dependents"][0]["key"], "lacquer");
        // the options that are left out of a whole list go, unless something depends on them
        let fewer = json!({ "options": [{ "id": number(&blind.colour["options"][0]) }] });
        admin
            .put(&format!("{features}/{colour}"), fewer.to_string())
            .refused(409, "in-use");
        assert_eq!(
            admin.get(&features).expect(200).json()["data"][0],
            blind.colour
        );

        // white is free
        let white = number(&blind.colour["options"][0]);
        admin
            .delete(&format!("/v1/features/{colour}/options/{white}"))
            .expect(204);
        admin
            .get(&format!("/v1/features/{colour}/options/{white}"))
            .refused(404, "unknown-option");
        let again = json!({ "name": "White", "surcharge": 1.10 }).to_string();
        let again = admin
            .post(&format!("/v1/features/{colour}/options"), again)
            .expect(201)
            .json();
        assert_ne!(number(&again), white, "a number is never given twice");
        admin
            .delete(&format!("/v1/components/{}", blind.component))
            .expect(204);
        admin.get(&features).refused(404, "unknown-component");
    });
}
