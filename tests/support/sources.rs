//! The crate's own sources: files, rooms, imports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with one of these extensions, by path.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), extensions, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, extensions, found);
        } else if path
            .extension()
            .is_some_and(|it| extensions.iter().any(|wanted| it == *wanted))
        {
            found.push(path);
        }
    }
}

/// A path from the root of the repository, with `/`.
pub fn relative(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/")
}

/// A source file outside tests, without comments, texts and what stands behind `#[cfg(test)]` at
/// its end.
pub struct SourceFile {
    /// Its path from the root of the repository.
    pub path: String,
    /// Its module: `["model", "read", "scalar"]`.
    pub module: Vec<String>,
    /// What is left of it.
    pub code: String,
}

impl SourceFile {
    /// Every file of `src/` that is part of the crate outside its tests.
    pub fn all() -> Vec<Self> {
        let paths = files("src", &["rs"]);
        paths
            .iter()
            .filter(|path| !is_test(&relative(path)))
            .map(|path| Self::read(path))
            .collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let text = before_tests(&text);
        let path = relative(path);
        let mut module: Vec<String> = path
            .trim_start_matches("src/")
            .trim_end_matches(".rs")
            .split('/')
            .map(str::to_owned)
            .collect();
        if module
            .last()
            .is_some_and(|last| last == "mod" || last == "lib")
        {
            module.pop();
        }
        Self {
            path,
            module,
            code: without_comments_and_texts(text),
        }
    }

    /// Every path of the crate that the file names, as segments: `use crate::a::{b, c::d}` is
    /// `a::b` and `a::c::d`.
    pub fn imports(&self) -> BTreeSet<Vec<String>> {
        let mut found = BTreeSet::new();
        for (at, _) in self
            .code
            .match_indices("crate::")
            .chain(self.code.match_indices("super::"))
        {
            let before = self.code[..at].chars().next_back();
            if before.is_some_and(|before| before.is_alphanumeric() || "_:$".contains(before)) {
                continue; // the tail of a longer path
            }
            let mut rest = &self.code[at..];
            let mut start = Vec::new();
            if let Some(tail) = rest.strip_prefix("crate::") {
                rest = tail;
            } else {
                start.clone_from(&self.module);
                while let Some(tail) = rest.strip_prefix("super::") {
                    start.pop();
                    rest = tail;
                }
            }
            tree(rest, &start, &mut found);
        }
        found
    }
}

/// Reads one path or tree of paths; gives what follows it.
fn tree<'a>(text: &'a str, start: &[String], found: &mut BTreeSet<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix('}') {
                return rest;
            }
            rest = tree(rest, start, found).trim_start();
            rest = rest.strip_prefix(',').unwrap_or(rest);
            if rest.is_empty() {
                return rest;
            }
        }
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        found.insert(start.to_vec());
        return rest
            .strip_prefix('*')
            .unwrap_or_else(|| rest.get(1..).unwrap_or(""));
    }
    let mut path = start.to_vec();
    if name != "self" {
        path.push(name.to_owned());
    }
    if let Some(rest) = rest.strip_prefix("::") {
        return tree(rest, &path, found);
    }
    found.insert(path);
    let rest = rest.trim_start();
    match rest.strip_prefix("as ") {
        Some(alias) => alias.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

fn is_test(path: &str) -> bool {
    let test_folder = path.contains("/tests/") || path.contains("/program_tests/");
    let test_file = ["/tests.rs", "/testing.rs", "/samples.rs"]
        .iter()
        .any(|end| path.ends_with(end));
    test_folder || test_file
}

fn before_tests(text: &str) -> &str {
    text.find("\nmod tests {").map_or(text, |at| &text[..at])
}

/// Blanks comments, texts and character literals; line breaks stay.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(raw) = raw_text(rest) {
            raw
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.push(' ');
        code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
        rest = &rest[skipped..];
    }
    code
}

fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?;
    let marks = hashes.len() - hashes.trim_start_matches('#').len();
    let body = hashes[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(
        body.find(&end)
            .map_or(rest.len(), |at| 2 + marks + at + end.len()),
    )
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, or the quote of a lifetime alone.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            chars.next();
            chars.find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1)
        }
        Some(_) => match chars.next() {
            Some((at, '\'')) => at + 1,
            _ => 1,
        },
        None => 1,
    }
}
