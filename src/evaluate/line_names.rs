//! The distinct names of a session's lines, by number.
//!
//! Whoever shows the same lines again and again asks for the texts of a number once. A number is
//! found without any text being made.

use super::draft::LineLabel;
use super::order::keyed;
use super::scaled::{Line, Scaled};
use super::written::Writing;
use crate::model::order::Order;
use crate::model::quote::{LineKind, Scope};
use crate::plan::{PlanData, SlotId};

/// With so many names more than a plan has the numbers begin anew: the keys of fees are values.
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

/// By the number of a name in a program of the fast way, its number among [`LineNames`].
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// [`UNKNOWN`] where it was not asked for yet.
    known: Vec<u32>,
    numbering: u32,
}

const UNKNOWN: u32 = u32::MAX;

impl Numbers {
    /// Before the lines of a price.
    pub fn begin(&mut self, numbering: u32) {
        if self.numbering != numbering {
            self.known.clear();
            self.numbering = numbering;
        }
    }

    /// The number of a line's name.
    #[inline]
    pub fn of(
        &mut self,
        line: &Line,
        scaled: &Scaled,
        plan: &PlanData,
        names: &mut LineNames,
    ) -> usize {
        match (self.known.get(line.label as usize), line.key) {
            (Some(number), None) if *number != UNKNOWN => *number as usize,
            _ => self.asked((line.label, line.key), scaled, plan, names),
        }
    }

    /// The same where it is not known, or hangs on a value.
    #[inline(never)]
    fn asked(
        &mut self,
        (label, key): (u32, Option<SlotId>),
        scaled: &Scaled,
        plan: &PlanData,
        names: &mut LineNames,
    ) -> usize {
        match (key, scaled.label(label)) {
            (_, None) => usize::MAX,
            (Some(slot), Some(named)) => {
                let key = scaled.key(plan, slot);
                names.number(*named, key.as_deref())
            }
            (None, Some(named)) => {
                // each label is asked for once: among very many names it is not looked for
                let number = match names.names.len() {
                    0..=MOST => names.number(*named, None),
                    _ => names.add(*named, None),
                };
                if self.known.is_empty() {
                    self.known.resize(scaled.labels(), UNKNOWN);
                }
                if let Some(place) = self.known.get_mut(label as usize) {
                    *place = u32::try_from(number).unwrap_or(UNKNOWN);
                }
                number
            }
        }
    }
}

#[derive(Debug)]
struct Name {
    label: LineLabel,
    key: Option<String>,
}

impl LineNames {
    /// Before the lines of a price; the fast way has so many labels.
    pub fn begin(&mut self, labels: usize) {
        self.next = 0;
        if self.names.len() > MOST.saturating_add(labels) {
            self.names.clear();
            self.numbering = self.numbering.wrapping_add(1);
        }
    }

    /// The number of a line's name; `key` is what a fee is charged by.
    pub fn number(&mut self, label: LineLabel, key: Option<&str>) -> usize {
        let is_same = |name: &Name| name.label == label && name.key.as_deref() == key;
        let expected = self.names.get(self.next).filter(|name| is_same(name));
        let found = match expected {
            Some(_) => Some(self.next),
            None => self.names.iter().position(is_same),
        };
        let number = found.unwrap_or_else(|| self.add(label, key.map(str::to_owned)));
        self.next = number.saturating_add(1);
        number
    }

    fn add(&mut self, label: LineLabel, key: Option<String>) -> usize {
        self.names.push(Name { label, key });
        self.names.len().saturating_sub(1)
    }

    /// How often the numbers began anew.
    pub fn numbering(&self) -> u32 {
        self.numbering
    }

    /// The texts of a number.
    pub fn texts(&self, number: usize, plan: &PlanData, order: &Order) -> Option<LineTexts> {
        let Name { label: name, key } = self.names.get(number)?;
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
            label: match key {
                Some(key) => keyed(&label, key),
                None => label,
            },
            scope: name.scope,
        })
    }
}
