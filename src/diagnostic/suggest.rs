//! "did you mean": the nearest known name.
//!
//! Takes a name that is not known and those that are, gives one line of help, and promises the
//! same help for the same names in the same order.

/// With more known names than this, [`help_for`] does not list them.
const MOST_LISTED: usize = 8;

/// The known name nearest to `found`, as a help line: one that differs in nothing but case, else
/// the one with the fewest typing errors, at most one in three characters. Of equally near names
/// the first.
///
/// ```
/// use pricewright::diagnostic::did_you_mean;
/// assert_eq!(did_you_mean("oakk", ["ash", "oak"]).as_deref(), Some("did you mean `oak`?"));
/// assert_eq!(did_you_mean("pine", ["ash", "oak"]), None);
/// ```
#[must_use]
pub fn did_you_mean<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(found, known).map(|name| format!("did you mean `{name}`?"))
}

/// The known names in one line, at most `most` of them.
///
/// ```
/// use pricewright::diagnostic::list_known;
/// assert_eq!(list_known(["ash", "oak"], 3), "known: `ash`, `oak`");
/// assert_eq!(list_known(["ash", "oak", "pine"], 2), "known: `ash`, `oak` and 1 more");
/// ```
#[must_use]
pub fn list_known<'a>(known: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut names = known.into_iter();
    let listed: Vec<String> = names
        .by_ref()
        .take(most)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.count();
    match (listed.is_empty(), more) {
        (true, 0) => "known: none".to_owned(),
        (true, _) => format!("known: {more} names"),
        (false, 0) => format!("known: {}", listed.join(", ")),
        (false, _) => format!("known: {} and {more} more", listed.join(", ")),
    }
}

/// The help for an unknown name: the nearest known one, else all of them when they are few.
#[must_use]
pub fn help_for<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    did_you_mean(found, known.iter().copied()).or_else(|| {
        let few = !known.is_empty() && known.len() <= MOST_LISTED;
        few.then(|| list_known(known, MOST_LISTED))
    })
}

/// The known name nearest to `found`, by the rules of [`did_you_mean`].
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Nobody mistypes a name this long; measuring takes the product of both lengths.
    const LONGEST: usize = 128;

    let meant = found.to_ascii_lowercase();
    let length = meant.chars().count();
    if length > LONGEST {
        return None;
    }
    let most_errors = (length / 3).max(1);
    let errors = |name: &str| {
        let name = name.to_ascii_lowercase();
        if name == meant {
            return Some(0);
        }
        // One error for each character that is missing or too many, at least.
        let least = name.chars().count().abs_diff(length);
        let errors = (least <= most_errors).then(|| strsim::osa_distance(&name, &meant))?;
        // Of a name of one letter nothing is left after one error.
        (errors <= most_errors && errors < length).then_some(errors)
    };
    known
        .into_iter()
        .filter(|name| *name != found)
        .filter_map(|name| Some((errors(name)?, name)))
        .min_by_key(|(errors, _)| *errors)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(found: &str, known: &[&str]) -> Option<String> {
        did_you_mean(found, known.iter().copied())
    }

    #[test]
    fn the_nearest_is_suggested() {
        let meant = |name: &str| Some(format!("did you mean `{name}`?"));
        assert_eq!(suggested("oakk", &["ash", "oak", "oaken"]), meant("oak"));
        assert_eq!(suggested("oka", &["ash", "oak"]), meant("oak")); // one swap
        assert_eq!(
            suggested("casette", &["cassette", "motor"]),
            meant("cassette")
        );
        assert_eq!(suggested("stück", &["stuck", "stock"]), meant("stuck"));
    }

    #[test]
    fn case_comes_first() {
        let known = ["oat", "oak"];
        assert_eq!(
            suggested("Oak", &known).as_deref(),
            Some("did you mean `oak`?")
        );
        assert_eq!(
            suggested("OAKK", &known).as_deref(),
            Some("did you mean `oak`?")
        );
    }

    #[test]
    fn of_equally_near_names_the_first() {
        assert_eq!(
            suggested("oa", &["oak", "oat"]).as_deref(),
            Some("did you mean `oak`?")
        );
        assert_eq!(
            suggested("oa", &["oat", "oak"]).as_deref(),
            Some("did you mean `oat`?")
        );
    }

    #[test]
    fn what_is_far_is_not_suggested() {
        assert_eq!(suggested("pine", &["ash", "oak"]), None);
        assert_eq!(suggested("frmae", &["fabric"]), None); // 5 / 3 = 1 error
        assert_eq!(suggested("a", &["b", "ab"]), None);
        assert_eq!(suggested("", &["b"]), None);
        assert_eq!(suggested("oak", &["oak"]), None); // known, but not in its place
        assert_eq!(suggested(&"x".repeat(129), &["x"]), None);
    }

    #[test]
    fn known_names_are_listed() {
        let names = ["a", "b", "c", "d", "e", "f", "g"];
        assert_eq!(list_known(names, 3), "known: `a`, `b`, `c` and 4 more");
        assert_eq!(
            list_known(names, 7),
            "known: `a`, `b`, `c`, `d`, `e`, `f`, `g`"
        );
        assert_eq!(list_known(names, 0), "known: 7 names");
        assert_eq!(list_known([], 3), "known: none");
    }

    #[test]
    fn help_suggests_or_lists_a_few() {
        let names = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"];
        assert_eq!(help_for("fabric", ["ash"]).as_deref(), Some("known: `ash`"));
        assert!(help_for("fabric", names.into_iter().take(8)).is_some());
        assert_eq!(help_for("fabric", names), None);
        assert_eq!(help_for("fabric", []), None);
        #[cfg(feature = "compiler")]
        assert_eq!(
            help_for("ashh", ["ash"]).as_deref(),
            Some("did you mean `ash`?")
        );
    }
}
