//! An object whose keys are known: asks for each, then reports the rest.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::node::{Kind, Node};
use crate::diagnostic::{Code, did_you_mean, help_for};
use crate::model::fault::excerpt;

/// Most kinds of objects are asked for no more keys.
const MOST_ASKED: usize = 16;

/// An object that is being read key by key. What was not asked for when it is
/// [finished](Self::finish) is an unknown key.
pub(crate) struct ObjectReader<'a> {
    node: Node<'a>,
    /// What the object is, as messages name it: `feature`.
    shape: &'static str,
    /// What is left of it.
    entries: Vec<(String, Node<'a>)>,
    asked: Vec<&'static str>,
}

impl<'a> Node<'a> {
    /// The value as an object of known keys.
    pub(crate) fn object(&self, shape: &'static str) -> Option<ObjectReader<'a>> {
        let entries = self.entries("an object")?;
        Some(ObjectReader {
            node: self.clone(),
            shape,
            entries,
            asked: Vec::with_capacity(MOST_ASKED),
        })
    }
}

impl<'a> ObjectReader<'a> {
    /// The object as a value.
    pub(crate) fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// Whether it has a key that nobody asked for yet.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(found, _)| found == key)
    }

    /// The value of a key that may be missing.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.push(key);
        let at = self.entries.iter().position(|(found, _)| found == key)?;
        Some(self.entries.remove(at).1)
    }

    /// What `read` makes of a key that may be missing.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<T> {
        self.take(key).and_then(|node| read(&node))
    }

    /// What `read` makes of a key that must be there.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.take(key) {
            Some(node) => read(&node),
            None => {
                self.missing(key);
                None
            }
        }
    }

    /// Reports that a key is missing.
    pub(crate) fn missing(&self, key: &str) {
        let message = format!("this {} lacks the key `{key}`", self.shape);
        // Where the key was mistyped, the unknown key says so itself.
        self.node.report(Code::MissingKey, message, None);
    }

    /// A required id.
    pub(crate) fn id(&mut self) -> Option<String> {
        self.required("id", Node::id)
    }

    /// `true` or `false`, or what holds without the key.
    pub(crate) fn flag(&mut self, key: &'static str, otherwise: bool) -> bool {
        self.optional(key, Node::boolean).unwrap_or(otherwise)
    }

    /// What `read` makes of each element of an array; empty without the key.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl Fn(&Node<'a>) -> Option<T>,
    ) -> Vec<T> {
        self.optional(key, |node| Some(node.list(expected, read)))
            .unwrap_or_default()
    }

    /// The same for things with ids, of which none may stand twice.
    pub(crate) fn unique<T>(
        &mut self,
        key: &'static str,
        what: &str,
        read: impl Fn(&Node<'a>) -> Option<T>,
        id: impl Fn(&T) -> &str,
    ) -> Vec<T> {
        self.optional(key, |node| Some(node.unique(what, read, id)))
            .unwrap_or_default()
    }

    /// Reports a key that belongs somewhere else, with the fix.
    pub(crate) fn refuse(&mut self, key: &'static str, help: impl Into<String>) {
        if let Some(at) = self.entries.iter().position(|(found, _)| found == key) {
            let (_, node) = self.entries.remove(at);
            let message = format!("unknown key `{key}` of this {}", self.shape);
            node.report(Code::UnknownKey, message, Some(help.into()));
        }
    }

    /// The keys that nobody asked for, for documents of other systems.
    #[cfg(feature = "migrate")]
    pub(crate) fn rest(self) -> Vec<(String, Node<'a>)> {
        self.entries
    }

    /// Reports every key that nobody asked for.
    pub(crate) fn finish(self) {
        self.finish_with(|_| None);
    }

    /// The same, with a fix for keys that look like no known one.
    pub(crate) fn finish_with(self, fix: impl Fn(&Node<'a>) -> Option<String>) {
        #[cfg(test)]
        self.node
            .reader()
            .asked
            .borrow_mut()
            .entry(self.shape.to_owned())
            .or_default()
            .extend(self.asked.iter().map(|key| (*key).to_owned()));
        for (key, node) in &self.entries {
            if node.reader().is_full() {
                return;
            }
            let message = format!("unknown key `{}` of this {}", excerpt(key), self.shape);
            let help = did_you_mean(key, self.asked.iter().copied())
                .or_else(|| fix(node))
                .or_else(|| help_for(key, self.asked.iter().copied()));
            node.report(Code::UnknownKey, message, help);
        }
    }
}

impl<'a> Node<'a> {
    /// What `read` makes of each element.
    pub(crate) fn list<T>(&self, expected: &str, read: impl Fn(&Node<'a>) -> Option<T>) -> Vec<T> {
        self.array(expected)
            .unwrap_or_default()
            .iter()
            .filter_map(read)
            .collect()
    }

    /// What `read` makes of each element, reporting ids that stand twice.
    pub(crate) fn unique<T>(
        &self,
        what: &str,
        read: impl Fn(&Node<'a>) -> Option<T>,
        id: impl Fn(&T) -> &str,
    ) -> Vec<T> {
        let mut seen: BTreeMap<String, Node<'a>> = BTreeMap::new();
        let nodes = self.array("an array").unwrap_or_default();
        let mut kept = Vec::with_capacity(nodes.len());
        for node in nodes {
            let Some(value) = read(&node) else { continue };
            match seen.entry(id(&value).to_owned()) {
                Entry::Occupied(first) => {
                    report_twice(&place_of_id(&node), what, first.key(), first.get());
                }
                Entry::Vacant(free) => {
                    free.insert(node);
                }
            }
            kept.push(value);
        }
        kept
    }
}

/// Where the id of an element stands, which may be its id alone.
fn place_of_id<'a>(node: &Node<'a>) -> Node<'a> {
    match node.kind() {
        Kind::Object => node.at_key("id", node.raw()),
        _ => node.clone(),
    }
}

fn report_twice(place: &Node<'_>, what: &str, id: &str, first: &Node<'_>) {
    let earlier = place_of_id(first).place();
    let finding = place
        .finding(
            Code::DuplicateId,
            format!("two {what}s have the id `{}`", excerpt(id)),
        )
        .with_help("give one of them another id")
        .with_related(earlier, "the first one");
    place.reader().push(finding);
}
