//! Rounding that someone asked for: to digits, to an increment, to whole numbers.
//!
//! Takes a value and a mode, gives the multiple that the mode picks, exactly. A result that a
//! decimal cannot hold is an error, never a further rounding.

use super::arithmetic::{Aligned, Wide256, both_small, rounded};
use super::{Decimal, Exactness, NumberError};
use std::cmp::Ordering;
use std::fmt;

/// How a value between two steps is rounded, by its magnitude: what holds for 2.5 holds for −2.5
/// with the sign put back.
///
/// # Example
/// ```
/// use pricewright::money::{Decimal, Rounding};
///
/// let loss = Decimal::parse("-2.5")?;
/// assert_eq!(loss.round_to(0, Rounding::HalfUp)?, Decimal::from_integer(-3));
/// assert_eq!(loss.round_to(0, Rounding::Down)?, Decimal::from_integer(-2));
/// # Ok::<(), pricewright::money::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// To the nearest step, halves away from zero.
    HalfUp,
    /// To the nearest step, halves towards zero.
    HalfDown,
    /// To the nearest step, halves to the even one.
    HalfEven,
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
}

impl Rounding {
    /// Every mode, in the order of the documentation.
    pub const ALL: [Rounding; 5] = [
        Rounding::HalfUp,
        Rounding::HalfDown,
        Rounding::HalfEven,
        Rounding::Up,
        Rounding::Down,
    ];

    /// The name in catalogs and rules.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Rounding;
    ///
    /// assert_eq!(Rounding::HalfUp.as_str(), "half_up");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Rounding::HalfUp => "half_up",
            Rounding::HalfDown => "half_down",
            Rounding::HalfEven => "half_even",
            Rounding::Up => "up",
            Rounding::Down => "down",
        }
    }

    /// The mode of that name.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Rounding;
    ///
    /// assert_eq!(Rounding::parse("half_even"), Some(Rounding::HalfEven));
    /// assert_eq!(Rounding::parse("bankers"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Rounding> {
        Rounding::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// Whether a magnitude between two steps goes to the upper one; `against_half` compares what
    /// is above the lower step with half a step, `odd` says that the lower step is an odd one.
    pub(crate) fn goes_up(self, against_half: Ordering, odd: bool) -> bool {
        match self {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::HalfUp => against_half.is_ge(),
            Rounding::HalfDown => against_half.is_gt(),
            Rounding::HalfEven => against_half.is_gt() || (against_half.is_eq() && odd),
        }
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Decimal {
    /// The value rounded to `digits` after the point; negative digits round to tens, hundreds.
    ///
    /// # Errors
    /// [`NumberError::TooLarge`] if rounding up needs a 29th digit.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Rounding};
    ///
    /// let amount = Decimal::parse("5125")?;
    /// assert_eq!(amount.round_to(-3, Rounding::HalfUp)?, Decimal::from_integer(5000));
    /// assert_eq!(amount.round_to(-1, Rounding::HalfEven)?, Decimal::from_integer(5120));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn round_to(self, digits: i32, mode: Rounding) -> Result<Decimal, NumberError> {
        let (negative, magnitude, scale) = self.to_magnitude();
        let excess = i64::from(scale).saturating_sub(digits.into());
        if excess <= 0 || magnitude == 0 {
            return Ok(self);
        }
        // Without a step that fits, the step is far above twice any magnitude.
        let step = u32::try_from(excess)
            .ok()
            .and_then(|excess| 10_u128.checked_pow(excess));
        let parts = step.and_then(|step| {
            let remainder = magnitude.checked_rem(step)?;
            Some((
                magnitude.checked_div(step)?,
                remainder,
                step.checked_sub(remainder)?,
            ))
        });
        let (quotient, remainder, complement) = parts.unwrap_or((0, magnitude, u128::MAX));
        let odd = !quotient.is_multiple_of(2);
        let up = remainder != 0 && mode.goes_up(remainder.cmp(&complement), odd);
        let quotient = quotient.saturating_add(u128::from(up));
        match u32::try_from(digits) {
            Ok(digits) => Decimal::from_magnitude(negative, quotient, digits),
            Err(_) if quotient == 0 => Ok(Decimal::ZERO),
            Err(_) => 10_u128
                .checked_pow(digits.unsigned_abs())
                .and_then(|power| quotient.checked_mul(power))
                .ok_or(NumberError::TooLarge)
                .and_then(|magnitude| Decimal::from_magnitude(negative, magnitude, 0)),
        }
    }

    /// The nearest multiple of a positive increment that the mode picks.
    ///
    /// # Errors
    /// [`NumberError::IncrementNotPositive`]; [`NumberError::TooLarge`] or
    /// [`NumberError::TooPrecise`] if a decimal cannot hold the multiple.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, Rounding};
    ///
    /// let price = Decimal::parse("19.92")?;
    /// let five_cents = Decimal::parse("0.05")?;
    /// assert_eq!(price.round_to_increment(five_cents, Rounding::HalfUp)?, Decimal::parse("19.90")?);
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn round_to_increment(
        self,
        increment: Decimal,
        mode: Rounding,
    ) -> Result<Decimal, NumberError> {
        let small = both_small(self, increment).filter(|_| increment.is_positive());
        if let Some(multiple) = small.and_then(|(value, step)| value.round_to_increment(step, mode))
        {
            return Ok(multiple);
        }
        let (aligned, quotient, remainder) = self.split_by_increment(increment)?;
        if remainder.is_zero() {
            return Ok(self);
        }
        let multiple = aligned.left.minus(remainder).ok_or(NumberError::TooLarge)?;
        let complement = aligned
            .right
            .minus(remainder)
            .ok_or(NumberError::TooLarge)?;
        let multiple = if mode.goes_up(remainder.cmp(&complement), quotient.is_odd()) {
            multiple.plus(aligned.right).ok_or(NumberError::TooLarge)?
        } else {
            multiple
        };
        let mut exact = Exactness::EXACT;
        let value = rounded(
            self.is_negative(),
            multiple,
            false,
            aligned.scale.into(),
            &mut exact,
        )?;
        if exact.is_exact() {
            Ok(value)
        } else {
            Err(NumberError::TooPrecise)
        }
    }

    /// Whether the value is a whole number of positive increments.
    ///
    /// # Errors
    /// [`NumberError::IncrementNotPositive`].
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// let step = Decimal::parse("0.25")?;
    /// assert!(Decimal::parse("-1.75")?.is_multiple_of(step)?);
    /// assert!(!Decimal::parse("1.8")?.is_multiple_of(step)?);
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn is_multiple_of(self, increment: Decimal) -> Result<bool, NumberError> {
        let small = both_small(self, increment).filter(|_| increment.is_positive());
        if let Some(is_multiple) = small.and_then(|(value, step)| value.is_multiple_of(step)) {
            return Ok(is_multiple);
        }
        let (_, _, remainder) = self.split_by_increment(increment)?;
        Ok(remainder.is_zero())
    }

    /// The greatest whole number not above the value.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::parse("-1.5")?.floor(), Decimal::from_integer(-2));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn floor(self) -> Decimal {
        self.to_whole_by(if self.is_negative() {
            Rounding::Up
        } else {
            Rounding::Down
        })
    }

    /// The least whole number not below the value.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::parse("-1.5")?.ceiling(), Decimal::from_integer(-1));
    /// assert_eq!(Decimal::parse("2.01")?.ceiling(), Decimal::from_integer(3));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn ceiling(self) -> Decimal {
        self.to_whole_by(if self.is_negative() {
            Rounding::Down
        } else {
            Rounding::Up
        })
    }

    /// Always a number: a value that is not whole has at most 27 digits before its point, so
    /// there is room for one more, and a whole value is itself.
    fn to_whole_by(self, mode: Rounding) -> Decimal {
        self.round_to(0, mode).unwrap_or(self)
    }

    /// Value and increment on one scale, with the whole quotient and the remainder.
    fn split_by_increment(
        self,
        increment: Decimal,
    ) -> Result<(Aligned, Wide256, Wide256), NumberError> {
        if !increment.is_positive() {
            return Err(NumberError::IncrementNotPositive);
        }
        let aligned = Aligned::new(self, increment)?;
        let (quotient, remainder) = aligned.divide()?;
        Ok((aligned, quotient, remainder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn to_digits(value: &str, digits: i32) -> [String; 5] {
        Rounding::ALL.map(|mode| decimal(value).round_to(digits, mode).unwrap().to_string())
    }

    fn to_increment(value: &str, increment: &str) -> [String; 5] {
        let (value, increment) = (decimal(value), decimal(increment));
        Rounding::ALL.map(|mode| {
            value
                .round_to_increment(increment, mode)
                .unwrap()
                .to_string()
        })
    }

    #[test]
    fn names_are_read_back() {
        for mode in Rounding::ALL {
            assert_eq!(Rounding::parse(mode.as_str()), Some(mode));
            assert_eq!(mode.to_string(), mode.as_str());
        }
        assert_eq!(Rounding::parse("HALF_UP"), None);
    }

    #[test]
    fn ties_and_neighbors_by_magnitude() {
        // half_up, half_down, half_even, up, down
        assert_eq!(to_digits("2.5", 0), ["3", "2", "2", "3", "2"]);
        assert_eq!(to_digits("3.5", 0), ["4", "3", "4", "4", "3"]);
        assert_eq!(to_digits("-2.5", 0), ["-3", "-2", "-2", "-3", "-2"]);
        assert_eq!(to_digits("-3.5", 0), ["-4", "-3", "-4", "-4", "-3"]);
        assert_eq!(to_digits("0.4", 0), ["0", "0", "0", "1", "0"]);
        assert_eq!(to_digits("-0.4", 0), ["0", "0", "0", "-1", "0"]);
        assert_eq!(to_digits("0.005", 2), ["0.01", "0", "0", "0.01", "0"]);
        assert_eq!(
            to_digits("0.0051", 2),
            ["0.01", "0.01", "0.01", "0.01", "0"]
        );
        assert_eq!(to_digits("1.25", 5), ["1.25"; 5]);
        assert_eq!(to_digits("7", 0), ["7"; 5]);
    }

    #[test]
    fn negative_digits_round_to_tens() {
        // 5500 is the tie between 5000 and 6000.
        assert_eq!(
            to_digits("5500", -3),
            ["6000", "5000", "6000", "6000", "5000"]
        );
        assert_eq!(
            to_digits("5125", -3),
            ["5000", "5000", "5000", "6000", "5000"]
        );
        assert_eq!(to_digits("1", -27)[3], "1000000000000000000000000000");
        let down = decimal("1").round_to(i32::MIN, Rounding::HalfUp);
        assert_eq!(down, Ok(Decimal::ZERO));
        let up = decimal("1").round_to(-28, Rounding::Up);
        assert_eq!(up, Err(NumberError::TooLarge));
        assert_eq!(
            decimal("1").round_to(i32::MIN, Rounding::Up),
            Err(NumberError::TooLarge)
        );
        assert_eq!(
            Decimal::ZERO.round_to(i32::MIN, Rounding::Up),
            Ok(Decimal::ZERO)
        );
    }

    #[test]
    fn increments() {
        // 0.025 is half of 0.05; 19.925 lies between 398 and 399 steps.
        assert_eq!(
            to_increment("19.925", "0.05"),
            ["19.95", "19.9", "19.9", "19.95", "19.9"]
        );
        assert_eq!(to_increment("19.90", "0.05"), ["19.9"; 5]);
        // 12.5 lies between 2 and 3 steps of 5, 17.5 between 3 and 4.
        assert_eq!(to_increment("12.5", "5"), ["15", "10", "10", "15", "10"]);
        assert_eq!(
            to_increment("-17.5", "5"),
            ["-20", "-15", "-20", "-20", "-15"]
        );
        assert_eq!(to_increment("0.1", "0.25"), ["0", "0", "0", "0.25", "0"]);
        assert_eq!(to_increment("-0.1", "0.25"), ["0", "0", "0", "-0.25", "0"]);
        assert_eq!(
            to_increment("0.125", "0.25"),
            ["0.25", "0", "0", "0.25", "0"]
        );
    }

    #[test]
    fn an_increment_must_be_positive_and_its_multiple_must_fit() {
        for increment in ["0", "-0.05"] {
            let rounded = Decimal::ONE.round_to_increment(decimal(increment), Rounding::Up);
            assert_eq!(rounded, Err(NumberError::IncrementNotPositive));
            let multiple = Decimal::ONE.is_multiple_of(decimal(increment));
            assert_eq!(multiple, Err(NumberError::IncrementNotPositive));
        }
        // 10²⁷ is 1 more than a multiple of 3; the next multiple of 3 × 10⁻²⁸ has 56 digits.
        let large = decimal("1000000000000000000000000000");
        let small = decimal("0.0000000000000000000000000003");
        assert_eq!(
            large.round_to_increment(small, Rounding::Up),
            Err(NumberError::TooPrecise)
        );
        assert_eq!(large.is_multiple_of(small), Ok(false));
        let widest = decimal("9999999999999999999999999999");
        let tens = widest.round_to_increment(decimal("10"), Rounding::Up);
        assert_eq!(tens, Err(NumberError::TooLarge));
    }

    #[test]
    fn floor_and_ceiling() {
        for (value, floor, ceiling) in [
            ("1.5", "1", "2"),
            ("-1.5", "-2", "-1"),
            ("-0.5", "-1", "0"),
            ("2.00", "2", "2"),
            (
                "999999999999999999999999999.9",
                "999999999999999999999999999",
                "1000000000000000000000000000",
            ),
        ] {
            assert_eq!(decimal(value).floor(), decimal(floor), "{value}");
            assert_eq!(decimal(value).ceiling(), decimal(ceiling), "{value}");
        }
        assert!(!decimal("-0.5").ceiling().is_negative());
    }
}
