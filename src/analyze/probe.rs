//! One item of an order, asked what the order costs with something changed.
//!
//! Takes an order and gives the order's status and amount for one change after the other. An order
//! of one item is asked as a session, which works out only what hangs on the change; in an order of
//! several items everything may hang on it, so it is priced anew.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::evaluate::{Field, Session};
use crate::model::order::{Item, Order, Value};
use crate::model::quote::{Status, Violation};
use crate::money::{Currency, Decimal};
use crate::plan::{ComponentPlan, FeaturePlan, Plan};

/// An item that is asked.
#[derive(Debug)]
pub(super) struct Probe<'s> {
    way: Way<'s>,
    /// The values as they were given, to go back to.
    given: Item,
}

#[derive(Debug)]
enum Way<'s> {
    Session(&'s mut Session),
    Whole(Plan, Box<Order>, usize),
}

/// What the order is with a change.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Of the order.
    pub status: Status,
    /// Of the order; none unless all of it is priced.
    pub amount: Option<Decimal>,
    /// Of the item and the order.
    pub violations: Vec<Violation>,
}

/// An item of an order, ready to be asked about, or why there is none.
pub(super) fn item_of(order: &Order, item: usize) -> Result<&Item, Diagnostics> {
    order.items.get(item).ok_or_else(|| {
        let message = match order.items.len() {
            0 => "the order has no items".to_owned(),
            1 => format!("the order has one item, number 0; found number {item}"),
            count => format!("the order has {count} items, from number 0; found number {item}"),
        };
        let place = Place::in_document(None, "$.items");
        Diagnostic::new(Code::InvalidValue, place, message).into()
    })
}

impl<'s> Probe<'s> {
    /// An item of an order; `session` holds it if it is the only one.
    pub fn of(session: &'s mut Session, order: &Order, item: usize) -> Result<Self, Diagnostics> {
        let given = item_of(order, item)?.clone();
        let way = if order.items.len() == 1 {
            Way::Session(session)
        } else {
            Way::Whole(session.plan().clone(), Box::new(order.clone()), item)
        };
        Ok(Self { way, given })
    }

    /// The item of a session.
    pub fn of_session(session: &'s mut Session) -> Result<Self, Diagnostics> {
        let given = item_of(session.order(), 0)?.clone();
        let way = Way::Session(session);
        Ok(Self { way, given })
    }

    /// The item as it was given.
    pub fn given(&self) -> &Item {
        &self.given
    }

    /// What was given for a feature.
    pub fn value(&self, feature: &str) -> Option<&Value> {
        let mut values = self.given.values.iter();
        values.find(|(id, _)| id == feature).map(|(_, value)| value)
    }

    /// The order as it is now.
    pub fn now(&mut self) -> Result<Answer, Diagnostics> {
        match &mut self.way {
            Way::Session(session) => {
                let (status, amount) = (session.status()?, session.total()?);
                let violations = match status {
                    Status::Priced => Vec::new(),
                    _ => session.violations()?,
                };
                Ok(Answer {
                    status,
                    amount,
                    violations,
                })
            }
            Way::Whole(plan, order, item) => {
                let quote = plan.price(order)?;
                let of_item = quote.items.into_iter().nth(*item);
                let of_item = of_item.into_iter().flat_map(|item| item.violations);
                Ok(Answer {
                    status: quote.status,
                    amount: quote.amount,
                    violations: of_item.chain(quote.violations).collect(),
                })
            }
        }
    }

    /// The currency of the amounts.
    pub fn currency(&mut self) -> Result<Currency, Diagnostics> {
        match &mut self.way {
            Way::Session(session) => session.currency(),
            Way::Whole(plan, order, _) => Ok(plan.price(order)?.currency),
        }
    }

    /// Sets a feature until it is taken back.
    pub fn set(&mut self, id: &str, value: &Value) -> Result<(), Diagnostics> {
        match &mut self.way {
            Way::Session(session) => match session.field(id) {
                Some(field) => session.set_value(field, value),
                None => session.set(id, value.clone()),
            },
            Way::Whole(_, order, item) => {
                if let Some(item) = order.items.get_mut(*item) {
                    item.values.retain(|(other, _)| other != id);
                    item.values.push((id.to_owned(), value.clone()));
                }
                Ok(())
            }
        }
    }

    /// Gives a feature back the value that it had.
    pub fn take_back(&mut self, id: &str) -> Result<(), Diagnostics> {
        if let Some(value) = self.value(id).cloned() {
            return self.set(id, &value);
        }
        match &mut self.way {
            Way::Session(session) => match session.field(id) {
                Some(field) => session.unset_value(field),
                None => session.unset(id),
            },
            Way::Whole(_, order, item) => {
                if let Some(item) = order.items.get_mut(*item) {
                    item.values.retain(|(other, _)| other != id);
                }
            }
        }
        Ok(())
    }

    /// The order with another value of a feature.
    pub fn with(&mut self, id: &str, value: &Value) -> Result<Answer, Diagnostics> {
        self.set(id, value)?;
        let answer = self.now();
        self.take_back(id)?;
        answer
    }

    /// The order with another quantity of the item.
    pub fn with_quantity(&mut self, quantity: Decimal) -> Result<Answer, Diagnostics> {
        self.put_quantity(quantity)?;
        let answer = self.now();
        self.put_quantity(self.given.quantity)?;
        answer
    }

    fn put_quantity(&mut self, quantity: Decimal) -> Result<(), Diagnostics> {
        match &mut self.way {
            Way::Session(session) => session.set_number(Field::QUANTITY, quantity),
            Way::Whole(_, order, item) => {
                if let Some(item) = order.items.get_mut(*item) {
                    item.quantity = quantity;
                }
                Ok(())
            }
        }
    }
}

/// The features of a component that are asked about: all, or the one of an id.
pub(super) fn features<'p>(
    plan: &'p Plan,
    component: &'p ComponentPlan,
    feature: Option<&str>,
) -> Result<Vec<&'p FeaturePlan>, Diagnostics> {
    let data = plan.data();
    let all = component.features.iter();
    let Some(id) = feature else {
        return Ok(all.collect());
    };
    let found: Vec<_> = all.filter(|feature| data.text(feature.id) == id).collect();
    if found.is_empty() {
        let ids = component.features.iter();
        let ids = ids.map(|feature| data.text(feature.id));
        let component = data.text(component.id);
        let message = format!("`{component}` has no feature `{id}`");
        let help = crate::diagnostic::help_for(id, ids);
        let fault = Diagnostic::new(Code::UnknownFeature, Place::nowhere(), message);
        return Err(fault.with_optional_help(help).into());
    }
    Ok(found)
}
