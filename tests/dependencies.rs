//! Every dependency has a license of `deny.toml`'s list and comes from a registry.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use support::sources::root;

/// Every package that the lock file names, on every platform.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--all-features",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The licenses of `deny.toml`.
fn allowed() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("deny.toml")).unwrap();
    let list = text
        .split("\nallow = [")
        .nth(1)
        .unwrap()
        .split(']')
        .next()
        .unwrap();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn licenses_are_allowed_and_sources_known() {
    let allowed = allowed();
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for package in packages() {
        let name = format!("{} {}", package["name"], package["version"]);
        let license = package["license"].as_str().unwrap_or("");
        match Terms::of(license).any(&mut |id| allowed.contains(id)) {
            Some(ids) => used.extend(ids),
            None => faults.push(format!("{name}: `{license}` is not allowed by deny.toml")),
        }
        let source = package["source"].as_str();
        if source.is_some_and(|source| !source.starts_with("registry+")) {
            faults.push(format!("{name}: comes from {source:?}"));
        }
    }
    for unused in allowed.difference(&used) {
        faults.push(format!("deny.toml allows `{unused}`, which nothing needs"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A license expression of SPDX, or the older form with `/` for `OR`.
struct Terms {
    words: Vec<String>,
    at: usize,
}

impl Terms {
    fn of(license: &str) -> Self {
        let spaced = license
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ");
        Self {
            words: spaced.split_whitespace().map(str::to_owned).collect(),
            at: 0,
        }
    }

    fn next_is(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|it| it == word);
        self.at += usize::from(found);
        found
    }

    /// The licenses by which the expression is fulfilled; none if it is not.
    fn any(&mut self, allowed: &mut impl FnMut(&str) -> bool) -> Option<Vec<String>> {
        let mut found = self.all(allowed);
        while self.next_is("OR") {
            let other = self.all(allowed);
            found = found.or(other);
        }
        found
    }

    fn all(&mut self, allowed: &mut impl FnMut(&str) -> bool) -> Option<Vec<String>> {
        let mut found = self.one(allowed);
        while self.next_is("AND") {
            let other = self.one(allowed);
            found = found.zip(other).map(|(mut left, right)| {
                left.extend(right);
                left
            });
        }
        found
    }

    fn one(&mut self, allowed: &mut impl FnMut(&str) -> bool) -> Option<Vec<String>> {
        if self.next_is("(") {
            let found = self.any(allowed);
            assert!(self.next_is(")"), "{:?}", self.words);
            return found;
        }
        let mut id = self.words.get(self.at)?.clone();
        self.at += 1;
        if self.next_is("WITH") {
            id = format!("{id} WITH {}", self.words.get(self.at)?);
            self.at += 1;
        }
        allowed(&id).then(|| vec![id])
    }
}

#[test]
fn expressions_are_read() {
    let fits = |license: &str| {
        Terms::of(license)
            .any(&mut |id| id == "MIT" || id == "Zlib")
            .is_some()
    };
    assert!(
        fits("MIT") && fits("X/MIT") && fits("(X OR MIT) AND Zlib") && fits("X OR MIT AND Zlib")
    );
    assert!(!fits("") && !fits("X") && !fits("X AND MIT") && !fits("MIT WITH exception"));
}
