//! An order that is taken over from its text.

use super::{Price, Session, Way};
use crate::model::order::BorrowedOrder;

impl Session {
    /// Another order in place of this session's. False for one that is not of the same component
    /// and currency, or that the general evaluator has to see; then nothing changes.
    pub(crate) fn take_over(&mut self, order: &BorrowedOrder<'_>) -> bool {
        let is_same = order.component == self.component() && order.currency == self.order.currency;
        let Way::Open(scaled) = &mut self.way else {
            return false;
        };
        if !is_same || !scaled.take_over(self.plan.data(), order) {
            return false;
        }
        self.price = Price::Unknown;
        // the values are told when the order is asked for
        self.order.inputs.clear();
        self.order.adjustments.clear();
        self.order.as_of = order.as_of;
        self.order.tax_rate = order.tax_rate;
        if self.order.language.as_deref() != order.language {
            self.order.language = order.language.map(str::to_owned);
        }
        let item = self.item();
        item.values.clear();
        item.quantity = order.quantity;
        item.tax_rate = order.item_tax_rate;
        if item.id.as_deref() != order.id {
            item.id = order.id.map(str::to_owned);
        }
        true
    }
}
