//! Numbers whose digits fit 64 bits, as nearly all amounts do: the fast way of the operations.
//!
//! Each gives the exact result or nothing; what it cannot do is done in full width.

use std::cmp::Ordering;

use super::{Decimal, Rounding};

/// A number of at most 64 bits of digits: its value is ±`magnitude` / 10^`scale`.
#[derive(Clone, Copy)]
pub(super) struct Small {
    pub negative: bool,
    pub magnitude: u64,
    pub scale: u32,
}

/// The powers of ten that 64 bits hold, by exponent.
const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut exponent = 1;
    #[expect(
        clippy::indexing_slicing,
        reason = "worked out while compiling, which would fail"
    )]
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

impl Small {
    /// The number, if its digits fit.
    #[inline]
    pub fn of(number: Decimal) -> Option<Self> {
        let parts = number.to_library().unpack();
        (parts.hi == 0).then(|| Self {
            negative: parts.negative,
            magnitude: u64::from(parts.mid) << 32 | u64::from(parts.lo),
            scale: parts.scale,
        })
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Decimal> {
        let (left, right, scale) = self.aligned(other)?;
        let (negative, magnitude) = if self.negative == other.negative {
            (self.negative, left.checked_add(right)?)
        } else if left >= right {
            (self.negative, left.checked_sub(right)?)
        } else {
            (other.negative, right.checked_sub(left)?)
        };
        Decimal::from_magnitude(negative, magnitude.into(), scale).ok()
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Decimal> {
        // Cannot wrap: two factors of 64 bits.
        let magnitude = u128::from(self.magnitude).wrapping_mul(other.magnitude.into());
        let scale = self.scale.checked_add(other.scale)?;
        Decimal::from_magnitude(self.negative != other.negative, magnitude, scale).ok()
    }

    /// The quotient by a power of ten.
    pub fn divided_by(self, divisor: Self) -> Option<Decimal> {
        let exponent = POWERS.binary_search(&divisor.magnitude).ok()?;
        let scale = self.scale.checked_add(u32::try_from(exponent).ok()?)?;
        let raised = match scale.checked_sub(divisor.scale) {
            Some(scale) => return self.with(divisor.negative, self.magnitude, scale),
            None => divisor.scale.checked_sub(scale)?,
        };
        let magnitude = self.magnitude.checked_mul(power(raised)?)?;
        self.with(divisor.negative, magnitude, 0)
    }

    /// The nearest multiple of a positive increment that the mode picks.
    pub fn round_to_increment(self, increment: Self, mode: Rounding) -> Option<Decimal> {
        let (value, step, scale) = self.aligned(increment)?;
        let quotient = value.checked_div(step)?;
        let remainder = value.checked_rem(step)?;
        let complement = step.checked_sub(remainder)?;
        let up = remainder != 0 && mode.goes_up(remainder.cmp(&complement), quotient & 1 == 1);
        let multiple = value.checked_sub(remainder)?;
        let multiple = if up {
            multiple.checked_add(step)?
        } else {
            multiple
        };
        self.with(false, multiple, scale)
    }

    /// Whether the number is a whole multiple of a positive increment.
    pub fn is_multiple_of(self, increment: Self) -> Option<bool> {
        let (value, step, _) = self.aligned(increment)?;
        Some(value.checked_rem(step)? == 0)
    }

    /// Compares the magnitudes.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let (left, right, _) = self.aligned(other)?;
        Some(left.cmp(&right))
    }

    fn with(self, flipped: bool, magnitude: u64, scale: u32) -> Option<Decimal> {
        Decimal::from_magnitude(self.negative != flipped, magnitude.into(), scale).ok()
    }

    /// Both magnitudes on one scale.
    fn aligned(self, other: Self) -> Option<(u64, u64, u32)> {
        let (left, right) = (self.magnitude, other.magnitude);
        if self.scale == other.scale {
            return Some((left, right, self.scale));
        }
        let scale = self.scale.max(other.scale);
        Some((
            left.checked_mul(power(scale.checked_sub(self.scale)?)?)?,
            right.checked_mul(power(scale.checked_sub(other.scale)?)?)?,
            scale,
        ))
    }
}

pub(super) fn power(exponent: u32) -> Option<u64> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}
