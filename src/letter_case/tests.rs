//! The tables are written anew and compared, and every character and the words around a sigma
//! come out as the standard library has them.

mod generate;

use proptest::prelude::*;

use super::{Case, Class, letter, lower, upper};

fn every_character() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// The class of a character, read off what the standard library makes of a sigma after it.
fn class(character: char) -> Class {
    let ends_word = |text: String| text.to_lowercase().ends_with('ς');
    if ends_word(format!("{character}Σ")) {
        Class::Cased
    } else if ends_word(format!("A{character}Σ")) {
        Class::Ignorable
    } else {
        Class::Other
    }
}

#[test]
fn the_tables_are_of_this_unicode() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/letter_case/tables.rs");
    let expected = generate::source();
    if std::env::var_os("UPDATE_TABLES").is_some_and(|value| value == "1") {
        std::fs::write(&path, expected).expect("tables.rs is writable");
        return;
    }
    let written = std::fs::read_to_string(&path).expect("tables.rs is there");
    assert!(
        written.replace("\r\n", "\n") == expected,
        "set UPDATE_TABLES=1 to write the tables anew"
    );
}

#[test]
fn every_character_is_as_in_the_standard_library() {
    for character in every_character() {
        let text = character.to_string();
        assert_eq!(upper(&text), text.to_uppercase(), "{character:?}");
        assert_eq!(lower(&text), text.to_lowercase(), "{character:?}");
        assert_eq!(
            letter(character, Case::Lower).class,
            class(character),
            "{character:?}"
        );
    }
}

/// Two of each class, what is of two classes, and the sigmas: every word of up to five of them.
#[test]
fn a_sigma_ends_a_word_as_in_the_standard_library() {
    const CHARACTERS: [char; 9] = ['Σ', 'a', 'Ö', '\'', '\u{301}', '\u{345}', 'ʰ', ' ', '中'];
    let mut words = vec![String::new()];
    for _ in 0..5 {
        let longer = words
            .iter()
            .flat_map(|word| CHARACTERS.map(|character| format!("{word}{character}")));
        words = longer.collect();
        for word in &words {
            assert_eq!(lower(word), word.to_lowercase(), "{word:?}");
        }
    }
}

#[test]
fn known_words() {
    assert_eq!(upper("Größe, 20 mm, süß"), "GRÖSSE, 20 MM, SÜSS");
    assert_eq!(lower("GRÖẞE, STRASSE"), "größe, strasse");
    assert_eq!(upper("eﬃcient ŉ ᾳ ǰ"), "EFFICIENT ʼN ΑΙ J\u{30c}");
    assert_eq!(lower("İZMİR"), "i\u{307}zmi\u{307}r");
    assert_eq!((upper("ǆ ǅ"), lower("Ǆ ǅ")), ("Ǆ Ǆ".into(), "ǆ ǆ".into()));
    assert_eq!(lower("ΟΔΥΣΣΕΥΣ Σ ΑΣ."), "οδυσσευς σ ας.");
    assert_eq!(upper("οδυσσευς"), "ΟΔΥΣΣΕΥΣ");
    assert_eq!((upper(""), lower("")), (String::new(), String::new()));
}

proptest! {
    #[test]
    fn any_text_is_as_in_the_standard_library(text in any::<String>()) {
        prop_assert_eq!(upper(&text), text.to_uppercase());
        prop_assert_eq!(lower(&text), text.to_lowercase());
    }

    #[test]
    fn greek_is_as_in_the_standard_library(text in "[Σ'. \u{300}-\u{3ff}\u{1f00}-\u{1fff}]{0,12}") {
        prop_assert_eq!(upper(&text), text.to_uppercase());
        prop_assert_eq!(lower(&text), text.to_lowercase());
    }
}
