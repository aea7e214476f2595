//! Price groups: what a kind of customer or a season changes.

use super::{Amount, ExpressionText, Label};
use crate::model::date::Date;
use crate::money::Decimal;

/// A change of the price for a group: its amount is signed and added, or set by `override`.
#[derive(Clone, Debug)]
pub struct PriceGroup {
    /// Its id.
    pub id: String,
    /// What people read.
    pub title: Option<Label>,
    /// Type with its amount.
    pub kind: GroupType,
    /// What it changes; default the whole component.
    pub scope: GroupScope,
    /// When it holds.
    pub when: Option<ExpressionText>,
    /// Quantity tiers: amounts in place of the group's own from a quantity on.
    pub tiers: Vec<GroupTier>,
    /// Higher goes first; default 0.
    pub priority: i32,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// First day on which it holds no more.
    pub until: Option<Date>,
}

/// The type of a price group.
#[derive(Clone, Debug)]
pub enum GroupType {
    /// `"amount"`: added as it is.
    Fixed(Option<Amount>),
    /// `"amount"` in percent of the base `"of"`.
    Percentage {
        /// In percent; may be missing where tiers say it.
        rate: Option<Decimal>,
        /// `list` (default), `base`, `options`, `subtotal`, `price(feature)`.
        of: String,
    },
    /// `"formula"`: an expression that gives the amount.
    Formula(ExpressionText),
    /// `"table"`: the id of a price list with role `table`, looked up by its own axes.
    Table(String),
    /// `"amount"`: what the scope costs instead.
    Override(Option<Amount>),
}

/// What a price group changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GroupScope {
    /// The whole list price.
    #[default]
    Component,
    /// The lines of these features: `{"features": ["fabric"]}`.
    Features(Vec<String>),
    /// The lines of these options: `{"options": ["fabric.silk"]}`.
    Options(Vec<(String, String)>),
}

/// `{"from": 10, "amount": "-5"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupTier {
    /// First quantity.
    pub from: Decimal,
    /// The amount, or the rate in percent.
    pub amount: Amount,
}
