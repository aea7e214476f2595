//! Values set by position: what a live page does with every key press, without any name.

use super::{Price, Session, Way, unfit};
use crate::diagnostic::Diagnostics;
use crate::model::date::Date;
use crate::model::order::Value;
use crate::money::Decimal;
use crate::plan::{SlotId, TextId, ValueKind};

/// A feature, an input or the quantity of a session, found once by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field(pub(super) SlotId);

impl Field {
    /// The quantity.
    pub const QUANTITY: Self = Self(SlotId::QUANTITY);
}

impl Session {
    /// A feature, an input or the `quantity`, by which a value can be set without its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field> {
        let plan = self.plan.data();
        let component = plan.component(&self.order.items.first()?.component)?;
        let is_name = |id: TextId| plan.text(id) == name;
        let mut features = component.features.iter();
        if let Some(feature) = features.find(|feature| is_name(feature.id)) {
            return Some(Field(feature.slot));
        }
        let inputs = (SlotId::FIRST_INPUT.0..).map(SlotId).zip(&plan.inputs);
        let mut inputs = inputs.filter(|(_, input)| is_name(input.id));
        match inputs.next() {
            Some((slot, _)) => Some(Field(slot)),
            None => (name == "quantity").then_some(Field(SlotId::QUANTITY)),
        }
    }

    /// The feature at a position of the component.
    #[must_use]
    pub fn feature_at(&self, position: u32) -> Option<Field> {
        let component = self.plan.data().component(self.component())?;
        Some(Field(component.features.get(position as usize)?.slot))
    }

    /// The input at a position of the plan.
    #[must_use]
    pub fn input_at(&self, position: u32) -> Option<Field> {
        self.plan.data().inputs.get(position as usize)?;
        let slot = SlotId::FIRST_INPUT.0.checked_add(position)?;
        Some(Field(SlotId(slot)))
    }

    /// Whether a field is a select with an option of a number.
    #[must_use]
    pub fn has_option(&self, Field(slot): Field, option: u32) -> bool {
        let component = self.plan.data().component(self.component());
        let slots = component.map(|component| &component.slots);
        match slots.and_then(|slots| slots.get(slot.index())) {
            Some(slot) => match &slot.kind {
                ValueKind::Option(ids) => ids.len() > option as usize,
                _ => false,
            },
            None => false,
        }
    }

    /// The number of an option of a select.
    #[must_use]
    pub fn option(&self, field: Field, id: &str) -> Option<u32> {
        let plan = self.plan.data();
        let component = plan.component(&self.order.items.first()?.component)?;
        match &component.slots.get(field.0.index())?.kind {
            ValueKind::Option(ids) => {
                let found = ids.iter().position(|other| plan.text(*other) == id)?;
                u32::try_from(found).ok()
            }
            _ => None,
        }
    }

    /// Sets a number, as [`set`](Self::set) does.
    ///
    /// # Errors
    /// Those of [`set`](Self::set).
    pub fn set_number(&mut self, field: Field, number: Decimal) -> Result<(), Diagnostics> {
        if let Way::Open(scaled) = &mut self.way
            && self.price.follows(scaled.put_number(field.0, number))
        {
            return Ok(());
        }
        self.set_by_name(field, Value::Number(number))
    }

    /// Sets a select to the option of a number, as [`set`](Self::set) does to that of an id.
    ///
    /// # Errors
    /// A number that the field has no option for.
    pub fn set_option(&mut self, field: Field, option: u32) -> Result<(), Diagnostics> {
        if let Way::Open(scaled) = &mut self.way
            && self.price.follows(scaled.put_option(field.0, option))
        {
            return Ok(());
        }
        self.set_option_by_name(field, option)
    }

    /// Sets any value, as [`set`](Self::set) does.
    ///
    /// # Errors
    /// Those of [`set`](Self::set).
    pub fn set_value(&mut self, field: Field, value: &Value) -> Result<(), Diagnostics> {
        if let Way::Open(scaled) = &mut self.way
            && let put = scaled.put_value(self.plan.data(), field.0, value)
            && self.price.follows(put)
        {
            return Ok(());
        }
        self.set_by_name(field, value.clone())
    }

    /// Takes a value away, as [`unset`](Self::unset) does.
    pub fn unset_value(&mut self, field: Field) {
        if let Way::Open(scaled) = &mut self.way
            && self.price.follows(scaled.take(field.0))
        {
            return;
        }
        self.unset_by_name(field);
    }

    /// Sets the day, as [`set`](Self::set) does with `as_of`.
    pub fn set_day(&mut self, day: Option<Date>) {
        if self.order.as_of == day && matches!(self.way, Way::Open(_)) {
            return;
        }
        self.order.as_of = day;
        self.price = Price::Unknown;
        match &mut self.way {
            Way::Open(scaled) => scaled.put_day(self.plan.data(), day),
            // a fault that closed the way may be gone
            Way::Unknown | Way::Closed => self.way = Way::Unknown,
        }
    }

    #[cold]
    fn unset_by_name(&mut self, field: Field) {
        let name = self.name_of(field).to_owned();
        self.unset(&name);
    }

    #[cold]
    fn set_option_by_name(&mut self, field: Field, option: u32) -> Result<(), Diagnostics> {
        match self.option_id(field, option) {
            Some(id) => self.set_by_name(field, Value::Text(id)),
            None => Err(unfit(
                self.name_of(field),
                "a select with an option of this number",
            )),
        }
    }

    #[cold]
    fn set_by_name(&mut self, field: Field, value: Value) -> Result<(), Diagnostics> {
        let name = self.name_of(field).to_owned();
        self.set(&name, value)
    }

    pub(super) fn name_of(&self, Field(slot): Field) -> &str {
        let plan = self.plan.data();
        if slot == SlotId::QUANTITY {
            return "quantity";
        }
        let slots = plan
            .component(self.component())
            .map(|component| &component.slots);
        let found = slots.and_then(|slots| slots.get(slot.index()));
        found.map_or("", |found| plan.text(found.id))
    }

    fn option_id(&self, Field(slot): Field, option: u32) -> Option<String> {
        let plan = self.plan.data();
        let component = plan.component(self.component())?;
        match &component.slots.get(slot.index())?.kind {
            ValueKind::Option(ids) => ids.get(option as usize).map(|id| plan.text(*id).to_owned()),
            _ => None,
        }
    }
}
