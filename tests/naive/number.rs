//! Exact rationals, and rounding to a multiple.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use pricewright::money::{Decimal, Rounding};

/// An exact number.
pub type Q = BigRational;

/// A decimal as it is.
pub fn exact(decimal: Decimal) -> Q {
    Q::new(decimal.mantissa().into(), ten_to(decimal.scale()))
}

/// A whole number.
pub fn whole(number: i64) -> Q {
    Q::from_integer(number.into())
}

/// A decimal text such as `-12.50`; none if it is no number.
pub fn parse(text: &str) -> Option<Q> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (front, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if front.is_empty() || !all_digits(front) || !all_digits(fraction) || digits.ends_with('.') {
        return None;
    }
    let mantissa: BigInt = format!("{front}{fraction}").parse().ok()?;
    Some(Q::new(mantissa * sign, ten_to(fraction.len() as u32)))
}

/// Ten to a power.
pub fn ten_to(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

/// `10^-digits`.
pub fn unit_of(digits: u32) -> Q {
    Q::new(BigInt::one(), ten_to(digits))
}

/// The multiple of `increment` that the mode picks, by magnitude.
pub fn rounded(value: &Q, increment: &Q, mode: Rounding) -> Q {
    let steps = (value / increment).abs();
    let lower = steps.floor();
    let above = &steps - &lower;
    let half = Q::new(1.into(), 2.into());
    let odd = !(lower.to_integer() % BigInt::from(2)).is_zero();
    let up = match mode {
        Rounding::Up => !above.is_zero(),
        Rounding::Down => false,
        Rounding::HalfUp => above >= half,
        Rounding::HalfDown => above > half,
        Rounding::HalfEven => above > half || (above == half && odd),
    };
    let magnitude = if up { lower + Q::one() } else { lower } * increment;
    if value.is_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// Whether the value is a multiple of the increment.
pub fn is_multiple(value: &Q, increment: &Q) -> bool {
    (value / increment).is_integer()
}

/// Shortest decimal text, or `n/d` where there is no finite one.
pub fn text(value: &Q) -> String {
    for digits in 0..=40 {
        let scaled = value * Q::from_integer(ten_to(digits));
        if scaled.is_integer() {
            let sign = if value.is_negative() { "-" } else { "" };
            let all = format!(
                "{:0>width$}",
                scaled.to_integer().abs(),
                width = digits as usize + 1
            );
            let (front, fraction) = all.split_at(all.len() - digits as usize);
            let point = if digits == 0 { "" } else { "." };
            return format!("{sign}{front}{point}{fraction}");
        }
    }
    value.to_string()
}
