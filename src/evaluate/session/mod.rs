//! A session: one configuration that changes a little at a time, and its price after each change.
//!
//! A session holds an order of one item. What is asked of it is what [`Plan::price`] gives for
//! that order, byte for byte; only what hangs on the change is worked out again.

mod field;
mod lines;
mod quick;
#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
mod text;

pub use field::Field;
pub use lines::SessionLine;
pub(crate) use quick::{Quick, QuickLine};

use super::line_names::{LineNames, Numbers};
use super::memo::{Memo, Work};
use super::order_input;
use super::priced::Priced;
use super::scaled::{Put, Scaled};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::date::Date;
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{Quote, Status, Violation};
use crate::money::{Currency, CurrencyCode, Decimal};
use crate::plan::{Plan, PlanData, SlotId};

/// One configuration, priced again and again.
#[derive(Debug)]
pub struct Session {
    plan: Plan,
    order: Order,
    memo: Memo,
    price: Price,
    way: Way,
    line_names: LineNames,
    /// The numbers of the names that lines of the fast way have.
    numbers: Numbers,
    /// The lines that were asked for last.
    lines: Vec<SessionLine>,
}

/// What is known of the price.
#[derive(Debug)]
enum Price {
    /// Nothing, since the last change.
    Unknown,
    /// The order's amount, everything being priced: from the fast way.
    Scaled(Decimal),
    /// All of it: from the general evaluator.
    Full(Box<Priced>),
}

impl Price {
    /// Forgets the price where another value was given. False where a value was refused.
    #[inline]
    fn follows(&mut self, put: Put) -> bool {
        if put == Put::Other {
            *self = Self::Unknown;
        }
        put != Put::Refused
    }
}

/// Whether the order can be priced the fast way.
#[derive(Debug)]
enum Way {
    /// It was not tried.
    Unknown,
    /// It cannot.
    Closed,
    /// It can, with the values that the order has.
    Open(Box<Scaled>),
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
            price: Price::Unknown,
            way: Way::Unknown,
            line_names: LineNames::default(),
            numbers: Numbers::default(),
            lines: Vec::new(),
        }
    }

    /// Another item and order in place of this session's, priced with what the session has made
    /// of the plan. The order's own items are left out.
    pub fn replace(&mut self, mut order: Order, item: Item) {
        order.items.clear();
        order.items.push(item);
        let [item] = order.items.as_slice() else {
            return;
        };
        if item.component != self.component() || order.currency != self.order.currency {
            self.memo.clear();
            self.way = Way::Unknown;
        }
        self.order = order;
        self.price = Price::Unknown;
        if let Way::Open(scaled) = &mut self.way
            && let [item] = self.order.items.as_slice()
            && !scaled.replace(self.plan.data(), &self.order, item)
        {
            self.way = Way::Closed;
        }
    }

    /// Sets a feature, an input, or one of `quantity`, `currency` and `as_of`. A name that the
    /// catalog does not know is a feature, of which the quote says that it is not known.
    ///
    /// # Errors
    /// A quantity that is no number, a currency that is no code, a day that is none: nothing
    /// changes then.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Diagnostics> {
        self.catch_up();
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
        self.follow(name);
        Ok(())
    }

    /// Takes a value away; the quantity becomes 1.
    pub fn unset(&mut self, name: &str) {
        self.catch_up();
        match name {
            _ if self.is_feature(name) => {}
            "quantity" => self.item().quantity = Decimal::ONE,
            "currency" => self.change_currency(None),
            "as_of" => self.order.as_of = None,
            _ => {}
        }
        self.values(name).retain(|(other, _)| other != name);
        self.follow(name);
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
        self.full()?;
        let plan = self.plan.clone();
        let setting = order_input::read(plan.data(), &self.order)?;
        match &mut self.price {
            Price::Full(priced) => Ok(priced.write(&setting)),
            Price::Unknown | Price::Scaled(_) => Err(Diagnostics::new()),
        }
    }

    /// The amount of the order; none while something has no price.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn total(&mut self) -> Result<Option<Decimal>, Diagnostics> {
        Ok(match self.price()? {
            Price::Scaled(amount) => Some(*amount),
            Price::Full(priced) => priced.quote().amount,
            Price::Unknown => None,
        })
    }

    /// The status of the order.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn status(&mut self) -> Result<Status, Diagnostics> {
        Ok(match self.price()? {
            Price::Full(priced) => priced.quote().status,
            Price::Scaled(_) | Price::Unknown => Status::Priced,
        })
    }

    /// Whether the price is from the fast way, of which there are lines and a total but no quote yet.
    pub(crate) fn is_quick(&mut self) -> Result<bool, Diagnostics> {
        Ok(matches!(self.price()?, Price::Scaled(_)))
    }

    /// The currency of the amounts.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn currency(&mut self) -> Result<Currency, Diagnostics> {
        self.price()?;
        if let (Price::Scaled(_), Way::Open(scaled)) = (&self.price, &self.way) {
            let currencies = &self.plan.data().currencies;
            if let Some(currency) = currencies.get(scaled.currency().index()) {
                return Ok(*currency);
            }
        }
        Ok(self.full()?.quote().currency)
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
        let quote = match self.price()? {
            Price::Full(priced) => Some(priced.quote()),
            // what is priced violates nothing
            Price::Scaled(_) | Price::Unknown => None,
        };
        Ok(quote.into_iter().flat_map(|quote| {
            let of_items = quote.items.iter().flat_map(|item| &item.violations);
            of_items.chain(&quote.violations)
        }))
    }

    /// The plan that prices it.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The order as it is now.
    #[must_use]
    pub fn order(&mut self) -> &Order {
        self.catch_up();
        &self.order
    }

    /// The component that is configured.
    #[must_use]
    pub fn component(&self) -> &str {
        self.order.items.first().map_or("", |item| &item.component)
    }

    /// How much was worked out since the session began.
    #[must_use]
    pub fn work(&self) -> Work {
        self.memo.work
    }

    /// What is known of the price, worked out if nothing is.
    fn price(&mut self) -> Result<&Price, Diagnostics> {
        if matches!(self.price, Price::Unknown) {
            if matches!(self.way, Way::Unknown) {
                self.load();
            }
            let amount = match &mut self.way {
                Way::Open(scaled) => scaled.run(self.plan.data(), &mut self.memo.work),
                Way::Unknown | Way::Closed => None,
            };
            match amount {
                Some(amount) => {
                    let prices = &mut self.memo.work.scaled;
                    *prices = prices.wrapping_add(1);
                    self.price = Price::Scaled(amount);
                }
                None => {
                    self.full()?;
                }
            }
        }
        Ok(&self.price)
    }

    /// The price from the general evaluator.
    #[inline(never)]
    fn full(&mut self) -> Result<&Priced, Diagnostics> {
        if !matches!(self.price, Price::Full(_)) {
            self.catch_up();
            let plan = self.plan.clone();
            let setting = order_input::read(plan.data(), &self.order)?;
            let priced = Priced::of(&setting, &mut (), &mut self.memo);
            self.price = Price::Full(Box::new(priced));
        }
        match &self.price {
            Price::Full(priced) => Ok(priced),
            Price::Unknown | Price::Scaled(_) => Err(Diagnostics::new()),
        }
    }

    /// Finds out whether there is a fast way.
    #[inline(never)]
    fn load(&mut self) {
        let item = self.order.items.first();
        let scaled = item.and_then(|item| Scaled::of(self.plan.data(), &self.order, item));
        self.way = scaled.map_or(Way::Closed, |scaled| Way::Open(Box::new(scaled)));
        self.numbers = Numbers::default();
    }

    /// Gives the order the values that it does not have yet.
    fn catch_up(&mut self) {
        while let Way::Open(scaled) = &mut self.way
            && let Some((slot, value)) = scaled.tell(self.plan.data())
        {
            let name = self.name_of(Field(slot)).to_owned();
            match value {
                Some(Value::Number(quantity)) if slot == SlotId::QUANTITY => {
                    self.item().quantity = quantity;
                }
                Some(value) => put(self.values_at(slot), &name, value),
                None => self.values_at(slot).retain(|(other, _)| *other != name),
            }
        }
    }

    /// Tells the fast way what the order says of a name now.
    fn follow(&mut self, name: &str) {
        self.price = Price::Unknown;
        let field = self.field(name);
        let Way::Open(scaled) = &mut self.way else {
            // a fault that closed the way may be gone
            self.way = Way::Unknown;
            return;
        };
        let plan = self.plan.data();
        let item = self.order.items.first();
        match (name, field, item) {
            (_, Some(Field(SlotId::QUANTITY)), Some(item)) => {
                scaled.put_quantity(item.quantity);
            }
            (_, Some(Field(slot)), Some(item)) => {
                let values = if is_input(plan, slot) {
                    &self.order.inputs
                } else {
                    &item.values
                };
                match values.iter().find(|(other, _)| other == name) {
                    Some((_, value)) => scaled.put(plan, slot, value),
                    None => scaled.unset(slot),
                }
            }
            ("as_of", ..) => scaled.put_day(plan, self.order.as_of),
            // the currency, or a name that the catalog does not know
            _ => self.way = Way::Unknown,
        }
    }

    fn is_feature(&self, name: &str) -> bool {
        let plan = self.plan.data();
        let component = plan.component(self.component());
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

    /// Where the value of a slot stands.
    fn values_at(&mut self, slot: SlotId) -> &mut Vec<(String, Value)> {
        if is_input(self.plan.data(), slot) {
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
            self.catch_up();
            self.way = Way::Unknown;
        }
        self.order.currency = currency;
    }
}

/// Whether a slot is that of an input; otherwise it is a feature's.
fn is_input(plan: &PlanData, slot: SlotId) -> bool {
    let inputs = SlotId::FIRST_INPUT.index();
    slot.index() < inputs.saturating_add(plan.inputs.len())
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
