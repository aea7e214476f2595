//! Price lists and price groups.

#![expect(dead_code, reason = "the types are read by the derive only")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::value::{
    AboveWord, Amount, Cell, Currency, Day, DecimalSignWord, EncodingWord, Expression,
    GroupTypeWord, Id, JsonNumber, Label, LookupWord, Number, RoleWord, Scalar, SeparatorWord,
    TableFormWord, Text, ThousandsWord, ValueKindWord, Whole,
};

/// A matrix of prices over one or two axes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PriceList {
    /// Its id, by which rules look it up.
    id: Id,
    /// What people read on its line.
    name: Option<Label>,
    /// What it is for: `base` (default), `surcharge` or `table`.
    role: Option<RoleWord>,
    /// The currency of its amounts; required where the catalog has several.
    currency: Option<Currency>,
    /// What its cells are: `amount` (default), or in role `table` also `percent` or `number`.
    values: Option<ValueKindWord>,
    /// The value that chooses the row: a feature, an input or a `let`.
    row_feature: Option<Id>,
    /// The value that chooses the column.
    col_feature: Option<Id>,
    /// How a value between two breakpoints is looked up; required for an axis of numbers.
    lookup: Option<LookupSetting>,
    /// What happens above the last breakpoint; default `out_of_range`.
    above: Option<AboveSetting>,
    /// Serves only where these features or attributes have these values.
    r#for: Option<BTreeMap<String, Scalar>>,
    /// Serves only where this holds.
    when: Option<Expression>,
    /// Role `surcharge`: whether percentages of `list` and `subtotal` count it; default true.
    discountable: Option<bool>,
    /// Never packed for a storefront.
    internal: Option<bool>,
    /// Breakpoints or keys of the rows.
    rows: Option<Vec<Header>>,
    /// Breakpoints or keys of the columns; missing for a list of one axis.
    cols: Option<Vec<Header>>,
    /// An array of cells for each row, or the cells of one axis.
    cells: Option<Vec<CellEntry>>,
    /// The CSV file or spreadsheet that holds rows, columns and cells.
    file: Option<Id>,
    /// How the file is written.
    csv: Option<Csv>,
}

/// A breakpoint or a key.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Header {
    /// A breakpoint.
    Number(JsonNumber),
    /// A breakpoint or a key.
    Text(Id),
}

/// A row of cells, or a cell of a list of one axis.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum CellEntry {
    /// A row.
    Row(Vec<Cell>),
    /// A cell.
    Cell(Cell),
}

/// One lookup mode for all axes, or one for each.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum LookupSetting {
    /// For all axes.
    All(LookupWord),
    /// For each axis.
    ByAxis(Lookup),
}

/// How a row and a column are found.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Lookup {
    /// How a row is found.
    row: Option<LookupWord>,
    /// How a column is found.
    col: Option<LookupWord>,
}

/// One setting for all axes, or one for each.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum AboveSetting {
    /// For all axes.
    All(AboveWord),
    /// For each axis.
    ByAxis(Above),
}

/// What happens above the last row and the last column.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Above {
    /// Above the last row.
    row: Option<AboveWord>,
    /// Above the last column.
    col: Option<AboveWord>,
}

/// How the file is written, as far as detection does not say it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Csv {
    /// How bytes are letters.
    encoding: Option<EncodingWord>,
    /// Between cells: `,`, `;`, `|` or a tab.
    separator: Option<SeparatorWord>,
    /// Decimal sign: `.` or `,`.
    decimal: Option<DecimalSignWord>,
    /// Between thousands: `none`, `.`, `,`, a space or `'`.
    thousands: Option<ThousandsWord>,
    /// The unit of the axes' numbers, such as `cm`.
    unit: Option<Text>,
    /// Whether the file's rows are the list's columns.
    transpose: Option<bool>,
    /// `wide`: a matrix; `long`: a row for each price.
    form: Option<TableFormWord>,
    /// What stands in cells that are not available, besides nothing.
    unavailable: Option<Vec<Text>>,
    /// The sheet of a spreadsheet; its first one otherwise.
    sheet: Option<Text>,
    /// The cells of a sheet, such as `B2:H20`.
    range: Option<Text>,
}

/// A change of the price for a group; its amount is signed and added, or set by `override`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PriceGroup {
    /// Its id.
    id: Id,
    /// What people read.
    title: Option<Label>,
    /// Its type.
    r#type: GroupTypeWord,
    /// `fixed`, `override`: an amount; `percentage`: a signed number of percent.
    amount: Option<Amount>,
    /// `percentage`: the base; default `list`.
    of: Option<Text>,
    /// `formula`: an expression that gives the amount.
    formula: Option<Expression>,
    /// `table`: the id of a price list with role `table`.
    table: Option<Id>,
    /// What it changes; default the whole component.
    scope: Option<ScopeSetting>,
    /// When it holds.
    when: Option<Expression>,
    /// Amounts in place of the group's own from a quantity on.
    tiers: Option<Vec<Tier>>,
    /// Higher goes first; default 0.
    priority: Option<Whole>,
    /// First day on which it holds.
    from: Option<Day>,
    /// First day on which it holds no more.
    until: Option<Day>,
}

/// `"component"`, or some features or options.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ScopeSetting {
    /// The whole list price.
    Component(ComponentWord),
    /// Some lines.
    Parts(Scope),
}

/// The word `component`.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum ComponentWord {
    /// The whole list price.
    Component,
}

/// The lines of features or of options.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Scope {
    /// Ids of features.
    features: Option<Vec<Id>>,
    /// Options as `feature.option`.
    options: Option<Vec<Id>>,
}

/// An amount from a quantity on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tier {
    /// First quantity.
    from: Number,
    /// The amount, or the rate in percent.
    amount: Amount,
}
