//! An order whose texts are borrowed: names to slots, values to integers.

use super::Scaled;
use super::condition::canonical;
use super::program::Shape;
use super::whole::{EMPTY, OTHER_TEXT};
use crate::model::order::{BorrowedOrder, BorrowedValue};
use crate::money::Decimal;
use crate::plan::{PlanData, SlotId};

impl Scaled {
    /// Takes the values of an order of the same component and currency; the order that knows of none
    /// is told them. False for one with a value that is not held here or a fault that the general
    /// evaluator has to see; then nothing changes.
    pub fn take_over(&mut self, plan: &PlanData, order: &BorrowedOrder<'_>) -> bool {
        let mut tax = [order.tax_rate, order.item_tax_rate].into_iter().flatten();
        if tax.any(|rate| rate.is_negative() || rate > Decimal::HUNDRED)
            || self.resolve(plan, order).is_none()
        {
            return false;
        }
        self.values.forget_untold();
        let resolved = std::mem::take(&mut self.resolved);
        let inputs = order.inputs.iter().map(|(_, value)| value);
        let values = inputs.chain(order.values.iter().map(|(_, value)| value));
        for ((slot, value), given) in resolved.iter().zip(values) {
            self.values.keep_untold(*slot);
            match (self.program.shapes.get(slot.index()), given) {
                (Some(Shape::Text(..)), BorrowedValue::Text(text)) => {
                    self.values.give_text(&self.program, *slot, text, *value);
                }
                _ => self.give(*slot, *value),
            }
        }
        self.resolved = resolved;
        // what is told last is told first
        self.values.reverse_untold();
        let slots = SlotId::FIRST_INPUT.index()..self.program.shapes.len();
        for slot in slots.filter_map(|slot| u32::try_from(slot).ok()) {
            if !self.values.is_untold(SlotId(slot)) && self.values.is_touched(SlotId(slot)) {
                self.give(SlotId(slot), EMPTY);
            }
        }
        self.put_quantity(order.quantity);
        self.put_day(plan, order.as_of);
        true
    }

    /// The slots and integers of an order's inputs and values, one after the other.
    fn resolve(&mut self, plan: &PlanData, order: &BorrowedOrder<'_>) -> Option<()> {
        let component = self.component(plan)?;
        self.resolved.clear();
        for (at, (name, value)) in order.inputs.iter().enumerate() {
            let slot = self.names.input(plan, at, name)?;
            let value = self.integer(plan, slot, value)?;
            self.resolved.push((slot, value));
        }
        for (at, (name, value)) in order.values.iter().enumerate() {
            let slot = self.names.feature(plan, component, at, name)?;
            let value = self.integer(plan, slot, value)?;
            self.resolved.push((slot, value));
        }
        Some(())
    }

    /// A value as its slot holds it.
    fn integer(&mut self, plan: &PlanData, slot: SlotId, value: &BorrowedValue<'_>) -> Option<i64> {
        match (self.program.shapes.get(slot.index())?, *value) {
            (Shape::Number(span), BorrowedValue::Number(number)) => {
                let scaled = number.checked_mul(10_i64.checked_pow(span.scale)?)?;
                span.admits(scaled).then_some(scaled)
            }
            (Shape::Option(_), BorrowedValue::Text(id)) => self.option(plan, slot, id),
            (Shape::Truth, BorrowedValue::Boolean(truth)) => Some(i64::from(truth)),
            (Shape::Text(least, most), BorrowedValue::Text(text)) => {
                let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
                let fits = (*least..=*most).contains(&length);
                fits.then(|| canonical(plan, text).unwrap_or(OTHER_TEXT))
            }
            _ => None,
        }
    }
}
