//! Connections: how many, how long they may be idle or slow, and their end.

mod support;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::{Database, Server};

const HEALTH: &[u8] = b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";

/// A connection on which every read ends after 20 s at most.
fn connect(server: &Server) -> TcpStream {
    let address = server.address.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).unwrap();
    stream.set_write_timeout(limit).unwrap();
    stream
}

/// Asks, and reads the head of the answer with the first bytes of its body.
fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(HEALTH).unwrap();
    let mut text = String::new();
    while !text.contains("\r\n\r\n{") {
        let mut bytes = [0; 1024];
        let read = stream.read(&mut bytes).unwrap();
        assert!(read > 0, "closed after `{text}`");
        text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    text
}

/// Reads until the server closes, and says how long that took.
#[track_caller]
fn closed(stream: &mut TcpStream) -> Duration {
    let began = Instant::now();
    let mut bytes = [0; 1024];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return began.elapsed(),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return began.elapsed(),
            Err(error) => panic!("not closed: {error}"),
        }
    }
}

#[test]
fn a_head_that_does_not_come_closes_its_connection() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--head-seconds", "1"]);
    let mut silent = connect(&server);
    let mut slow = connect(&server);
    let mut idle = connect(&server);
    ask(&mut idle);
    // a byte now and then does not prolong it
    for byte in &HEALTH[..20] {
        if slow.write_all(&[*byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(closed(&mut slow) < Duration::from_millis(500));
    assert!(closed(&mut silent) < Duration::from_secs(5));
    assert!(closed(&mut idle) < Duration::from_secs(5));
}

#[test]
fn a_connection_that_asks_now_and_then_stays() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--head-seconds", "2"]);
    let mut stream = connect(&server);
    for _ in 0..5 {
        assert!(ask(&mut stream).starts_with("HTTP/1.1 200 OK\r\n"));
        std::thread::sleep(Duration::from_millis(700));
    }
}

#[test]
fn more_connections_than_allowed_wait_for_a_place() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--open-connections", "2"]);
    let mut first = connect(&server);
    let mut second = connect(&server);
    ask(&mut first);
    ask(&mut second);
    let mut third = connect(&server);
    third.write_all(HEALTH).unwrap();
    third
        .set_read_timeout(Some(Duration::from_millis(700)))
        .unwrap();
    let waiting = third.read(&mut [0; 1]).unwrap_err();
    assert!(
        matches!(waiting.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{waiting}"
    );
    drop(first);
    third
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    assert!(ask(&mut third).starts_with("HTTP/1.1 200 OK\r\n"));
    // who has a place keeps it
    ask(&mut second);
}

#[test]
fn an_answer_that_nobody_takes_makes_room() {
    let database = Database::sqlite();
    let settings = ["--open-connections", "1", "--request-seconds", "1"];
    let server = Server::start_with(&database, &settings);
    let mut stream = connect(&server);
    // the document is about 100 kB: more of them than the system's buffers hold
    let asked = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(200);
    stream.write_all(asked.as_bytes()).unwrap();
    let mut second = connect(&server);
    assert!(ask(&mut second).starts_with("HTTP/1.1 200 OK\r\n"));
    let mut taken = Vec::new();
    let end = stream.read_to_end(&mut taken);
    let answers = String::from_utf8_lossy(&taken)
        .matches("HTTP/1.1 200 OK")
        .count();
    assert!(answers < 200, "{answers} answers, then {end:?}");
}

#[test]
fn told_to_stop_it_closes_idle_connections_at_once() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let mut fresh = connect(&server);
    let mut idle = connect(&server);
    ask(&mut idle);
    server.signal("-TERM");
    assert!(closed(&mut idle) < Duration::from_secs(5));
    assert!(closed(&mut fresh) < Duration::from_secs(5));
    let began = Instant::now();
    assert!(server.wait().success());
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn told_to_stop_it_answers_what_was_asked() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let admin = server.admin();
    let catalog =
        r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "7.00"}]}"#;
    admin.put("/v1/catalogs/mugs", catalog).expect(201);
    let order = r#"{"items": [{"component": "mug", "quantity": 3}]}"#;
    let mut stream = connect(&server);
    let head = format!(
        "POST /v1/price HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        server.token,
        order.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-TERM");
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(order.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    // 7.00 × 3
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains(r#""amount":"21.00""#),
        "{answer}"
    );
    assert!(server.wait().success());
}
