//! What expressions read: values by name, and amounts of the waterfall.

use super::catalog_reading::World;
use super::number::Q;
use pricewright::model::Date;
use pricewright::model::catalog::{Component, Feature};
use pricewright::parse::syntax::Statement;
use std::collections::BTreeMap;

/// A value. A chosen option is the text of its id.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Number(Q),
    Text(String),
    Boolean(bool),
    Date(Date),
    /// Options of a multiselect with their quantities, in document order.
    Options(Vec<(String, Q)>),
    List(Vec<Value>),
}

/// What is known of a feature or input.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Its availability is not decided yet.
    Undecided,
    /// Not given and not needed, or not available.
    Unset,
    /// Not given although required.
    Missing,
    /// Given, or the default.
    Known(Value),
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// It reads something that is not there (yet).
    Waits(String),
    /// A table says that the price is on request.
    OnRequest(String),
    /// There is no price.
    Problem(String),
    /// It reads an amount that already has no price: said once, not again.
    Unknown,
}

/// Amounts of the waterfall as expressions read them: every line counted, for one piece.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    pub base: Option<Q>,
    pub options: Option<Q>,
    pub list: Option<Q>,
    pub subtotal: Option<Q>,
    pub extended: Option<Q>,
    pub items: Option<Q>,
    pub features: BTreeMap<String, Q>,
}

/// All that an expression of an item, or of the order, can read.
#[derive(Clone)]
pub struct Frame<'a> {
    pub world: &'a World<'a>,
    /// None in the order's own frame.
    pub component: Option<&'a Component>,
    pub statements: &'a [Statement],
    /// Features and inputs by id.
    pub states: BTreeMap<String, State>,
    pub quantity: Q,
    pub amounts: Amounts,
}

impl Frame<'_> {
    /// The feature of that id.
    pub fn feature(&self, id: &str) -> Option<&Feature> {
        super::catalog_reading::feature(self.component?, id)
    }

    /// The value of a feature, if it has one.
    pub fn known(&self, id: &str) -> Option<&Value> {
        match self.states.get(id) {
            Some(State::Known(value)) => Some(value),
            _ => None,
        }
    }
}

impl Value {
    pub fn number(&self) -> Q {
        match self {
            Value::Number(number) => number.clone(),
            other => panic!("a number, not {other:?}"),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Value::Text(text) => text,
            other => panic!("a text, not {other:?}"),
        }
    }

    pub fn boolean(&self) -> bool {
        match self {
            Value::Boolean(value) => *value,
            other => panic!("true or false, not {other:?}"),
        }
    }

    /// The members of a list; the ids of chosen options.
    pub fn members(&self) -> Vec<Value> {
        match self {
            Value::List(values) => values.clone(),
            Value::Options(chosen) => chosen
                .iter()
                .map(|(id, _)| Value::Text(id.clone()))
                .collect(),
            other => panic!("a list, not {other:?}"),
        }
    }
}
