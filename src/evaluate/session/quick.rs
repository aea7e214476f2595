//! A price of the fast way as it is there: lines in whole numbers of one scale.
//!
//! For whoever writes lines on as integers. It saves making decimals of them, which is most of
//! what reading them costs where code is built to be small.

use super::{Price, Session, Way};
use crate::diagnostic::Diagnostics;
use crate::evaluate::line_names::{LineNames, Numbers};
use crate::evaluate::scaled::Scaled;
use crate::money::Decimal;
use crate::plan::PlanData;

/// What the fast way says: everything is priced.
#[derive(Debug)]
pub(crate) struct Quick<'a> {
    /// The amount of the order.
    pub total: Decimal,
    /// The digits of the currency.
    pub digits: u32,
    scaled: &'a Scaled,
    plan: &'a PlanData,
    names: &'a mut LineNames,
    numbers: &'a mut Numbers,
}

/// A line whose amounts are ÷ 10^[`scale`](Quick::scale).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QuickLine {
    /// Which texts it has: [`Session::line_texts`] gives them.
    pub name: usize,
    /// For a piece, where it counts per piece.
    pub unit_amount: Option<i64>,
    /// For all of it.
    pub amount: i64,
}

impl Session {
    /// The price, if it is from the fast way.
    ///
    /// # Errors
    /// The faults of the order.
    pub(crate) fn quick(&mut self) -> Result<Option<Quick<'_>>, Diagnostics> {
        self.price()?;
        let (Price::Scaled(total), Way::Open(scaled)) = (&self.price, &self.way) else {
            return Ok(None);
        };
        let plan = self.plan.data();
        let currency = plan.currencies.get(scaled.currency().index());
        Ok(currency.map(|currency| Quick {
            total: *total,
            digits: currency.digits,
            scaled,
            plan,
            names: &mut self.line_names,
            numbers: &mut self.numbers,
        }))
    }
}

impl Quick<'_> {
    /// How many digits of an amount stand after the point.
    pub fn scale(&self) -> u32 {
        self.scaled.scale()
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.scaled.count()
    }

    /// Calls with each line: those of the item, then those of the order. Gives the
    /// [numbering](Session::line_numbering) of their names.
    pub fn each_line(&mut self, mut each: impl FnMut(QuickLine)) -> u32 {
        let Self {
            scaled,
            plan,
            names,
            numbers,
            ..
        } = self;
        names.begin(scaled.labels());
        numbers.begin(names.numbering());
        scaled.each_line(|line| {
            each(QuickLine {
                name: numbers.of(&line, scaled, plan, names),
                unit_amount: line.unit_amount,
                amount: line.amount,
            });
        });
        names.numbering()
    }
}
