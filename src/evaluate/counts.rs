//! How many pieces there are in the order for each group of a tiers step, and what puts an item into
//! which group.

use super::configuration::Reading;
use super::frame::Frame;
use super::value::{SlotState, Stop, Value};
use crate::model::quote::Status;
use crate::money::{Decimal, Exactness};
use crate::plan::{ComponentIndex, Effect, Node, NodeId, SlotId, TierBasis, TierPlan};

/// A value that groups items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Nothing tells them apart.
    None,
    /// The value is unset.
    Unset,
    /// The value.
    Value(String),
}

/// A tiers step: its component, phase and number.
pub(super) type StepNumber = (ComponentIndex, usize, usize);

/// How many pieces there are in the order, for tiers that count over it.
#[derive(Debug, Default)]
pub(super) struct Counts(Vec<(StepNumber, Key, Decimal)>);

impl Counts {
    /// Counts the pieces of every item that is not invalid.
    pub fn of(readings: &mut [Reading<'_>], steps_left: &mut u64) -> Self {
        let mut counts = Self::default();
        for reading in readings.iter_mut() {
            let valid = reading.findings.status() != Status::Invalid;
            let Some(configured) = reading.configured.as_mut().filter(|_| valid) else {
                continue;
            };
            configured.frame.steps_left = *steps_left;
            for (phase_number, phase) in configured.component.phases.iter().enumerate() {
                for (number, step) in phase.steps.iter().enumerate() {
                    let Effect::Tiers(TierPlan {
                        basis: TierBasis::Order { key },
                        ..
                    }) = &step.effect
                    else {
                        continue;
                    };
                    // An item whose key waits belongs to no group yet.
                    if let Ok(key) = group_of(&mut configured.frame, *key) {
                        let step = (configured.component_index, phase_number, number);
                        counts.add(step, key, reading.item.quantity);
                    }
                }
            }
            *steps_left = configured.frame.steps_left;
        }
        counts
    }

    pub fn of_group(&self, step: StepNumber, key: &Key) -> Option<Decimal> {
        let at = self.find(step, key).ok()?;
        self.0.get(at).map(|(_, _, count)| *count)
    }

    fn find(&self, step: StepNumber, key: &Key) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(other, other_key, _)| (other, other_key).cmp(&(&step, key)))
    }

    fn add(&mut self, step: StepNumber, key: Key, quantity: Decimal) {
        let count = match self.find(step, &key) {
            Ok(at) => self.0.get_mut(at),
            Err(at) => return self.0.insert(at, (step, key, quantity)),
        };
        let Some((_, _, count)) = count else { return };
        // A count past 28 digits stays where it is: every tier is reached long before.
        *count = count
            .plus(quantity, &mut Exactness::default())
            .unwrap_or(*count);
    }
}

/// The group that a key puts an item into.
pub(super) fn group_of(frame: &mut Frame<'_>, key: Option<NodeId>) -> Result<Key, Stop> {
    key.map_or(Ok(Key::None), |node| key_of(frame, node))
}

/// The value of a key as text.
pub(super) fn key_of(frame: &mut Frame<'_>, node: NodeId) -> Result<Key, Stop> {
    match frame.root(node) {
        Ok(Value::Options(options)) if options.is_empty() => Ok(Key::Unset),
        Ok(value) => {
            let slot = match frame.program.nodes.get(node.index()) {
                Some(Node::Slot(slot)) => *slot,
                _ => SlotId::QUANTITY,
            };
            Ok(Key::Value(frame.text_of(slot, &value)))
        }
        Err(Stop::Waits(slots)) if slots.iter().all(|slot| is_unset(frame, *slot)) => {
            Ok(Key::Unset)
        }
        Err(stop) => Err(stop),
    }
}

fn is_unset(frame: &Frame<'_>, slot: SlotId) -> bool {
    let state = frame.slots.get(slot.index());
    matches!(state, Some(SlotState::Unset | SlotState::NotAvailable))
}
