//! What was found in a price list's file.

use super::csv::{Encoding, TableForm, Thousands};

/// What was found in a price list's file, besides its numbers.
///
/// What is neither declared nor certain is [`guessed`](Self::guessed): it cannot change a price, or
/// the file would have been refused, but it can change words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub file: String,
    /// How bytes are letters; none for a spreadsheet.
    pub encoding: Option<Encoding>,
    /// What stands between cells; none for a spreadsheet, and for a file of one column.
    pub separator: Option<char>,
    /// The sheet of a spreadsheet.
    pub sheet: Option<String>,
    /// The cells of a sheet, where only a part was asked for.
    pub range: Option<String>,
    /// The decimal sign; none where no number shows one.
    pub decimal: Option<char>,
    /// What stands between thousands; none where no number shows it.
    pub thousands: Option<Thousands>,
    /// The currency as the file writes it: a code or a sign.
    pub currency: Option<String>,
    /// The codes that the currency may have: several for `$` and `kr`.
    pub currency_codes: Vec<String>,
    /// Whether the cells are percentages.
    pub percent: bool,
    /// The unit of the rows' numbers in the file.
    pub row_unit: Option<String>,
    /// The unit of the columns' numbers in the file.
    pub col_unit: Option<String>,
    /// The units that the axes were converted to, where those of the file are others.
    pub converted: Vec<String>,
    /// A matrix, or a row for each price.
    pub form: Option<TableForm>,
    /// Whether the file's rows are the list's columns.
    pub transposed: bool,
    /// What the file calls its rows, as the list has them.
    pub row_label: Option<String>,
    /// What the file calls its columns.
    pub col_label: Option<String>,
    /// Lines above the table.
    pub titles: Vec<String>,
    /// Lines below the table.
    pub notes: Vec<String>,
    /// Rows with nothing in them.
    pub empty_rows: usize,
    /// Columns with nothing in them.
    pub empty_columns: usize,
    /// Rows that end before the last column; their cells there are not available.
    pub short_rows: usize,
    /// Columns of a long form that are neither an axis nor the price.
    pub ignored_columns: Vec<String>,
    /// Pairs that a long form does not mention, and that are not available for that.
    pub missing_pairs: usize,
    /// Cells beside whose text invisible characters were removed.
    pub cleaned: usize,
    /// Settings that were written down, such as `separator`.
    pub declared: Vec<&'static str>,
    /// Settings for which the file gives no proof.
    pub guessed: Vec<&'static str>,
}
