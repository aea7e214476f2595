//! Rounding of quotients to multiples of an increment, in integers.

use super::whole::LARGEST;
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
        let scaled = super::whole::scaled(increment, scale)?;
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

    /// `numerator ÷ denominator`, which is above 0, on the grid. None for what does not fit.
    #[inline]
    pub fn round(&self, numerator: i64, denominator: i64) -> Option<i64> {
        if self.increment == 1 && denominator == 1 {
            return Some(numerator);
        }
        self.quotient(numerator, denominator)
    }

    /// The same where nothing is on the grid by itself.
    #[inline]
    pub fn quotient(&self, numerator: i64, denominator: i64) -> Option<i64> {
        let step = denominator.checked_mul(self.increment)?.cast_unsigned();
        let magnitude = numerator.unsigned_abs();
        let steps = magnitude.wrapping_add(self.ahead(magnitude, step)?);
        // fits, being at most what is divided
        let increment = self.increment.cast_unsigned();
        let multiple = steps.checked_div(step)?.wrapping_mul(increment);
        if multiple > LARGEST {
            return None;
        }
        let multiple = multiple.cast_signed();
        Some(if numerator < 0 {
            multiple.wrapping_neg()
        } else {
            multiple
        })
    }

    /// How far a magnitude is moved on so that the step below is the one it is rounded to. Both
    /// are at most 2⁶³, so their sum fits.
    #[inline]
    fn ahead(&self, magnitude: u64, step: u64) -> Option<u64> {
        match self.mode {
            // as most catalogs say
            Rounding::HalfUp => Some(step / 2),
            mode => Self::ahead_by(mode, magnitude, step),
        }
    }

    #[inline(never)]
    fn ahead_by(mode: Rounding, magnitude: u64, step: u64) -> Option<u64> {
        let below_half = || step.saturating_sub(1) / 2;
        Some(match mode {
            Rounding::HalfUp => step / 2,
            Rounding::HalfDown => below_half(),
            Rounding::Up => step.saturating_sub(1),
            Rounding::Down => 0,
            Rounding::HalfEven => {
                // a half, which only an even step has, goes on from an odd one
                let odd = magnitude.checked_div(step)? & !step & 1;
                below_half().saturating_add(odd)
            }
        })
    }

    /// An amount that was worked out in full, on the grid and as an integer of the scale.
    pub fn round_decimal(&self, amount: Decimal, scale: u32) -> Option<i64> {
        let rounded = amount.round_to_increment(self.decimal, self.mode).ok()?;
        super::whole::scaled(rounded, scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_are_rounded_as_decimals_are() {
        let modes = [
            Rounding::Up,
            Rounding::Down,
            Rounding::HalfUp,
            Rounding::HalfDown,
            Rounding::HalfEven,
        ];
        for mode in modes {
            for increment in ["0.01", "0.05", "0.03", "1", "25"] {
                let increment = Decimal::parse(increment).unwrap();
                let grid = Grid::new(increment, mode, 2).unwrap();
                for (numerator, digits) in (-1_300..1_300).flat_map(|it| [(it, 0), (it, 1)]) {
                    let exact = Decimal::from_scaled(numerator, 2 + digits);
                    let right = exact.round_to_increment(increment, mode).unwrap();
                    let found = grid.round(numerator, 10_i64.pow(digits)).unwrap();
                    let found = Decimal::from_scaled(found, 2);
                    assert_eq!(found, right, "{exact} to {increment} by {mode}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_has_no_quotient() {
        let grid = Grid::new(Decimal::ONE, Rounding::Up, 0).unwrap();
        // 2⁶³ ÷ 8 is the largest there is
        assert_eq!(grid.round(i64::MIN, 8), Some(-LARGEST.cast_signed()));
        assert_eq!(grid.round(i64::MIN, 7), None);
        assert_eq!(grid.round(i64::MAX, i64::MAX), Some(1));
        assert_eq!(grid.round(1, 0), None);
    }
}
