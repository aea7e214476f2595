//! Surcharges of what is chosen, by option: lines per piece and per item, and fees once per order.

use super::amount::rate_of;
use super::{Lowering, Place};
use crate::evaluate::draft::LineName;
use crate::evaluate::scaled::entry::{Action, Amount, Caption, Chosen};
use crate::evaluate::scaled::index::{Atom, Term};
use crate::evaluate::scaled::program::Shape;
use crate::model::quote::{LineKind, Scope};
use crate::plan::{
    FeatureIndex, FeaturePlan, NodeId, OptionIndex, SlotId, Step, SurchargeAmount, SurchargePlan,
    Validity,
};

impl<'a> Lowering<'a> {
    /// The lines of a feature's surcharges in this phase.
    pub(super) fn surcharges(&mut self, step: &Step, index: FeatureIndex) {
        let Some(feature) = self.component.features.get(index.index()) else {
            return self.always(Action::Leave);
        };
        let scope = match self.place {
            Place::Piece => Scope::Unit,
            _ => Scope::Item,
        };
        let conditions = [step.condition.map(|node| (node, true)), None];
        self.choices(feature, index, scope, conditions, step.validity);
    }

    pub(super) fn choice_fees(&mut self) {
        for (index, feature) in (0..).map(FeatureIndex).zip(&self.component.features) {
            self.choices(
                feature,
                index,
                Scope::Order,
                [None, None],
                Validity::default(),
            );
        }
    }

    /// What is chosen of a feature and has a surcharge of this scope.
    pub(super) fn choices(
        &mut self,
        feature: &'a FeaturePlan,
        index: FeatureIndex,
        scope: Scope,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
    ) {
        let is_fee = scope == Scope::Order;
        let shape = self.slots.shapes.get(feature.slot.index()).cloned();
        let of_scope = |surcharge: &&SurchargePlan| surcharge.scope == scope;
        if let Some(surcharge) = feature.surcharge.as_ref().filter(of_scope) {
            let atom = match shape {
                Some(Shape::Truth) => Atom::Among(vec![1]),
                _ => Atom::IsSet(true),
            };
            let name = LineName::Choice(self.index, index, None);
            let chosen = self.surcharge(surcharge, name, index, (scope, false));
            let action = chosen.map(|chosen| match is_fee {
                true => Action::Fee(Box::new(chosen.amount), None),
                false => Action::Own(Box::new(chosen)),
            });
            let label = self.scoped_label(LineKind::Option, name, scope);
            let action = action.unwrap_or(Action::Leave);
            self.chosen(feature.slot, atom, conditions, validity, action, label);
        }
        let many = shape == Some(Shape::Options);
        let mut by_option = Vec::with_capacity(feature.options.len());
        let (mut atom, mut left) = (Vec::new(), Vec::new());
        for (number, option) in (0..).zip(&feature.options) {
            let name = LineName::Choice(self.index, index, Some(OptionIndex(number)));
            let surcharge = option.surcharge.as_ref().filter(of_scope);
            let chosen = surcharge
                .and_then(|surcharge| self.surcharge(surcharge, name, index, (scope, many)));
            match (surcharge, &chosen) {
                (Some(_), Some(_)) => atom.push(i64::from(number)),
                (Some(_), None) => left.push(i64::from(number)),
                (None, _) => {}
            }
            by_option.push(chosen);
        }
        let slot = feature.slot;
        if many {
            let by_option = by_option.into();
            let action = match (left.is_empty(), atom.is_empty(), is_fee) {
                (true, true, _) => return,
                (false, ..) => Action::Leave,
                (_, _, true) => Action::OptionFees(slot, by_option),
                (_, _, false) => Action::Options(slot, by_option),
            };
            return self.chosen(slot, Atom::IsSet(true), conditions, validity, action, 0);
        }
        if !atom.is_empty() {
            let by_option = by_option.into();
            let action = match is_fee {
                true => Action::OptionFee(slot, by_option),
                false => Action::Option(slot, by_option),
            };
            self.chosen(slot, Atom::Among(atom), conditions, validity, action, 0);
        }
        if !left.is_empty() {
            self.chosen(
                slot,
                Atom::Among(left),
                conditions,
                validity,
                Action::Leave,
                0,
            );
        }
    }

    pub(super) fn chosen(
        &mut self,
        slot: SlotId,
        atom: Atom,
        conditions: [Option<(NodeId, bool)>; 2],
        validity: Validity,
        action: Action,
        label: u32,
    ) {
        self.entry(conditions, validity, action, label);
        if let (Some(entry), Some(indexed)) = (self.entries.last_mut(), self.atoms.last_mut()) {
            // a condition that is evaluated is so whatever is chosen
            if !entry.checks.is_empty() {
                entry.action = Action::Leave;
            }
            indexed.terms.push(Term {
                slot,
                atom,
                is_doubtful: false,
            });
        }
    }

    /// What a choice adds; for a multiselect times its quantity.
    pub(super) fn surcharge(
        &mut self,
        surcharge: &SurchargePlan,
        name: LineName,
        feature: FeatureIndex,
        (scope, many): (Scope, bool),
    ) -> Option<Chosen> {
        let amount = match &surcharge.amount {
            SurchargeAmount::Amount(node) if many => self.exact(*node, false)?,
            SurchargeAmount::Amount(node) => self.on_grid(*node, false, self.grid())?,
            SurchargeAmount::Percent { rate, of } => Amount::Percent(rate_of(*rate)?, of.amount),
        };
        Some(Chosen {
            amount,
            feature,
            caption: Caption {
                label: self.scoped_label(LineKind::Option, name, scope),
                discountable: surcharge.discountable,
            },
        })
    }
}
