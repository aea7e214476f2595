//! A configuration that both plans price, and its order.

use crate::model::order::{Item, Order, Value};
use crate::model::quote::Status;
use crate::money::{Currency, Decimal};

/// A value for each dimension.
pub(super) type Configuration = Vec<Option<Value>>;

/// What a plan says of a configuration.
pub(super) type Priced = (Status, Option<Decimal>);

/// An order of one item with nothing chosen.
pub(super) fn order(component: &str, currency: Currency) -> Order {
    Order {
        items: vec![item(component)],
        currency: Some(currency.code),
        ..Order::default()
    }
}

/// Its item.
pub(super) fn item(component: &str) -> Item {
    Item {
        id: None,
        component: component.to_owned(),
        values: Vec::new(),
        quantity: Decimal::ONE,
        tax_rate: None,
    }
}
