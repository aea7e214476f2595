//! The four operations and the modulo, each rounded at most once.
//!
//! Numbers of few digits go the fast way (`small`), which is exact; everything else is worked out
//! in full width and rounded from all its digits.

use super::rounding::Rounding;
use super::small::Small;
use super::wide::{LONGEST_POWER_OF_TEN, Wide};
use super::{Decimal, Exactness, NumberError};
use std::cmp::Ordering;

/// Holds the product of two mantissas, or one shifted by 56 digits.
pub(super) type Wide256 = Wide<8>;

impl Decimal {
    /// The sum.
    ///
    /// # Errors
    /// [`NumberError::TooLarge`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let mut exact = Exactness::EXACT;
    /// let sum = Decimal::parse("0.1")?.plus(Decimal::parse("0.2")?, &mut exact)?;
    /// assert_eq!(sum, Decimal::parse("0.3")?);
    /// assert!(exact.is_exact());
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn plus(self, other: Decimal, exact: &mut Exactness) -> Result<Decimal, NumberError> {
        both_small(self, other)
            .and_then(|(left, right)| left.plus(right))
            .map_or_else(|| add_wide(self, other, exact), Ok)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`NumberError::TooLarge`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let difference = Decimal::ONE.minus(Decimal::HUNDRED, &mut Exactness::default())?;
    /// assert_eq!(difference, Decimal::from_integer(-99));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn minus(self, other: Decimal, exact: &mut Exactness) -> Result<Decimal, NumberError> {
        self.plus(other.negated(), exact)
    }

    /// The product.
    ///
    /// # Errors
    /// [`NumberError::TooLarge`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let mut exact = Exactness::EXACT;
    /// let product = Decimal::parse("19.90")?.times(Decimal::parse("0.15")?, &mut exact)?;
    /// assert_eq!(product, Decimal::parse("2.985")?);
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn times(self, other: Decimal, exact: &mut Exactness) -> Result<Decimal, NumberError> {
        if self.is_zero() || other.is_zero() {
            return Ok(Decimal::ZERO);
        }
        both_small(self, other)
            .and_then(|(left, right)| left.times(right))
            .map_or_else(|| multiply_wide(self, other, exact), Ok)
    }

    /// The quotient.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`], [`NumberError::TooLarge`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let mut exact = Exactness::EXACT;
    /// let third = Decimal::ONE.divided_by(Decimal::from_integer(3), &mut exact)?;
    /// assert_eq!(third.to_string(), "0.3333333333333333333333333333");
    /// assert!(!exact.is_exact());
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn divided_by(
        self,
        divisor: Decimal,
        exact: &mut Exactness,
    ) -> Result<Decimal, NumberError> {
        if divisor.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        if self.is_zero() {
            return Ok(Decimal::ZERO);
        }
        both_small(self, divisor)
            .and_then(|(left, right)| left.divided_by(right))
            .map_or_else(|| divide_wide(self, divisor, exact), Ok)
    }

    /// What is left of the value after whole divisors, as FEEL has it: the value − `divisor` ×
    /// floor(value / `divisor`), so the result has the sign of the divisor.
    ///
    /// # Errors
    /// [`NumberError::DivisionByZero`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Exactness};
    ///
    /// let mut exact = Exactness::EXACT;
    /// let twelve = Decimal::from_integer(12);
    /// let rest = twelve.negated().modulo(Decimal::from_integer(5), &mut exact)?;
    /// assert_eq!(rest, Decimal::from_integer(3));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn modulo(self, divisor: Decimal, exact: &mut Exactness) -> Result<Decimal, NumberError> {
        if divisor.is_zero() {
            return Err(NumberError::DivisionByZero);
        }
        let aligned = Aligned::new(self, divisor)?;
        let (_, remainder) = aligned.divide()?;
        let towards_divisor = self.is_negative() == divisor.is_negative();
        let magnitude = if towards_divisor || remainder.is_zero() {
            remainder
        } else {
            aligned
                .right
                .minus(remainder)
                .ok_or(NumberError::TooLarge)?
        };
        rounded(
            divisor.is_negative(),
            magnitude,
            false,
            aligned.scale.into(),
            exact,
        )
    }
}

/// Two numbers, if the digits of both are few.
pub(super) fn both_small(left: Decimal, right: Decimal) -> Option<(Small, Small)> {
    Small::of(left).zip(Small::of(right))
}

/// The magnitudes of two numbers as whole multiples of one power of ten.
pub(super) struct Aligned {
    pub(super) left: Wide256,
    pub(super) right: Wide256,
    pub(super) scale: u32,
}

impl Aligned {
    pub(super) fn new(left: Decimal, right: Decimal) -> Result<Aligned, NumberError> {
        let (_, left, left_scale) = left.to_magnitude();
        let (_, right, right_scale) = right.to_magnitude();
        let scale = left_scale.max(right_scale);
        let align = |magnitude, from| {
            Wide::from_u128(magnitude)
                .times_power_of_ten(scale.saturating_sub(from))
                .ok_or(NumberError::TooLarge)
        };
        Ok(Aligned {
            left: align(left, left_scale)?,
            right: align(right, right_scale)?,
            scale,
        })
    }

    /// The whole quotient of left by right, and the remainder.
    pub(super) fn divide(&self) -> Result<(Wide256, Wide256), NumberError> {
        if self.left < self.right {
            return Ok((Wide::from_u128(0), self.left));
        }
        // Only one of the two was shifted. Was it the right one, it is still not above the left
        // one; so the divisor has at most 28 digits and is short.
        let divisor = self.right.to_u128().ok_or(NumberError::TooLarge)?;
        let (quotient, remainder) = self
            .left
            .divided_by_short(divisor)
            .ok_or(NumberError::DivisionByZero)?;
        Ok((quotient, Wide::from_u128(remainder)))
    }
}

/// `magnitude` × 10 to the minus `scale`, rounded half to even to the digits a decimal has.
///
/// `rest` says that a part below one unit of `magnitude` was left out; then `magnitude` must have
/// at least one digit more than can be kept, so that the part cannot decide alone.
pub(super) fn rounded<const LIMBS: usize>(
    negative: bool,
    magnitude: Wide<LIMBS>,
    rest: bool,
    scale: i64,
    exact: &mut Exactness,
) -> Result<Decimal, NumberError> {
    let most = i64::from(Decimal::MAX_DIGITS);
    let digits = i64::from(magnitude.digits());
    if digits > 0 && digits.saturating_sub(scale) > most {
        return Err(NumberError::TooLarge);
    }
    let missing_zeros = u32::try_from(scale.saturating_neg()).unwrap_or(0);
    let excess = digits.max(scale).saturating_sub(most).max(0);
    if digits == 0 || excess > digits {
        if rest || digits != 0 {
            exact.note_rounded();
        }
        return Ok(Decimal::ZERO);
    }
    let excess = u32::try_from(excess).map_err(|_| NumberError::TooLarge)?;
    let kept = if excess > 0 {
        drop_digits(magnitude, excess, rest, exact)
    } else {
        magnitude
            .times_power_of_ten(missing_zeros)
            .and_then(Wide::to_u128)
    };
    let scale = u32::try_from(scale).unwrap_or(0).saturating_sub(excess);
    Decimal::from_magnitude(negative, kept.ok_or(NumberError::TooLarge)?, scale)
}

/// The magnitude without its last `count` digits, rounded half to even.
fn drop_digits<const LIMBS: usize>(
    magnitude: Wide<LIMBS>,
    count: u32,
    rest: bool,
    exact: &mut Exactness,
) -> Option<u128> {
    let (mut kept, mut rest, mut left) = (magnitude, rest, count);
    while left > LONGEST_POWER_OF_TEN {
        let (quotient, remainder) = kept.divided_by_power_of_ten(LONGEST_POWER_OF_TEN)?;
        (kept, rest) = (quotient, rest || remainder != 0);
        left = left.saturating_sub(LONGEST_POWER_OF_TEN);
    }
    let (quotient, remainder) = kept.divided_by_power_of_ten(left)?;
    let quotient = quotient.to_u128()?;
    if remainder == 0 && !rest {
        return Some(quotient);
    }
    exact.note_rounded();
    let complement = 10_u128.checked_pow(left)?.checked_sub(remainder)?;
    let against_half = match remainder.cmp(&complement) {
        Ordering::Equal if rest => Ordering::Greater,
        ordering => ordering,
    };
    let up = Rounding::HalfEven.goes_up(against_half, !quotient.is_multiple_of(2));
    quotient.checked_add(u128::from(up))
}

fn add_wide(left: Decimal, right: Decimal, exact: &mut Exactness) -> Result<Decimal, NumberError> {
    let aligned = Aligned::new(left, right)?;
    let (negative, magnitude) = if left.is_negative() == right.is_negative() {
        (left.is_negative(), aligned.left.plus(aligned.right))
    } else if aligned.left >= aligned.right {
        (left.is_negative(), aligned.left.minus(aligned.right))
    } else {
        (right.is_negative(), aligned.right.minus(aligned.left))
    };
    let magnitude = magnitude.ok_or(NumberError::TooLarge)?;
    rounded(negative, magnitude, false, aligned.scale.into(), exact)
}

fn multiply_wide(
    left: Decimal,
    right: Decimal,
    exact: &mut Exactness,
) -> Result<Decimal, NumberError> {
    let (left_negative, left, left_scale) = left.to_magnitude();
    let (right_negative, right, right_scale) = right.to_magnitude();
    let product = Wide256::from_u128(left)
        .times(Wide::from_u128(right))
        .ok_or(NumberError::TooLarge)?;
    let scale = i64::from(left_scale).saturating_add(right_scale.into());
    rounded(
        left_negative != right_negative,
        product,
        false,
        scale,
        exact,
    )
}

/// Long division to one digit more than can be kept, or two.
fn divide_wide(
    dividend: Decimal,
    divisor: Decimal,
    exact: &mut Exactness,
) -> Result<Decimal, NumberError> {
    let (dividend_negative, dividend, dividend_scale) = dividend.to_magnitude();
    let (divisor_negative, divisor, divisor_scale) = divisor.to_magnitude();
    let digits = |magnitude: u128| i64::from(magnitude.checked_ilog10().unwrap_or(0));
    let scale = i64::from(dividend_scale).saturating_sub(divisor_scale.into());
    // One digit beyond the 28 significant ones, and none after the 29th place.
    let one_beyond = i64::from(Decimal::MAX_DIGITS).saturating_add(1);
    let significant = one_beyond
        .saturating_add(digits(divisor))
        .saturating_sub(digits(dividend));
    let shift = significant.min(one_beyond.saturating_sub(scale));
    let (quotient, remainder) = u32::try_from(shift)
        .ok()
        .and_then(|shift| Wide256::from_u128(dividend).times_power_of_ten(shift))
        .and_then(|shifted| shifted.divided_by_short(divisor))
        .ok_or(NumberError::TooLarge)?;
    let negative = dividend_negative != divisor_negative;
    rounded(
        negative,
        quotient,
        remainder != 0,
        scale.saturating_add(shift),
        exact,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    type Operation = fn(Decimal, Decimal, &mut Exactness) -> Result<Decimal, NumberError>;

    /// The result as text, with `~` before it if it was rounded.
    fn result(operation: Operation, left: &str, right: &str) -> Result<String, NumberError> {
        let mut exact = Exactness::EXACT;
        let value = operation(decimal(left), decimal(right), &mut exact)?;
        Ok(format!(
            "{}{value}",
            if exact.is_exact() { "" } else { "~" }
        ))
    }

    const NINES: &str = "9999999999999999999999999999";

    #[test]
    fn sums_keep_28_digits() {
        let plus = |left, right| result(Decimal::plus, left, right);
        assert_eq!(plus("0.1", "0.2").unwrap(), "0.3");
        assert_eq!(plus("5", "-5.00").unwrap(), "0");
        assert_eq!(plus(NINES, "1"), Err(NumberError::TooLarge));
        assert_eq!(plus(NINES, "0.4").unwrap(), format!("~{NINES}"));
        // Half to even would end at 10²⁸, which has 29 digits.
        assert_eq!(plus(NINES, "0.5"), Err(NumberError::TooLarge));
        // …8.5 goes to the even …8, …9.5 (one less nine) to the even …0.
        assert_eq!(
            plus("1000000000000000000000000008", "0.5").unwrap(),
            "~1000000000000000000000000008"
        );
        assert_eq!(
            plus("1000000000000000000000000009", "0.5").unwrap(),
            "~1000000000000000000000000010"
        );
    }

    #[test]
    fn differences_cancel_exactly() {
        let minus = |left, right| result(Decimal::minus, left, right);
        assert_eq!(minus(NINES, NINES).unwrap(), "0");
        assert_eq!(
            minus("1", "0.0000000000000000000000000001").unwrap(),
            "0.9999999999999999999999999999"
        );
        // 9999999999999999999999999999 − 0.5 is a tie between …8 and …9.
        assert_eq!(
            minus(NINES, "0.5").unwrap(),
            "~9999999999999999999999999998"
        );
    }

    #[test]
    fn products_are_rounded_once() {
        let times = |left, right| result(Decimal::times, left, right);
        assert_eq!(times("19.90", "0.15").unwrap(), "2.985");
        assert_eq!(times("-2", "0").unwrap(), "0");
        assert_eq!(times(NINES, NINES), Err(NumberError::TooLarge));
        // 10⁻¹⁵ × 10⁻¹⁵ is below half of 10⁻²⁸.
        assert_eq!(
            times("0.000000000000001", "-0.000000000000001").unwrap(),
            "~0"
        );
        // 5 × 10⁻²⁹ is a tie between 0 and 10⁻²⁸; 15 × 10⁻²⁹ one between 1 and 2.
        assert_eq!(
            times("0.0000000000000000000000000001", "0.5").unwrap(),
            "~0"
        );
        assert_eq!(
            times("0.0000000000000000000000000001", "1.5").unwrap(),
            "~0.0000000000000000000000000002"
        );
    }

    #[test]
    fn quotients_are_rounded_once() {
        let by = |left, right| result(Decimal::divided_by, left, right);
        assert_eq!(by("1", "8").unwrap(), "0.125");
        assert_eq!(by("1", "3").unwrap(), "~0.3333333333333333333333333333");
        assert_eq!(by("2", "3").unwrap(), "~0.6666666666666666666666666667");
        assert_eq!(by("-2", "3").unwrap(), "~-0.6666666666666666666666666667");
        assert_eq!(by("10", "3").unwrap(), "~3.333333333333333333333333333");
        assert_eq!(by("0", "3").unwrap(), "0");
        assert_eq!(by("3", "0"), Err(NumberError::DivisionByZero));
        assert_eq!(by(NINES, "0.1"), Err(NumberError::TooLarge));
        assert_eq!(by("0.0000000000000000000000000001", NINES).unwrap(), "~0");
        assert_eq!(by("0.0000000000000000000000000001", "2").unwrap(), "~0");
        assert_eq!(
            by("0.0000000000000000000000000003", "2").unwrap(),
            "~0.0000000000000000000000000002"
        );
    }

    #[test]
    fn the_remainder_has_the_sign_of_the_divisor() {
        let modulo = |left, right| result(Decimal::modulo, left, right);
        // The examples of the FEEL standard (DMN 1.3, table 75).
        assert_eq!(modulo("12", "5").unwrap(), "2");
        assert_eq!(modulo("-12", "5").unwrap(), "3");
        assert_eq!(modulo("12", "-5").unwrap(), "-3");
        assert_eq!(modulo("-12", "-5").unwrap(), "-2");
        assert_eq!(modulo("10.1", "4.5").unwrap(), "1.1");
        assert_eq!(modulo("-10.1", "4.5").unwrap(), "3.4");
        assert_eq!(modulo("10.1", "-4.5").unwrap(), "-3.4");
        assert_eq!(modulo("-10.1", "-4.5").unwrap(), "-1.1");
        assert_eq!(modulo("-10", "5").unwrap(), "0");
        assert_eq!(modulo("1", "0"), Err(NumberError::DivisionByZero));
        // 10²⁸ − 1 is 3 × 3333333333333333333333333333; the quotient by 10⁻²⁸ has 56 digits.
        assert_eq!(modulo(NINES, "3").unwrap(), "0");
        assert_eq!(
            modulo(NINES, "0.0000000000000000000000000007")
                .unwrap()
                .len(),
            30
        );
        assert_eq!(
            modulo("-0.0000000000000000000000000001", "1000").unwrap(),
            "~1000"
        );
    }
}
