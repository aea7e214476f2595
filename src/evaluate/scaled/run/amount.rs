//! How much a line is: fixed, a rate of a sum, by the quantity, from a cell, or worked out.

use super::{Remembered, Running};
use crate::evaluate::scaled::entry::{Amount, Axis, Cell, Rate, Tiers};
use crate::evaluate::scaled::grid::Grid;
use crate::evaluate::scaled::values::Values;
use crate::evaluate::scaled::whole::EMPTY;
use crate::money::{Decimal, Exactness};
use crate::plan::{NodeId, Table};

impl Running<'_> {
    /// How much: none inside where there is no line, none outside where it is not known here.
    pub(super) fn amount(
        &mut self,
        mut amount: &Amount,
        mut factor: i64,
        of_order: bool,
    ) -> Option<Option<i64>> {
        loop {
            amount = match amount {
                Amount::Each(one) => {
                    factor = self.pieces;
                    one
                }
                Amount::Tiers(tiers) => match tiers.reached(self.pieces) {
                    Some(reached) => reached,
                    None => return Some(None),
                },
                _ => break,
            };
        }
        Some(Some(match amount {
            Amount::Fixed(amount) => *amount,
            Amount::Percent(rate, of) => {
                let sum = self.state.sums.base_of(*of)?;
                rate.of(sum.checked_mul(factor)?, self.grid)?
            }
            Amount::Exact(one) => self.grid.round(one.checked_mul(factor)?, 1)?,
            Amount::Each(_) | Amount::Tiers(_) => return None,
            Amount::Cell(cell) => self.cell(cell)?,
            Amount::Worked { node, discount } => self.worked(*node, *discount, factor, of_order)?,
        }))
    }

    #[inline(never)]
    fn worked(&mut self, node: NodeId, discount: bool, factor: i64, of_order: bool) -> Option<i64> {
        let value = self.discounted(node, discount, of_order)?;
        let factor = Decimal::from_integer(factor);
        let all = value.times(factor, &mut Exactness::default()).ok()?;
        self.grid.round_decimal(all, self.program.scale)
    }

    pub(super) fn discounted(
        &mut self,
        node: NodeId,
        discount: bool,
        of_order: bool,
    ) -> Option<Decimal> {
        let value = self.reader(of_order)?.number(node)?;
        match discount {
            true if value.is_negative() => None,
            true => Some(value.negated()),
            false => Some(value),
        }
    }

    /// The price in a cell, on the grid; remembered for the same keys.
    pub(super) fn cell(&mut self, cell: &Cell) -> Option<i64> {
        let keys = [self.key(Some(&cell.row)), self.key(cell.col.as_ref())];
        if let [Some(row), Some(col)] = keys
            && let Some(known) = self.state.cells.get(cell.number)
            && known.keys == [row, col]
            && row != EMPTY
        {
            return Some(known.price);
        }
        self.find(cell, keys)
    }

    /// The same for keys that are not remembered.
    #[inline(never)]
    fn find(&mut self, cell: &Cell, keys: [Option<i64>; 2]) -> Option<i64> {
        let col = cell.col.as_ref();
        let lookups = &mut self.work.lookups;
        *lookups = lookups.wrapping_add(1);
        let price = match (&cell.row, col) {
            (Axis::Worked(row), None) => self.worked_cell(cell, *row, None)?,
            (Axis::Worked(row), Some(Axis::Worked(col))) => {
                self.worked_cell(cell, *row, Some(*col))?
            }
            _ => {
                let row = cell.row.find(self.values)?;
                let col = col.map_or(Some(0), |col| col.find(self.values))?;
                let table = self.table(cell)?;
                let (price, scale) = table.cells.small_price(row, col)?;
                match self.program.scale.checked_sub(scale) {
                    Some(0) => self.grid.round(price, 1)?,
                    Some(raised) => self
                        .grid
                        .round(price.checked_mul(10_i64.checked_pow(raised)?)?, 1)?,
                    None => {
                        let lowered = scale.checked_sub(self.program.scale)?;
                        self.grid.round(price, 10_i64.checked_pow(lowered)?)?
                    }
                }
            }
        };
        if let [Some(row), Some(col)] = keys
            && let Some(place) = self.state.cells.get_mut(cell.number)
        {
            *place = Remembered {
                keys: [row, col],
                price,
            };
        }
        Some(price)
    }

    pub(super) fn worked_cell(
        &mut self,
        cell: &Cell,
        row: NodeId,
        col: Option<NodeId>,
    ) -> Option<i64> {
        let price = self.reader(false)?.cell(cell.table, row, col)?;
        self.grid.round_decimal(price, self.program.scale)
    }

    pub(super) fn table(&self, cell: &Cell) -> Option<&Table> {
        self.component()?.tables.get(cell.table.index())
    }

    /// The value that an axis is looked up by; none where it is an expression.
    pub(super) fn key(&self, axis: Option<&Axis>) -> Option<i64> {
        match axis {
            None => Some(0),
            Some(axis) => axis.slot().map(|slot| self.values.of(slot)),
        }
    }
}

impl Rate {
    /// The rate of an amount, on a grid.
    #[inline]
    pub fn of(self, amount: i64, grid: &Grid) -> Option<i64> {
        let numerator = amount.checked_mul(self.numerator.into())?;
        grid.quotient(numerator, self.denominator.into())
    }
}

impl Tiers {
    /// The amount of the highest threshold that a quantity reaches.
    fn reached(&self, pieces: i64) -> Option<&Amount> {
        let reached = self.steps.iter().rfind(|(from, _)| *from <= pieces);
        reached
            .map(|(_, amount)| amount)
            .or(self.otherwise.as_ref())
    }
}

impl Axis {
    /// The row or column for the values.
    fn find(&self, values: &Values) -> Option<usize> {
        match self {
            Self::Up(slot, points) => {
                let value = values.known(*slot)?;
                let at = points.partition_point(|point| *point < value);
                (at < points.len()).then_some(at)
            }
            Self::Down(slot, points) => {
                let value = values.known(*slot)?;
                let last = points.last().is_some_and(|last| value <= *last);
                let at = points.partition_point(|point| *point <= value);
                at.checked_sub(1).filter(|_| last)
            }
            Self::Keys(slot, rows) => *rows.get(values.option(*slot)?)?,
            Self::Worked(_) => None,
        }
    }
}
