//! Paths in JSON documents: `$`, then `.key`, `["any \"key\""]` and `[0]` as often as needed.
//!
//! Takes keys and indexes and builds paths. Promises that a path built here is read back (`steps`)
//! as it was meant, whatever the keys hold.

use super::json::push_quoted;

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

/// Letters, digits, `_` and `-` stand in a path without quotes.
pub(super) fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_quoted_where_they_must_be() {
        assert_eq!(path_key("$", "ral-code_2"), "$.ral-code_2");
        assert_eq!(path_key("$", "RAL 9016"), r#"$["RAL 9016"]"#);
        assert_eq!(path_key("$", "a\"b\\"), r#"$["a\"b\\"]"#);
        assert_eq!(path_key("$", "höhe"), r#"$["höhe"]"#);
        assert_eq!(path_key("$", ""), r#"$[""]"#);
        assert_eq!(path_index("$.rows", 12), "$.rows[12]");
    }
}
