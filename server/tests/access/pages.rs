//! Pages of other origins read why they are refused, whatever refuses them.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use reqwest::blocking::RequestBuilder;
use serde_json::json;

use super::support::{Client, Database, Reply, Server};
use super::{ORDER, token};

const SHOP: &str = "https://shop.example";

/// A token for the shop's pages, with a limit.
fn shop(server: &Server, requests_per_minute: u32) -> Client {
    let rights = json!({
        "role": "storefront", "origins": [SHOP], "requests_per_minute": requests_per_minute
    });
    server.client(token(&server.admin(), rights)["token"].as_str().unwrap())
}

/// Sends a request as a page of the shop, which may read the answer.
#[track_caller]
fn as_page(request: RequestBuilder) -> Reply {
    let reply = Reply::to(request.header("origin", SHOP));
    assert_eq!(reply.header("access-control-allow-origin"), Some(SHOP));
    assert_eq!(reply.header("vary"), Some("Origin"));
    reply
}

#[test]
fn a_page_reads_that_there_is_nothing_and_that_a_body_is_too_large() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let shop = shop(&server, 1_000);
    as_page(shop.request("GET", "/v1/nothing")).refused(404, "not-found");
    as_page(shop.request("GET", "/v1/catalogs/mugs/plan")).refused(404, "unknown-catalog");
    let large = shop.with_json("POST", "/v1/price", "x".repeat(3 * 1024 * 1024));
    as_page(large).refused(413, "body-too-large");
}

#[test]
fn a_page_reads_that_it_asked_too_often_and_until_when() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let shop = shop(&server, 1);
    // a minute may end in between
    let refused = (0..3).find_map(|_| {
        let reply = as_page(shop.with_json("POST", "/v1/price", ORDER));
        (reply.status == 429).then_some(reply)
    });
    let refused = refused.expect("no request was too many");
    let exposed = refused.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"), "{exposed}");
    assert!(refused.header("retry-after").is_some());
    refused.refused(429, "too-many-requests");
}

#[test]
fn a_page_reads_that_its_request_took_too_long() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--request-seconds", "1"]);
    let shop = token(
        &server.admin(),
        json!({ "role": "storefront", "origins": [SHOP] }),
    );
    let address = server.address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!(
        "POST /v1/price HTTP/1.1\r\nhost: x\r\norigin: {SHOP}\r\nauthorization: Bearer {}\r\n\
         connection: close\r\ncontent-length: 9\r\n\r\n",
        shop["token"].as_str().unwrap()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let allowed = format!("access-control-allow-origin: {SHOP}\r\n");
    assert!(answer.contains(&allowed), "{answer}");
}
