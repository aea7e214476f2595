//! The decimal newtype: constants, parts, signs. Its operations are in `arithmetic`, `power` and
//! `rounding`, its grammar in `literal`, its text in `digits`.

use super::NumberError;

/// An exact decimal number: at most 28 significant digits, at most 28 of them after the point.
///
/// Equal values are equal whatever their trailing zeros. There are no operator traits: each
/// operation is a method that can fail and that reports a rounded result to an
/// [`Exactness`](super::Exactness).
///
/// # Example
/// ```
/// use pricewright::money::Decimal;
///
/// assert_eq!(Decimal::parse("1.50"), Decimal::parse("1.5"));
/// assert_eq!(Decimal::parse("-0.00")?.to_string(), "0");
/// # Ok::<(), pricewright::money::NumberError>(())
/// ```
//
// INVARIANT: the mantissa has at most 28 digits and a zero is the plain, unsigned zero. The scale
// may count trailing zeros; whoever shows or compares digits normalizes first.
#[derive(Clone, Copy)]
pub struct Decimal(rust_decimal::Decimal);

impl Decimal {
    /// 0.
    pub const ZERO: Decimal = Decimal::from_integer(0);
    /// 1.
    pub const ONE: Decimal = Decimal::from_integer(1);
    /// 100, the divisor of a percentage.
    pub const HUNDRED: Decimal = Decimal::from_integer(100);
    /// The most significant digits a decimal has, and the most digits after its point.
    pub const MAX_DIGITS: u32 = 28;

    /// A whole number.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::from_integer(-12).to_string(), "-12");
    /// ```
    pub const fn from_integer(value: i64) -> Decimal {
        let magnitude = value.unsigned_abs();
        let (low, middle) = (magnitude as u32, (magnitude >> 32) as u32);
        Decimal(rust_decimal::Decimal::from_parts(
            low,
            middle,
            0,
            value < 0,
            0,
        ))
    }

    /// `mantissa` × 10 to the minus `scale`, exactly.
    ///
    /// # Errors
    /// [`NumberError::TooLarge`] for more than 28 digits before the point,
    /// [`NumberError::TooPrecise`] for a value that needs more digits than can be kept.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, NumberError};
    ///
    /// assert_eq!(Decimal::from_parts(1250, 2)?.to_string(), "12.5");
    /// assert_eq!(Decimal::from_parts(1, 29), Err(NumberError::TooPrecise));
    /// # Ok::<(), NumberError>(())
    /// ```
    pub fn from_parts(mantissa: i128, scale: u32) -> Result<Decimal, NumberError> {
        Decimal::from_magnitude(mantissa < 0, mantissa.unsigned_abs(), scale)
    }

    /// `mantissa` × 10 to the minus `scale`, of which there are at most 28 digits.
    pub(crate) const fn from_scaled(mantissa: i64, scale: u32) -> Decimal {
        // told apart, as a number that is not negative needs no question whether it is zero
        if mantissa < 0 {
            Decimal::from_small(true, mantissa.unsigned_abs(), scale)
        } else {
            Decimal::from_small(false, mantissa.unsigned_abs(), scale)
        }
    }

    /// The digits as a whole number, without trailing zeros after the point.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// let price = Decimal::parse("-12.50")?;
    /// assert_eq!((price.mantissa(), price.scale()), (-125, 1));
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn mantissa(self) -> i128 {
        let (negative, magnitude, _) = self.shortest();
        let mantissa = magnitude.cast_signed();
        if negative {
            mantissa.wrapping_neg()
        } else {
            mantissa
        }
    }

    /// How many of the digits of [`mantissa`](Decimal::mantissa) stand after the point.
    pub fn scale(self) -> u32 {
        self.shortest().2
    }

    /// How many digits stand after the point, trailing zeros not counted.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::parse("0.0340")?.fraction_digits(), 3);
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn fraction_digits(self) -> u32 {
        self.scale()
    }

    /// The same magnitude with the other sign.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::ONE.negated(), Decimal::from_integer(-1));
    /// assert_eq!(Decimal::ZERO.negated().to_string(), "0");
    /// ```
    pub fn negated(self) -> Decimal {
        let mut value = self.0;
        value.set_sign_positive(self.is_negative() || self.is_zero());
        Decimal(value)
    }

    /// The magnitude without its sign.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::from_integer(-3).absolute(), Decimal::from_integer(3));
    /// ```
    pub fn absolute(self) -> Decimal {
        Decimal(self.0.abs())
    }

    /// Whether the value is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    /// Whether the value is above zero.
    pub fn is_positive(self) -> bool {
        !self.is_negative() && !self.is_zero()
    }

    /// Whether nothing but zeros stands after the point.
    pub fn is_integer(self) -> bool {
        self.scale() == 0
    }

    /// The value as an `i64`, if it is whole and fits.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::parse("-12.00")?.to_i64(), Some(-12));
    /// assert_eq!(Decimal::parse("12.5")?.to_i64(), None);
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn to_i64(self) -> Option<i64> {
        self.to_whole().and_then(|whole| whole.try_into().ok())
    }

    /// The value as a `u64`, if it is whole, not negative, and fits.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::HUNDRED.to_u64(), Some(100));
    /// assert_eq!(Decimal::from_integer(-1).to_u64(), None);
    /// ```
    pub fn to_u64(self) -> Option<u64> {
        self.to_whole().and_then(|whole| whole.try_into().ok())
    }

    /// Sign, digits and scale, as `from_parts` takes them.
    pub(super) fn from_magnitude(
        negative: bool,
        magnitude: u128,
        scale: u32,
    ) -> Result<Decimal, NumberError> {
        // The way of almost every amount.
        if let (Ok(small), 0..=Decimal::MAX_DIGITS) = (u64::try_from(magnitude), scale) {
            return Ok(Decimal::from_small(negative, small, scale));
        }
        let (mut magnitude, mut scale) = (magnitude, scale);
        // Only long numbers lose their zeros.
        while (magnitude > MAX_MAGNITUDE || scale > Decimal::MAX_DIGITS)
            && scale > 0
            && magnitude.is_multiple_of(10)
        {
            if magnitude == 0 {
                return Ok(Decimal::ZERO);
            }
            magnitude = magnitude.wrapping_div(10);
            scale = scale.saturating_sub(1);
        }
        if magnitude > MAX_MAGNITUDE || scale > Decimal::MAX_DIGITS {
            let digits = magnitude
                .checked_ilog10()
                .map_or(0, |log| log.saturating_add(1));
            let too_large = digits.saturating_sub(scale) > Decimal::MAX_DIGITS;
            return Err(if too_large {
                NumberError::TooLarge
            } else {
                NumberError::TooPrecise
            });
        }
        let (low, middle, high) = (
            magnitude as u32,
            (magnitude >> 32) as u32,
            (magnitude >> 64) as u32,
        );
        let negative = negative && magnitude != 0;
        Ok(Decimal(rust_decimal::Decimal::from_parts(
            low, middle, high, negative, scale,
        )))
    }

    /// ±`magnitude` / 10^`scale`, for a scale of at most 28.
    #[inline]
    const fn from_small(negative: bool, magnitude: u64, scale: u32) -> Decimal {
        let (low, middle) = (magnitude as u32, (magnitude >> 32) as u32);
        // the library leaves a zero without a sign
        Decimal(rust_decimal::Decimal::from_parts(
            low, middle, 0, negative, scale,
        ))
    }

    /// Sign, digits and scale as they are stored, trailing zeros included.
    pub(super) fn to_magnitude(self) -> (bool, u128, u32) {
        (
            self.is_negative(),
            self.0.mantissa().unsigned_abs(),
            self.0.scale(),
        )
    }

    /// The value as the library takes it.
    pub(super) fn to_library(self) -> rust_decimal::Decimal {
        self.0
    }

    fn to_whole(self) -> Option<i128> {
        (self.scale() == 0).then(|| self.mantissa())
    }

    /// Sign, digits and scale without trailing zeros after the point.
    pub(crate) fn shortest(self) -> (bool, u128, u32) {
        self.trimmed(0)
    }

    /// Sign, digits and scale without trailing zeros after so many digits behind the point.
    pub(super) fn trimmed(self, kept: u32) -> (bool, u128, u32) {
        let (negative, mut magnitude, mut scale) = self.to_magnitude();
        if let Ok(mut small) = u64::try_from(magnitude) {
            while scale > kept && small.is_multiple_of(10) {
                small = small.wrapping_div(10);
                scale = scale.saturating_sub(1);
            }
            return (negative, small.into(), scale);
        }
        while scale > kept && magnitude.is_multiple_of(10) {
            magnitude = magnitude.wrapping_div(10);
            scale = scale.saturating_sub(1);
        }
        (negative, magnitude, scale)
    }
}

/// 28 nines.
const MAX_MAGNITUDE: u128 = 9_999_999_999_999_999_999_999_999_999;

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn hash(value: Decimal) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
    }

    #[test]
    fn equal_values_are_equal_whatever_their_trailing_zeros() {
        let long = Decimal::from_parts(1_500, 3).unwrap();
        let short = Decimal::from_parts(15, 1).unwrap();
        assert_eq!(long, short);
        assert_eq!(hash(long), hash(short));
        assert!(long.cmp(&short).is_eq());
        assert_eq!((long.mantissa(), long.scale()), (15, 1));
    }

    #[test]
    fn parts_are_exact_or_refused() {
        assert_eq!(Decimal::from_parts(10, 29).unwrap().to_fixed(0).len(), 30);
        assert_eq!(Decimal::from_parts(1, 29), Err(NumberError::TooPrecise));
        assert_eq!(Decimal::from_parts(0, u32::MAX), Ok(Decimal::ZERO));
        assert_eq!(
            Decimal::from_parts(10_i128.pow(28), 0),
            Err(NumberError::TooLarge)
        );
        assert_eq!(
            Decimal::from_parts(10_i128.pow(28), 1)
                .unwrap()
                .to_string()
                .len(),
            28
        );
        assert_eq!(
            Decimal::from_parts(10_i128.pow(28) + 1, 1),
            Err(NumberError::TooPrecise)
        );
        assert_eq!(
            Decimal::from_parts(i128::MIN, 0),
            Err(NumberError::TooLarge)
        );
        assert_eq!(
            Decimal::from_parts(i128::MIN, 20),
            Err(NumberError::TooPrecise)
        );
    }

    #[test]
    fn zero_has_no_sign() {
        for zero in [
            Decimal::ZERO.negated(),
            decimal("-0.00"),
            Decimal::from_parts(0, 2).unwrap().negated(),
        ] {
            assert_eq!(zero.to_string(), "0");
            assert_eq!(zero.to_fixed(2), "0.00");
            assert!(!zero.is_negative() && !zero.is_positive() && zero.is_zero());
            assert_eq!(hash(zero), hash(Decimal::ZERO));
        }
    }

    #[test]
    fn signs() {
        let minus = decimal("-1.5");
        assert!(minus.is_negative() && !minus.is_positive());
        assert_eq!(minus.negated(), decimal("1.5"));
        assert_eq!(minus.negated().negated(), minus);
        assert_eq!(minus.absolute(), decimal("1.5"));
        assert!(minus.absolute().is_positive());
    }

    #[test]
    fn text_is_plain_and_short() {
        for text in [
            "0",
            "1",
            "-1",
            "0.1",
            "-0.034",
            "1000",
            "9999999999999999999999999999",
        ] {
            assert_eq!(decimal(text).to_string(), text);
            assert_eq!(format!("{:?}", decimal(text)), text);
        }
        assert_eq!(
            decimal("0.0000000000000000000000000001").to_string().len(),
            30
        );
        assert_eq!(
            format!("{:>6}|{:.1}", decimal("-1.25"), decimal("-1.25")),
            " -1.25|-1.25"
        );
        assert_eq!(decimal("-5").to_fixed(0), "-5");
        assert_eq!(decimal("-5.1").to_fixed(3), "-5.100");
        assert_eq!(decimal("0").to_fixed(1), "0.0");
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(Decimal::from_integer(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(
            Decimal::from_integer(i64::MAX).to_string(),
            i64::MAX.to_string()
        );
        assert_eq!(decimal("9223372036854775808").to_i64(), None);
        assert_eq!(decimal("18446744073709551615").to_u64(), Some(u64::MAX));
        assert_eq!(decimal("18446744073709551616").to_u64(), None);
        assert!(decimal("100.0").is_integer() && !decimal("100.1").is_integer());
    }
}
