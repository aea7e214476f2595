//! Features that never matter to the price: nothing that makes an amount, or decides whether there
//! is one, reads them, directly or through computed values and availability.
//!
//! Which configurations are allowed may still hang on them, what is warned of and which materials
//! are needed.

use std::collections::BTreeSet;

use crate::evaluate::walk;
use crate::plan::{
    ComponentPlan, Effect, GroupAmount, LineSet, ListUse, NodeId, SlotId, StepScope,
    SurchargeAmount, SurchargePlan, TierBasis, TierEffect, TierKind, TierPlan,
};

/// The numbers of a component's features that never matter to the price.
pub(super) fn never(component: &ComponentPlan) -> Vec<usize> {
    let mut found = Found {
        component,
        slots: BTreeSet::new(),
    };
    found.base();
    for phase in &component.phases {
        for step in &phase.steps {
            found.read(step.condition);
            if let StepScope::Order { key } = step.scope {
                found.read(key);
            }
            found.effect(&step.effect);
        }
    }
    for notice in component.notices.iter().filter(|notice| notice.on_request) {
        found.read(notice.condition.into_iter().chain([notice.test]));
    }
    let slots = found.slots;
    let features = component.features.iter().enumerate();
    let unread = features.filter(|(_, feature)| !slots.contains(&feature.slot));
    unread.map(|(number, _)| number).collect()
}

/// The slots that prices hang on.
struct Found<'a> {
    component: &'a ComponentPlan,
    slots: BTreeSet<SlotId>,
}

impl Found<'_> {
    fn base(&mut self) {
        let base = &self.component.base;
        self.read(base.price);
        base.lists.iter().for_each(|list| self.list(list));
    }

    fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::FeatureSurcharge(index) => self.surcharges(index.index()),
            Effect::List(list) => self.list(list),
            Effect::Amount { amount, .. } => self.read([*amount]),
            Effect::Percent { rate, .. } => self.read([*rate]),
            Effect::Group { amount, lines, .. } => {
                let GroupAmount { otherwise, tiers } = amount;
                self.read(*otherwise);
                self.read(tiers.iter().map(|(_, amount)| *amount));
                self.lines(lines);
            }
            Effect::Tiers(tiers) => self.tiers(tiers),
            Effect::Minimum(node)
            | Effect::Maximum(node)
            | Effect::Round {
                increment: node, ..
            }
            | Effect::End { ending: node, .. } => self.read([*node]),
        }
    }

    fn list(&mut self, list: &ListUse) {
        self.read(list.condition);
        self.read([list.row]);
        self.read(list.col);
    }

    fn tiers(&mut self, tiers: &TierPlan) {
        if let TierBasis::Order { key } = tiers.basis {
            self.read(key);
        }
        if let TierKind::Package { price, .. } = tiers.kind {
            self.read([price]);
        }
        for step in &tiers.steps {
            match step.effect {
                TierEffect::Price(node)
                | TierEffect::Amount { amount: node, .. }
                | TierEffect::Percent { rate: node, .. }
                | TierEffect::Overage(node) => self.read([node]),
                TierEffect::None => {}
            }
        }
    }

    fn surcharges(&mut self, number: usize) {
        let Some(feature) = self.component.features.get(number) else {
            return;
        };
        self.slot(feature.slot);
        let options = feature.options.iter().map(|option| &option.surcharge);
        let amounts = options.chain([&feature.surcharge]).flatten();
        let nodes = amounts.filter_map(|surcharge: &SurchargePlan| match surcharge.amount {
            SurchargeAmount::Amount(node) => Some(node),
            SurchargeAmount::Percent { .. } => None,
        });
        self.read(nodes);
    }

    fn lines(&mut self, lines: &LineSet) {
        let numbers: Vec<usize> = match lines {
            LineSet::All => Vec::new(),
            LineSet::Features(features) => features.iter().map(|index| index.index()).collect(),
            LineSet::Options(options) => options.iter().map(|(index, _)| index.index()).collect(),
        };
        for number in numbers {
            self.surcharges(number);
        }
    }

    fn read(&mut self, nodes: impl IntoIterator<Item = NodeId>) {
        for node in nodes {
            for slot in walk::slots(&self.component.program, node).iter() {
                self.slot(*slot);
            }
        }
    }

    /// A slot that is read, and what its value hangs on.
    fn slot(&mut self, slot: SlotId) {
        if !self.slots.insert(slot) {
            return;
        }
        let component = self.component;
        if let Some(computed) = component.computed.iter().find(|it| it.slot == slot) {
            self.read(computed.condition.into_iter().chain([computed.value]));
        }
        if let Some(feature) = component.features.iter().find(|it| it.slot == slot) {
            self.read(feature.available_when);
            // a default counts where it is offered
            self.read(feature.options.iter().filter_map(|it| it.available_when));
        }
    }
}
