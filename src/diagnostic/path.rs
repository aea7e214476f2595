//! Paths in JSON documents: `$`, then `.key`, `["any \"key\""]` and `[0]` as often as needed.
//!
//! Takes keys and indexes and builds paths, takes paths and gives their steps. Promises that a path
//! built here is read back as it was meant, whatever the keys hold.

use std::borrow::Cow;

use super::json::push_quoted;
use super::string;

/// Longer paths are not read.
const MOST_STEPS: usize = 128;

/// The path of the value under `key` in the object at `parent`.
///
/// ```
/// use pricewright::diagnostic::path_key;
/// assert_eq!(path_key("$.options", "oak"), "$.options.oak");
/// assert_eq!(path_key("$.options", "RAL 9016"), r#"$.options["RAL 9016"]"#);
/// ```
#[must_use]
pub fn path_key(parent: &str, key: &str) -> String {
    let mut path = String::with_capacity(parent.len().saturating_add(key.len()).saturating_add(4));
    path.push_str(parent);
    if !key.is_empty() && key.chars().all(is_plain) {
        path.push('.');
        path.push_str(key);
    } else {
        path.push('[');
        push_quoted(&mut path, key);
        path.push(']');
    }
    path
}

/// The path of the value at `index` in the array at `parent`.
///
/// ```
/// use pricewright::diagnostic::path_index;
/// assert_eq!(path_index("$.options", 0), "$.options[0]");
/// ```
#[must_use]
pub fn path_index(parent: &str, index: usize) -> String {
    format!("{parent}[{index}]")
}

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'p> {
    Key(Cow<'p, str>),
    Index(usize),
}

/// Letters, digits, `_` and `-` stand in a path without quotes.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
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

    fn key(text: &str) -> Step<'_> {
        Step::Key(Cow::Borrowed(text))
    }

    #[test]
    fn keys_are_quoted_where_they_must_be() {
        assert_eq!(path_key("$", "ral-code_2"), "$.ral-code_2");
        assert_eq!(path_key("$", "RAL 9016"), r#"$["RAL 9016"]"#);
        assert_eq!(path_key("$", "a\"b\\"), r#"$["a\"b\\"]"#);
        assert_eq!(path_key("$", "höhe"), r#"$["höhe"]"#);
        assert_eq!(path_key("$", ""), r#"$[""]"#);
        assert_eq!(path_index("$.rows", 12), "$.rows[12]");
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
