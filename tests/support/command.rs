//! The command line as a user runs it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::sources::root;

/// What a run printed.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub error: String,
}

impl Ran {
    /// Both streams, for what must stand in neither.
    pub fn everything(&self) -> String {
        format!("{}\n{}", self.output, self.error)
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Asserts the status; gives itself.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// Asserts a part of standard error; gives itself.
    #[track_caller]
    pub fn complains(self, part: &str) -> Self {
        assert!(
            self.error.contains(part),
            "expected {part:?} in standard error of {self:#?}"
        );
        self
    }

    /// Asserts a part of standard output; gives itself.
    #[track_caller]
    pub fn says(self, part: &str) -> Self {
        assert!(
            self.output.contains(part),
            "expected {part:?} in standard output of {self:#?}"
        );
        self
    }
}

/// Runs `pricewright` in the root of the repository.
pub fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, "")
}

/// The same with a text on standard input. A run that takes a minute hangs.
pub fn run_with(arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pricewright"))
        .args(arguments)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut standard_input = child.stdin.take().unwrap();
    let input = input.to_owned();
    // whoever does not read its input closes it early
    let writer = thread::spawn(move || drop(standard_input.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        status: output.status.code().expect("no signal ended it"),
        output: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Words that only a Rust error prints.
const RUST: &[&str] = &[
    "panicked",
    "Err(",
    "Some(",
    "ParseIntError",
    "thread '",
    "RUST_BACKTRACE",
    "called `",
    "src/",
];

/// A run that must be refused at once, with a message for people: status 1, and nothing of Rust in
/// it. On a busy machine at once takes seconds; what has no bound takes minutes.
#[track_caller]
pub fn refused(arguments: &[&str], input: &str) -> Ran {
    let start = Instant::now();
    let ran = run_with(arguments, input);
    let took = start.elapsed();
    let shown: Vec<String> = arguments
        .iter()
        .map(|it| it.chars().take(60).collect())
        .collect();
    assert_eq!(ran.status, 1, "{shown:?}: {ran:#?}");
    assert!(took < Duration::from_secs(30), "{shown:?} took {took:?}");
    assert!(
        !ran.everything().trim().is_empty(),
        "{shown:?} says nothing"
    );
    let everything = ran.everything();
    let everything = everything.trim();
    for word in RUST {
        assert!(
            !everything.contains(word),
            "{shown:?}: `{word}` in {everything}"
        );
    }
    ran
}

/// A file of this run's own.
pub fn scratch(name: &str, text: &str) -> String {
    let path = scratch_path(name);
    fs::write(&path, text).unwrap();
    path
}

/// Where [`scratch`] puts it. Each test binary has its own.
pub fn scratch_path(name: &str) -> String {
    let name = format!("{}-{name}", env!("CARGO_CRATE_NAME"));
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(name)
        .to_string_lossy()
        .into_owned()
}

/// A catalog with one component: a feature, and rules.
pub fn catalog(name: &str, rules: &str) -> String {
    let catalog = json!({
        "format": 1, "currency": "EUR",
        "components": [{
            "id": "mug", "base_price": "10.00", "rules": rules,
            "features": [{ "id": "size", "type": "number", "min": 1, "max": 9, "required": true }],
        }],
    });
    scratch(&format!("{name}.json"), &catalog.to_string())
}
