//! How a price list's file is written, as far as its author says so.

/// How a file is written: `"csv": {"separator": ";", "decimal": ","}`. What is not said is detected
/// from the file; what cannot be detected beyond doubt is a diagnostic that names the setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvSettings {
    /// How bytes are letters.
    pub encoding: Option<Encoding>,
    /// What stands between cells.
    pub separator: Option<char>,
    /// The decimal sign, `.` or `,`.
    pub decimal: Option<char>,
    /// What stands between thousands.
    pub thousands: Option<Thousands>,
    /// The unit of the axes' numbers, such as `cm`.
    pub unit: Option<String>,
    /// Whether the file's rows are the list's columns.
    pub transpose: Option<bool>,
    /// A matrix, or a row for each price.
    pub form: Option<TableForm>,
    /// What stands in a cell that is not available, besides nothing.
    pub unavailable: Vec<String>,
    /// The sheet of a spreadsheet.
    pub sheet: Option<String>,
    /// The cells of a sheet: `B2:H20`.
    pub range: Option<String>,
}

/// How bytes are letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first: "Unicode text" of spreadsheets.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// Western Europe.
    Windows1252,
    /// Central Europe.
    Windows1250,
    /// ISO 8859-1.
    Latin1,
}

/// What stands between thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thousands {
    /// Nothing.
    None,
    /// `1.234.567`
    Point,
    /// `1,234,567`, and by twos in India: `12,34,567`
    Comma,
    /// `1 234 567`, with any kind of space.
    Space,
    /// `1'234'567`, also `’`.
    Apostrophe,
}

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// A matrix: columns in the first row, rows in the first column.
    Wide,
    /// A row for each price, under named columns: width, drop, price.
    Long,
}
