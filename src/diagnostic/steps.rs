//! The steps of JSON paths, for finding what they mean in a document.

use std::borrow::Cow;

use super::path::is_plain;
use super::string;

/// Longer paths are not read.
const MOST_STEPS: usize = 128;

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Key(Cow<'p, str>),
    Index(usize),
}

/// The steps of a path, unless it is no path or too long.
pub(super) fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut rest = path.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if steps.len() == MOST_STEPS {
            return None;
        }
        let step;
        (step, rest) = first_step(rest)?;
        steps.push(step);
    }
    Some(steps)
}

/// The first step of what is left of a path, and what is left after it.
fn first_step(path: &str) -> Option<(Step<'_>, &str)> {
    if let Some(rest) = path.strip_prefix('.') {
        let length = rest.find(|c| !is_plain(c)).unwrap_or(rest.len());
        let (key, rest) = rest.split_at_checked(length)?;
        return (!key.is_empty()).then_some((Step::Key(Cow::Borrowed(key)), rest));
    }
    let rest = path.strip_prefix('[')?;
    if rest.starts_with('"') {
        let (key, rest) = string::read(rest)?;
        return Some((Step::Key(key), rest.strip_prefix(']')?));
    }
    let (index, rest) = rest.split_once(']')?;
    let is_number = index.bytes().all(|byte| byte.is_ascii_digit());
    Some((Step::Index(index.parse().ok().filter(|_| is_number)?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{path_index, path_key};

    fn key(text: &str) -> Step<'_> {
        Step::Key(Cow::Borrowed(text))
    }

    #[test]
    fn paths_are_read_back() {
        let names = ["a", "]", "\"]", "a.b", "\n\u{1b}", "木", ""];
        let path = names
            .iter()
            .fold("$".to_owned(), |path, name| path_key(&path, name));
        let path = path_index(&path, 7);
        let read = steps(&path).unwrap();
        let expected: Vec<Step<'_>> = names
            .iter()
            .map(|name| key(name))
            .chain([Step::Index(7)])
            .collect();
        assert_eq!(read, expected);
        assert_eq!(steps("$").unwrap(), []);
    }

    #[test]
    fn what_is_no_path_is_not_read() {
        let bad = [
            "",
            "a",
            ".a",
            "$a",
            "$.",
            "$..a",
            "$[",
            "$[]",
            "$[-1]",
            "$[+1]",
            "$[a]",
            "$[1",
            "$[\"a]",
            "$[\"a\"",
            "$.a b",
            "$[99999999999999999999]",
        ];
        for path in bad {
            assert_eq!(steps(path), None, "{path}");
        }
    }

    #[test]
    fn a_path_has_at_most_128_steps() {
        assert_eq!(
            steps(&format!("${}", "[0]".repeat(128))).map(|steps| steps.len()),
            Some(128)
        );
        assert_eq!(steps(&format!("${}", "[0]".repeat(129))), None);
    }
}
