//! A quote: what an order costs, and why.

use super::date::Date;
use crate::diagnostic::Code;
use crate::money::{Currency, Decimal, Rounding};

/// The answer to an order. Amounts are in the order's currency; `None` is unknown, never 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The worst status of its items.
    pub status: Status,
    /// The order's currency.
    pub currency: Currency,
    /// The order's day.
    pub as_of: Option<Date>,
    /// Whether amounts contain tax.
    pub gross_prices: bool,
    /// One for each item of the order, in its order.
    pub items: Vec<ItemQuote>,
    /// Lines of the order: phases `order` and, for manual ones, `adjustments`.
    pub lines: Vec<Line>,
    /// Σ items + Σ order lines; none unless all items are priced.
    pub amount: Option<Decimal>,
    /// Σ amounts of the items that are priced.
    pub priced_subtotal: Decimal,
    /// Without tax.
    pub net: Option<Decimal>,
    /// The tax.
    pub tax: Option<Decimal>,
    /// With tax.
    pub gross: Option<Decimal>,
    /// Base and tax per rate, by rising rate.
    pub taxes: Vec<TaxShare>,
    /// Order-level violations.
    pub violations: Vec<Violation>,
    /// Order-level warnings.
    pub warnings: Vec<Notice>,
    /// What kept order-level rules from a price.
    pub problems: Vec<Problem>,
    /// Skus of all priced items with their quantities, in first-seen order.
    pub bill_of_materials: Vec<Material>,
    /// Id and version of the catalog, as its author wrote them.
    pub catalog_id: Option<String>,
    /// See `catalog_id`.
    pub catalog_version: Option<String>,
    /// SHA-256 of the catalog's canonical form, in hex.
    pub fingerprint: String,
    /// The version of this crate.
    pub engine_version: &'static str,
    /// The line rounding that was applied.
    pub rounding: QuoteRounding,
}

/// The rounding of lines, as a quote states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteRounding {
    /// Which way.
    pub mode: Rounding,
    /// `unit` (false) or `item` (true).
    pub per_item: bool,
    /// Multiples of this for lines per piece.
    pub unit_increment: Decimal,
    /// Multiples of this for lines per item and order.
    pub increment: Decimal,
}

/// What became of an item or order, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It has a binding price.
    Priced,
    /// Something required is unset.
    Incomplete,
    /// Something is not allowed.
    Invalid,
    /// There is a price, on request.
    OnRequest,
    /// There is no price.
    Unpriced,
}

impl Status {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Priced => "priced",
            Self::Incomplete => "incomplete",
            Self::Invalid => "invalid",
            Self::OnRequest => "on_request",
            Self::Unpriced => "unpriced",
        }
    }
}

/// One item, priced or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemQuote {
    /// The caller's id.
    pub id: Option<String>,
    /// The component's id.
    pub component: String,
    /// How many pieces.
    pub quantity: Decimal,
    /// What became of it.
    pub status: Status,
    /// The waterfall. For an incomplete item these are provisional; for others without a binding
    /// price they are empty.
    pub lines: Vec<Line>,
    /// The amount after `list_limits`: per piece, or extended with rounding scope `item`.
    pub list_price: Option<Decimal>,
    /// The price of a piece; none with rounding scope `item`.
    pub unit_price: Option<Decimal>,
    /// Σ lines. Provisional for an incomplete item.
    pub amount: Option<Decimal>,
    /// `amount` ÷ quantity, rounded to the unit increment; shown, never multiplied.
    pub effective_unit_price: Option<Decimal>,
    /// The item's share of the order's lines.
    pub order_share: Option<Decimal>,
    /// The tax rate in percent.
    pub tax_rate: Option<Decimal>,
    /// `amount` + `order_share` without tax; none where tax is rounded per rate.
    pub net: Option<Decimal>,
    /// The item's tax; none where tax is rounded per rate.
    pub tax: Option<Decimal>,
    /// With tax; none where tax is rounded per rate.
    pub gross: Option<Decimal>,
    /// What is not allowed.
    pub violations: Vec<Violation>,
    /// What is worth knowing.
    pub warnings: Vec<Notice>,
    /// Statements that wait for a value.
    pub pending: Vec<Pending>,
    /// Why there is no price.
    pub problems: Vec<Problem>,
    /// Computed values (`set`), in document order.
    pub computed: Vec<(String, ComputedValue)>,
    /// Skus with quantities for the whole item.
    pub bill_of_materials: Vec<Material>,
}

/// A value as a quote shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComputedValue {
    /// A number.
    Number(Decimal),
    /// A text or an option's id.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// Several values.
    List(Vec<ComputedValue>),
}

/// One entry of the price waterfall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The phase that made it: a standard one or the author's own.
    pub phase: String,
    /// What made it.
    pub kind: LineKind,
    /// The id of the rule, option (`feature:option`), list or group that made it.
    pub id: String,
    /// What people read, in the order's language.
    pub label: String,
    /// Once a piece, an item or an order.
    pub scope: Scope,
    /// For one piece; only in scope `unit`.
    pub unit_amount: Option<Decimal>,
    /// For all of it, final.
    pub amount: Decimal,
    /// What a percentage is of.
    pub base: Option<LineBase>,
    /// The rate in percent.
    pub rate: Option<Decimal>,
    /// The cell of a price list.
    pub cell: Option<CellUse>,
    /// The tier that was reached.
    pub tier: Option<Decimal>,
    /// How many of a multiselect's option.
    pub option_quantity: Option<Decimal>,
    /// For fees once per order: the key's value, and the indexes of the items that asked.
    pub key: Option<String>,
    /// See `key`.
    pub items: Vec<usize>,
    /// Order lines: how the amount is shared out over the items, one entry an item.
    pub shares: Vec<Decimal>,
    /// Given with the order by hand.
    pub manual: bool,
    /// Whether the amount before rounding was exact.
    pub exact: bool,
    /// Where the rule stands: file, line and column, counted from 1.
    pub source: Option<SourcePosition>,
}

/// The base of a percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineBase {
    /// `base`, `list`, `subtotal`, …
    pub name: String,
    /// What the rate is taken of.
    pub amount: Decimal,
    /// What the rate leaves out of the amount of this name: lines that are not discountable.
    pub not_discountable: Decimal,
}

/// A place in a rules text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// The file, or the JSON path of an inline text.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// What made a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// The component's base price.
    BasePrice,
    /// A base price list's cell.
    PriceList,
    /// An option's or feature's surcharge.
    Option,
    /// A surcharge list's cell.
    SurchargeList,
    /// A `surcharge` statement.
    Surcharge,
    /// A `discount` statement.
    Discount,
    /// A price group.
    PriceGroup,
    /// A price group that sets the amount.
    Override,
    /// A quantity tier.
    Tier,
    /// A `minimum` statement.
    Minimum,
    /// A `maximum` statement.
    Maximum,
    /// A `round` statement, or the last step to the minor unit.
    Rounding,
    /// An `end` statement.
    Ending,
    /// A negative amount that became 0.
    Clamp,
    /// Given with the order.
    Manual,
}

impl LineKind {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BasePrice => "base_price",
            Self::PriceList => "price_list",
            Self::Option => "option",
            Self::SurchargeList => "surcharge_list",
            Self::Surcharge => "surcharge",
            Self::Discount => "discount",
            Self::PriceGroup => "price_group",
            Self::Override => "override",
            Self::Tier => "tier",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Rounding => "rounding",
            Self::Ending => "ending",
            Self::Clamp => "clamp",
            Self::Manual => "manual",
        }
    }
}

/// How often a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Once a piece.
    Unit,
    /// Once an item.
    Item,
    /// Once an order.
    Order,
}

impl Scope {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Item => "item",
            Self::Order => "order",
        }
    }
}

/// Which cell of a price list a line is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellUse {
    /// The list's id.
    pub list: String,
    /// The row.
    pub row: AxisUse,
    /// The column, where there is one.
    pub col: Option<AxisUse>,
}

/// What was asked of an axis, and what it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisUse {
    /// The value asked.
    pub asked: String,
    /// The breakpoint or key hit; the lower of two for `linear`.
    pub hit: String,
    /// The upper neighbor, for `linear` between two.
    pub upper: Option<String>,
}

/// Something that is not allowed, and what would fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// A kebab-case code such as `below-minimum`, `off-step`, `forbidden`.
    pub code: &'static str,
    /// The rule's id, where a rule said so.
    pub rule: Option<String>,
    /// What people read.
    pub message: String,
    /// The features concerned.
    pub features: Vec<String>,
    /// What would fix it: values that are allowed, each for a feature.
    pub fixes: Vec<Fix>,
}

impl Violation {
    /// Whether something is only missing yet: the item is incomplete, not invalid.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        ["missing-required", "input-missing"].contains(&self.code)
    }
}

/// A change that would lift a violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The feature to change.
    pub feature: String,
    /// Its new value; none to leave it unset.
    pub value: Option<String>,
}

/// A warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The rule's id, or a kebab-case code of the engine's own.
    pub id: String,
    /// What people read.
    pub message: String,
}

/// A statement that waits for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The rule, list or group.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The phase its line would be in.
    pub phase: String,
    /// The required values that are unset.
    pub waits_for: Vec<String>,
}

/// Why there is no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The code.
    pub code: Code,
    /// One line.
    pub message: String,
    /// The rule, list or option it comes from.
    pub id: Option<String>,
}

/// Base and tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxShare {
    /// In percent.
    pub rate: Decimal,
    /// Net amount.
    pub net: Decimal,
    /// Tax.
    pub tax: Decimal,
}

/// An entry of the bill of materials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// Article number.
    pub sku: String,
    /// How many.
    pub quantity: Decimal,
}
