//! Keys that are for display only.

use std::collections::BTreeMap;

use super::node::Node;
use super::object::ObjectReader;
use crate::model::catalog::Label;
use crate::sorting::gathered;

/// Keys that are for display only.
pub(super) fn display(
    object: &mut ObjectReader<'_>,
    keys: &[&'static str],
) -> BTreeMap<String, Label> {
    gathered(
        keys.iter()
            .filter_map(|key| Some(((*key).to_owned(), object.optional(key, Node::label)?))),
    )
}
