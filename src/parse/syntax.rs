//! The syntax tree: what was written, with spans, before names mean anything.

use crate::diagnostic::Span;
use crate::model::date::Date;
use crate::money::{CurrencyCode, Decimal, Rounding};

/// A name with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself, without backticks.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A dotted name such as `fabric.weight`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The parts between the dots, at least one; each knows whether it stood in backticks.
    pub parts: Vec<Name>,
    /// Whether the first part stood in backticks: then it is never a word of the language.
    pub quoted: bool,
    /// The whole of it.
    pub span: Span,
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// The whole of it, without parentheses around it.
    pub span: Span,
}

/// The forms of an expression: a strict subset of FEEL, with `is set`, `lookup`, `percent`,
/// `price` and amounts per currency added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionKind {
    /// `12.50`; never signed.
    Number(Decimal),
    /// `"ral"`, escapes resolved.
    Text(String),
    /// `true`, `false`.
    Boolean(bool),
    /// `date("2026-10-01")`, checked to be a day of the calendar.
    Date(Date),
    /// `{EUR 40.00, CHF 45.00}`; amounts may be negative. No currency stands twice.
    Money(Vec<(CurrencyCode, Decimal)>),
    /// `width`, `fabric.weight`, `customer.group`, and the built-in names.
    Path(Path),
    /// `-x`.
    Negate(Box<Expression>),
    /// `not(x)`.
    Not(Box<Expression>),
    /// `a + b`, `a = b`, `a and b` and so on.
    Binary(BinaryOperator, Box<Expression>, Box<Expression>),
    /// `a ** 3`: the exponent is a whole literal, negative if a minus stands before it.
    Power(Box<Expression>, i32),
    /// `x in (…)`, `x in [1..5]`, `x in list`.
    In(Box<Expression>, Vec<InTest>),
    /// `x between a and b`, both ends included.
    Between(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `if c then a else b`.
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `x is set`.
    IsSet(Path),
    /// `max(1, x)`; the span of the function's name comes with it.
    Call(Function, Span, Vec<Expression>),
    /// `lookup("table", x)` or `lookup("table", x, y)`; the table's name with its place.
    Lookup(Name, Vec<Expression>),
    /// `price(fabric)`: what the feature's own surcharges come to.
    Price(Path),
    /// `[1, 2, 3]`.
    List(Vec<Expression>),
}

/// One alternative after `in`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InTest {
    /// `= value`: the value itself, or a list that holds it.
    Value(Expression),
    /// `< 10`; only `= != < <= > >=`.
    Comparison(BinaryOperator, Expression, Span),
    /// `[20..30]`, `(20..30]`.
    Range {
        /// Lower end.
        low: Expression,
        /// Whether the lower end belongs to it.
        low_included: bool,
        /// Upper end.
        high: Expression,
        /// Whether the upper end belongs to it.
        high_included: bool,
        /// The whole range.
        span: Span,
    },
}

/// Operators between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BinaryOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `and`
    And,
    /// `or`
    Or,
}

pub use crate::plan::{Choice, Function};

/// A whole rules text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The statements in written order.
    pub statements: Vec<Statement>,
}

/// One statement: `keyword id "label" [from … until …] [when condition] : effect [modifiers]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its id, by which quotes, tests and other rules name it.
    pub id: Name,
    /// What people read.
    pub label: Option<String>,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// First day on which it holds no more.
    pub until: Option<Date>,
    /// When it holds; always where there is none.
    pub when: Option<Expression>,
    /// What it does.
    pub effect: Effect,
    /// How it does it.
    pub modifiers: Modifiers,
    /// The whole statement.
    pub span: Span,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `let area = …` (written with `=` in place of `when … :`).
    Let(Expression),
    /// `set brackets : …`: a computed value that the quote shows.
    Set(Expression),
    /// Adds a signed amount.
    Surcharge(Adjustment),
    /// Subtracts a non-negative amount.
    Discount(Adjustment),
    /// A table by quantity.
    Tiers(Tiers),
    /// Lifts the amount to this.
    Minimum(Expression),
    /// Lowers the amount to this.
    Maximum(Expression),
    /// `to 0.05 half_up`.
    Round {
        /// Multiples of this.
        increment: Expression,
        /// Which way.
        mode: Rounding,
    },
    /// `in 0.99 up`: the nearest amount above, below or around with this ending.
    End {
        /// The ending; its modulus is the next power of ten above it.
        ending: Expression,
        /// `up`, `down` or one of the half modes.
        mode: Rounding,
    },
    /// `phase discounts : best, additive`; the statement's id is the phase's.
    Phase {
        /// `all`, `first`, `best`.
        choice: Option<Choice>,
        /// `additive` or `compound`.
        compound: Option<bool>,
    },
    /// The configuration is invalid where this is true.
    Forbid(Expression),
    /// The configuration is invalid where this is false.
    Require(Expression),
    /// A note on the quote where this is true.
    Warn(Expression),
    /// No price, ask us, where this is true.
    OnRequest(Expression),
    /// A catalog test.
    Test {
        /// The configuration and the order around it.
        given: Vec<Given>,
        /// What must come out.
        expect: Vec<Expectation>,
    },
}

/// The amount of a surcharge or discount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// An amount.
    Amount(Expression),
    /// `12% of base`, `percent(x) of list`.
    Percent {
        /// The rate in percent.
        rate: Expression,
        /// Of what: a base name, or `price(feature)`.
        of: Expression,
    },
}

/// A quantity table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers {
    /// Counted over what.
    pub on: TierBasis,
    /// How the thresholds are read.
    pub kind: TierKind,
    /// Thresholds in written order; empty for `package`.
    pub steps: Vec<TierStep>,
    /// For `package`: the price of each started package.
    pub package: Option<Package>,
}

/// What a tier counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TierBasis {
    /// `on quantity`: the item's own.
    Quantity,
    /// `on quantity of order`: all items of this component.
    QuantityOfOrder,
    /// `on quantity of order by fabric`: those that share this value.
    QuantityOfOrderBy(Expression),
}

/// How tier thresholds are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierKind {
    /// All pieces at the reached tier.
    Volume,
    /// Each slice at its own tier.
    Graduated,
    /// One price for the whole quantity.
    Block,
    /// Started packages.
    Package,
}

/// `10 -> discount 3% of extended`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierStep {
    /// The first quantity of the tier.
    pub from: Decimal,
    /// What it costs or changes.
    pub effect: TierEffect,
    /// The whole step.
    pub span: Span,
}

/// What a tier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TierEffect {
    /// A price: replaces `base` × quantity.
    Price(Expression),
    /// `discount 3% of extended`.
    Discount(Adjustment),
    /// `surcharge 2.00`.
    Surcharge(Adjustment),
    /// `none` (block only): quantities from here on are not offered.
    None,
    /// `overage 2.50` (block only): the last block, and this for each further piece.
    Overage(Expression),
}

/// `5.00 per started 100, first 100 free`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Price of one started package.
    pub price: Expression,
    /// Pieces in a package.
    pub size: Decimal,
    /// Pieces that cost nothing.
    pub free: Decimal,
}

/// `per piece`, `per item`, `once per order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Once a piece: the default.
    Piece,
    /// Once an item, whatever its quantity.
    Item,
    /// Once an order.
    Order,
}

/// What may follow an effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    /// `per piece`, `per item`, `per order`, `once per order`, with its place.
    pub per: Option<(Per, Span)>,
    /// `by ral_code` after `once per order`.
    pub by: Option<Expression>,
    /// `before discounts` (true) or `after discounts` (false), for limits.
    pub before_discounts: Option<(bool, Span)>,
    /// `during PHASE`.
    pub during: Option<Name>,
    /// `priority 10`; a higher number goes first.
    pub priority: Option<(i32, Span)>,
    /// `stop`.
    pub stop: Option<Span>,
    /// `not discountable`.
    pub not_discountable: Option<Span>,
    /// `internal`.
    pub internal: Option<Span>,
}

/// `width: 95` in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// A feature, an input, `quantity`, `currency`, `as_of` or `tax_rate`.
    pub name: Path,
    /// Its value.
    pub value: Literal,
    /// The value's place.
    pub span: Span,
}

/// A value written out in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `-12.5`
    Number(Decimal),
    /// `"white"`
    Text(String),
    /// `true`
    Boolean(bool),
    /// `["led", "sensor" * 2]`: options, each with a quantity.
    Choices(Vec<(String, Decimal)>),
    /// `none`: not set.
    None,
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// What is looked at.
    pub subject: Subject,
    /// Where it stands.
    pub span: Span,
}

/// The subject of an expectation with its expected value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `unit_price 39.90`, `amount`, `list_price`, `net`, `tax`, `gross`, `effective_unit_price`;
    /// `None` is `none`.
    Amount(AmountSubject, Option<Decimal>),
    /// `status invalid`.
    Status(Name),
    /// `line ral_wide 4.50` (its amount for the whole item), or `line ral_wide none`.
    Line(Name, Option<Decimal>),
    /// `violation solar_cassette`.
    Violation(Name),
    /// `warning silk_late`.
    Warning(Name),
    /// `value bracket_count 3`.
    Value(Name, Literal),
}

/// Amounts of a quote that a test can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountSubject {
    /// The item's list price.
    ListPrice,
    /// The item's unit price.
    UnitPrice,
    /// The item's amount ÷ quantity.
    EffectiveUnitPrice,
    /// The item's amount.
    Amount,
    /// The order's net.
    Net,
    /// The order's tax.
    Tax,
    /// The order's gross.
    Gross,
}
