//! Configento's published requests, replayed as they stand, and what stands around them: a catalog that was written by
//! these calls alone is priced and can be exported.

mod editing;
mod refusals;
#[path = "../support/mod.rs"]
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
    let size = |name: &str, min: u32, max: u32| {
        let body = json!({ "name": name, "type": "number", "unit": "mm", "required": true, "min": min, "max": max });
        number(&admin.post(&at, body.to_string()).expect(201).json())
    };
    Blind {
        component,
        colour,
        width: size("Width", 1000, 2000),
        drop: size("Drop", 800, 1600),
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
        let checked = admin
            .post("/v1/validate?lint=true", exported.text())
            .expect(200)
            .json();
        assert_eq!(
            (&checked["valid"], &checked["findings"]["findings"]),
            (&json!(true), &json!([])),
            "{checked}"
        );
        assert_eq!(catalog.components[0].features.len(), 3);
        admin
            .delete(&format!("{at}/{}", number(&shown)))
            .expect(204);
        assert_eq!(admin.get(&at).expect(200).json()["data"], json!([]));
    });
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

#[test]
fn rows_may_be_options_by_their_names() {
    for_each_database(|database| {
        let server = Server::start(database);
        let admin = server.admin();
        let blind = blind(&admin);
        let at = format!("/v1/components/{}/pricelists", blind.component);
        let (colour, width) = (number(&blind.colour).to_string(), blind.width.to_string());
        let axes = [
            ("row_feature_id", colour.as_str()),
            ("col_feature_id", width.as_str()),
            ("col_lookup", "up"),
        ];
        let csv = "x,1000,2000\nWhite,80,90\nAnthracite,100,110\nRAL special lacquer,,200.50\n";
        let list = upload(&admin, &at, &axes, csv).expect(201).json();
        assert_eq!(
            list["rows"],
            json!(["white", "anthracite", "ral_special_lacquer"])
        );
        let values =
            |colour: &str, width: u32| json!({ "colour": colour, "width": width, "drop": 900 });
        // the next size up is 2000: 200.50 and 45 for the lacquer: 245.50 × 2
        let quote = price(&admin, &values("ral_special_lacquer", 1001));
        assert_eq!(quote["amount"], "491.00");
        assert_eq!(
            price(&admin, &values("ral_special_lacquer", 1000))["status"],
            "unpriced",
            "an empty cell is no price"
        );
        let foreign = csv.replace("White", "Snow");
        let fields = [axes[0], axes[1], ("name", "other")];
        let problem = upload(&admin, &at, &fields, &foreign).refused(422, "invalid-body");
        assert!(
            problem["detail"].as_str().unwrap().contains("`Snow`"),
            "{problem}"
        );
        // a second list adds to the first one
        let second = upload(&admin, &at, &fields, csv).expect(201).json();
        assert_eq!(second["role"], "surcharge");
        let quote = price(&admin, &values("white", 1000));
        // 80 + 80 + 0, twice
        assert_eq!(quote["amount"], "320.00");
    });
}
