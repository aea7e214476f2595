//! Ids out of names: what rules can write without backticks, and no two alike.

use std::collections::BTreeSet;

use crate::parse::KEYWORDS;

/// Characters of an id that is made from a name.
const MOST_SLUG: usize = 60;

/// Names that the rule language gives a meaning of its own.
const BUILT_IN: &[&str] = &[
    "quantity", "currency", "as_of", "base", "options", "list", "subtotal", "extended", "items",
];

/// The ids of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// How often a name was taken twice, so that the next free number is found at once.
    next: std::collections::BTreeMap<String, usize>,
}

/// The id that a name becomes, such as `ral_special_lacquer`; `fallback` where it has no letters.
///
/// # Example
/// ```
/// use pricewright::migrate::id_of_name;
///
/// assert_eq!(id_of_name("RAL special lacquer", "option"), "ral_special_lacquer");
/// ```
#[must_use]
pub fn id_of_name(name: &str, fallback: &str) -> String {
    Ids::default().name(name, fallback)
}

/// The id that the name of something becomes that rules read without backticks.
///
/// # Example
/// ```
/// use pricewright::migrate::id_of_variable;
///
/// assert_eq!(id_of_variable("Quantity", "feature"), "quantity_feature");
/// ```
#[must_use]
pub fn id_of_variable(name: &str, fallback: &str) -> String {
    Ids::default().variable(name, fallback)
}

impl Ids {
    /// A free id made from a name; `fallback` where the name has no letter or digit.
    pub(super) fn name(&mut self, name: &str, fallback: &str) -> String {
        let slug = slug(name);
        let slug = if slug.is_empty() {
            fallback.to_owned()
        } else {
            slug
        };
        self.free(slug)
    }

    /// The same for what rules name: no word of the language, no digit in front.
    pub(super) fn variable(&mut self, name: &str, fallback: &str) -> String {
        let mut slug = slug(name);
        if slug.is_empty() {
            fallback.clone_into(&mut slug);
        }
        if slug.starts_with(|first: char| first.is_ascii_digit()) {
            slug = format!("{fallback}_{slug}");
        }
        if KEYWORDS.contains(&slug.as_str()) || BUILT_IN.contains(&slug.as_str()) {
            slug = format!("{slug}_{fallback}");
        }
        self.free(slug)
    }

    fn free(&mut self, slug: String) -> String {
        if self.taken.insert(slug.clone()) {
            return slug;
        }
        let next = self.next.entry(slug.clone()).or_insert(1);
        loop {
            *next = next.saturating_add(1);
            let numbered = format!("{slug}_{next}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// A name in lower case, letters and digits joined by `_`: `RAL special lacquer` is
/// `ral_special_lacquer`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    let mut length = 0_usize;
    for character in name.chars() {
        if length >= MOST_SLUG {
            break;
        }
        length = length.saturating_add(1);
        match plain(character) {
            Some(letters) => slug.push_str(letters),
            None if character.is_ascii_alphanumeric() => slug.push(character.to_ascii_lowercase()),
            None if character.is_alphabetic() => slug.extend(character.to_lowercase()),
            None if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
            None => {}
        }
    }
    slug.retain(|character| character.is_alphanumeric() || character == '_');
    slug.trim_end_matches('_').to_owned()
}

/// How a letter with a mark is written without it.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        'ä' | 'Ä' | 'æ' | 'Æ' => "ae",
        'ö' | 'Ö' | 'œ' | 'Œ' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' => "a",
        'ç' | 'Ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' => "o",
        'ù' | 'ú' | 'û' | 'Ù' | 'Ú' | 'Û' => "u",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        let mut ids = Ids::default();
        assert_eq!(
            ids.name("RAL special lacquer", "option"),
            "ral_special_lacquer"
        );
        assert_eq!(
            ids.name("RAL  special-lacquer!", "option"),
            "ral_special_lacquer_2"
        );
        assert_eq!(ids.name("Größe (mm)", "option"), "groesse_mm");
        assert_eq!(ids.name("\u{202e}", "option"), "option");
        assert_eq!(ids.name("色", "option"), "色");
        assert_eq!(ids.name("4 mm", "option"), "4_mm");
    }

    #[test]
    fn variables_are_bare_names() {
        let mut ids = Ids::default();
        for (name, id) in [
            ("Quantity", "quantity_feature"),
            ("From", "from_feature"),
            ("3D view", "feature_3d_view"),
            ("", "feature"),
            ("-", "feature_2"),
        ] {
            assert_eq!(ids.variable(name, "feature"), id, "{name}");
        }
    }
}
