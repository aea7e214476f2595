//! The distinct names of a session's lines, by number.
//!
//! Whoever shows the same lines again and again asks for the texts of a number once. A number is
//! found without any text being made.

use super::draft::{LineName, PhaseName, Record};
use super::order::keyed;
use super::written::Writing;
use crate::model::order::Order;
use crate::model::quote::{LineKind, Scope};
use crate::plan::PlanData;

/// With so many names the numbers begin anew. A plan has fewer, but the keys of fees are values.
const MOST: usize = 2_000;

/// The texts of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTexts {
    /// The id of its phase.
    pub phase: String,
    /// What made it.
    pub kind: LineKind,
    /// The id of what made it.
    pub id: String,
    /// What people read.
    pub label: String,
    /// How often it counts.
    pub scope: Scope,
}

/// Names with their numbers.
#[derive(Debug, Default)]
pub(super) struct LineNames {
    names: Vec<Name>,
    /// Where the name after the last one asked for stands: lines mostly come in the same order.
    next: usize,
    numbering: u32,
}

#[derive(Debug)]
struct Name {
    phase: PhaseName,
    kind: LineKind,
    name: LineName,
    scope: Scope,
    key: Option<String>,
}

impl LineNames {
    /// Before the lines of a price.
    pub fn begin(&mut self) {
        self.next = 0;
        if self.names.len() > MOST {
            self.names.clear();
            self.numbering = self.numbering.wrapping_add(1);
        }
    }

    /// The number of a line's name; `key` is what a fee is charged by.
    pub fn number(&mut self, record: &Record, key: Option<&str>) -> usize {
        let is_same = |name: &Name| {
            name.name == record.draft.name
                && name.kind == record.draft.kind
                && name.scope == record.scope
                && name.phase == record.phase
                && name.key.as_deref() == key
        };
        let expected = self.names.get(self.next).filter(|name| is_same(name));
        let found = match expected {
            Some(_) => Some(self.next),
            None => self.names.iter().position(is_same),
        };
        let number = found.unwrap_or_else(|| {
            self.names.push(Name {
                phase: record.phase,
                kind: record.draft.kind,
                name: record.draft.name,
                scope: record.scope,
                key: key.map(str::to_owned),
            });
            self.names.len().saturating_sub(1)
        });
        self.next = number.saturating_add(1);
        number
    }

    /// How often the numbers began anew.
    pub fn numbering(&self) -> u32 {
        self.numbering
    }

    /// The texts of a number.
    pub fn texts(&self, number: usize, plan: &PlanData, order: &Order) -> Option<LineTexts> {
        let name = self.names.get(number)?;
        let writing = Writing {
            plan,
            order,
            component: None,
        };
        let label = writing.label(name.name);
        Some(LineTexts {
            phase: writing.phase(name.phase).to_owned(),
            kind: name.kind,
            id: writing.id(name.name),
            label: match &name.key {
                Some(key) => keyed(&label, key),
                None => label,
            },
            scope: name.scope,
        })
    }
}
