//! A server that is killed at any moment: nothing that was acknowledged is lost, every event arrives.
//!
//! `PRICEWRIGHT_KILLS=100` kills it so often; without it a few times, so that the ordinary run stays short.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use support::{Answer, Database, Receiver, Server, TO_LOOPBACK, for_each_database};

/// A mug of this price.
fn mug(price: u32) -> String {
    json!({
        "format": 1, "currency": "EUR",
        "components": [{ "id": "mug", "base_price": format!("{price}.00") }]
    })
    .to_string()
}

/// How often the server is killed.
fn rounds() -> u32 {
    let many = std::env::var("PRICEWRIGHT_KILLS").unwrap_or("6".to_owned());
    many.parse().unwrap()
}

/// What clients have sent and have been told is stored: prices of catalogs, which rise, and ids of quotes.
#[derive(Default)]
struct Acknowledged {
    sent: BTreeMap<String, u32>,
    prices: BTreeMap<String, u32>,
    quotes: BTreeSet<String>,
    /// How many writes of all.
    many: u32,
}

/// Writes until the server no longer answers, and says what was acknowledged.
fn write_until_it_ends(server: &Server, catalog: &str, done: &Mutex<Acknowledged>) {
    let admin = server.admin();
    let sent = done.lock().unwrap().sent.get(catalog).copied();
    let from = sent.map_or(1, |price| price + 1);
    let path = format!("/v1/catalogs/{catalog}");
    for price in from.. {
        done.lock().unwrap().sent.insert(catalog.to_owned(), price);
        let Ok(put) = admin.with_json("PUT", &path, mug(price)).send() else {
            return;
        };
        assert!(put.status().is_success(), "{}", put.text().unwrap());
        {
            let mut done = done.lock().unwrap();
            done.prices.insert(catalog.to_owned(), price);
            done.many += 1;
        }
        let path = format!("/v1/quotes?catalog={catalog}");
        let order = r#"{"items": [{"component": "mug"}]}"#;
        let Ok(stored) = admin.with_json("POST", &path, order).send() else {
            return;
        };
        assert_eq!(stored.status(), 201);
        if let Ok(quote) = stored.json::<serde_json::Value>() {
            let id = quote["id"].as_str().unwrap().to_owned();
            done.lock().unwrap().quotes.insert(id);
        }
    }
}

/// Everything that was acknowledged is there, and prices.
fn check(server: &Server, done: &Acknowledged) {
    let admin = server.admin();
    for (catalog, acknowledged) in &done.prices {
        let order = r#"{"items": [{"component": "mug"}]}"#;
        let quote = admin
            .post(&format!("/v1/price?catalog={catalog}"), order)
            .expect(200)
            .json();
        let price: u32 = quote["amount"]
            .as_str()
            .unwrap()
            .strip_suffix(".00")
            .unwrap()
            .parse()
            .unwrap();
        // the last one that was sent may have been stored, too, and only its answer lost
        let sent = done.sent[catalog];
        assert!(
            (*acknowledged..=sent).contains(&price),
            "{catalog}: {price}, acknowledged {acknowledged}, sent {sent}"
        );
    }
    for id in &done.quotes {
        admin.get(&format!("/v1/quotes/{id}")).expect(200);
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    for_each_database(|database| {
        let done = Mutex::new(Acknowledged::default());
        for round in 0..rounds() {
            let server = Server::start_with(database, &["--requests-per-minute", "1000000"]);
            let first = round == 0;
            if !first {
                check(&server, &done.lock().unwrap());
            }
            std::thread::scope(|scope| {
                for catalog in ["a", "b", "c"] {
                    let (server, done) = (&server, &done);
                    scope.spawn(move || write_until_it_ends(server, catalog, done));
                }
                // at another moment of the writes in each round, once there are some
                let before = done.lock().unwrap().many;
                let after = before + 3 + round % 4;
                let came = comes(|| done.lock().unwrap().many >= after);
                std::thread::sleep(Duration::from_millis(u64::from(round * 37 % 90)));
                server.signal("-KILL");
                assert!(came, "no writes");
            });
            // one round's quotes are enough to look for in the next
            if round + 1 < rounds() {
                let kept = &mut done.lock().unwrap().quotes;
                *kept = kept.iter().rev().take(20).cloned().collect();
            }
            // each start takes a fiftieth of a minute's requests from the common count, and is killed with it
            if round % 40 == 39 && database.is_postgres() {
                std::thread::sleep(Duration::from_secs(60));
            }
        }
        let server = Server::start_with(database, &["--requests-per-minute", "1000000"]);
        let done = done.lock().unwrap();
        assert!(
            done.prices.len() == 3 && done.quotes.len() > 3,
            "{:?}",
            done.prices
        );
        check(&server, &done);
        eprintln!("{} kills, prices {:?}", rounds(), done.prices);
    });
}

#[test]
fn killed_between_commit_and_delivery_every_event_arrives_under_one_id() {
    for_each_database(|database| {
        // silent at first: each server is killed while its deliveries are under way, or before
        let receiver = Receiver::start(Answer::Silence);
        let server = Server::start_with(database, TO_LOOPBACK);
        subscribe(&server, &receiver);
        let mut published = BTreeSet::new();
        let mut server = Some(server);
        for round in 1..=4 {
            let running = server.take().unwrap();
            for number in 0..3 {
                let catalog = format!("c{round}-{number}");
                running
                    .admin()
                    .put(&format!("/v1/catalogs/{catalog}"), mug(7))
                    .expect(201);
                published.insert(catalog);
            }
            running.kill();
            server = Some(Server::start_with(database, TO_LOOPBACK));
        }
        receiver.answer(Answer::Status(200));
        expect_each_once(&receiver, &published);
    });
}

#[test]
fn of_two_instances_either_is_killed_and_every_event_arrives() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let receiver = Receiver::start(Answer::Status(200));
    let first = Server::start_with(&database, TO_LOOPBACK);
    subscribe(&first, &receiver);
    let mut servers = [
        Some(first),
        Some(Server::start_with(&database, TO_LOOPBACK)),
    ];
    let mut published = BTreeSet::new();
    for round in 0..6 {
        let victim = round % 2;
        let running = servers[victim].take().unwrap();
        let stop = AtomicBool::new(false);
        let many = AtomicU32::new(0);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut told = Vec::new();
                for number in 0.. {
                    let catalog = format!("c{round}-{number}");
                    let path = format!("/v1/catalogs/{catalog}");
                    let sent = running.admin().with_json("PUT", &path, mug(7)).send();
                    if stop.load(Ordering::SeqCst) || !sent.is_ok_and(|it| it.status() == 201) {
                        return told;
                    }
                    told.push(catalog);
                    many.fetch_add(1, Ordering::SeqCst);
                }
                told
            });
            let came = comes(|| many.load(Ordering::SeqCst) >= 2);
            running.signal("-KILL");
            assert!(came, "no catalogs");
            stop.store(true, Ordering::SeqCst);
            published.extend(writer.join().unwrap());
        });
        drop(running);
        servers[victim] = Some(Server::start_with(&database, TO_LOOPBACK));
    }
    assert!(published.len() >= 12, "{published:?}");
    expect_each_once(&receiver, &published);
}

/// Waits for something that has to come, at most 30 s, and says whether it came. Whoever asks kills the server first
/// and complains then: what writes to it ends only with it.
fn comes(holds: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while !holds() {
        if began.elapsed() > Duration::from_secs(30) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    true
}

fn subscribe(server: &Server, receiver: &Receiver) {
    let asked = json!({ "url": receiver.url, "events": ["catalog.published"] });
    server
        .admin()
        .post("/v1/webhooks", asked.to_string())
        .expect(201);
}

/// Each catalog's event has arrived, perhaps more than once, always under one id.
fn expect_each_once(receiver: &Receiver, published: &BTreeSet<String>) {
    let catalog = |it: &support::receiver::Received| {
        it.json()["data"]["catalog"].as_str().unwrap().to_owned()
    };
    let received = receiver.wait_for("every event", |it| {
        let told: BTreeSet<String> = it.iter().map(catalog).collect();
        published.is_subset(&told)
    });
    let mut ids: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for it in &received {
        ids.entry(catalog(it)).or_default().insert(it.id());
    }
    assert!(ids.values().all(|ids| ids.len() == 1), "{ids:?}");
    eprintln!("{} events, {} arrivals", published.len(), received.len());
}
