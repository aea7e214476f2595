//! What is chosen and has a surcharge: its lines per piece and per item, and the fees once per
//! order that an item asks for.

use super::counts::{Key, key_of};
use super::draft::{Draft, Fee, Keyless, LineName, Placed};
use super::findings::Speaker;
use super::observe::Skipped;
use super::sums::round;
use super::value::{SlotState, Stop, Value};
use super::walk;
use super::waterfall::{Waterfall, failed, reason_of};
use crate::model::quote::{LineKind, Scope};
use crate::money::Decimal;
use crate::plan::{
    ComponentPlan, FeatureIndex, FeaturePlan, NodeId, OptionIndex, SourceSpan, Step,
    SurchargeAmount, SurchargePlan,
};

impl<'a> Waterfall<'a, '_> {
    /// The lines of a feature's chosen options, or of the feature itself.
    pub fn feature_surcharges(&mut self, step: &Step, index: FeatureIndex) {
        let applies = self.feature(index).filter(|_| self.applies(step));
        let Some(feature) = applies else { return };
        let before_quantity = self.sums.extended.is_none();
        let scope = if before_quantity {
            Scope::Unit
        } else {
            Scope::Item
        };
        let mut silent = true;
        for choice in self.choices(feature, index) {
            if choice.surcharge.scope == scope {
                silent = false;
                let drafted = self
                    .prepare()
                    .and_then(|()| self.choice_line(step.place, &choice));
                match drafted {
                    Ok(draft) => self.fire(step, &draft),
                    Err(stop) => self.choice_stopped(step, &choice, stop),
                }
            }
        }
        if silent {
            self.skipped(step, Skipped::NotNeeded);
        }
    }

    /// Asks for the surcharges once per order of everything chosen.
    pub fn ask_for_choice_fees(&mut self, component: &'a ComponentPlan) {
        for (index, feature) in (0..).map(FeatureIndex).zip(&component.features) {
            for choice in self.choices(feature, index) {
                if choice.surcharge.scope != Scope::Order {
                    continue;
                }
                let LineName::Choice(_, _, option) = choice.name else {
                    continue;
                };
                let option = option.map_or(0, OptionIndex::index);
                let position = [0, index.index(), option];
                let place = SourceSpan::default();
                let fee = self
                    .prepare()
                    .and_then(|()| self.choice_line(place, &choice))
                    .and_then(|draft| self.add_fee(position, None, &draft));
                if let Err(stop) = fee {
                    self.note_choice(stop, &choice);
                }
            }
        }
    }

    fn choices(&mut self, feature: &'a FeaturePlan, index: FeatureIndex) -> Vec<Chosen<'a>> {
        let Some((_, component)) = self.item else {
            return Vec::new();
        };
        let own = |surcharge| Chosen {
            name: LineName::Choice(component, index, None),
            surcharge,
            quantity: None,
        };
        let of_option = |option: OptionIndex, quantity| {
            let chosen = feature.options.get(option.index())?;
            Some(Chosen {
                name: LineName::Choice(component, index, Some(option)),
                surcharge: chosen.surcharge.as_ref()?,
                quantity,
            })
        };
        let value = match self.frame.slots.get(feature.slot.index()) {
            Some(SlotState::Known(value)) => value,
            _ => return Vec::new(),
        };
        match value {
            Value::Option(option) => of_option(*option, None).into_iter().collect(),
            Value::Options(options) => options
                .iter()
                .filter_map(|(option, quantity)| of_option(*option, Some(*quantity)))
                .collect(),
            Value::Boolean(false) => Vec::new(),
            _ => feature.surcharge.as_ref().map(own).into_iter().collect(),
        }
    }

    fn choice_line(&mut self, place: SourceSpan, choice: &Chosen<'_>) -> Result<Draft, Stop> {
        let mut draft = Draft::new(LineKind::Option, choice.name, Decimal::ZERO);
        draft.discountable = choice.surcharge.discountable;
        draft.option_quantity = choice.quantity;
        draft.place = place;
        let count = choice.quantity.unwrap_or(Decimal::ONE);
        let (factor, reads) = match &choice.surcharge.amount {
            SurchargeAmount::Amount(node) => {
                draft.amount = self.frame.number(*node)?;
                (self.factor(), Some(*node))
            }
            SurchargeAmount::Percent { rate, of } => {
                let base = self.base_of(of.amount)?;
                self.percentage(&mut draft, *rate, *of, base, &[])?;
                (Decimal::ONE, None)
            }
        };
        let exact = &mut self.frame.exact;
        let amount = draft
            .amount
            .times(count, exact)
            .and_then(|all| all.times(factor, exact));
        self.set(&mut draft, amount.map_err(failed)?, reads.as_slice());
        Ok(draft)
    }

    fn note_choice(&mut self, stop: Stop, choice: &Chosen<'_>) {
        let writing = self.writing();
        let (id, label) = (writing.id(choice.name), writing.label(choice.name));
        let speaker = Speaker {
            id: &id,
            label: &label,
            phase: self.phase_id(),
        };
        self.findings.note(stop, speaker);
    }

    fn choice_stopped(&mut self, step: &Step, choice: &Chosen<'_>, stop: Stop) {
        let reason = reason_of(&stop);
        self.note_choice(stop, choice);
        self.skipped(step, reason);
    }

    /// Asks for a fee once per order, for its key.
    pub fn ask_for_fee(&mut self, placed: Placed<'a>, key: Option<NodeId>, draft: &Draft) {
        let step = placed.step;
        let program = self.frame.program;
        let slots = key.map(|node| walk::slots(program, node));
        let key = match key.map(|node| key_of(self.frame, node)).transpose() {
            Ok(None) => None,
            Ok(Some(Key::Value(text))) => Some(text),
            Ok(Some(_)) => {
                self.keyless.push(Keyless {
                    name: draft.name,
                    slots: slots.unwrap_or_default(),
                });
                return;
            }
            Err(stop) => return self.stopped(step, stop),
        };
        let position = [1, self.phase.number, placed.number];
        if let Err(stop) = self.add_fee(position, key, draft) {
            self.stopped(step, stop);
        }
    }

    fn add_fee(
        &mut self,
        position: [usize; 3],
        key: Option<String>,
        draft: &Draft,
    ) -> Result<(), Stop> {
        let rounding = self.setting.rounding;
        let mut draft = draft.fixed();
        draft.amount = round(draft.amount, rounding.increment, rounding.mode)?;
        if let Some((_, component)) = self.item {
            self.fees.push(Fee {
                component,
                position,
                key,
                draft,
            });
        }
        Ok(())
    }
}

/// A choice that has a surcharge.
#[derive(Clone, Copy)]
struct Chosen<'a> {
    name: LineName,
    surcharge: &'a SurchargePlan,
    quantity: Option<Decimal>,
}
