//! Health, metrics, logs, the end, copies, and several instances that start at once.

mod support;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{Answer, Database, Receiver, Reply, Server, for_each_database};

const ORDER: &str = r#"{"items": [{"component": "mug", "quantity": 3}]}"#;

/// A mug of this price.
fn mug(price: &str) -> String {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": price }]
    })
    .to_string()
}

/// The value of a metric, by its name with its labels.
fn value(metrics: &str, name: &str) -> Option<String> {
    let line = metrics.lines().find(|line| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' '))
    })?;
    Some(line.rsplit(' ').next().unwrap().to_owned())
}

#[test]
fn health_and_metrics_say_how_it_is() {
    for_each_database(|database| {
        let server = Server::start(database);
        let stranger = server.stranger();
        assert_eq!(
            stranger.get("/health/live").expect(200).json()["status"],
            "live"
        );
        assert_eq!(
            stranger.get("/health/ready").expect(200).json()["status"],
            "ready"
        );
        stranger.get("/metrics").refused(401, "token-missing");
        let admin = server.admin();
        let shop = json!({ "label": "shop", "role": "storefront" });
        let shop = admin
            .post("/v1/tokens", shop.to_string())
            .expect(201)
            .json();
        let shop = server.client(shop["token"].as_str().unwrap());
        shop.get("/metrics").refused(403, "scope-missing");

        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        for _ in 0..3 {
            admin.post("/v1/price", ORDER).expect(200);
        }
        admin
            .get("/v1/catalogs/cups")
            .refused(404, "unknown-catalog");
        admin.get("/nothing").refused(404, "not-found");
        let reply = admin.get("/metrics").expect(200);
        assert!(
            reply
                .header("content-type")
                .unwrap()
                .starts_with("application/openmetrics-text")
        );
        let metrics = reply.text();
        let requests = |method: &str, route: &str, status: u16| {
            let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
            value(metrics, &format!("pricewright_requests_total{labels}"))
        };
        assert_eq!(requests("POST", "/v1/price", 200).as_deref(), Some("3"));
        assert_eq!(
            requests("GET", "/v1/catalogs/{id}", 404).as_deref(),
            Some("1")
        );
        assert_eq!(requests("GET", "none", 404).as_deref(), Some("1"));
        assert_eq!(
            value(metrics, "pricewright_deliveries_pending").as_deref(),
            Some("0")
        );
        let count = "pricewright_request_seconds_count{method=\"POST\",route=\"/v1/price\"}";
        assert_eq!(value(metrics, count).as_deref(), Some("3"));
        assert!(metrics.ends_with("# EOF\n"), "{metrics}");
    });
}

#[test]
fn a_request_keeps_its_id_in_the_answer_and_in_the_log() {
    let database = Database::sqlite();
    let token = database.directory.path().join("token");
    let mut process = Command::new(env!("CARGO_BIN_EXE_pricewright-server"))
        .args(["--listen", "127.0.0.1:0", "--log-format", "json"])
        .args(["--database", &database.url, "--token-file"])
        .arg(&token)
        .env("PRICEWRIGHT_LOG", "info")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = String::new();
    let mut output = BufReader::new(process.stdout.take().unwrap());
    output.read_line(&mut told).unwrap();
    let address = told.split_whitespace().last().unwrap();
    let token = std::fs::read_to_string(token).unwrap();
    let client = support::Client::new(address, Some(token.trim()));
    let own = client
        .request("GET", "/v1/catalogs?limit=7")
        .header("x-request-id", "order-17");
    assert_eq!(
        Reply::to(own).expect(200).header("x-request-id"),
        Some("order-17")
    );
    let odd = client
        .request("GET", "/health/live")
        .header("x-request-id", "a b");
    let new = Reply::to(odd)
        .expect(200)
        .header("x-request-id")
        .unwrap()
        .to_owned();
    assert!(new != "a b" && new.len() == 32, "{new}");
    process.kill().unwrap();
    process.wait().unwrap();
    let mut log = String::new();
    process
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
        .collect();
    let line = |id: &str| lines.iter().find(|line| line["span"]["id"] == id).unwrap();
    assert_eq!(line("order-17")["route"], "/v1/catalogs");
    assert_eq!(line("order-17")["status"], 200);
    assert!(line(&new)["microseconds"].is_u64());
    assert!(
        !log.contains(token.trim()) && !log.contains("limit=7"),
        "{log}"
    );
}

#[test]
fn told_to_stop_it_finishes_what_is_under_way() {
    for_each_database(|database| {
        // the second attempt would be so late that only the first one can have left something
        let settings = "--webhook-networks 127.0.0.0/8 --webhook-seconds 1 --webhook-retry-milliseconds 600000";
        let arguments: Vec<&str> = settings.split(' ').collect();
        let server = Server::start_with(database, &arguments);
        let admin = server.admin();
        let receiver = Receiver::start(Answer::Silence);
        let asked = json!({ "url": receiver.url, "events": ["catalog.published"] });
        let webhook = admin
            .post("/v1/webhooks", asked.to_string())
            .expect(201)
            .json();
        admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
        receiver.wait_for("an attempt", |it| it.len() == 1);
        // the attempt is given up after a second, and that is written down before the end
        assert!(server.stop().success());
        let server = Server::start(database);
        let at = format!(
            "/v1/webhooks/{}/deliveries",
            webhook["id"].as_str().unwrap()
        );
        let page = server.admin().get(&at).expect(200).json();
        assert_eq!(
            page["data"][0]["last_answer"], "no answer within 1 s",
            "{page}"
        );
    });
}

#[test]
fn a_request_that_does_not_end_does_not_keep_it_from_stopping() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--stop-seconds", "1"]);
    let address = server.address.strip_prefix("http://").unwrap().to_owned();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let begin = format!(
        "POST /v1/price HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: 9\r\n\r\n",
        server.token
    );
    std::io::Write::write_all(&mut stream, begin.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let began = Instant::now();
    assert!(server.stop().success());
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
}

#[test]
fn while_it_drains_it_is_not_ready_and_still_answers() {
    let database = Database::sqlite();
    let server = Server::start_with(&database, &["--drain-seconds", "3"]);
    let id = server.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    let began = Instant::now();
    while server.stranger().get("/health/ready").status == 200 {
        assert!(began.elapsed() < Duration::from_secs(2));
    }
    server
        .stranger()
        .get("/health/ready")
        .refused(503, "not-ready");
    server.stranger().get("/health/live").expect(200);
    server
        .admin()
        .put("/v1/catalogs/mugs", mug("7.00"))
        .expect(201);
    assert!(server.wait().success());
}

fn backup(database: &str, file: &std::path::Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_pricewright-server"))
        .args(["--database", database, "backup"])
        .arg(file)
        .output()
        .unwrap()
}

#[test]
fn a_copy_is_made_while_the_server_writes_and_can_be_started() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let admin = server.admin();
    admin.put("/v1/catalogs/mugs", mug("7.00")).expect(201);
    let copy = database.directory.path().join("copy.db");
    let writing = std::thread::spawn({
        let admin = server.admin();
        move || {
            for number in 0..30 {
                admin
                    .put(&format!("/v1/catalogs/c{number}"), mug("1.00"))
                    .expect(201);
            }
        }
    });
    let done = backup(&database.url, &copy);
    assert!(done.status.success(), "{done:?}");
    writing.join().unwrap();
    let again = backup(&database.url, &copy);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let restored = Database {
        url: format!("sqlite:{}", copy.display()),
        directory: tempfile::tempdir().unwrap(),
    };
    std::fs::write(restored.directory.path().join("token"), &server.token).unwrap();
    let started = Server::start(&restored);
    let quote = started
        .admin()
        .post("/v1/price?catalog=mugs", ORDER)
        .expect(200)
        .json();
    // 7.00 × 3
    assert_eq!(quote["amount"], "21.00");
}

#[test]
fn a_copy_of_what_is_not_there_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let copy = directory.path().join("copy.db");
    let none = format!("sqlite:{}", directory.path().join("none.db").display());
    assert!(!backup(&none, &copy).status.success());
    let postgres = backup("postgres://shop:secret@localhost/shop", &copy);
    let told = String::from_utf8_lossy(&postgres.stderr).into_owned();
    assert!(
        !postgres.status.success() && told.contains("pg_dump"),
        "{told}"
    );
    assert!(!told.contains("secret"), "{told}");
    let left: Vec<_> = std::fs::read_dir(directory.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn several_instances_start_at_once_on_an_empty_database() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let database = &database;
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4)
            .map(|_| scope.spawn(move || Server::start_with(database, &["--connections", "4"])))
            .collect();
        let servers: Vec<Server> = starts.into_iter().map(|it| it.join().unwrap()).collect();
        for server in &servers {
            server.stranger().get("/health/ready").expect(200);
        }
    });
}
