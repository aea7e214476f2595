//! Values of other systems' documents, which are written more loosely than catalogs.
//!
//! What cannot be a wrong price is read leniently (`1`, `"1"` and `"yes"` are true) and reported;
//! a number that cannot be read is a diagnostic, because a price that is left out is a wrong price.

use std::sync::Arc;

use super::findings::{At, ImportReport};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::catalog::Label;
use crate::model::fault::excerpt;
use crate::model::read::{Kind, MOST_TEXT, Node, ObjectReader, Reader};
use crate::money::Decimal;

/// Bytes of one file of a source: 64 MiB.
pub(super) const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;

/// Gives the bytes of a file of the source by its name, or says why not.
pub(super) type Files<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

/// The text of a file.
pub(super) fn text(files: Files<'_>, name: &str) -> Result<Arc<Source>, Diagnostics> {
    let text = String::from_utf8(bytes(files, name)?).map_err(|_| {
        fault(
            Code::FileUnreadable,
            format!("`{}` is not UTF-8", excerpt(name)),
        )
    })?;
    Ok(Source::new(name, text))
}

/// The bytes of a file of bounded size.
pub(super) fn bytes(files: Files<'_>, name: &str) -> Result<Vec<u8>, Diagnostics> {
    let bytes = files(name)
        .map_err(|why| fault(Code::FileUnreadable, format!("`{}`: {why}", excerpt(name))))?;
    if bytes.len() > MOST_FILE_BYTES {
        let message = format!("`{}` has more than {MOST_FILE_BYTES} bytes", excerpt(name));
        return Err(fault(Code::TooLarge, message));
    }
    Ok(bytes)
}

fn fault(code: Code, message: String) -> Diagnostics {
    Diagnostic::new(code, Place::nowhere(), message).into()
}

/// What `read` makes of a JSON document, or every finding.
pub(super) fn document<T>(
    source: &Arc<Source>,
    read: impl FnOnce(&Node<'_>) -> Option<T>,
) -> Result<T, Diagnostics> {
    let reader = Reader::new(Arc::clone(source), None);
    let value = reader.root().and_then(|root| read(&root));
    finish(value, reader)
}

/// The value of a document that was read by hand, or every finding.
pub(super) fn finish<T>(value: Option<T>, reader: Reader<'_>) -> Result<T, Diagnostics> {
    let findings = reader.into_findings();
    match value {
        Some(value) => findings.into_result(value),
        // INVARIANT: whoever gives none has reported why.
        None => Err(findings),
    }
}

/// The elements of a list, and the keys that stand beside it.
#[derive(Default)]
pub(super) struct Elements<'a> {
    pub list: Vec<Node<'a>>,
    pub beside: Vec<(String, Node<'a>)>,
}

impl Elements<'_> {
    /// Reports every key beside the list.
    pub(super) fn leftovers(self, of: &str, report: &mut ImportReport) {
        for (key, node) in self.beside {
            leftover(&key, &node, of, report);
        }
    }
}

/// The elements of a list: a bare array, the array under one of the keys (an answer's `data`), or
/// one object alone.
pub(super) fn elements<'a>(root: &Node<'a>, keys: &[&str]) -> Option<Elements<'a>> {
    match root.kind() {
        Kind::Array => Some(Elements {
            list: root.array("an array")?,
            beside: Vec::new(),
        }),
        Kind::Object => {
            let mut beside = root.entries("an object")?;
            let at = beside
                .iter()
                .position(|(key, node)| keys.contains(&key.as_str()) && node.kind() != Kind::Null);
            let Some(at) = at else {
                return Some(Elements {
                    list: vec![root.clone()],
                    beside: Vec::new(),
                });
            };
            let (_, list) = beside.remove(at);
            let list = match list.kind() {
                Kind::Array => list.array("an array")?,
                _ => vec![list],
            };
            Some(Elements { list, beside })
        }
        _ => root.wrong_type("an object or an array"),
    }
}

/// Whether an object has a key with a value.
pub(super) fn has(node: &Node<'_>, key: &str) -> bool {
    node.kind() == Kind::Object
        && node.entries("an object").is_some_and(|entries| {
            entries
                .iter()
                .any(|(found, node)| found == key && node.kind() != Kind::Null)
        })
}

/// The first of several keys that has a value; the others stay for the report.
pub(super) fn take<'a>(object: &mut ObjectReader<'a>, keys: &[&'static str]) -> Option<Node<'a>> {
    keys.iter()
        .find_map(|key| object.take(key).filter(|node| node.kind() != Kind::Null))
}

/// A text, or a number as its text. Empty is none.
pub(super) fn word(node: &Node<'_>) -> Option<String> {
    let word = match node.kind() {
        Kind::Text => {
            let text = node.any_text()?;
            let kept = text
                .char_indices()
                .nth(MOST_TEXT)
                .map_or(text.len(), |(end, _)| end);
            text.get(..kept)?.trim().to_owned()
        }
        Kind::Number | Kind::Boolean => node.raw().to_owned(),
        Kind::Null => String::new(),
        _ => return node.wrong_type("a text"),
    };
    (!word.is_empty()).then_some(word)
}

/// A key's text.
pub(super) fn take_word(object: &mut ObjectReader<'_>, keys: &[&'static str]) -> Option<String> {
    take(object, keys).and_then(|node| word(&node))
}

/// A key's text as a label.
pub(super) fn take_label(object: &mut ObjectReader<'_>, keys: &[&'static str]) -> Option<Label> {
    take_word(object, keys).map(Label::Plain)
}

/// `true`, `1`, `"1"`, `"yes"`, …
pub(super) fn take_flag(
    object: &mut ObjectReader<'_>,
    keys: &[&'static str],
    report: &mut ImportReport,
) -> Option<bool> {
    take(object, keys).map(|node| flag(&node, report))
}

/// The truth at a node.
pub(super) fn flag(node: &Node<'_>, report: &mut ImportReport) -> bool {
    truth(&word(node).unwrap_or_default(), node, report)
}

/// The truth that a text says; another text is `false`, which is reported.
pub(super) fn truth(text: &str, at: impl Into<At>, report: &mut ImportReport) -> bool {
    match text.trim().to_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => true,
        "false" | "0" | "no" | "off" | "" => false,
        _ => {
            let what = "truth that cannot be read";
            let help = "write `true` or `false`";
            report.not_mapped(at, what, text, "taken for `false`", help);
            false
        }
    }
}

/// The number of the first of several keys that has one, as a number or a text. An empty text is
/// none.
pub(super) fn take_number(
    object: &mut ObjectReader<'_>,
    keys: &[&'static str],
) -> Option<(Decimal, At)> {
    let node = keys.iter().find_map(|key| {
        let node = object.take(key)?;
        (node.kind() != Kind::Null && !is_empty_text(&node)).then_some(node)
    })?;
    let number = node.number()?;
    Some((number, At::from(&node)))
}

fn is_empty_text(node: &Node<'_>) -> bool {
    node.kind() == Kind::Text && node.any_text().is_some_and(|text| text.trim().is_empty())
}

/// Reports every key that nobody asked for, and what stands there.
pub(super) fn leftovers(object: ObjectReader<'_>, of: &str, report: &mut ImportReport) {
    for (key, node) in object.rest() {
        leftover(&key, &node, of, report);
    }
}

fn leftover(key: &str, node: &Node<'_>, of: &str, report: &mut ImportReport) {
    if node.kind() != Kind::Null {
        let what = format!("key `{}` of {of}", excerpt(key));
        report.not_mapped(node, what, node.raw(), "left out", "");
    }
}
