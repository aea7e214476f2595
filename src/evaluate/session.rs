//! A session: one configuration that changes a little at a time, and its price after each change.
//!
//! A session holds an order of one item. What is asked of it is what [`Plan::price`] gives for
//! that order, byte for byte; only what hangs on the change is worked out again.

use super::line_names::{LineNames, LineTexts};
use super::memo::{Memo, Work};
use super::order_input;
use super::priced::Priced;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::date::Date;
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{Quote, Status, Violation};
use crate::money::{Currency, CurrencyCode, Decimal};
use crate::plan::Plan;

/// One configuration, priced again and again.
#[derive(Debug)]
pub struct Session {
    plan: Plan,
    order: Order,
    memo: Memo,
    priced: Option<Priced>,
    line_names: LineNames,
}

/// A line without its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// Which texts it has: [`Session::line_texts`] gives them.
    pub name: usize,
    /// For a piece, where it counts per piece.
    pub unit_amount: Option<Decimal>,
    /// For all of it.
    pub amount: Decimal,
}

impl Plan {
    /// A session for one piece of a component, with nothing chosen yet.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "compiler")] {
    /// use pricewright::model::order::Value;
    /// use pricewright::{Catalog, compile};
    /// let catalog = r#"{"format": 1, "currency": "EUR", "components": [{
    ///     "id": "shelf", "base_price": "20",
    ///     "features": [{"id": "oiled", "type": "boolean", "surcharge": "4.50"}]}]}"#;
    /// let plan = compile(&Catalog::from_json(catalog)?)?;
    /// let mut session = plan.session("shelf");
    /// session.set("oiled", Value::Boolean(true))?;
    /// assert_eq!(session.total()?.unwrap().to_fixed(2), "24.50");
    /// # }
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn session(&self, component: &str) -> Session {
        let item = Item {
            id: None,
            component: component.to_owned(),
            values: Vec::new(),
            quantity: Decimal::ONE,
            tax_rate: None,
        };
        Session::new(self, Order::default(), item)
    }
}

impl Session {
    /// A session for an item, with everything else as in an order, whose own items are left out.
    #[must_use]
    pub fn new(plan: &Plan, mut order: Order, item: Item) -> Self {
        order.items = vec![item];
        Self {
            plan: plan.clone(),
            order,
            memo: Memo::keeping(),
            priced: None,
            line_names: LineNames::default(),
        }
    }

    /// Sets a feature, an input, or one of `quantity`, `currency` and `as_of`. A name that the
    /// catalog does not know is a feature, of which the quote says that it is not known.
    ///
    /// # Errors
    /// A quantity that is no number, a currency that is no code, a day that is none: nothing
    /// changes then.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Diagnostics> {
        match (name, &value) {
            ("quantity", _) if !self.is_feature(name) => self.set_quantity(&value)?,
            ("currency", Value::Text(code)) if !self.is_feature(name) => {
                let code = CurrencyCode::parse(code);
                let fault = || unfit(name, "a currency code such as `EUR`");
                self.change_currency(Some(code.ok_or_else(fault)?));
            }
            ("as_of", Value::Text(day)) if !self.is_feature(name) => {
                let fault = || unfit(name, "a day such as `2026-10-01`");
                self.order.as_of = Some(Date::parse(day).ok_or_else(fault)?);
            }
            ("currency" | "as_of", _) if !self.is_feature(name) => {
                return Err(unfit(name, "a text"));
            }
            _ => put(self.values(name), name, value),
        }
        self.priced = None;
        Ok(())
    }

    /// Takes a value away; the quantity becomes 1.
    pub fn unset(&mut self, name: &str) {
        match name {
            _ if self.is_feature(name) => {}
            "quantity" => self.item().quantity = Decimal::ONE,
            "currency" => self.change_currency(None),
            "as_of" => self.order.as_of = None,
            _ => {}
        }
        self.values(name).retain(|(other, _)| other != name);
        self.priced = None;
    }

    /// The quote, as [`Plan::price`] gives it for [`Session::order`].
    ///
    /// # Errors
    /// The faults of the order, as there.
    pub fn quote(&mut self) -> Result<Quote, Diagnostics> {
        self.written().cloned()
    }

    /// The quote, without a copy of it.
    pub(crate) fn written(&mut self) -> Result<&Quote, Diagnostics> {
        self.priced()?;
        let plan = self.plan.clone();
        let setting = order_input::read(plan.data(), &self.order)?;
        let priced = self.priced.as_mut().ok_or_else(Diagnostics::new)?;
        Ok(priced.write(&setting))
    }

    /// The amount of the order; none while something has no price.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn total(&mut self) -> Result<Option<Decimal>, Diagnostics> {
        Ok(self.priced()?.quote().amount)
    }

    /// The status of the order.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn status(&mut self) -> Result<Status, Diagnostics> {
        Ok(self.priced()?.quote().status)
    }

    /// The currency of the amounts.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn currency(&mut self) -> Result<Currency, Diagnostics> {
        Ok(self.priced()?.quote().currency)
    }

    /// The lines of the item, then those of the order.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn lines(&mut self) -> Result<impl Iterator<Item = SessionLine>, Diagnostics> {
        self.priced()?;
        let names = &mut self.line_names;
        names.begin();
        let records = self.priced.iter().flat_map(Priced::records);
        Ok(records.map(|(record, key)| SessionLine {
            name: names.number(record, key),
            unit_amount: record.unit_amount,
            amount: record.amount,
        }))
    }

    /// The texts of lines with a name; none for a number that no line had.
    #[must_use]
    pub fn line_texts(&self, name: usize) -> Option<LineTexts> {
        self.line_names.texts(name, self.plan.data(), &self.order)
    }

    /// Which numbering of names holds. It changes when so many were given, for fees that are
    /// charged by ever other values, that they begin anew: then none of an earlier one holds.
    #[must_use]
    pub fn line_numbering(&self) -> u32 {
        self.line_names.numbering()
    }

    /// What is not allowed, of the item and then of the order.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn violations(&mut self) -> Result<Vec<Violation>, Diagnostics> {
        Ok(self.violated()?.cloned().collect())
    }

    /// The violations, without copies of them.
    pub(crate) fn violated(&mut self) -> Result<impl Iterator<Item = &Violation>, Diagnostics> {
        let quote = self.priced()?.quote();
        let of_items = quote.items.iter().flat_map(|item| &item.violations);
        Ok(of_items.chain(&quote.violations))
    }

    /// The plan that prices it.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The order as it is now.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// How much was worked out since the session began.
    #[must_use]
    pub fn work(&self) -> Work {
        self.memo.work
    }

    fn priced(&mut self) -> Result<&Priced, Diagnostics> {
        if self.priced.is_none() {
            let plan = self.plan.clone();
            let setting = order_input::read(plan.data(), &self.order)?;
            self.priced = Some(Priced::of(&setting, &mut (), &mut self.memo));
        }
        self.priced.as_ref().ok_or_else(Diagnostics::new)
    }

    fn is_feature(&self, name: &str) -> bool {
        let plan = self.plan.data();
        let component = self.order.items.first().map(|item| item.component.as_str());
        let component = component.and_then(|id| plan.component(id));
        component.is_some_and(|component| {
            let mut features = component.features.iter();
            features.any(|feature| plan.text(feature.id) == name)
        })
    }

    fn is_input(&self, name: &str) -> bool {
        let plan = self.plan.data();
        plan.inputs.iter().any(|input| plan.text(input.id) == name)
    }

    /// Where a value of this name stands.
    fn values(&mut self, name: &str) -> &mut Vec<(String, Value)> {
        if self.is_input(name) && !self.is_feature(name) {
            &mut self.order.inputs
        } else {
            &mut self.item().values
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a session has one item from its first moment on"
    )]
    fn item(&mut self) -> &mut Item {
        &mut self.order.items[0]
    }

    fn set_quantity(&mut self, value: &Value) -> Result<(), Diagnostics> {
        let quantity = match value {
            Value::Number(number) => Some(*number),
            Value::Text(text) => Decimal::parse(text).ok(),
            _ => None,
        };
        self.item().quantity = quantity.ok_or_else(|| unfit("quantity", "a number"))?;
        Ok(())
    }

    /// Amounts are of a currency, so nothing that was worked out holds in another.
    fn change_currency(&mut self, currency: Option<CurrencyCode>) {
        if self.order.currency != currency {
            self.memo.clear();
        }
        self.order.currency = currency;
    }
}

/// Sets a value at the end, or where it stands.
fn put(values: &mut Vec<(String, Value)>, name: &str, value: Value) {
    match values.iter_mut().find(|(other, _)| other == name) {
        Some((_, place)) => *place = value,
        None => values.push((name.to_owned(), value)),
    }
}

fn unfit(name: &str, expected: &str) -> Diagnostics {
    let message = format!("`{name}` is {expected}");
    let place = Place::in_document(None, format!("$.{name}"));
    Diagnostic::new(Code::InvalidValue, place, message).into()
}
