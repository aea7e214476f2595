//! The files of the source, and which feature, option, price list and formula belongs to what.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::assemble::Draft;
use super::super::foreign::{self, Files};
use crate::diagnostic::{Diagnostics, Source};
use crate::model::read::{Kind, Node, Reader};

/// What is read of all documents.
pub(super) type Read = (Vec<Draft>, Diagnostics);

/// The documents, still as text.
pub(super) struct Documents {
    readers: Vec<(&'static str, Reader<'static>)>,
}

/// The files beside `components.json`.
const SIDES: &[&str] = &["features", "options", "pricelists", "formulas"];

impl Documents {
    /// Loads the document, and what lies beside it where it is `components.json`.
    pub(super) fn load(files: Files<'_>, main: &str) -> Result<Self, Diagnostics> {
        let main_source = foreign::text(files, main)?;
        let mut readers = vec![("components", Reader::new(main_source, None))];
        if let Some(directory) = main.strip_suffix("components.json") {
            for side in SIDES {
                let name = format!("{directory}{side}.json");
                if files(&name).is_ok() {
                    let source: Arc<Source> = foreign::text(files, &name)?;
                    readers.push((side, Reader::new(source, None)));
                }
            }
        }
        Ok(Self { readers })
    }

    /// What `read` makes of them; none where one of them is not JSON, which is reported.
    pub(super) fn read(&self, read: impl FnOnce(Parts<'_>) -> Option<Read>) -> Option<Read> {
        let mut parts = Parts::default();
        for (what, reader) in &self.readers {
            let root = reader.root()?;
            let foreign::Elements {
                list: elements,
                beside,
            } = foreign::elements(&root, wrappers(what))?;
            parts.beside.extend(beside);
            match *what {
                "components" => parts.components = elements,
                "features" => parts.features = by_parent(elements, "component_id"),
                "options" => parts.options = by_parent(elements, "feature_id"),
                "pricelists" => parts.price_lists = by_parent(elements, "component_id"),
                _ => parts.formulas = by_parent(elements, "component_id"),
            }
        }
        read(parts)
    }

    /// The value with all findings of the documents.
    pub(super) fn finish(self, value: Option<Read>) -> (Option<Read>, Diagnostics) {
        let mut findings = Diagnostics::new();
        for (_, reader) in self.readers {
            findings.append(reader.into_findings());
        }
        (value, findings)
    }
}

/// The keys that an answer's list may stand under. A component alone has lists of its own, so
/// each document knows its own keys only.
fn wrappers(what: &str) -> &'static [&'static str] {
    match what {
        "features" => &["data", "items", "features"],
        "options" => &["data", "items", "options"],
        "pricelists" => &["data", "items", "pricelists", "price_lists"],
        "formulas" => &["data", "items", "formulas", "rules"],
        _ => &["data", "items", "components"],
    }
}

type ByParent<'a> = BTreeMap<Option<String>, Vec<Node<'a>>>;

/// The elements of all documents by what they belong to.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub components: Vec<Node<'a>>,
    /// What stands beside the lists.
    pub beside: Vec<(String, Node<'a>)>,
    features: ByParent<'a>,
    options: ByParent<'a>,
    price_lists: ByParent<'a>,
    formulas: ByParent<'a>,
}

impl<'a> Parts<'a> {
    /// The features of a component.
    pub(super) fn features(
        &mut self,
        inline: Option<&Node<'a>>,
        id: Option<&str>,
        only: bool,
    ) -> Vec<Node<'a>> {
        claim(&mut self.features, inline, id, only)
    }

    /// The options of a feature.
    pub(super) fn options(&mut self, inline: Option<&Node<'a>>, id: Option<&str>) -> Vec<Node<'a>> {
        claim(&mut self.options, inline, id, false)
    }

    /// The price lists of a component.
    pub(super) fn price_lists(
        &mut self,
        inline: Option<&Node<'a>>,
        id: Option<&str>,
        only: bool,
    ) -> Vec<Node<'a>> {
        claim(&mut self.price_lists, inline, id, only)
    }

    /// The formulas of a component that stand in a file of their own.
    pub(super) fn formulas(&mut self, id: Option<&str>, only: bool) -> Vec<Node<'a>> {
        claim(&mut self.formulas, None, id, only)
    }

    /// What belongs to nothing, with what it is.
    pub(super) fn unclaimed(self) -> Vec<(&'static str, Node<'a>)> {
        let kinds = [
            ("feature", self.features),
            ("option", self.options),
            ("price list", self.price_lists),
            ("formula", self.formulas),
        ];
        kinds
            .into_iter()
            .flat_map(|(what, parts)| parts.into_values().flatten().map(move |node| (what, node)))
            .collect()
    }
}

/// The elements that stand inline, then those that name the parent; with `only` also those that
/// name none.
fn claim<'a>(
    parts: &mut ByParent<'a>,
    inline: Option<&Node<'a>>,
    id: Option<&str>,
    only: bool,
) -> Vec<Node<'a>> {
    let mut claimed = inline
        .and_then(|node| node.array("an array"))
        .unwrap_or_default();
    if let Some(id) = id {
        claimed.extend(parts.remove(&Some(id.to_owned())).unwrap_or_default());
    }
    if only {
        claimed.extend(parts.remove(&None).unwrap_or_default());
    }
    claimed
}

fn by_parent<'a>(elements: Vec<Node<'a>>, key: &str) -> ByParent<'a> {
    let mut parts = ByParent::new();
    for element in elements {
        parts
            .entry(parent(&element, key))
            .or_default()
            .push(element);
    }
    parts
}

fn parent(node: &Node<'_>, key: &str) -> Option<String> {
    if node.kind() != Kind::Object {
        return None;
    }
    let entries = node.entries("an object")?;
    let (_, parent) = entries.iter().find(|(found, _)| found == key)?;
    foreign::word(parent)
}

/// What only components have.
const OF_COMPONENTS: &[&str] = &[
    "features",
    "base_price",
    "pricelists",
    "price_lists",
    "formulas",
    "rules",
];

/// Whether an element of the main document is a feature, as the API is sent one.
pub(super) fn is_feature(node: &Node<'_>) -> bool {
    foreign::has(node, "type") && !OF_COMPONENTS.iter().any(|key| foreign::has(node, key))
}
