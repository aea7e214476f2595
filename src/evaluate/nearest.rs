//! The known name nearest to one that is not known, for what a quote says.
//!
//! A quote has the same bytes in every build, also in one without the compiler and its libraries,
//! so what it suggests cannot hang on a feature of the crate.

/// Nobody mistypes a name this long; measuring takes the product of both lengths.
const LONGEST: usize = 128;

/// The name with the fewest typing errors, at most one in three characters; of equally near names
/// the first.
pub(super) fn nearest<'n>(
    found: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let meant = letters(found);
    if meant.len() > LONGEST {
        return None;
    }
    let most = meant.len().div_euclid(3).max(1);
    known
        .into_iter()
        .filter(|name| name.len() <= LONGEST.saturating_mul(4))
        .map(|name| (errors(&letters(name), &meant), name))
        .filter(|(errors, _)| *errors <= most && *errors < meant.len())
        .min_by_key(|(errors, _)| *errors)
        .map(|(_, name)| name)
}

/// `; did you mean …` or nothing, to follow a message.
pub(super) fn suggestion(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Levenshtein's distance: letters to insert, delete or replace.
fn errors(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.iter().enumerate() {
        let mut diagonal = index;
        let mut previous = index.saturating_add(1);
        let mut next = vec![previous];
        for (other, above) in right.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(letter != other));
            previous = replaced.min(previous.min(*above).saturating_add(1));
            diagonal = *above;
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_suggested() {
        assert_eq!(nearest("oakk", ["ash", "oak"]), Some("oak"));
        assert_eq!(nearest("OAK", ["ash", "oak"]), Some("oak"));
        assert_eq!(nearest("pine", ["ash", "oak"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(suggestion(Some("oak")), "; did you mean `oak`?");
    }

    #[test]
    fn errors_are_counted() {
        let count = |left: &str, right: &str| errors(&letters(left), &letters(right));
        assert_eq!(count("kitten", "sitting"), 3); // k-s, e-i, +g
        assert_eq!(count("", "abc"), 3);
        assert_eq!(count("abc", "abc"), 0);
    }
}
