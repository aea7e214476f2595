//! Rounding of quotients to multiples of an increment, in integers.

use super::program::LARGEST;
use crate::money::{Decimal, Rounding};

/// The multiples of an increment, and which of two neighbors an amount goes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    /// The increment × 10^scale; above 0.
    increment: i64,
    mode: Rounding,
    /// The same as a decimal, for amounts that are worked out in full.
    decimal: Decimal,
}

impl Grid {
    /// A grid; none for an increment that is no positive integer of the scale.
    pub fn new(increment: Decimal, mode: Rounding, scale: u32) -> Option<Self> {
        let scaled = super::program::scaled(increment, scale)?;
        (scaled > 0).then_some(Self {
            increment: scaled,
            mode,
            decimal: increment,
        })
    }

    /// Whether each of its multiples is one of another grid.
    pub fn is_within(&self, other: &Self) -> bool {
        self.increment.checked_rem(other.increment) == Some(0)
    }

    /// `numerator ÷ denominator` on the grid. None for what does not fit.
    #[inline]
    pub fn round(&self, numerator: i64, denominator: i64) -> Option<i64> {
        if self.increment == 1 && denominator == 1 {
            return Some(numerator);
        }
        let step = denominator.checked_mul(self.increment)?.unsigned_abs();
        let magnitude = numerator.unsigned_abs();
        let quotient = magnitude.checked_div(step)?;
        let remainder = magnitude.checked_rem(step)?;
        let against_half = remainder.cmp(&step.checked_sub(remainder)?);
        let up = remainder != 0 && self.mode.goes_up(against_half, quotient & 1 == 1);
        let steps = quotient.checked_add(u64::from(up))?;
        let multiple = steps.checked_mul(self.increment.unsigned_abs())?;
        let multiple = i64::try_from(multiple).ok()?;
        (multiple.unsigned_abs() <= LARGEST).then_some(if numerator < 0 {
            multiple.wrapping_neg()
        } else {
            multiple
        })
    }

    /// An amount that was worked out in full, on the grid and as an integer of the scale.
    pub fn round_decimal(&self, amount: Decimal, scale: u32) -> Option<i64> {
        let rounded = amount.round_to_increment(self.decimal, self.mode).ok()?;
        super::program::scaled(rounded, scale)
    }
}
