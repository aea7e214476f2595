//! A value of a JSON document with the path where it stands.
//!
//! A [`Reader`] holds the document and gathers findings; a [`Node`] is one value in it, still as
//! text, so that a number keeps its digits and an object its duplicate keys. Every method that
//! reads something reports what is wrong and gives none, so that reading goes on beside the fault.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::raw;
use super::scan;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, path_index, path_key};
use crate::model::fault::excerpt;

/// Gives the bytes of a file that a document names, or says why not.
pub(crate) type Files<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Findings beyond these are not gathered: nobody reads them, and a hostile document could ask
/// for millions.
const MOST_FINDINGS: usize = 1_000;
/// Elements of an array, keys of an object, unless the reader says otherwise.
const MOST_ELEMENTS: usize = 100_000;
/// Keys of an object that are held against each other one by one.
const FEW_KEYS: usize = 16;

/// A document that is being read.
pub(crate) struct Reader<'f> {
    source: Arc<Source>,
    /// Where its objects and arrays end, once it was found to be JSON.
    ends: OnceCell<raw::Ends>,
    files: Option<Files<'f>>,
    findings: RefCell<Diagnostics>,
    /// The keys that each kind of object was asked for.
    #[cfg(test)]
    pub(super) asked:
        RefCell<std::collections::BTreeMap<String, std::collections::BTreeSet<String>>>,
}

impl<'f> Reader<'f> {
    /// A reader of a text; `files` gives what the document names.
    pub(crate) fn new(source: Arc<Source>, files: Option<Files<'f>>) -> Self {
        Self {
            source,
            ends: OnceCell::new(),
            files,
            findings: RefCell::default(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    /// The document's value; none where it is not JSON, which is reported.
    pub(crate) fn root<'a>(&'a self) -> Option<Node<'a>>
    where
        'f: 'a,
    {
        let text = self.source.text.trim_start_matches('\u{feff}');
        let scanned = scan::scan(text).map(|ends| self.ends.get_or_init(|| ends));
        if let Err(fault) = scanned {
            let skipped = self.source.text.len().saturating_sub(text.len());
            let shift = crate::diagnostic::Span::new(
                skipped.saturating_add(fault.span.start as usize),
                skipped.saturating_add(fault.span.end as usize),
            );
            self.push(
                Diagnostic::new(
                    fault.code,
                    Place::in_source(&self.source, shift),
                    fault.message,
                )
                .with_optional_help(fault.help.map(str::to_owned)),
            );
            return None;
        }
        Some(Node {
            reader: self,
            text: text.trim(),
            path: Rc::new(Path::Document),
        })
    }

    /// Where the document's objects and arrays end.
    pub(super) fn ends(&self) -> &raw::Ends {
        self.ends.get_or_init(raw::Ends::default)
    }

    /// The document's text with its name.
    pub(crate) fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// What gives the files that the document names.
    pub(super) fn files(&self) -> Option<Files<'f>> {
        self.files
    }

    /// Adds a finding, as long as there are not too many.
    pub(crate) fn push(&self, finding: Diagnostic) {
        if !self.is_full() {
            self.findings.borrow_mut().push(finding);
        }
    }

    /// Whether further findings are dropped.
    pub(super) fn is_full(&self) -> bool {
        self.findings.borrow().len() >= MOST_FINDINGS
    }

    /// All findings.
    pub(crate) fn into_findings(self) -> Diagnostics {
        self.findings.into_inner()
    }
}

/// A value of the document.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    reader: &'a Reader<'a>,
    text: &'a str,
    path: Rc<Path<'a>>,
}

/// Where a value stands. It becomes a text where it is asked for, which only findings do.
enum Path<'a> {
    Document,
    Key(Rc<Self>, Cow<'a, str>),
    Index(Rc<Self>, usize),
}

impl Path<'_> {
    /// The path as a text; documents are not nested deeply.
    fn text(&self) -> String {
        match self {
            Self::Document => "$".to_owned(),
            Self::Key(parent, key) => path_key(&parent.text(), key),
            Self::Index(parent, index) => path_index(&parent.text(), *index),
        }
    }
}

/// The JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

impl<'a> Node<'a> {
    /// The document that it stands in.
    pub(crate) fn reader(&self) -> &'a Reader<'a> {
        self.reader
    }

    /// Its path, such as `$.components[0].id`.
    pub(crate) fn path(&self) -> String {
        self.path.text()
    }

    /// The JSON text of the value.
    pub(crate) fn raw(&self) -> &'a str {
        self.text
    }

    /// Its JSON type, told by its first character.
    pub(crate) fn kind(&self) -> Kind {
        kind_of(self.text)
    }

    /// The value under a key of this one.
    pub(super) fn at_key(&self, key: impl Into<Cow<'a, str>>, text: &'a str) -> Self {
        Self {
            reader: self.reader,
            text,
            path: Rc::new(Path::Key(Rc::clone(&self.path), key.into())),
        }
    }

    /// An element of this one.
    pub(super) fn at_index(&self, index: usize, text: &'a str) -> Self {
        Self {
            reader: self.reader,
            text,
            path: Rc::new(Path::Index(Rc::clone(&self.path), index)),
        }
    }

    /// Reports a fault of this value.
    pub(crate) fn report(&self, code: Code, message: impl Into<String>, help: Option<String>) {
        self.reader
            .push(self.finding(code, message).with_optional_help(help));
    }

    /// A finding at this value, not yet reported.
    pub(super) fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.place(), message)
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        Place::in_document(Some(Arc::clone(&self.reader.source)), self.path())
    }

    /// Reports that the value is of another type; gives none, whatever was asked for.
    pub(crate) fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        let help = (self.kind() == Kind::Null)
            .then(|| "leave the key out where there is no value".to_owned());
        self.report(
            Code::WrongType,
            format!("expected {expected}, found {}", self.found()),
            help,
        );
        None
    }

    /// Reports that the value is none of those allowed; gives none.
    pub(crate) fn invalid<T>(&self, expected: &str, help: Option<String>) -> Option<T> {
        let message = format!("expected {expected}, found {}", self.found());
        self.report(Code::InvalidValue, message, help);
        None
    }

    /// The value as a message names it.
    pub(super) fn found(&self) -> String {
        match self.kind() {
            Kind::Object => "an object".to_owned(),
            Kind::Array => "an array".to_owned(),
            Kind::Text => format!(
                "the text `{}`",
                excerpt(&raw::text(self.text).unwrap_or_default())
            ),
            Kind::Number => format!("the number `{}`", excerpt(self.text)),
            Kind::Boolean => format!("`{}`", self.text),
            Kind::Null => "`null`".to_owned(),
        }
    }

    /// A text of any length.
    pub(crate) fn any_text(&self) -> Option<Cow<'a, str>> {
        if self.kind() != Kind::Text {
            return self.wrong_type("a text");
        }
        let text = raw::text(self.text);
        if text.is_none() {
            self.report(Code::JsonSyntax, "the text is not valid JSON", None);
        }
        text
    }

    /// The elements of an array.
    pub(crate) fn array(&self, expected: &str) -> Option<Vec<Node<'a>>> {
        let elements = self.elements(expected, MOST_ELEMENTS)?;
        Some(
            elements
                .into_iter()
                .enumerate()
                .map(|(index, text)| self.at_index(index, text))
                .collect(),
        )
    }

    /// The texts of an array's elements, at most `most`.
    pub(super) fn elements(&self, expected: &str, most: usize) -> Option<Vec<&'a str>> {
        if self.kind() != Kind::Array {
            return self.wrong_type(expected);
        }
        let Some((elements, total)) = raw::elements(self.text, most, self.reader.ends()) else {
            self.report(Code::JsonSyntax, "the array is not valid JSON", None);
            return None;
        };
        if total > most {
            return self.too_large(total, most, "elements");
        }
        Some(elements)
    }

    /// The keys and values of an object in written order; a key that stands twice is reported and
    /// its first value kept.
    pub(crate) fn entries(&self, expected: &str) -> Option<Vec<(String, Node<'a>)>> {
        if self.kind() != Kind::Object {
            return self.wrong_type(expected);
        }
        let Some((entries, total)) = raw::entries(self.text, MOST_ELEMENTS, self.reader.ends())
        else {
            self.report(Code::JsonSyntax, "the object is not valid JSON", None);
            return None;
        };
        if total > MOST_ELEMENTS {
            return self.too_large(total, MOST_ELEMENTS, "keys");
        }
        let mut seen = BTreeSet::new();
        let many = entries.len() > FEW_KEYS;
        let mut kept: Vec<(String, Node<'a>)> = Vec::with_capacity(entries.len());
        for (key, text) in entries {
            let node = self.at_key(key.clone(), text);
            let twice = if many {
                !seen.insert(key.clone())
            } else {
                kept.iter().any(|(before, _)| *before == key)
            };
            if !twice {
                kept.push((key.into_owned(), node));
                continue;
            }
            let message = format!("the key `{}` stands twice in one object", excerpt(&key));
            node.report(
                Code::DuplicateKey,
                message,
                Some("remove one of the two".to_owned()),
            );
        }
        Some(kept)
    }

    /// Reports that something has more parts than its limit; gives none.
    pub(super) fn too_large<T>(&self, found: usize, most: usize, parts: &str) -> Option<T> {
        let message = format!("found {found} {parts}, expected at most {most}");
        self.report(Code::TooLarge, message, None);
        None
    }
}

/// The JSON type of a valid value, told by its first character.
pub(super) fn kind_of(text: &str) -> Kind {
    match text.as_bytes().first() {
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b'"') => Kind::Text,
        Some(b't' | b'f') => Kind::Boolean,
        Some(b'n') | None => Kind::Null,
        Some(_) => Kind::Number,
    }
}
