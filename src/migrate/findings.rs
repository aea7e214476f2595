//! What an import says about itself: what was mapped, guessed, left out, or must be completed.
//!
//! Nothing of a source is dropped in silence. Findings of one kind about one sort of thing are
//! listed up to [`MOST_OF_A_SORT`] times; how many more there are stands on the last one, so a
//! report stays readable and its size bounded.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diagnostic::{JsonWriter, push_visible};
use crate::model::read::Node;

/// How many findings about one sort of thing are listed one by one.
pub const MOST_OF_A_SORT: usize = 20;
/// How many sorts are told apart in all; the names of keys and columns are the source's own.
const MOST_SORTS: usize = 1_000;
/// Characters of the source's text that a finding keeps.
const MOST_TEXT: usize = 2_000;

/// What kind of finding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The source does not say it; a value was chosen.
    Guessed,
    /// The source says it, and the catalog has no place for it.
    NotMapped,
    /// The catalog does not compile before it is mended.
    ToComplete,
}

impl FindingKind {
    /// The word for it in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guessed => "guessed",
            Self::NotMapped => "not_mapped",
            Self::ToComplete => "to_complete",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Guessed => "guessed",
            Self::NotMapped => "not mapped",
            Self::ToComplete => "to complete before the catalog compiles",
        }
    }
}

/// One thing that was guessed, left out, or must be completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// The file of the source; empty where it speaks of none.
    pub file: String,
    /// The path in it, such as `$.components[0].formula`, or `row 3`.
    pub path: String,
    /// The sort of thing, such as ``key `created_at` of a price group``.
    pub what: String,
    /// The source's own text.
    pub text: String,
    /// What was done with it.
    pub done: String,
    /// How to have it otherwise.
    pub help: Option<String>,
    /// How many more of the same sort are not listed.
    pub further: usize,
}

/// An id of the source and the one that it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenamedId {
    /// `component`, `feature`, `option`, `price list` or `price group`.
    pub what: &'static str,
    /// In the source.
    pub source_id: String,
    /// In the catalog; an option's with its feature's: `color.white`.
    pub id: String,
}

/// All that an import says about itself.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    mapped: BTreeMap<&'static str, usize>,
    findings: Vec<Finding>,
    ids: Vec<RenamedId>,
    /// For each sort: how many are listed, and where the last one stands.
    sorts: BTreeMap<(FindingKind, String), (usize, usize)>,
}

/// Where in the source something stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct At {
    pub file: String,
    pub path: String,
}

impl From<&Node<'_>> for At {
    fn from(node: &Node<'_>) -> Self {
        Self {
            file: node.reader().source().name.clone(),
            path: node.path(),
        }
    }
}

impl ImportReport {
    /// How many things of each sort were mapped.
    #[must_use]
    pub fn mapped(&self) -> &BTreeMap<&'static str, usize> {
        &self.mapped
    }

    /// The findings in the order of the source.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Which id of the source became which of the catalog.
    #[must_use]
    pub fn ids(&self) -> &[RenamedId] {
        &self.ids
    }

    /// The findings of one kind.
    pub fn of(&self, kind: FindingKind) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.kind == kind)
    }

    /// Whether the catalog compiles as it is.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.of(FindingKind::ToComplete).next().is_none()
    }

    /// Counts one thing that was mapped.
    pub(crate) fn count(&mut self, what: &'static str) {
        let count = self.mapped.entry(what).or_default();
        *count = count.saturating_add(1);
    }

    /// Notes what an id of the source became.
    pub(crate) fn renamed(&mut self, what: &'static str, source_id: Option<String>, id: &str) {
        if let Some(source_id) = source_id {
            self.ids.push(RenamedId {
                what,
                source_id,
                id: id.to_owned(),
            });
        }
    }

    /// Adds something that was guessed.
    pub(crate) fn guessed(
        &mut self,
        at: impl Into<At>,
        what: impl Into<String>,
        text: &str,
        done: impl Into<String>,
        help: &str,
    ) {
        self.add(
            FindingKind::Guessed,
            at.into(),
            what.into(),
            text,
            done.into(),
            help,
        );
    }

    /// Adds something that the catalog has no place for.
    pub(crate) fn not_mapped(
        &mut self,
        at: impl Into<At>,
        what: impl Into<String>,
        text: &str,
        done: impl Into<String>,
        help: &str,
    ) {
        self.add(
            FindingKind::NotMapped,
            at.into(),
            what.into(),
            text,
            done.into(),
            help,
        );
    }

    /// Adds something that must be completed.
    pub(crate) fn open(
        &mut self,
        at: impl Into<At>,
        what: impl Into<String>,
        text: &str,
        done: impl Into<String>,
        help: &str,
    ) {
        self.add(
            FindingKind::ToComplete,
            at.into(),
            what.into(),
            text,
            done.into(),
            help,
        );
    }

    fn add(
        &mut self,
        kind: FindingKind,
        At { file, path }: At,
        what: String,
        text: &str,
        done: String,
        help: &str,
    ) {
        let next = self.findings.len();
        let told = self.sorts.contains_key(&(kind, what.clone()));
        let what = if told || self.sorts.len() < MOST_SORTS {
            what
        } else {
            "things of further sorts".to_owned()
        };
        let sort = self.sorts.entry((kind, what.clone())).or_insert((0, next));
        if sort.0 >= MOST_OF_A_SORT {
            if let Some(last) = self.findings.get_mut(sort.1) {
                last.further = last.further.saturating_add(1);
            }
            return;
        }
        *sort = (sort.0.saturating_add(1), next);
        let help = (!help.is_empty()).then(|| help.to_owned());
        let text = beginning(text);
        self.findings.push(Finding {
            kind,
            file,
            path,
            what,
            text,
            done,
            help,
            further: 0,
        });
    }

    /// The report for people.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::new();
        let counts: Vec<String> = self
            .mapped
            .iter()
            .map(|(what, count)| format!("{what}: {count}"))
            .collect();
        let counts = if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        };
        let _ = writeln!(out, "mapped: {counts}");
        for kind in [
            FindingKind::Guessed,
            FindingKind::NotMapped,
            FindingKind::ToComplete,
        ] {
            let count: usize = self.of(kind).map(|f| f.further.saturating_add(1)).sum();
            if count > 0 {
                let _ = writeln!(out, "\n{} ({count})", kind.title());
                self.of(kind).for_each(|finding| finding.render(&mut out));
            }
        }
        if !self.ids.is_empty() {
            let _ = writeln!(
                out,
                "\n{} ids of the source became names; --json lists them",
                self.ids.len()
            );
        }
        out
    }

    /// The report as JSON: `mapped` with its counts, and a list for each kind of finding.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = JsonWriter::pretty();
        self.write(&mut json);
        json.finish()
    }

    fn write(&self, json: &mut JsonWriter) {
        json.begin_object();
        json.key("mapped").begin_object();
        for (what, count) in &self.mapped {
            json.key(what).raw_number(count);
        }
        json.end_object();
        for kind in [
            FindingKind::Guessed,
            FindingKind::NotMapped,
            FindingKind::ToComplete,
        ] {
            json.key(kind.as_str()).begin_array();
            self.of(kind).for_each(|finding| finding.write(json));
            json.end_array();
        }
        json.key("ids").begin_array();
        for RenamedId {
            what,
            source_id,
            id,
        } in &self.ids
        {
            json.begin_object();
            json.key("what").string(what);
            json.key("source_id").string(source_id);
            json.key("id").string(id);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
}

/// As much of the source's text as a report keeps: a whole formula, the head of a script.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Finding {
    fn place(&self) -> String {
        [self.file.as_str(), self.path.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn render(&self, out: &mut String) {
        out.push_str("  ");
        push_visible(out, &self.what);
        if !self.text.is_empty() {
            out.push_str(" `");
            push_visible(out, &self.text);
            out.push('`');
        }
        out.push_str(": ");
        push_visible(out, &self.done);
        out.push('\n');
        let place = self.place();
        if !place.is_empty() {
            out.push_str("    at ");
            push_visible(out, &place);
            out.push('\n');
        }
        if let Some(help) = &self.help {
            out.push_str("    otherwise: ");
            push_visible(out, help);
            out.push('\n');
        }
        if self.further > 0 {
            let _ = writeln!(out, "    and {} more of this sort", self.further);
        }
    }

    fn write(&self, json: &mut JsonWriter) {
        json.begin_object();
        json.key("file").string(&self.file);
        json.key("path").string(&self.path);
        json.key("what").string(&self.what);
        json.key("text").string(&self.text);
        json.key("done").string(&self.done);
        if let Some(help) = &self.help {
            json.key("help").string(help);
        }
        if self.further > 0 {
            json.key("further").raw_number(self.further);
        }
        json.end_object();
    }
}
