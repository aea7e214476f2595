//! The known name nearest to one that is not known, for what a quote says.

pub(super) use crate::diagnostic::nearest;

/// `; did you mean …` or nothing, to follow a message.
pub(super) fn suggestion(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
