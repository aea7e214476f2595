//! The place of the fast way in a build without the feature `scaled`: there is none, ever.
//!
//! A type without values has what [`Session`](super::Session) asks of the fast way, so a session is
//! written once and every price comes from the general evaluator. Each function below gives what
//! its twin in `scaled` would; none can be called.

use super::draft::LineLabel;
use super::memo::Work;
use crate::model::date::Date;
use crate::model::order::{Item, Order, Value};
use crate::money::Decimal;
use crate::plan::{CurrencyIndex, PlanData, SlotId};

/// Nothing: no configuration is priced here.
#[derive(Debug)]
pub(super) enum Scaled {}

/// What came of a value that was to be set here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Put {
    Refused,
    #[expect(dead_code, reason = "no value is set here")]
    Same,
    Other,
}

/// A line of what is never priced.
#[derive(Debug)]
pub(super) struct Line {
    pub label: u32,
    pub unit_amount: Option<i64>,
    pub amount: i64,
    pub key: Option<SlotId>,
}

impl Scaled {
    /// None: the general evaluator prices every order.
    pub const fn of(_: &PlanData, _: &Order, _: &Item) -> Option<Self> {
        None
    }

    pub const fn replace(&mut self, _: &PlanData, _: &Order, _: &Item) -> bool {
        match *self {}
    }

    pub const fn run(&mut self, _: &PlanData, _: &mut Work) -> Option<Decimal> {
        match *self {}
    }

    pub const fn count(&self) -> usize {
        match *self {}
    }

    pub fn each_line(&self, _: impl FnMut(Line)) {
        match *self {}
    }

    pub const fn scale(&self) -> u32 {
        match *self {}
    }

    pub const fn label(&self, _: u32) -> Option<&LineLabel> {
        match *self {}
    }

    pub const fn labels(&self) -> usize {
        match *self {}
    }

    pub const fn currency(&self) -> CurrencyIndex {
        match *self {}
    }

    pub const fn key(&self, _: &PlanData, _: SlotId) -> Option<String> {
        match *self {}
    }

    pub const fn put(&mut self, _: &PlanData, _: SlotId, _: &Value) {
        match *self {}
    }

    pub const fn put_value(&mut self, _: &PlanData, _: SlotId, _: &Value) -> Put {
        match *self {}
    }

    pub const fn put_number(&mut self, _: SlotId, _: Decimal) -> Put {
        match *self {}
    }

    pub const fn put_option(&mut self, _: SlotId, _: u32) -> Put {
        match *self {}
    }

    pub const fn put_quantity(&mut self, _: Decimal) {
        match *self {}
    }

    pub const fn put_day(&mut self, _: &PlanData, _: Option<Date>) {
        match *self {}
    }

    pub const fn take(&mut self, _: SlotId) -> Put {
        match *self {}
    }

    pub const fn tell(&mut self, _: &PlanData) -> Option<(SlotId, Option<Value>)> {
        match *self {}
    }

    pub const fn unset(&mut self, _: SlotId) {
        match *self {}
    }
}
