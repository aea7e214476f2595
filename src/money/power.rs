//! Powers with whole exponents, correctly rounded without holding all their digits.
//!
//! A power that a decimal holds is multiplied out. Any other is enclosed between two numbers of
//! more than 120 digits; both round to the same decimal, or it is refused rather than guessed.

use super::arithmetic::rounded;
use super::wide::{LONGEST_POWER_OF_TEN, Wide};
use super::{Decimal, Exactness, NumberError};

/// Holds the product of two bounds.
type Wide1024 = Wide<32>;

/// Bounds are cut to this many limbs: 512 bits, 154 digits, of which at most 28 are cut at once.
const BOUND_LIMBS: usize = 16;

/// A reciprocal is a power of ten divided by a bound: 280 digits leave at least 125.
const RECIPROCAL_DIGITS: u32 = 280;

impl Decimal {
    /// The value multiplied `exponent` times; a negative exponent divides. Anything to the power
    /// of 0 is 1, zero included.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`] for a negative power of zero, [`NumberError::TooLarge`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let mut exact = Exactness::EXACT;
    /// let two = Decimal::from_integer(2);
    /// assert_eq!(two.power(10, &mut exact)?, Decimal::from_integer(1024));
    /// assert_eq!(two.power(-3, &mut exact)?, Decimal::parse("0.125")?);
    /// assert!(exact.is_exact());
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn power(self, exponent: i32, exact: &mut Exactness) -> Result<Decimal, NumberError> {
        let times = exponent.unsigned_abs();
        if self.is_zero() && times > 0 {
            return if exponent < 0 {
                Err(NumberError::DivisionByZero)
            } else {
                Ok(self)
            };
        }
        match multiplied_out(self, times) {
            Some(power) if exponent < 0 => Decimal::ONE.divided_by(power, exact),
            Some(power) => Ok(power),
            None => enclosed(self, times, exponent < 0, exact),
        }
    }
}

/// The power, if a decimal holds it and every power on the way to it.
fn multiplied_out(base: Decimal, times: u32) -> Option<Decimal> {
    let mut exact = Exactness::EXACT;
    let mut power = Decimal::ONE;
    let (mut square, mut left) = (base, times);
    while left > 0 {
        if left & 1 == 1 {
            power = power.times(square, &mut exact).ok()?;
        }
        left >>= 1;
        if left > 0 {
            square = square.times(square, &mut exact).ok()?;
        }
        if !exact.is_exact() {
            return None;
        }
    }
    Some(power)
}

/// The power rounded from its bounds; `base` is not zero.
fn enclosed(
    base: Decimal,
    times: u32,
    reciprocal: bool,
    exact: &mut Exactness,
) -> Result<Decimal, NumberError> {
    let negative = base.is_negative() && times & 1 == 1;
    let magnitude = base.mantissa().unsigned_abs();
    let base_scale = i64::from(base.scale()).saturating_mul(times.into());
    let bound = |upwards| raised(magnitude, times, upwards).ok_or(NumberError::TooLarge);
    let mut round = |bound: &Bound, upwards: bool| {
        let scale = base_scale.saturating_sub(bound.exponent);
        if !reciprocal {
            return rounded(negative, bound.magnitude, false, scale, exact);
        }
        let (quotient, rest) = inverted(bound.magnitude).ok_or(NumberError::TooLarge)?;
        let quotient = if rest && upwards {
            increased(quotient)
        } else {
            Some(quotient)
        };
        let quotient = quotient.ok_or(NumberError::TooLarge)?;
        // What an upper bound left out has been added to it; a lower one may keep it.
        let rest = rest && !upwards;
        rounded(
            negative,
            quotient,
            rest,
            i64::from(RECIPROCAL_DIGITS).saturating_sub(scale),
            exact,
        )
    };
    let lower = bound(false)?;
    if lower.exact {
        return round(&lower, false);
    }
    let upper = bound(true)?;
    // The bound above is the one whose reciprocal is below.
    let results = (round(&lower, reciprocal), round(&upper, !reciprocal));
    exact.note_rounded();
    // A power of more than 154 digits is no tie of 29, so the bounds part only if the first
    // hundred digits after the 28th are all those of a tie. No such power is known.
    if results.0 == results.1 {
        results.0
    } else {
        Err(NumberError::TooPrecise)
    }
}

/// `magnitude` × 10 to the `exponent`: the power itself, or a bound of it.
struct Bound {
    magnitude: Wide1024,
    exponent: i64,
    exact: bool,
}

/// A bound from below or (`upwards`) from above of a power.
fn raised(base: u128, times: u32, upwards: bool) -> Option<Bound> {
    let whole = |value| Bound {
        magnitude: Wide::from_u128(value),
        exponent: 0,
        exact: true,
    };
    let (mut power, mut square, mut left) = (whole(1), whole(base), times);
    while left > 0 {
        if left & 1 == 1 {
            power = product(&power, &square, upwards)?;
        }
        left >>= 1;
        if left > 0 {
            square = product(&square, &square, upwards)?;
        }
    }
    Some(power)
}

fn product(left: &Bound, right: &Bound, upwards: bool) -> Option<Bound> {
    let mut product = Bound {
        magnitude: left.magnitude.times(right.magnitude)?,
        exponent: left.exponent.checked_add(right.exponent)?,
        exact: left.exact && right.exact,
    };
    while product.magnitude.is_longer_than(BOUND_LIMBS) {
        let (kept, rest) = product
            .magnitude
            .divided_by_power_of_ten(LONGEST_POWER_OF_TEN)?;
        product.magnitude = if upwards && rest != 0 {
            increased(kept)?
        } else {
            kept
        };
        product.exponent = product.exponent.checked_add(LONGEST_POWER_OF_TEN.into())?;
        product.exact = product.exact && rest == 0;
    }
    Some(product)
}

/// 10 to the 280th divided by the magnitude, and whether something is left.
fn inverted(magnitude: Wide1024) -> Option<(Wide1024, bool)> {
    let dividend = Wide::from_u128(1).times_power_of_ten(RECIPROCAL_DIGITS)?;
    let (quotient, remainder) = dividend.divided_by(magnitude)?;
    Some((quotient, !remainder.is_zero()))
}

fn increased(magnitude: Wide1024) -> Option<Wide1024> {
    magnitude.plus(Wide::from_u128(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The power as text, with `~` before it if it was rounded.
    fn power(base: &str, exponent: i32) -> Result<String, NumberError> {
        let mut exact = Exactness::EXACT;
        let value = Decimal::parse(base).unwrap().power(exponent, &mut exact)?;
        Ok(format!(
            "{}{value}",
            if exact.is_exact() { "" } else { "~" }
        ))
    }

    #[test]
    fn powers_that_fit_are_exact() {
        assert_eq!(power("2", 10).unwrap(), "1024");
        assert_eq!(power("-2", 3).unwrap(), "-8");
        assert_eq!(power("1.1", 2).unwrap(), "1.21");
        assert_eq!(power("7.5", 0).unwrap(), "1");
        assert_eq!(power("7.5", 1).unwrap(), "7.5");
        assert_eq!(power("-1", i32::MAX).unwrap(), "-1");
        assert_eq!(power("-1", i32::MIN).unwrap(), "1");
        assert_eq!(power("10", 27).unwrap().len(), 28);
        assert_eq!(power("0.1", 28).unwrap().len(), 30);
        assert_eq!(power("4", -2).unwrap(), "0.0625");
        assert_eq!(power("0.5", -3).unwrap(), "8");
        // 10⁻²⁰ to the power of −1 needs no more digits than 10²⁰.
        assert_eq!(
            power("0.00000000000000000001", -1).unwrap(),
            "100000000000000000000"
        );
    }

    #[test]
    fn powers_of_zero() {
        assert_eq!(power("0", 0).unwrap(), "1");
        assert_eq!(power("0", 3).unwrap(), "0");
        assert_eq!(power("0", -1), Err(NumberError::DivisionByZero));
    }

    #[test]
    fn powers_that_do_not_fit_are_rounded_once() {
        // 2⁻²⁹ is 0.00000000186264514923095703125: a tie after 28 places, …703125 → …70312.
        assert_eq!(power("2", -29).unwrap(), "~0.0000000018626451492309570312");
        assert_eq!(power("0.5", 29).unwrap(), "~0.0000000018626451492309570312");
        // (1 + d)² is 1 + 2d + d², with d of 28 places and d² far below half of the last digit.
        assert_eq!(
            power("1.000000000000000000000000001", 2).unwrap(),
            "~1.000000000000000000000000002"
        );
        // (1 + d)⁵ with d = 10⁻²⁷: 1 + 5d + 10d² + …
        assert_eq!(
            power("1.000000000000000000000000001", 5).unwrap(),
            "~1.000000000000000000000000005"
        );
        // The reciprocal: 1 − 5d + 15d² − …, with 28 digits after the point.
        assert_eq!(
            power("1.000000000000000000000000001", -5).unwrap(),
            "~0.999999999999999999999999995"
        );
    }

    #[test]
    fn far_powers_are_decided_by_their_size() {
        assert_eq!(power("10", 28), Err(NumberError::TooLarge));
        assert_eq!(power("2", 94), Err(NumberError::TooLarge));
        assert_eq!(power("9", i32::MAX), Err(NumberError::TooLarge));
        assert_eq!(power("0.9", i32::MIN), Err(NumberError::TooLarge));
        assert_eq!(power("0.1", 29).unwrap(), "~0");
        assert_eq!(power("-0.9", i32::MAX).unwrap(), "~0");
        assert_eq!(power("10", -29).unwrap(), "~0");
        // 5⁻²⁸ × 10²⁸ is 2²⁸: 28 places, nothing to round. One power more is rounded.
        assert_eq!(power("5", -28).unwrap(), "0.0000000000000000000268435456");
        assert_eq!(power("5", -29).unwrap(), "~0.0000000000000000000053687091");
    }

    #[test]
    fn a_very_long_power_is_still_right() {
        // (1 + d)ⁿ with d = 10⁻²⁷ and n = 2³¹ − 1: 1 + nd + n(n − 1)/2 × d² + …, and n² d² is
        // below 5 × 10⁻³⁶.
        assert_eq!(
            power("1.000000000000000000000000001", i32::MAX).unwrap(),
            "~1.000000000000000002147483647"
        );
        // The reciprocal: 1 − nd + n(n + 1)/2 × d² − …, with 28 places.
        assert_eq!(
            power("1.000000000000000000000000001", -i32::MAX).unwrap(),
            "~0.999999999999999997852516353"
        );
    }
}
