//! Intervals of decimals: every number that an expression can come to over a set of
//! configurations.
//!
//! An operation gives an interval that contains the operation's result for every two numbers out
//! of the operands; none where that cannot be said, which stands for any number. Decimals are
//! rounded to nearest where a result is longer than 28 digits, which never turns an order around,
//! so the ends of an interval are worked out by the same operations as the numbers within.

use crate::money::{Decimal, Exactness, NumberError};

/// All numbers from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    /// The lowest.
    pub low: Decimal,
    /// The highest.
    pub high: Decimal,
}

type Operation = fn(Decimal, Decimal, &mut Exactness) -> Result<Decimal, NumberError>;

impl Interval {
    /// 0 alone.
    pub const ZERO: Self = Self::of(Decimal::ZERO);

    /// One number.
    pub const fn of(number: Decimal) -> Self {
        Self {
            low: number,
            high: number,
        }
    }

    /// Between two numbers, whichever is lower.
    pub fn between(one: Decimal, other: Decimal) -> Self {
        Self {
            low: one.min(other),
            high: one.max(other),
        }
    }

    /// The smallest one that contains some numbers; none without a number.
    pub fn around(numbers: impl IntoIterator<Item = Decimal>) -> Option<Self> {
        numbers
            .into_iter()
            .map(Self::of)
            .reduce(|all, one| all.hull(one))
    }

    /// With its ends in order.
    pub fn ordered(self) -> Self {
        Self::between(self.low, self.high)
    }

    /// The one number in it.
    pub fn point(self) -> Option<Decimal> {
        (self.low == self.high).then_some(self.low)
    }

    /// The smallest one that contains both.
    pub fn hull(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// How wide it is, for choices between ways of search: the value of nothing depends on it.
    pub fn width(self) -> Decimal {
        let width = self.high.minus(self.low, &mut Exactness::default());
        width.unwrap_or(Decimal::ZERO)
    }

    /// Every sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exact = &mut Exactness::default();
        Some(Self {
            low: self.low.plus(other.low, exact).ok()?,
            high: self.high.plus(other.high, exact).ok()?,
        })
    }

    /// Every difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// Every product.
    pub fn times(self, other: Self) -> Option<Self> {
        self.at_corners(other, Decimal::times)
    }

    /// Every quotient; none where a divisor may be 0.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        let has_zero = !other.low.is_positive() && !other.high.is_negative();
        if has_zero {
            return None;
        }
        self.at_corners(other, Decimal::divided_by)
    }

    /// The numbers with the other sign.
    pub fn negated(self) -> Self {
        Self {
            low: self.high.negated(),
            high: self.low.negated(),
        }
    }

    /// Their magnitudes.
    pub fn absolute(self) -> Self {
        let (one, other) = (self.low.absolute(), self.high.absolute());
        let spans_zero = self.low.is_negative() && self.high.is_positive();
        let low = if spans_zero {
            Decimal::ZERO
        } else {
            one.min(other)
        };
        Self {
            low,
            high: one.max(other),
        }
    }

    /// The result of a function that never falls where its argument rises.
    pub fn rising<E>(self, function: impl Fn(Decimal) -> Result<Decimal, E>) -> Option<Self> {
        Some(Self {
            low: function(self.low).ok()?,
            high: function(self.high).ok()?,
        })
    }

    /// The lower of two numbers.
    pub fn min(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.min(other.high),
        }
    }

    /// The higher of two numbers.
    pub fn max(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.max(other.high),
        }
    }

    /// An operation that is monotone in each operand has its extremes at the ends.
    fn at_corners(self, other: Self, operation: Operation) -> Option<Self> {
        let exact = &mut Exactness::default();
        let mut corner = |one, two| operation(one, two, exact).ok();
        if let (Some(one), Some(two)) = (self.point(), other.point()) {
            return corner(one, two).map(Self::of);
        }
        let corners = [
            corner(self.low, other.low)?,
            corner(self.low, other.high)?,
            corner(self.high, other.low)?,
            corner(self.high, other.high)?,
        ];
        Self::around(corners)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    fn interval(low: &str, high: &str) -> Interval {
        Interval {
            low: number(low),
            high: number(high),
        }
    }

    #[test]
    fn operations_contain_every_result() {
        let (one, other) = (interval("-2", "3"), interval("4", "5"));
        assert_eq!(one.plus(other), Some(interval("2", "8")));
        assert_eq!(one.minus(other), Some(interval("-7", "-1")));
        assert_eq!(one.times(other), Some(interval("-10", "15")));
        assert_eq!(one.divided_by(other), Some(interval("-0.5", "0.75")));
        assert_eq!(one.absolute(), interval("0", "3"));
        assert_eq!(interval("-5", "-2").absolute(), interval("2", "5"));
    }

    #[test]
    fn a_divisor_that_may_be_zero_says_nothing() {
        assert_eq!(interval("1", "2").divided_by(interval("0", "1")), None);
        assert_eq!(interval("1", "2").divided_by(interval("-1", "1")), None);
    }

    #[test]
    fn what_is_too_large_says_nothing() {
        let large = Interval::of(number("9999999999999999999999999999"));
        assert_eq!(large.plus(large), None);
        assert_eq!(large.times(interval("1", "2")), None);
    }
}
