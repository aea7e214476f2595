//! Bad input: refused with its place, and nothing has changed.

use reqwest::blocking::multipart::{Form, Part};
use serde_json::json;

use super::support::{Client, Reply, Server, for_each_database};
use super::{PRICES, blind, number, send, upload};

/// The fields of an upload, its file, and the place of the refusal.
type Table<'t> = (Vec<(&'t str, &'t str)>, String, &'t str);

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
        let mut cases: Vec<Table<'_>> = vec![
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
