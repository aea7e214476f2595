//! The running sums of a waterfall: all lines, and those that percentages count.

use super::slot_set::SlotSet;
use super::value::Stop;
use crate::diagnostic::Code;
use crate::money::{Decimal, Exactness, NumberError, Rounding};
use crate::plan::{FeatureIndex, LineSet, OptionIndex};

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// One piece: before × quantity, with rounding scope `unit`.
    Piece,
    /// All pieces of the item although before × quantity: rounding scope `item`.
    Pieces,
    /// The item: after × quantity.
    Item,
    /// The order.
    Order,
}

/// A sum of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    /// Every line.
    pub all: Decimal,
    /// Those that percentages of `list`, `subtotal` and `extended` count.
    pub discountable: Decimal,
}

/// What a percentage is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// What the rate counts.
    pub amount: Decimal,
    /// What it leaves out: lines that are not discountable.
    pub left_out: Decimal,
}

/// Every sum that a waterfall keeps, in the measure of its phase.
#[derive(Debug)]
pub(super) struct Sums {
    /// Σ lines so far.
    pub running: Sum,
    /// Σ lines at the start of the phase.
    pub start: Sum,
    /// Σ lines of phase `base`.
    pub base: Sum,
    /// Σ lines of phase `options`.
    pub options: Sum,
    /// The list price, once it is fixed.
    pub list: Option<Sum>,
    /// The amount after × quantity, once it is fixed.
    pub extended: Option<Sum>,
    /// Σ amounts of the order's items; in the order's own waterfall.
    pub items: Decimal,
    /// Surcharges in the list price by feature and option.
    pub choices: Vec<(FeatureIndex, Option<OptionIndex>, Sum)>,
    /// Σ of them by feature.
    pub features: Vec<Sum>,
    /// What the base price waits for; then no sum that contains it is known.
    pub unknown: Option<SlotSet>,
}

impl Sum {
    /// Nothing.
    pub const ZERO: Self = Self {
        all: Decimal::ZERO,
        discountable: Decimal::ZERO,
    };

    /// An amount that percentages count.
    pub const fn of(amount: Decimal) -> Self {
        Self {
            all: amount,
            discountable: amount,
        }
    }

    /// Every line, for a percentage.
    pub const fn whole(self) -> Counted {
        Counted {
            amount: self.all,
            left_out: Decimal::ZERO,
        }
    }

    /// The lines that are discountable, for a percentage. A maximum or an override may have taken
    /// away more than them: then nothing is left to count, and no discount turns into a surcharge.
    pub fn counted(self) -> Result<Counted, Stop> {
        let taken_away = self.discountable.is_negative() && !self.all.is_negative();
        let amount = if taken_away {
            Decimal::ZERO
        } else {
            self.discountable
        };
        Ok(Counted {
            amount,
            left_out: minus(self.all, amount)?,
        })
    }

    /// With one more line.
    pub fn with(self, amount: Decimal, discountable: bool) -> Result<Self, Stop> {
        let counted = if discountable { amount } else { Decimal::ZERO };
        self.plus(Self {
            all: amount,
            discountable: counted,
        })
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Result<Self, Stop> {
        Ok(Self {
            all: plus(self.all, other.all)?,
            discountable: plus(self.discountable, other.discountable)?,
        })
    }

    /// So many times.
    pub fn times(self, factor: Decimal) -> Result<Self, Stop> {
        Ok(Self {
            all: times(self.all, factor)?,
            discountable: times(self.discountable, factor)?,
        })
    }
}

impl Sums {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            running: Sum::ZERO,
            start: Sum::ZERO,
            base: Sum::ZERO,
            options: Sum::ZERO,
            list: None,
            extended: None,
            items: Decimal::ZERO,
            choices: Vec::new(),
            features: Vec::new(),
            unknown: None,
        }
    }

    /// Adds a surcharge of the list price.
    pub fn choose(
        &mut self,
        (feature, option): (FeatureIndex, Option<OptionIndex>),
        sum: Sum,
    ) -> Result<(), Stop> {
        self.choices.push((feature, option, sum));
        let total = self.feature(feature).plus(sum)?;
        if self.features.len() <= feature.index() {
            let count = feature.index().saturating_add(1);
            self.features.resize(count, Sum::ZERO);
        }
        if let Some(place) = self.features.get_mut(feature.index()) {
            *place = total;
        }
        Ok(())
    }

    /// Σ surcharges of a feature.
    pub fn feature(&self, feature: FeatureIndex) -> Sum {
        self.features
            .get(feature.index())
            .copied()
            .unwrap_or(Sum::ZERO)
    }

    /// Σ surcharges of a set of lines, or the list price.
    pub fn lines(&self, set: &LineSet) -> Result<Sum, Stop> {
        let counts = |feature: FeatureIndex, option: Option<OptionIndex>| match set {
            LineSet::All => false,
            LineSet::Features(features) => features.contains(&feature),
            LineSet::Options(options) => option.is_some_and(|o| options.contains(&(feature, o))),
        };
        if *set == LineSet::All {
            return self.list.ok_or_else(|| unpriced("list"));
        }
        let lines = self
            .choices
            .iter()
            .filter(|(feature, option, _)| counts(*feature, *option));
        lines.map(|(_, _, sum)| *sum).try_fold(Sum::ZERO, Sum::plus)
    }

    /// Every sum for the whole item instead of a piece.
    pub fn extend(&mut self, quantity: Decimal) -> Result<(), Stop> {
        for sum in [&mut self.running, &mut self.base, &mut self.options] {
            *sum = sum.times(quantity)?;
        }
        self.list = self.list.map(|list| list.times(quantity)).transpose()?;
        let choices = self.choices.iter_mut().map(|(_, _, sum)| sum);
        for sum in choices.chain(&mut self.features) {
            *sum = sum.times(quantity)?;
        }
        Ok(())
    }
}

/// An amount that has no price.
pub(super) fn unpriced(name: &str) -> Stop {
    Stop::problem(Code::Unpriced, format!("the amount `{name}` has no price"))
}

/// The one place where a line is rounded.
pub(crate) fn round(amount: Decimal, increment: Decimal, mode: Rounding) -> Result<Decimal, Stop> {
    amount
        .round_to_increment(increment, mode)
        .map_err(|error| Stop::number(error, None))
}

/// A sum that must be exact.
pub(crate) fn plus(left: Decimal, right: Decimal) -> Result<Decimal, Stop> {
    exactly(|exact| left.plus(right, exact))
}

/// A difference that must be exact.
pub(crate) fn minus(left: Decimal, right: Decimal) -> Result<Decimal, Stop> {
    exactly(|exact| left.minus(right, exact))
}

/// A product that must be exact.
pub(crate) fn times(left: Decimal, right: Decimal) -> Result<Decimal, Stop> {
    exactly(|exact| left.times(right, exact))
}

/// A result that is not a sum of lines unless it is exact.
fn exactly(
    operation: impl FnOnce(&mut Exactness) -> Result<Decimal, NumberError>,
) -> Result<Decimal, Stop> {
    let mut exact = Exactness::EXACT;
    let result = operation(&mut exact).map_err(|error| Stop::number(error, None))?;
    if exact.is_exact() {
        Ok(result)
    } else {
        Err(Stop::problem(
            Code::Overflow,
            "an amount needs more than 28 digits",
        ))
    }
}
