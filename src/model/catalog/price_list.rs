//! Price lists: one or two axes, lookup modes, cells.

use super::{ExpressionText, FileReport, Label};
pub use crate::model::lookup::{Above, LookupMode};
use crate::money::{CurrencyCode, Decimal};

/// A matrix of prices over one or two axes.
#[derive(Clone, Debug)]
pub struct PriceList {
    /// Its id, by which rules look it up.
    pub id: String,
    /// What people read on its line.
    pub name: Option<Label>,
    /// What it is for.
    pub role: Role,
    /// The currency of its amounts; required where the catalog has several and cells are amounts.
    pub currency: Option<CurrencyCode>,
    /// What its cells are; other than `amount` only in role `table`.
    pub values: ValueKind,
    /// The value that chooses the row: a feature, an input or a `let`. In role `table` it may be
    /// missing: then the axis is of numbers.
    pub row_feature: Option<String>,
    /// The value that chooses the column.
    pub col_feature: Option<String>,
    /// How a row is found; must be written for an axis of numbers.
    pub row_lookup: Option<LookupMode>,
    /// How a column is found.
    pub col_lookup: Option<LookupMode>,
    /// Above the last row: `"above": {"row": "on_request"}`.
    pub row_above: Above,
    /// Above the last column.
    pub col_above: Above,
    /// Serves only where these hold: a feature (`fabric`) or an attribute (`fabric.band`), and
    /// the option or value it must have.
    pub for_values: Vec<(String, super::AttributeValue)>,
    /// Serves only where this holds.
    pub when: Option<ExpressionText>,
    /// Role `surcharge`: whether its line counts for percentages of `list` and `subtotal`.
    pub discountable: bool,
    /// Never packed for a storefront.
    pub internal: bool,
    /// The cells as read: inline, or from the file.
    pub cells: Cells,
    /// The file, where they came from one.
    pub file: Option<String>,
    /// What was found in the file; it is no part of the packed catalog.
    pub file_report: Option<Box<FileReport>>,
}

/// What a price list is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Its cell is the base price.
    #[default]
    Base,
    /// Its cell is a line in `options`.
    Surcharge,
    /// Read by rules and price groups only.
    Table,
}

/// What the cells of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ValueKind {
    /// Amounts of money.
    #[default]
    Amount,
    /// Percentages, for `percent(lookup(…))`.
    Percent,
    /// Plain numbers.
    Number,
}

/// Axes and cells as text became numbers, before they are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Row headers, as text: numbers or keys.
    pub rows: Vec<String>,
    /// Column headers; empty for a list of one axis.
    pub cols: Vec<String>,
    /// Row-major; rows × columns, or rows for one axis; `None` is not available.
    pub values: Vec<Option<Decimal>>,
}
