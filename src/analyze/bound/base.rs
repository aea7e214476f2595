//! The base price over a set of configurations: a fixed one, the price list that serves, or both.

use super::possible::{Possible, Truth};
use super::waterfall::{Line, Nowhere, Result, Waterfall};
use crate::analyze::interval::Interval;
use crate::money::Decimal;
use crate::plan::{ComponentPlan, ListUse, NodeId};

impl<'a> Waterfall<'_, '_, 'a> {
    /// The base lines.
    pub fn base(&mut self, component: &'a ComponentPlan) -> Result<()> {
        let base = &component.base;
        if let Some(node) = base.price {
            self.prepare();
            let price = self.number(node, Truth::YES)?.unwrap_or(Interval::ZERO);
            self.blame(node, price.width());
            let factor = self.factor();
            let amount = self.times(price, factor);
            self.push(Line {
                amount,
                is_final: false,
                counted: None,
                discountable: true,
                made: Truth::YES,
            });
        }
        let served = self.serving(&base.lists)?;
        let half = base.price.is_some() && base.lists.is_empty();
        let needed = !base.priced_by_tiers && !half;
        self.has_base = served.or(Truth::of(base.price.is_some()));
        if needed && served.no {
            self.view.doubts.lack = true;
            if !served.yes {
                return Err(Nowhere::NoPrice);
            }
        }
        Ok(())
    }

    /// The price of the one list that serves, and whether one does.
    fn serving(&mut self, lists: &'a [ListUse]) -> Result<Truth> {
        let mut price: Option<Interval> = None;
        let mut served = Truth::NO;
        let mut certain = 0_usize;
        for list in lists {
            // one that waits counts only where no other one serves
            let Ok(serves) = self.list_serves(list) else {
                self.view.doubts.lack = true;
                continue;
            };
            if !serves.yes {
                continue;
            }
            // two lists that serve make no price
            self.view.doubts.lack |= served.yes;
            certain = certain.saturating_add(usize::from(!serves.no));
            if certain > 1 {
                return Err(Nowhere::NoPrice);
            }
            served = served.or(serves);
            if let Some(amount) = self.list_price(list, serves)? {
                price = Some(price.map_or(amount, |price| price.hull(amount)));
            }
            if let (Some(condition), true) = (list.condition, serves.no) {
                self.doubt_and_blame(condition, price);
            }
        }
        if let Some(amount) = price {
            let priced_without = self
                .component
                .is_some_and(|component| component.base.priced_by_tiers && served.no);
            self.push(Line {
                amount,
                is_final: false,
                counted: None,
                discountable: true,
                made: if priced_without {
                    Truth::MAYBE
                } else {
                    Truth::YES
                },
            });
        }
        Ok(served)
    }

    /// Whether a list serves.
    pub fn list_serves(&mut self, list: &ListUse) -> Result<Truth> {
        let table = self.view.tables.get(list.table.index());
        let currency = table.and_then(|table| table.currency);
        let of_order = self.view.setting.currency_index;
        if currency.is_some_and(|currency| currency != of_order) {
            return Ok(Truth::NO);
        }
        self.holds(list.condition)
    }

    /// The prices of the cells that a list may give.
    pub fn list_price(&mut self, list: &ListUse, needed: Truth) -> Result<Option<Interval>> {
        let before = std::mem::take(&mut self.view.doubts);
        let cell = self.view.cell(list.table, list.row, list.col);
        let nodes = std::iter::once(list.row).chain(list.col);
        self.doubts_since(before, nodes);
        let amount = match cell {
            Possible::Number(price) => price,
            Possible::Nothing if !needed.no => return Err(self.view.doubts.why()),
            Possible::Nothing => {
                self.view.doubts.no_value();
                return Ok(None);
            }
            _ => {
                self.sums.unknown = true;
                self.view.doubts.lack = true;
                Interval::ZERO
            }
        };
        let width = amount.width();
        for node in std::iter::once(list.row).chain(list.col) {
            self.blame(node, width);
        }
        let factor = self.factor();
        Ok(Some(self.times(amount, factor)))
    }

    /// Notes that whether there is a price, and which, depends on a condition.
    fn doubt_and_blame(&mut self, condition: NodeId, price: Option<Interval>) {
        if let Some(component) = self.component {
            self.view.blame.wonder(component, condition);
        }
        let width = price.map_or(Decimal::ZERO, Interval::width);
        self.blame(condition, width);
    }
}
