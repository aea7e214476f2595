//! The words of the language, and what a name may look like without backticks.

/// Every word that a bare name cannot be, sorted; in backticks each of them is a name like any other.
///
/// Words that only stand where no name can (`piece`, `volume`, `half_up`, `line`) and the names
/// that the language itself defines (`quantity`, `base`, `list`) are not among them.
pub const KEYWORDS: &[&str] = &[
    "after",
    "and",
    "before",
    "between",
    "by",
    "discount",
    "discountable",
    "during",
    "else",
    "end",
    "expect",
    "false",
    "forbid",
    "from",
    "given",
    "if",
    "in",
    "internal",
    "is",
    "let",
    "maximum",
    "minimum",
    "none",
    "not",
    "null",
    "of",
    "on",
    "on_request",
    "once",
    "or",
    "overage",
    "per",
    "phase",
    "priority",
    "require",
    "round",
    "set",
    "stop",
    "surcharge",
    "test",
    "then",
    "tiers",
    "true",
    "until",
    "warn",
    "when",
];

/// The words that a statement begins with.
pub(super) const STATEMENTS: &[&str] = &[
    "let",
    "surcharge",
    "discount",
    "tiers",
    "minimum",
    "maximum",
    "round",
    "end",
    "phase",
    "forbid",
    "require",
    "warn",
    "on_request",
    "set",
    "test",
];

/// The words that begin what may follow an effect, without `not`, which also begins a condition.
pub(super) const MODIFIERS: &[&str] = &[
    "per", "once", "by", "before", "after", "during", "priority", "stop", "internal",
];

/// Whether the word is one of [`KEYWORDS`].
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

/// Whether a name can stand without backticks.
pub(super) fn is_bare(name: &str) -> bool {
    name.chars().next().is_some_and(begins_word)
        && name.chars().all(continues_word)
        && !is_keyword(name)
}

/// Whether a word can begin with the character.
pub(super) fn begins_word(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// Whether a word can go on with the character.
pub(super) fn continues_word(character: char) -> bool {
    begins_word(character) || character.is_ascii_digit()
}

/// Whether the character turns the direction of writing, or is invisible: such a character makes a
/// text read otherwise than it is.
pub(super) fn is_deceptive(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }
}
