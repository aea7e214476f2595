//! Decimal text to decimals, by our own grammars: nothing is cut, nothing is guessed.
//!
//! Takes a literal of a rule, a decimal in a document or the text of a JSON number; gives exactly
//! that number or says why it cannot be kept. The work is bounded by the length of the text,
//! whatever its exponent says.

use super::{Decimal, NumberError};

/// Longer texts are refused unread.
const MAX_TEXT_BYTES: usize = 4_096;

impl Decimal {
    /// Reads an optional `-`, digits, and optionally a point and digits; a single `_` may stand
    /// between two digits.
    ///
    /// # Errors
    /// [`NumberError::Syntax`]; [`NumberError::TooLarge`] for more than 28 digits before the
    /// point or a text of more than 4,096 bytes; [`NumberError::TooPrecise`] for more than 28
    /// significant digits or digits after the point. Zeros at either end do not count.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, NumberError};
    ///
    /// assert_eq!(Decimal::parse("-1_250.50")?.to_string(), "-1250.5");
    /// assert_eq!(Decimal::parse(".5"), Err(NumberError::Syntax));
    /// # Ok::<(), NumberError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Decimal, NumberError> {
        match text.strip_prefix('-') {
            Some(magnitude) => Decimal::parse_unsigned(magnitude).map(Decimal::negated),
            None => Decimal::parse_unsigned(text),
        }
    }

    /// Reads what [`parse`](Decimal::parse) reads, without a sign: a literal of the rule
    /// language, where minus is an operator.
    ///
    /// # Errors
    /// As [`parse`](Decimal::parse).
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, NumberError};
    ///
    /// assert_eq!(Decimal::parse_unsigned("1_000")?, Decimal::from_integer(1000));
    /// assert_eq!(Decimal::parse_unsigned("-1"), Err(NumberError::Syntax));
    /// # Ok::<(), NumberError>(())
    /// ```
    pub fn parse_unsigned(text: &str) -> Result<Decimal, NumberError> {
        if let Some(number) = short(text) {
            return Ok(number);
        }
        refuse_long(text)?;
        let (whole, fraction) = split_at_point(text);
        if !is_group(whole) || !fraction.is_none_or(is_group) {
            return Err(NumberError::Syntax);
        }
        assemble(false, whole, fraction.unwrap_or(""), 0)
    }

    /// Reads the text of a JSON number (RFC 8259, section 6) and expands its exponent exactly.
    ///
    /// # Errors
    /// As [`parse`](Decimal::parse), of the expanded number.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Decimal, NumberError};
    ///
    /// assert_eq!(Decimal::parse_json("1.5e3")?, Decimal::from_integer(1500));
    /// assert_eq!(Decimal::parse_json("1e999"), Err(NumberError::TooLarge));
    /// assert_eq!(Decimal::parse_json("1e-999"), Err(NumberError::TooPrecise));
    /// # Ok::<(), NumberError>(())
    /// ```
    pub fn parse_json(text: &str) -> Result<Decimal, NumberError> {
        if let Some(number) = short(text) {
            return Ok(number);
        }
        refuse_long(text)?;
        let (negative, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, text),
        };
        let (number, exponent) = match magnitude.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, read_exponent(exponent)?),
            None => (magnitude, 0),
        };
        let (whole, fraction) = split_at_point(number);
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if leading_zero || !is_digits(whole) || !fraction.is_none_or(is_digits) {
            return Err(NumberError::Syntax);
        }
        assemble(negative, whole, fraction.unwrap_or(""), exponent)
    }
}

/// A number of few digits without sign, exponent and `_`, as nearly all numbers of documents are;
/// both grammars read it alike.
fn short(text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let is_short = matches!(bytes, [b'0'] | [b'0', b'.', ..] | [b'1'..=b'9', ..])
        && matches!(bytes, [.., b'0'..=b'9'])
        && bytes.len() <= 18;
    if !is_short {
        return None;
    }
    let (mut mantissa, mut scale, mut point) = (0_i64, 0_u32, false);
    for byte in bytes {
        match byte {
            b'0'..=b'9' => {
                let digit = byte.wrapping_sub(b'0');
                mantissa = mantissa.wrapping_mul(10).wrapping_add(digit.into());
                scale = scale.wrapping_add(point.into());
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale.wrapping_sub(1));
    }
    Some(Decimal::from_scaled(mantissa, scale))
}

fn refuse_long(text: &str) -> Result<(), NumberError> {
    if text.len() > MAX_TEXT_BYTES {
        Err(NumberError::TooLarge)
    } else {
        Ok(())
    }
}

fn split_at_point(text: &str) -> (&str, Option<&str>) {
    match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Runs of digits with a single `_` between them.
fn is_group(text: &str) -> bool {
    text.split('_').all(is_digits)
}

/// The exponent of a JSON number; one too long for `i64` stops at its limits, far beyond every
/// exponent that could matter.
fn read_exponent(text: &str) -> Result<i64, NumberError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !is_digits(digits) {
        return Err(NumberError::Syntax);
    }
    let magnitude = digits.parse().unwrap_or(i64::MAX);
    Ok(if negative {
        magnitude.saturating_neg()
    } else {
        magnitude
    })
}

/// The number `whole.fraction` × 10 to the `exponent`. Both texts hold digits and `_` only.
fn assemble(
    negative: bool,
    whole: &str,
    fraction: &str,
    exponent: i64,
) -> Result<Decimal, NumberError> {
    let most = i64::from(Decimal::MAX_DIGITS);
    let significant = Significant::read(whole, fraction);
    if significant.digits == 0 {
        return Ok(Decimal::ZERO);
    }
    let exponent = exponent.saturating_add(significant.exponent);
    if exponent.saturating_add(significant.digits) > most {
        return Err(NumberError::TooLarge);
    }
    if significant.digits > most || exponent < most.saturating_neg() {
        return Err(NumberError::TooPrecise);
    }
    // Both are within ±28 here, so each conversion keeps its value or is rightly 0.
    let zeros = u32::try_from(exponent).unwrap_or(0);
    let scale = u32::try_from(exponent.saturating_neg()).unwrap_or(0);
    let power = 10_u128.checked_pow(zeros).ok_or(NumberError::TooLarge)?;
    let magnitude = significant
        .value
        .checked_mul(power)
        .ok_or(NumberError::TooLarge)?;
    Decimal::from_magnitude(negative, magnitude, scale)
}

/// A number as `value` × 10 to the `exponent`, without zeros at either end of `value`.
#[derive(Default)]
struct Significant {
    /// Meaningless where there are more than 28 digits.
    value: u128,
    digits: i64,
    exponent: i64,
}

impl Significant {
    fn read(whole: &str, fraction: &str) -> Significant {
        let mut significant = Significant::default();
        let mut zeros = 0_i64;
        for byte in whole
            .bytes()
            .chain(fraction.bytes())
            .filter(u8::is_ascii_digit)
        {
            if byte == b'0' {
                zeros = zeros.saturating_add(i64::from(significant.digits > 0));
                continue;
            }
            let places = zeros.saturating_add(1);
            significant.append(places, byte.saturating_sub(b'0'));
            significant.digits = significant.digits.saturating_add(places);
            zeros = 0;
        }
        let places = fraction.bytes().filter(u8::is_ascii_digit).count();
        significant.exponent = zeros.saturating_sub(i64::try_from(places).unwrap_or(i64::MAX));
        significant
    }

    fn append(&mut self, places: i64, digit: u8) {
        let power = u32::try_from(places)
            .ok()
            .and_then(|places| 10_u128.checked_pow(places));
        self.value = power
            .and_then(|power| self.value.checked_mul(power))
            .and_then(|value| value.checked_add(digit.into()))
            .unwrap_or(u128::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(result: Result<Decimal, NumberError>) -> String {
        result.unwrap().to_string()
    }

    #[test]
    fn plain_decimals() {
        for (read, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("007.50", "7.5"),
            ("1_000_000", "1000000"),
            ("1_0.0_5", "10.05"),
            ("-12.5", "-12.5"),
            ("100", "100"),
            (
                "0.0000000000000000000000000001",
                "0.0000000000000000000000000001",
            ),
            (
                "9999999999999999999999999999",
                "9999999999999999999999999999",
            ),
        ] {
            assert_eq!(text(Decimal::parse(read)), shown, "{read}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for read in [
            "", "-", "--1", "+5", ".5", "5.", ".", "-.5", "1__0", "_1", "1_", "1_.5", "1._5",
            "1.5_", " 1", "1 ", "1 000", "1e3", "1E3", "1,5", "1.2.3", "0x10", "NaN", "inf", "١",
            "−1", "1'000",
        ] {
            assert_eq!(Decimal::parse(read), Err(NumberError::Syntax), "{read}");
        }
        assert_eq!(Decimal::parse_unsigned("-5"), Err(NumberError::Syntax));
        assert_eq!(text(Decimal::parse_unsigned("5.0")), "5");
    }

    #[test]
    fn digits_past_the_28th_are_refused_unless_they_are_zeros() {
        let nines = "9".repeat(28);
        assert_eq!(
            Decimal::parse(&format!("{nines}9")),
            Err(NumberError::TooLarge)
        );
        assert_eq!(
            Decimal::parse(&format!("{nines}.1")),
            Err(NumberError::TooPrecise)
        );
        assert_eq!(
            Decimal::parse(&format!("0.{nines}1")),
            Err(NumberError::TooPrecise)
        );
        let tiny = format!("0.{}1", "0".repeat(28));
        assert_eq!(Decimal::parse(&tiny), Err(NumberError::TooPrecise));
        assert_eq!(
            text(Decimal::parse(&format!("1.5{}", "0".repeat(40)))),
            "1.5"
        );
        assert_eq!(
            text(Decimal::parse(&format!("{}1.5", "0".repeat(40)))),
            "1.5"
        );
        assert_eq!(text(Decimal::parse(&format!("{nines}.000"))), nines);
        assert_eq!(
            Decimal::parse(&format!("1{}", "0".repeat(28))),
            Err(NumberError::TooLarge)
        );
        let hidden = format!("1{}1.5", "0".repeat(60));
        assert_eq!(Decimal::parse(&hidden), Err(NumberError::TooLarge));
    }

    #[test]
    fn json_numbers_are_expanded_exactly() {
        for (read, shown) in [
            ("0", "0"),
            ("-0", "0"),
            ("0e999999999999999999999", "0"),
            ("15.00", "15"),
            ("1.5e3", "1500"),
            ("1e-7", "0.0000001"),
            ("1E+2", "100"),
            ("-12.34e-2", "-0.1234"),
            ("1e27", "1000000000000000000000000000"),
            ("1e-28", "0.0000000000000000000000000001"),
            ("0.0000000000000000000000000000000000001e37", "1"),
            ("10000000000000000000000000000000000000000e-40", "1"),
        ] {
            assert_eq!(text(Decimal::parse_json(read)), shown, "{read}");
        }
    }

    #[test]
    fn json_numbers_past_the_limits_are_refused() {
        for read in [
            "1e28",
            "1e999",
            "-1e99999999999999999999999",
            "12345678901234567890123456789",
        ] {
            assert_eq!(
                Decimal::parse_json(read),
                Err(NumberError::TooLarge),
                "{read}"
            );
        }
        for read in [
            "1e-29",
            "1e-999",
            "1e-99999999999999999999999",
            "12345678901234567890123456789e-10",
        ] {
            assert_eq!(
                Decimal::parse_json(read),
                Err(NumberError::TooPrecise),
                "{read}"
            );
        }
    }

    #[test]
    fn what_json_does_not_allow_is_refused() {
        for read in [
            "", "-", "+1", "01", "-01", ".5", "5.", "1e", "1e+", "1e1.5", "1e1e1", "1_000", " 1",
            "1 ", "1.e3", "e3", "NaN", "Infinity", "\"1\"", "1e_3", "1e+-3",
        ] {
            assert_eq!(
                Decimal::parse_json(read),
                Err(NumberError::Syntax),
                "{read}"
            );
        }
    }

    #[test]
    fn long_texts_are_refused_unread() {
        let longest = format!("1.{}", "0".repeat(MAX_TEXT_BYTES - 2));
        assert_eq!(text(Decimal::parse(&longest)), "1");
        assert_eq!(text(Decimal::parse_json(&longest)), "1");
        let longer = longest + "0";
        assert_eq!(Decimal::parse(&longer), Err(NumberError::TooLarge));
        assert_eq!(Decimal::parse_json(&longer), Err(NumberError::TooLarge));
    }
}
