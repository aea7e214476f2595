//! Ids as TypeScript writes them: texts, properties, names of types.

use std::fmt::Write as _;

/// A text as a literal. Quotes, backslashes and what nobody sees are escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if is_plain(letter) => out.push(letter),
            letter => {
                // writing to a text does not fail
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
        }
    }
    out.push('"');
    out
}

/// Letters, digits and signs of every script; not controls, spaces other than the common one,
/// combining or formatting characters.
fn is_plain(letter: char) -> bool {
    letter.is_ascii_graphic() || letter == ' ' || letter.is_alphanumeric()
}

/// The id as a property: bare where it is an identifier, else as a text.
pub(super) fn property(id: &str) -> String {
    let begins = id
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let is_bare = begins && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_bare { id.to_owned() } else { quoted(id) }
}

/// The id as the stem of a type's name: `roller-blind` is `RollerBlind`. Of letters beyond ASCII
/// nothing stays, so that the name can be typed on every keyboard.
pub(super) fn pascal_case(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    match name.chars().next() {
        None => "Component".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Component{name}"),
        Some(_) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_stay_readable() {
        assert_eq!(quoted("größe 2"), "\"größe 2\"");
        assert_eq!(quoted("19\" wide"), r#""19\" wide""#);
        assert_eq!(quoted("a\\b"), r#""a\\b""#);
        assert_eq!(quoted("a\u{2028}b\u{202e}"), r#""a\u{2028}b\u{202e}""#);
        assert_eq!(quoted("天"), "\"天\"");
        assert_eq!(quoted("🪟"), r#""\u{1fa9f}""#);
        assert_eq!(quoted("a\nb\0"), r#""a\nb\u{0}""#);
    }

    #[test]
    fn only_identifiers_stand_bare() {
        assert_eq!(property("ral_code"), "ral_code");
        assert_eq!(property("default"), "default");
        assert_eq!(property("_2"), "_2");
        assert_eq!(property("2nd"), "\"2nd\"");
        assert_eq!(property("chain-length"), "\"chain-length\"");
        assert_eq!(property("höhe"), "\"höhe\"");
        assert_eq!(property("a.b"), "\"a.b\"");
    }

    #[test]
    fn names_of_types_are_words_joined() {
        assert_eq!(pascal_case("roller-blind"), "RollerBlind");
        assert_eq!(pascal_case("print_job 2"), "PrintJob2");
        assert_eq!(pascal_case("3d"), "Component3d");
        assert_eq!(pascal_case("天"), "Component");
        assert_eq!(pascal_case("iPad"), "IPad");
    }
}
