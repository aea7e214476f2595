//! Totals of one order after the other, as JSON.
//!
//! Takes orders, gives what [`Quote::to_totals_json`] says of their quotes, to the byte. An order of one item
//! goes to a session that is kept for its component; where that prices the fast way, no quote is made and
//! the text of a line up to its amount is there already.
//!
//! [`Quote::to_totals_json`]: crate::Quote::to_totals_json

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, JsonWriter};
use crate::evaluate::{Session, SessionLine};
#[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
use crate::model::order::BorrowedOrder;
use crate::model::order::Order;
use crate::model::quote::Scope;
use crate::money::{Decimal, Exactness};
use crate::plan::Plan;

/// Characters of a line, roughly.
const LINE: usize = 48;

/// Sessions that are kept, and the texts of their lines.
#[derive(Debug)]
pub struct TotalsJson {
    plan: Plan,
    /// By the component's id.
    kept: BTreeMap<String, Kept>,
}

#[derive(Debug)]
struct Kept {
    session: Session,
    /// Those of the last price.
    lines: Vec<SessionLine>,
    /// By the number of a line's name, as long as they are numbered so.
    names: Vec<Option<Name>>,
    numbering: u32,
}

/// What is the same in all lines of a name.
#[derive(Debug)]
struct Name {
    /// The line up to the digits of its amount.
    text: String,
    /// Whether it is a line of the order and not of the item.
    is_of_order: bool,
}

impl TotalsJson {
    /// Without sessions yet.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "compiler")] {
    /// use pricewright::exchange::TotalsJson;
    /// use pricewright::{Catalog, Order, compile};
    /// let catalog = r#"{"format": 1, "currency": "EUR",
    ///     "components": [{"id": "mug", "base_price": "7.50", "features": []}]}"#;
    /// let mut totals = TotalsJson::new(&compile(&Catalog::from_json(catalog)?)?);
    /// let order = Order::from_json(r#"{"items": [{"component": "mug", "values": {}, "quantity": 3}]}"#)?;
    /// assert!(totals.of(order)?.ends_with(r#""amount":"22.50"}"#));
    /// # }
    /// # Ok::<(), pricewright::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            kept: BTreeMap::new(),
        }
    }

    /// The totals of an order, as one line of JSON.
    ///
    /// # Errors
    /// The faults of the order, as [`Plan::price`] gives them.
    pub fn of(&mut self, mut order: Order) -> Result<String, Diagnostics> {
        let item = match order.items.len() {
            1 => order.items.pop(),
            _ => None,
        };
        let Some(item) = item else {
            return Ok(self.plan.price(&order)?.to_totals_json());
        };
        if let Some(kept) = self.kept.get_mut(&item.component) {
            kept.session.replace(order, item);
            return kept.text();
        }
        let component = item.component.clone();
        let mut kept = Kept::new(Session::new(&self.plan, order, item));
        let text = kept.text();
        // what the plan does not have is not kept: clients could name anything
        if self.plan.data().component(&component).is_some() {
            self.kept.insert(component, kept);
        }
        text
    }

    /// The totals of an order that a kept session takes over; nothing where none does.
    #[cfg(all(feature = "compiler", not(target_arch = "wasm32")))]
    pub(crate) fn taken_over(
        &mut self,
        order: &BorrowedOrder<'_>,
    ) -> Option<Result<String, Diagnostics>> {
        let kept = self.kept.get_mut(order.component)?;
        kept.session.take_over(order).then(|| kept.text())
    }
}

impl Kept {
    fn new(session: Session) -> Self {
        Self {
            session,
            lines: Vec::new(),
            names: Vec::new(),
            numbering: 0,
        }
    }

    fn text(&mut self) -> Result<String, Diagnostics> {
        match self.quick()? {
            Some(text) => Ok(text),
            None => Ok(self.session.written()?.to_totals_json()),
        }
    }

    /// The totals without a quote; nothing where the price is not from the fast way.
    fn quick(&mut self) -> Result<Option<String>, Diagnostics> {
        let (true, Some(amount)) = (self.session.is_quick()?, self.session.total()?) else {
            return Ok(None);
        };
        let currency = self.session.currency()?;
        self.session.read_lines(&mut self.lines)?;
        self.name_lines();
        let is_of_order = |line: &SessionLine| {
            let name = self.names.get(line.name).and_then(Option::as_ref);
            name.is_some_and(|name| name.is_of_order)
        };
        let end = self.lines.iter().position(is_of_order);
        let (of_item, of_order) = self.lines.split_at(end.unwrap_or(self.lines.len()));
        let Some(of_item_alone) = without(amount, of_order) else {
            return Ok(None);
        };
        let room = LINE.saturating_mul(self.lines.len().saturating_add(3));
        let mut totals = Totals {
            text: String::with_capacity(room),
            digits: currency.digits,
            names: &self.names,
        };
        totals.text.push_str(r#"{"status":"priced","currency":""#);
        totals.text.push_str(currency.code.as_str());
        totals
            .text
            .push_str(r#"","items":[{"status":"priced","lines":["#);
        totals.lines(of_item);
        totals.amount(of_item_alone);
        totals.text.push_str(r#"}],"lines":["#);
        totals.lines(of_order);
        totals.amount(amount);
        totals.text.push('}');
        Ok(Some(totals.text))
    }

    /// Asks for the names that the lines have and that were not asked for before.
    fn name_lines(&mut self) {
        if self.session.line_numbering() != self.numbering {
            self.names.clear();
            self.numbering = self.session.line_numbering();
        }
        for line in &self.lines {
            if self.names.len() <= line.name {
                self.names.resize_with(line.name.saturating_add(1), || None);
            }
            if let Some(place @ None) = self.names.get_mut(line.name) {
                *place = self.session.line_texts(line.name).map(|texts| Name {
                    text: beginning(&texts.id),
                    is_of_order: texts.scope == Scope::Order,
                });
            }
        }
    }
}

/// An answer that is being written.
struct Totals<'a> {
    text: String,
    /// Of the currency's minor unit.
    digits: u32,
    names: &'a [Option<Name>],
}

impl Totals<'_> {
    /// The lines of an array, and its end.
    fn lines(&mut self, lines: &[SessionLine]) {
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            if let Some(Some(name)) = self.names.get(line.name) {
                self.text.push_str(&name.text);
            }
            line.amount.write_fixed(self.digits, &mut self.text);
            self.text.push_str("\"}");
        }
        self.text.push(']');
    }

    fn amount(&mut self, amount: Decimal) {
        self.text.push_str(r#","amount":""#);
        amount.write_fixed(self.digits, &mut self.text);
        self.text.push('"');
    }
}

/// A line up to the digits of its amount.
fn beginning(id: &str) -> String {
    let mut json = JsonWriter::new();
    json.string(id);
    [r#"{"id":"#, &json.finish(), r#","amount":""#].concat()
}

/// What is left of an amount without these lines; nothing where that is no exact number.
fn without(amount: Decimal, lines: &[SessionLine]) -> Option<Decimal> {
    let mut exact = Exactness::EXACT;
    let left = lines
        .iter()
        .try_fold(amount, |left, line| left.minus(line.amount, &mut exact));
    left.ok().filter(|_| exact.is_exact())
}
