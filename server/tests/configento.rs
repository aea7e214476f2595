//! Configento's published requests, replayed as they stand, and what stands around them: a catalog that was written by
//! these calls alone is priced and can be exported.

mod support;

use pricewright::{Catalog, compile};
use reqwest::blocking::multipart::{Form, Part};
use serde_json::{Value, json};
use support::{Client, Reply, Server, for_each_database};

/// The request "Create a Feature" of the documentation.
const COLOUR: &str = r#"{
"name": "Colour",
"type": "select",
"required": true,
"sort_order": 1,
"options": [
{ "name": "White", "surcharge": 0 },
{ "name": "Anthracite", "surcharge": 15.00 },
{ "name": "RAL special lacquer", "surcharge": 45.00 }
]
}"#;

/// Two widths and two drops, as a spreadsheet of a country with decimal commas saves them.
const PRICES: &str = "mm;1000;2000\n800;100,00;180,00\n1600;140,00;260,00\n";

fn number(reply: &Value) -> i64 {
    reply["id"].as_i64().unwrap_or_else(|| panic!("{reply}"))
}

fn upload(client: &Client, path: &str, fields: &[(&str, &str)], csv: &str) -> Reply {
    send(client, "POST", path, fields, csv)
}

fn send(client: &Client, method: &str, path: &str, fields: &[(&str, &str)], csv: &str) -> Reply {
    let file = Part::bytes(csv.as_bytes().to_vec()).file_name("pricelist.csv");
    let mut form = Form::new().part("file", file);
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    Reply::to(client.request(method, path).multipart(form))
}

/// A blind with a color and two sizes.
struct Blind {
    component: i64,
    colour: Value,
    width: i64,
    drop: i64,
}

fn blind(admin: &Client) -> Blind {
    let component = admin.post("/v1/components", r#"{"name": "Roller blind"}"#);
    let component = number(&component.expect(201).json());
    let at = format!("/v1/components/{component}/features");
    let colour = admin.post(&at, COLOUR).expect(201).json();
    let size = |name: &str| {
        let body = json!({ "name": name, "type": "number", "unit": "mm", "required": true, "min": 800, "max": 2000 });
        number(&admin.post(&at, body.to_string()).expect(201).json())
    };
    Blind {
        component,
        colour,
        width: size("Width"),
        drop: size("Drop"),
    }
}

fn price(admin: &Client, values: &Value) -> Value {
    let order =
        json!({ "items": [{ "component": "roller_blind", "values": values, "quantity": 2 }] });
    admin
        .post("/v1/price?catalog=configento", order.to_string())
        .expect(200)
        .json()
}

#[test]
fn the_published_requests_make_a_catalog_that_prices() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let blind = blind(&admin);
        let shown: Vec<(&str, &Value)> = blind.colour["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["key"].as_str().unwrap(), &it["surcharge"]))
            .collect();
        assert_eq!(
            shown,
            [
                ("white", &json!(0)),
                ("anthracite", &json!(15)),
                ("ral_special_lacquer", &json!(45))
            ]
        );
        let without = price(
            &admin,
            &json!({ "colour": "white", "width": 1000, "drop": 800 }),
        );
        assert_eq!(
            without["status"], "unpriced",
            "no price list is no price, and never 0"
        );

        let axes = [
            ("row_feature_id", blind.drop.to_string()),
            ("col_feature_id", blind.width.to_string()),
        ];
        let axes: Vec<(&str, &str)> = axes.iter().map(|(key, id)| (*key, id.as_str())).collect();
        let at = format!("/v1/components/{}/pricelists", blind.component);
        let list = upload(&admin, &at, &axes, PRICES).expect(201);
        let shown = list.json();
        assert_eq!(
            (&shown["row_lookup"], &shown["role"]),
            (&json!("linear"), &json!("base"))
        );
        assert_eq!(
            (&shown["report"]["separator"], &shown["report"]["decimal"]),
            (&json!(";"), &json!(","))
        );
        assert_eq!(shown["cells"], json!([[100, 180], [140, 260]]));

        // base, in the middle of all four cells: (100 + 180 + 140 + 260) / 4 = 170; colour 45; (170 + 45) × 2 = 430
        let quote = price(
            &admin,
            &json!({ "colour": "ral_special_lacquer", "width": 1500, "drop": 1200 }),
        );
        assert_eq!(
            (&quote["status"], &quote["amount"]),
            (&json!("priced"), &json!("430.00"))
        );
        // base 100, colour 15: 115 × 2 = 230; the explicit 0 of white is a line
        let quote = price(
            &admin,
            &json!({ "colour": "anthracite", "width": 1000, "drop": 800 }),
        );
        assert_eq!(quote["amount"], "230.00");
        let quote = price(
            &admin,
            &json!({ "colour": "white", "width": 1000, "drop": 800 }),
        );
        assert_eq!(quote["amount"], "200.00");
        let lines = quote["items"][0]["lines"].as_array().unwrap();
        assert!(lines.iter().any(|line| line["amount"] == "0.00"), "{quote}");

        let exported = admin.get("/v1/catalogs/configento").expect(200);
        let catalog = Catalog::from_json(exported.text()).unwrap();
        compile(&catalog).unwrap();
        assert_eq!(catalog.components[0].features.len(), 3);
        admin
            .delete(&format!("{at}/{}", number(&shown)))
            .expect(204);
        assert_eq!(admin.get(&at).expect(200).json()["data"], json!([]));
    });
}

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

#[test]
fn bad_input_is_refused_and_changes_nothing() {
    for_each_database(|database| {
        let server = Server::start_with(
            database,
            &["--catalog-bytes", "20000", "--body-bytes", "10000"],
        );
        let admin = server.admin();
        let blind = blind(&admin);
        let before = admin.get("/v1/catalogs/configento").expect(200);
        let features = format!("/v1/components/{}/features", blind.component);
        let options = format!("/v1/features/{}/options", number(&blind.colour));
        for (path, body, status, code, place) in [
            ("/v1/components", r#"{}"#, 422, "invalid-body", "$.name"),
            (
                "/v1/components",
                r#"{"name": "Blind", "base_price": "1,50"}"#,
                422,
                "invalid-body",
                "$.base_price",
            ),
            (
                "/v1/components",
                r#"{"name": "Blind", "currency": "CHF"}"#,
                422,
                "invalid-body",
                "$.currency",
            ),
            (
                "/v1/components",
                r#"{"name": "Roller blind"}"#,
                409,
                "already-there",
                "",
            ),
            ("/v1/components", r#"{"name": "#, 400, "json-syntax", ""),
            (
                &features,
                r#"{"name": "Motor"}"#,
                422,
                "invalid-body",
                "$.type",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "slider"}"#,
                422,
                "invalid-body",
                "$.type",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "boolean", "min": 3}"#,
                422,
                "invalid-body",
                "$.min",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "boolean", "requird": true}"#,
                422,
                "invalid-body",
                "",
            ),
            (
                &features,
                r#"{"name": 5, "type": "boolean"}"#,
                422,
                "invalid-body",
                "$.name",
            ),
            (
                &features,
                r#"{"name": "Colour", "type": "boolean"}"#,
                409,
                "already-there",
                "",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "select"}"#,
                422,
                "invalid-body",
                "",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "select", "options": [{"name": "A", "surcharge": "x"}]}"#,
                422,
                "invalid-body",
                "$.options[0].surcharge",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "select", "options": [{"name": "A"}, {"name": "A"}]}"#,
                409,
                "already-there",
                "",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "boolean", "component_id": 999}"#,
                422,
                "invalid-body",
                "$.component_id",
            ),
            (
                &features,
                r#"{"name": "Motor", "type": "boolean", "available_when": "nowhere = 1"}"#,
                422,
                "invalid-body",
                "",
            ),
            (
                &options,
                r#"{"surcharge": 3}"#,
                422,
                "invalid-body",
                "$.name",
            ),
            (
                &options,
                r#"{"name": "Red", "surcharge": 1e999}"#,
                422,
                "invalid-body",
                "$.surcharge",
            ),
            (
                &options,
                r#"{"name": "Red", "surcharge": 0.1234567890123}"#,
                422,
                "invalid-body",
                "",
            ),
            (&options, r#"{"name": "White"}"#, 409, "already-there", ""),
            (
                "/v1/components/999/features",
                r#"{"name": "Motor", "type": "boolean"}"#,
                404,
                "unknown-component",
                "",
            ),
            (
                "/v1/features/999/options",
                r#"{"name": "Red"}"#,
                404,
                "unknown-feature",
                "",
            ),
            (
                "/v1/components/first/features",
                r#"{"name": "Motor", "type": "boolean"}"#,
                400,
                "invalid-path",
                "",
            ),
        ] {
            let problem = admin.post(path, body).refused(status, code);
            if !place.is_empty() {
                assert_eq!(problem["path"], place, "{body}: {problem}");
            }
            assert!(problem["detail"].is_string(), "{problem}");
        }
        let large = json!({ "name": "x".repeat(20_000) }).to_string();
        admin
            .post("/v1/components", large)
            .refused(413, "body-too-large");
        // an option of one feature is none of another
        let foreign = format!(
            "/v1/features/{}/options/{}",
            blind.width,
            number(&blind.colour["options"][0])
        );
        admin.get(&foreign).refused(404, "unknown-option");
        admin
            .get(&format!("{features}/{}", blind.component))
            .refused(404, "unknown-feature");
        let after = admin.get("/v1/catalogs/configento").expect(200);
        assert_eq!(after.text(), before.text());
    });
}

#[test]
fn bad_tables_are_refused_and_change_nothing() {
    for_each_database(|database| {
        let server = Server::start_with(database, &["--catalog-bytes", "20000"]);
        let admin = server.admin();
        let blind = blind(&admin);
        let before = admin.get("/v1/catalogs/configento").expect(200);
        let (row, col) = (blind.drop.to_string(), blind.width.to_string());
        let at = format!("/v1/components/{}/pricelists", blind.component);
        let both = [
            ("row_feature_id", row.as_str()),
            ("col_feature_id", col.as_str()),
        ];
        let mut cases: Vec<(Vec<(&str, &str)>, String, &str)> = vec![
            (
                vec![("col_feature_id", &col)],
                PRICES.to_owned(),
                "row_feature_id",
            ),
            (
                vec![("row_feature_id", "999")],
                PRICES.to_owned(),
                "row_feature_id",
            ),
            (
                vec![("row_feature_id", "drop")],
                PRICES.to_owned(),
                "row_feature_id",
            ),
            (both.to_vec(), String::new(), "file"),
            // the corner names the columns' feature: are the rows the list's columns?
            (both.to_vec(), PRICES.replace("mm", "Width"), "file"),
            (
                both.to_vec(),
                "Width;1000;2000\n800;a lot;180\n".to_owned(),
                "file",
            ),
            (
                both.to_vec(),
                "Width;1000;2000\n800;1,234;1,5\n1600;2,345;3,1\n1600;1,1;1,1\n".to_owned(),
                "file",
            ),
        ];
        for (name, value) in [
            ("lookups", "up"),
            ("row_lookup", "upwards"),
            ("role", "first"),
            ("decimal", "point"),
        ] {
            let mut fields = both.to_vec();
            fields.push((name, value));
            cases.push((fields, PRICES.to_owned(), name));
        }
        for (fields, csv, place) in cases {
            let problem = upload(&admin, &at, &fields, &csv).refused(422, "invalid-body");
            assert_eq!(problem["path"], place, "{fields:?}: {problem}");
        }
        let mut wide = String::from("x");
        (0..3_000).for_each(|it| wide.push_str(&format!(";{it}")));
        upload(&admin, &at, &both, &format!("{wide}\n{wide}")).refused(413, "body-too-large");
        admin.post(&at, "{}").refused(415, "unsupported-media-type");
        upload(&admin, "/v1/components/999/pricelists", &both, PRICES)
            .refused(404, "unknown-component");
        assert_eq!(
            admin.get("/v1/catalogs/configento").expect(200).text(),
            before.text()
        );

        // the same form again with a key is the same answer, whatever stands between its parts
        let file = || Part::bytes(PRICES.as_bytes().to_vec()).file_name("pricelist.csv");
        let form = || {
            Form::new()
                .part("file", file())
                .text("row_feature_id", row.clone())
                .text("col_feature_id", col.clone())
        };
        let send = || {
            Reply::to(
                admin
                    .request("POST", &at)
                    .header("idempotency-key", "k1")
                    .multipart(form()),
            )
        };
        let (first, again) = (send().expect(201), send().expect(201));
        assert_eq!(first.bytes, again.bytes);
        let list = number(&first.json());
        let dearer = PRICES.replace("100,00", "110,00");
        let fields = [both[0], both[1], ("row_lookup", "up")];
        let replaced = send_put(&admin, &format!("{at}/{list}"), &fields, &dearer)
            .expect(200)
            .json();
        assert_eq!(
            (&replaced["cells"][0][0], &replaced["row_lookup"]),
            (&json!(110), &json!("up"))
        );
        assert_eq!(number(&replaced), list);
    });
}

fn send_put(client: &Client, path: &str, fields: &[(&str, &str)], csv: &str) -> Reply {
    send(client, "PUT", path, fields, csv)
}

#[test]
fn lists_come_whole_or_in_pages() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        for name in ["A", "B", "C"] {
            let body = json!({ "name": name, "base_price": 1.10 }).to_string();
            admin.post("/v1/components", body).expect(201);
        }
        let all = admin.get("/v1/components").expect(200).json();
        assert_eq!(
            (all["data"].as_array().unwrap().len(), &all["next"]),
            (3, &Value::Null)
        );
        let first = admin.get("/v1/components?limit=2").expect(200).json();
        assert_eq!(first["data"].as_array().unwrap().len(), 2);
        let next = first["next"].as_str().unwrap();
        let second = admin
            .get(&format!("/v1/components?limit=2&after={next}"))
            .expect(200)
            .json();
        assert_eq!(
            (&second["data"][0], &second["next"]),
            (&all["data"][2], &Value::Null)
        );
        admin
            .get("/v1/components?limit=0")
            .refused(400, "invalid-query");
        // a catalog that was written as a whole has numbers, too
        let document = json!({ "format": 1, "currency": "CHF", "components": [{ "id": "mug", "base_price": "7.00" }] });
        admin
            .put("/v1/catalogs/mugs", document.to_string())
            .expect(201);
        let mugs = admin.get("/v1/components?catalog=mugs").expect(200).json();
        assert_eq!(
            (&mugs["data"][0]["key"], &mugs["data"][0]["base_price"]),
            (&json!("mug"), &json!(7))
        );
        let at = format!("/v1/components/{}", number(&mugs["data"][0]));
        let changed = admin
            .put(&at, r#"{"base_price": "8.05"}"#)
            .expect(200)
            .json();
        assert_eq!(changed["base_price"], 8.05);
        let order = r#"{"items": [{"component": "mug"}]}"#;
        assert_eq!(
            admin
                .post("/v1/price?catalog=mugs", order)
                .expect(200)
                .json()["amount"],
            "8.05"
        );
    });
}
