//! Price lists as arrays.

use super::bytes::codec::{Codec, Reader, Writer, unzigzag, zigzag};
use super::{CurrencyIndex, TextId};
use crate::model::lookup::{Above, LookupMode};
use crate::money::Decimal;

/// A price list: axes and cells.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its id.
    pub id: TextId,
    /// The currency of its amounts; none for percentages and numbers.
    pub currency: Option<CurrencyIndex>,
    /// Rows.
    pub row: Axis,
    /// Columns, where it has two axes.
    pub col: Option<Axis>,
    /// Rows × columns.
    pub cells: Cells,
}

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Breakpoints or keys.
    pub kind: AxisKind,
    /// What happens above the last breakpoint.
    pub above: Above,
}

/// What an axis consists of.
#[derive(Clone, Debug)]
pub enum AxisKind {
    /// Rising breakpoints, and how a value between them is looked up.
    Breakpoints(Vec<Decimal>, LookupMode),
    /// Keys in written order.
    Keys(Vec<TextId>),
}

impl Axis {
    /// How many rows or columns.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.kind {
            AxisKind::Breakpoints(values, _) => values.len(),
            AxisKind::Keys(keys) => keys.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Cells, row-major: a price, an explicit 0, or nothing.
#[derive(Clone, Debug)]
pub struct Cells {
    columns: usize,
    store: Store,
}

/// Prices as scaled integers where all of them fit, else as decimals.
#[derive(Clone, Debug)]
enum Store {
    /// `value / 10^scale`; [`HOLE`] is an empty cell.
    Scaled { scale: u32, values: Vec<i64> },
    /// As they are.
    Wide(Vec<Option<Decimal>>),
}

const HOLE: i64 = i64::MIN;

impl Cells {
    /// Cells of a table with so many columns (1 for a table of one axis).
    #[must_use]
    pub fn new(columns: usize, values: Vec<Option<Decimal>>) -> Self {
        let store = scaled(&values).unwrap_or(Store::Wide(values));
        Self { columns, store }
    }

    /// The price in a cell; none where it is empty or outside.
    #[must_use]
    pub fn price(&self, row: usize, column: usize) -> Option<Decimal> {
        if column >= self.columns {
            return None;
        }
        let index = row.checked_mul(self.columns)?.checked_add(column)?;
        match &self.store {
            Store::Scaled { scale, values } => match *values.get(index)? {
                HOLE => None,
                value => Decimal::from_parts(i128::from(value), *scale).ok(),
            },
            Store::Wide(values) => *values.get(index)?,
        }
    }
}

impl Cells {
    /// The price in a cell as an integer and its digits after the point, where cells are integers.
    #[must_use]
    pub fn small_price(&self, row: usize, column: usize) -> Option<(i64, u32)> {
        let Store::Scaled { scale, values } = &self.store else {
            return None;
        };
        let index = row.checked_mul(self.columns)?.checked_add(column)?;
        let value = *values.get(index).filter(|_| column < self.columns)?;
        (value != HOLE).then_some((value, *scale))
    }

    /// Whether they are the cells of a table of this size.
    pub(super) fn fit(&self, rows: usize, columns: usize) -> bool {
        let found = match &self.store {
            Store::Scaled { scale, values } => {
                if *scale > Decimal::MAX_DIGITS {
                    return false;
                }
                values.len()
            }
            Store::Wide(values) => values.len(),
        };
        self.columns == columns && rows.checked_mul(columns) == Some(found)
    }
}

/// A cell of scaled prices is 0 where it is empty, else one more than its price.
impl Codec for Cells {
    fn write(&self, to: &mut Writer) {
        to.length(self.columns);
        match &self.store {
            Store::Scaled { scale, values } => {
                to.byte(0);
                scale.write(to);
                to.length(values.len());
                for value in values {
                    to.integer(match *value {
                        HOLE => 0,
                        value => zigzag(value).saturating_add(1),
                    });
                }
            }
            Store::Wide(values) => {
                to.byte(1);
                values.write(to);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let columns = u32::read(from) as usize;
        let store = if from.tag(2) == 0 {
            let scale = u32::read(from);
            let values = from.many(|from| match from.integer() {
                0 => HOLE,
                more => unzigzag(more.wrapping_sub(1)),
            });
            Store::Scaled { scale, values }
        } else {
            Store::Wide(Codec::read(from))
        };
        Self { columns, store }
    }
}

/// The values as integers of one scale, if all fit.
fn scaled(values: &[Option<Decimal>]) -> Option<Store> {
    let scale = values
        .iter()
        .flatten()
        .map(|value| value.fraction_digits())
        .max()
        .unwrap_or(0);
    let integer = |value: &Option<Decimal>| match value {
        None => Some(HOLE),
        Some(value) => {
            let factor = 10_i128.checked_pow(scale.checked_sub(value.scale())?)?;
            let whole = i64::try_from(value.mantissa().checked_mul(factor)?).ok()?;
            (whole != HOLE).then_some(whole)
        }
    };
    let values = values.iter().map(integer).collect::<Option<Vec<_>>>()?;
    Some(Store::Scaled { scale, values })
}
