//! Entries with their conditions: terms for the index, and checks for what the index cannot say.

use std::cell::Cell;

use super::{Indexed, Lowering, MOST_POINTS, Place};
use crate::evaluate::draft::{LineLabel, LineName, PhaseName};
use crate::evaluate::scaled::condition::{BUDGET, Conditions, Said};
use crate::evaluate::scaled::entry::{Action, Caption, Entry};
use crate::evaluate::scaled::index::{Atom, Term};
use crate::evaluate::scaled::worked::counted;
use crate::model::quote::{LineKind, Scope};
use crate::plan::{Effect, NodeId, SlotId, Step, Validity};

impl<'a> Lowering<'a> {
    pub(super) fn step(&mut self, step: &Step, action: Action) {
        let name = LineName::Planned(step.id, step.label);
        let is_fee = matches!(action, Action::Fee(..));
        let label = match is_fee {
            true => self.scoped_label(step.kind, name, Scope::Order),
            false => self.label(step.kind, name),
        };
        let conditions = [
            step.condition.map(|node| (node, true)),
            self.list_condition(step),
        ];
        self.entry(conditions, step.validity, action, label);
        if let Some(entry) = self.entries.last_mut() {
            (entry.caption.discountable, entry.stop) = (step.discountable, step.stop);
        }
    }

    /// The condition of a surcharge list, after that of its step.
    pub(super) fn list_condition(&self, step: &Step) -> Option<(NodeId, bool)> {
        match &step.effect {
            Effect::List(list) => list.condition.map(|node| (node, true)),
            _ => None,
        }
    }

    pub(super) fn always(&mut self, action: Action) {
        self.add(action, 0);
    }

    pub(super) fn add(&mut self, action: Action, label: u32) {
        self.entry([None, None], Validity::default(), action, label);
    }

    pub(super) fn under(
        &mut self,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
    ) {
        self.entry(conditions, validity, action, 0);
    }

    /// Adds an entry with the atoms of its conditions; what they do not say is checked.
    pub(super) fn entry(
        &mut self,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
        label: u32,
    ) {
        let of_order = self.place == Place::Order;
        let decide = Conditions {
            plan: self.plan,
            component: (!of_order).then_some(self.component),
            program: self.program(),
            shapes: self.shapes(),
            known: &self.slots.known,
            number_scale: self.slots.number_scale,
            budget: Cell::new(BUDGET),
        };
        let mut terms = validity_terms(validity);
        let (mut checks, mut decided) = (Vec::new(), Vec::new());
        for (node, wanted) in conditions.into_iter().flatten() {
            // after a condition that is evaluated, all are: the first that fails ends it
            if checks.is_empty() && decide.decide(node, wanted, &mut terms) == Said::All {
                decided.push((node, wanted));
            } else {
                checks.push((node, wanted));
            }
        }
        // without rest, the conditions have to be evaluated only where a slot has no value
        let doubtful = terms.iter().filter(|term| term.is_doubtful);
        let mut doubtful: Vec<SlotId> = doubtful.map(|term| term.slot).collect();
        if !doubtful.is_empty() {
            let all = decided.drain(..).chain(checks.iter().copied());
            let all: Vec<_> = all.collect();
            if !checks.is_empty() {
                doubtful.clear();
            }
            checks = all;
        }
        self.entries.push(Entry {
            checks: checks.into(),
            doubtful: doubtful.into(),
            is_guarded: false,
            of_order,
            action,
            caption: Caption {
                label,
                discountable: true,
            },
            stop: false,
        });
        self.atoms.push(Indexed {
            terms,
            conditions: decided,
        });
    }

    pub(super) fn label(&mut self, kind: LineKind, name: LineName) -> u32 {
        let scope = match self.place {
            Place::Piece => Scope::Unit,
            Place::Item => Scope::Item,
            Place::Order => Scope::Order,
        };
        self.scoped_label(kind, name, scope)
    }

    pub(super) fn scoped_label(&mut self, kind: LineKind, name: LineName, scope: Scope) -> u32 {
        let number = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let phase = match scope {
            Scope::Order => PhaseName::Own("order"),
            _ => self.phase,
        };
        self.labels.push(LineLabel {
            phase,
            kind,
            name,
            scope,
        });
        number
    }
}

/// A validity as terms on the order's day.
fn validity_terms(validity: Validity) -> Vec<Term> {
    use crate::plan::Comparison::{GreaterOrEqual, Less};
    let from = validity
        .from
        .map(|day| Atom::Compare(GreaterOrEqual, counted(day)));
    let until = validity.until.map(|day| Atom::Compare(Less, counted(day)));
    let atoms = from.into_iter().chain(until);
    let term = |atom| Term {
        slot: SlotId::AS_OF,
        atom,
        is_doubtful: false,
    };
    atoms.map(term).collect()
}

/// Takes comparisons with very many breakpoints out of the index: their conditions are checked
/// instead. Terms of other kinds stay, as some stand for no condition: that of an option's entry.
pub(super) fn leave_out_crowded(entries: &mut [Entry], atoms: &mut [Indexed]) {
    let mut counts: Vec<(SlotId, usize)> = Vec::new();
    let compares = |term: &&Term| matches!(term.atom, Atom::Compare(..));
    let all = atoms.iter().flat_map(|entry| &entry.terms);
    for Term { slot, .. } in all.filter(compares) {
        match counts.iter_mut().find(|(other, _)| other == slot) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((*slot, 1)),
        }
    }
    let is_crowded = |slot: SlotId| {
        let count = counts.iter().find(|(other, _)| *other == slot);
        slot != SlotId::AS_OF && count.is_some_and(|(_, count)| *count > MOST_POINTS)
    };
    for (entry, indexed) in entries.iter_mut().zip(atoms) {
        let before = indexed.terms.len();
        let stays = |term: &Term| !(compares(&term) && is_crowded(term.slot));
        indexed.terms.retain(stays);
        if indexed.terms.len() < before {
            entry.doubtful = Box::default();
            let checks = std::mem::take(&mut entry.checks);
            let all = indexed.conditions.iter().copied().chain(checks);
            entry.checks = all.collect();
        }
    }
}
