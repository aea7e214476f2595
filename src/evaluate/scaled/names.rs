//! Features, inputs and options by their ids, for orders that come by names.
//!
//! Ids are sorted when one of them is first asked for. Orders from one source name the same things
//! in the same order, so what stood at a position the last time is tried first.

use crate::plan::{ComponentPlan, PlanData, SlotId, TextId, ValueKind};
use crate::sorting;

/// The names of a component's values.
#[derive(Debug, Default)]
pub(super) struct Names {
    inputs: Option<Ids>,
    features: Option<Ids>,
    /// By slot.
    options: Vec<Option<Ids>>,
}

/// Ids with their numbers, by id.
#[derive(Debug)]
struct Ids {
    sorted: Vec<(TextId, u32)>,
    /// By the position in an order, which of them stood there the last time.
    expected: Vec<usize>,
}

impl Names {
    /// The slot of an input, which stands at a position of an order.
    pub fn input(&mut self, plan: &PlanData, at: usize, name: &str) -> Option<SlotId> {
        let slots = SlotId::FIRST_INPUT.0..;
        let inputs = || plan.inputs.iter().map(|input| input.id).zip(slots);
        let ids = self.inputs.get_or_insert_with(|| Ids::new(plan, inputs()));
        ids.expected(plan, at, name).map(SlotId)
    }

    /// The slot of a feature, which stands at a position of an item.
    pub fn feature(
        &mut self,
        plan: &PlanData,
        component: &ComponentPlan,
        at: usize,
        name: &str,
    ) -> Option<SlotId> {
        let features = component.features.iter();
        let features = features.map(|feature| (feature.id, feature.slot.0));
        let ids = self
            .features
            .get_or_insert_with(|| Ids::new(plan, features));
        ids.expected(plan, at, name).map(SlotId)
    }

    /// The number of an option of a select.
    pub fn option(
        &mut self,
        plan: &PlanData,
        component: &ComponentPlan,
        slot: SlotId,
        id: &str,
    ) -> Option<u32> {
        let ValueKind::Option(ids) = &component.slots.get(slot.index())?.kind else {
            return None;
        };
        if self.options.len() <= slot.index() {
            self.options.resize_with(component.slots.len(), || None);
        }
        let numbered = ids.iter().copied().zip(0..);
        let options = self.options.get_mut(slot.index())?;
        let options = options.get_or_insert_with(|| Ids::new(plan, numbered));
        options.number(options.find(plan, id)?)
    }
}

impl Ids {
    /// Of an id that stands twice the first number counts.
    fn new(plan: &PlanData, ids: impl Iterator<Item = (TextId, u32)>) -> Self {
        let mut sorted: Vec<_> = ids.collect();
        sorting::sort_by(&mut sorted, |(a, _), (b, _)| {
            plan.text(*a).cmp(plan.text(*b))
        });
        sorted.dedup_by(|(second, _), (first, _)| plan.text(*second) == plan.text(*first));
        Self {
            sorted,
            expected: Vec::new(),
        }
    }

    /// The number of an id at a position.
    fn expected(&mut self, plan: &PlanData, at: usize, id: &str) -> Option<u32> {
        let known = self.expected.get(at).copied();
        let is_same = |place: &usize| {
            let named = self.sorted.get(*place);
            named.is_some_and(|(text, _)| plan.text(*text) == id)
        };
        if let Some(place) = known.filter(is_same) {
            return self.number(place);
        }
        let place = self.find(plan, id)?;
        if self.expected.len() <= at {
            self.expected.resize(at.saturating_add(1), 0);
        }
        if let Some(expected) = self.expected.get_mut(at) {
            *expected = place;
        }
        self.number(place)
    }

    fn find(&self, plan: &PlanData, id: &str) -> Option<usize> {
        let found = |(text, _): &(TextId, u32)| plan.text(*text).cmp(id);
        self.sorted.binary_search_by(found).ok()
    }

    fn number(&self, place: usize) -> Option<u32> {
        self.sorted.get(place).map(|(_, number)| *number)
    }
}
