//! The lines of a session's price: amounts as numbers, texts by number, asked for once.

use super::{Price, Session, Way};
use crate::diagnostic::Diagnostics;
use crate::evaluate::line_names::LineTexts;
use crate::money::Decimal;

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

/// What stands where a line is going to.
const NO_LINE: SessionLine = SessionLine {
    name: usize::MAX,
    unit_amount: None,
    amount: Decimal::ZERO,
};

impl Session {
    /// Puts the lines, as [`lines`](Self::lines) gives them, in place of others: the quickest way to
    /// all of them, for a list that is kept from price to price.
    ///
    /// # Errors
    /// The faults of the order; the list is empty then.
    pub fn read_lines(&mut self, into: &mut Vec<SessionLine>) -> Result<(), Diagnostics> {
        let quick = self.quick().inspect_err(|_| into.clear())?;
        if let Some(mut quick) = quick {
            // lines go to places that are there from the last price mostly
            into.resize(quick.count(), NO_LINE);
            let mut places = into.iter_mut();
            let scale = quick.scale();
            quick.each_line(|line| {
                if let Some(place) = places.next() {
                    let decimal = |amount| Decimal::from_scaled(amount, scale);
                    *place = SessionLine {
                        name: line.name,
                        unit_amount: line.unit_amount.map(decimal),
                        amount: decimal(line.amount),
                    };
                }
            });
            return Ok(());
        }
        into.clear();
        let names = &mut self.line_names;
        if let Price::Full(priced) = &self.price {
            names.begin(match &self.way {
                Way::Open(scaled) => scaled.labels(),
                Way::Unknown | Way::Closed => 0,
            });
            into.extend(priced.records().map(|(record, key)| SessionLine {
                name: names.number(record.label(), key),
                unit_amount: record.unit_amount,
                amount: record.amount,
            }));
        }
        Ok(())
    }

    /// The lines of the item, then those of the order.
    ///
    /// # Errors
    /// The faults of the order.
    pub fn lines(&mut self) -> Result<impl Iterator<Item = SessionLine>, Diagnostics> {
        let mut lines = std::mem::take(&mut self.lines);
        let read = self.read_lines(&mut lines);
        self.lines = lines;
        read?;
        Ok(self.lines.iter().copied())
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
}
