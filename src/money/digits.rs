//! Decimals to text, digit by digit from the last one, without intermediate texts.

use std::fmt;

use super::Decimal;

/// A sign, `0.` and 28 digits take 31.
const MOST: usize = 32;
/// Digits that 64 bits hold.
const PART: u32 = 19;
const ABOVE: u128 = 10_u128.pow(PART);

/// The plain text of a decimal.
pub(super) struct Digits {
    text: Characters,
    /// Where it begins.
    start: usize,
}

/// Aligned, so that all of them are known to be ASCII at a glance.
#[repr(align(16))]
struct Characters([u8; MOST]);

impl Digits {
    /// The magnitude of a number: its whole part, and a point and `scale` digits where there are
    /// any.
    fn of(magnitude: u128, scale: u32) -> Self {
        let mut digits = Self {
            text: Characters([b'0'; MOST]),
            start: MOST,
        };
        let small = u64::try_from(magnitude).ok();
        match (small, 10_u64.checked_pow(scale)) {
            (Some(small), Some(one)) => {
                digits.fraction(small.checked_rem(one).unwrap_or(0).into(), scale);
                digits.number(small.checked_div(one).unwrap_or(0), 1);
            }
            _ => {
                let one = 10_u128.saturating_pow(scale);
                digits.fraction(magnitude.checked_rem(one).unwrap_or(0), scale);
                digits.wide(magnitude.checked_div(one).unwrap_or(0), 1);
            }
        }
        digits
    }

    /// A point and so many digits, or nothing.
    fn fraction(&mut self, fraction: u128, digits: u32) {
        if digits > 0 {
            self.wide(fraction, digits);
            self.push(b'.');
        }
    }

    /// A number of at least so many digits, in parts: divisions of 128 bits take far longer.
    fn wide(&mut self, number: u128, least: u32) {
        match u64::try_from(number) {
            Ok(small) => self.number(small, least),
            Err(_) => {
                // INVARIANT: a decimal has 28 digits, so both parts fit 64 bits.
                self.number((number % ABOVE) as u64, PART);
                self.number((number / ABOVE) as u64, least.saturating_sub(PART));
            }
        }
    }

    fn number(&mut self, mut number: u64, least: u32) {
        let mut written = 0;
        while number > 0 || written < least {
            self.push(b'0'.wrapping_add((number % 10) as u8));
            number /= 10;
            written = written.saturating_add(1);
        }
    }

    /// Puts a character in front.
    fn push(&mut self, byte: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(place) = self.text.0.get_mut(self.start) {
            *place = byte;
        }
    }

    fn as_str(&self) -> &str {
        let all = std::str::from_utf8(&self.text.0).unwrap_or_default();
        all.get(self.start..).unwrap_or_default()
    }
}

impl Decimal {
    /// The value as text with at least `digits` decimals; more if the value has more.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// assert_eq!(Decimal::from_integer(5).to_fixed(2), "5.00");
    /// assert_eq!(Decimal::parse("0.034")?.to_fixed(2), "0.034");
    /// # Ok::<(), pricewright::money::NumberError>(())
    /// ```
    pub fn to_fixed(self, digits: u32) -> String {
        let mut text = String::with_capacity(MOST);
        self.write_fixed(digits, &mut text);
        text
    }

    /// Puts the text that [`to_fixed`](Decimal::to_fixed) gives at the end of another.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Decimal;
    ///
    /// let mut text = "EUR ".to_owned();
    /// Decimal::from_integer(5).write_fixed(2, &mut text);
    /// assert_eq!(text, "EUR 5.00");
    /// ```
    pub fn write_fixed(self, digits: u32, text: &mut String) {
        let (negative, magnitude, scale) = self.trimmed(digits);
        let mut written = Digits::of(magnitude, scale);
        if negative {
            written.push(b'-');
        }
        text.push_str(written.as_str());
        if scale < digits {
            if scale == 0 {
                text.push('.');
            }
            text.extend((scale..digits).map(|_| '0'));
        }
    }
}

impl fmt::Display for Decimal {
    /// The shortest plain text: no exponent, no trailing zeros, never `-0`. A width aligns it; a
    /// precision is ignored, since it would round.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, magnitude, scale) = self.shortest();
        let mut digits = Digits::of(magnitude, scale);
        if formatter.width().is_some() || formatter.sign_plus() {
            return formatter.pad_integral(!negative, "", digits.as_str());
        }
        if negative {
            digits.push(b'-');
        }
        formatter.write_str(digits.as_str())
    }
}

impl fmt::Debug for Decimal {
    /// The same as `Display`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_scale_is_written() {
        for length in 0..=28 {
            let magnitude = (1..=length).fold(0, |number: i128, digit| number * 10 + digit % 10);
            for scale in 0..=28 {
                let number = Decimal::from_parts(-magnitude, scale).unwrap();
                let digits = format!("{magnitude:0>width$}", width = scale as usize + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
                let fraction = fraction.trim_end_matches('0');
                let sign = if magnitude == 0 { "" } else { "-" };
                let fixed = format!("{sign}{whole}.{fraction:0<2}");
                assert_eq!(number.to_fixed(2), fixed);
                let point = if fraction.is_empty() { "" } else { "." };
                assert_eq!(
                    number.to_string(),
                    format!("{sign}{whole}{point}{fraction}")
                );
            }
        }
    }
}
