//! A receiver of webhooks on loopback: keeps what it is sent, answers as it is told. It ends with the test.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

/// What a server must be told so that it delivers to loopback, and quickly.
pub const TO_LOOPBACK: &[&str] = &[
    "--webhook-networks",
    "127.0.0.0/8",
    "--webhook-seconds",
    "1",
    "--webhook-retry-milliseconds",
    "50",
    "--requests-per-minute",
    "1000000",
];

/// A request that has arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// How the receiver answers.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// With this status.
    Status(u16),
    /// Not at all; the connection stays open.
    Silence,
}

pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answer: Arc<Mutex<Answer>>,
}

impl Receiver {
    pub fn start(answer: Answer) -> Self {
        Self::start_by("http", answer, |stream| stream)
    }

    /// The same by HTTPS.
    pub fn start_secure(answer: Answer, config: ServerConfig) -> Self {
        let config = Arc::new(config);
        Self::start_by("https", answer, move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            StreamOwned::new(connection, stream)
        })
    }

    fn start_by<S: Read + Write + Send + 'static>(
        scheme: &str,
        answer: Answer,
        open: impl Fn(TcpStream) -> S + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{}/hook", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let answer = Arc::new(Mutex::new(answer));
        let (kept, told) = (Arc::clone(&received), Arc::clone(&answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, told) = (Arc::clone(&kept), Arc::clone(&told));
                let limit = Some(Duration::from_secs(60));
                stream.set_read_timeout(limit).unwrap();
                let stream = open(stream);
                std::thread::spawn(move || serve(stream, &kept, &told));
            }
        });
        Self {
            url,
            received,
            answer,
        }
    }

    /// Answers so from now on.
    pub fn answer(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What has arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What has arrived once this holds, at most 30 s later.
    #[track_caller]
    pub fn wait_for(&self, what: &str, holds: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        let began = Instant::now();
        loop {
            let received = self.received();
            if holds(&received) {
                return received;
            }
            let told: Vec<_> = received.iter().map(Received::summary).collect();
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{what}: {told:#?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    fn summary(&self) -> String {
        format!("{} {}", self.id(), self.kind())
    }
}

/// Requests of one connection, each with a body of a known length.
fn serve(stream: impl Read + Write, kept: &Mutex<Vec<Received>>, told: &Mutex<Answer>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader) {
        kept.lock().unwrap().push(request);
        let answer = *told.lock().unwrap();
        let Answer::Status(status) = answer else {
            // held open: whoever waits gives up by itself
            std::thread::sleep(Duration::from_secs(60));
            return;
        };
        let body = "x".repeat(2_000);
        let location = if status == 302 {
            "location: /hook\r\n"
        } else {
            ""
        };
        let text = format!(
            "HTTP/1.1 {status} Told\r\n{location}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let stream = reader.get_mut();
        if stream.write_all(text.as_bytes()).is_err() || stream.flush().is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<impl Read>) -> Option<Received> {
    let mut headers = Vec::new();
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    loop {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?;
    let mut body = vec![0; length.1.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    Some(Received { headers, body })
}
