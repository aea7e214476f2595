//! Long work has its own room: how much of it runs at once, and when a place is free again.

mod support;

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use serde_json::json;
use support::{Client, Database, Reply, Server};

const MUG: &str =
    r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00"}]}"#;
const SAFE: &str = r#"{"items": [{"component": "safe"}]}"#;

/// A lock of 60 dials of which few settings open it: counting them takes minutes.
fn safe() -> String {
    let mut sum = String::from("0");
    let mut dials = Vec::new();
    for number in 0..60 {
        let weight = 1_000 + number * number;
        write!(sum, " + {weight} * dial_{number}").unwrap();
        dials.push(json!({
            "id": format!("dial_{number}"), "type": "number", "min": 0, "max": 1, "step": 1, "required": true
        }));
    }
    let rules = format!("forbid shut \"It stays shut\" : {sum} != 31234");
    json!({ "format": 1, "currency": "EUR", "components": [
        { "id": "safe", "base_price": "900.00", "features": dials, "rules": rules }
    ] })
    .to_string()
}

/// A question that takes as long as it may, on a connection of its own.
fn ask(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address.strip_prefix("http://").unwrap()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let request = format!(
        "POST /v1/count?catalog=safes&budget=200000 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{SAFE}",
        server.token,
        SAFE.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// As many as there are rooms.
fn ask_everywhere(server: &Server) -> Vec<TcpStream> {
    let rooms = available_parallelism().unwrap().get();
    let asked = (0..rooms).map(|_| ask(server)).collect();
    std::thread::sleep(Duration::from_millis(500));
    asked
}

/// Whether a question that is quickly answered is answered within a second.
fn is_answered(client: &Client, path: &str) -> bool {
    let request = match path.starts_with("/v1/catalogs/") {
        true => client.request("GET", path),
        false => client.with_json("POST", path, r#"{"items": [{"component": "mug"}]}"#),
    };
    let answer = request.timeout(Duration::from_secs(1)).send();
    answer.is_ok_and(|it| it.status().is_success())
}

fn start(arguments: &[&str]) -> (Database, Server, Client) {
    let database = Database::sqlite();
    let server = Server::start_with(&database, arguments);
    let admin = server.admin();
    admin.put("/v1/catalogs/safes", safe()).expect(201);
    admin.put("/v1/catalogs/mugs", MUG).expect(201);
    (database, server, admin)
}

const COUNT: &str = "/v1/count?catalog=mugs";

#[test]
fn who_hangs_up_leaves_the_room() {
    let (_database, server, admin) = start(&[]);
    let asked = ask_everywhere(&server);
    assert!(!is_answered(&admin, COUNT), "there is room left");
    assert!(is_answered(&admin, "/v1/price?catalog=mugs"));
    drop(asked);
    let began = Instant::now();
    let mug = r#"{"items": [{"component": "mug"}]}"#;
    admin.post(COUNT, mug).expect(200);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_takes_too_long_leaves_the_room() {
    let (_database, server, admin) = start(&["--request-seconds", "2"]);
    let asked = ask_everywhere(&server);
    assert!(!is_answered(&admin, COUNT), "there is room left");
    for mut stream in asked {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 504 "), "{answer}");
    }
    let began = Instant::now();
    while !is_answered(&admin, COUNT) {
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn a_plan_for_pages_is_made_in_a_room_and_kept() {
    let (_database, server, admin) = start(&[]);
    let asked = ask_everywhere(&server);
    let (plan, whole) = ("/v1/catalogs/mugs/plan", "/v1/catalogs/mugs/plan/whole");
    assert!(!is_answered(&admin, plan) && !is_answered(&admin, whole));
    drop(asked);
    let made = Reply::to(admin.request("GET", plan)).expect(200);
    let asked = ask_everywhere(&server);
    assert!(!is_answered(&admin, COUNT), "there is room left");
    assert!(is_answered(&admin, plan));
    drop(asked);
    assert_eq!(admin.get(plan).expect(200).bytes, made.bytes);
}
