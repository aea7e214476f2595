//! Decimals as integers of a known scale, for what is priced in such integers.

use super::Decimal;
use super::small::{Small, power};

impl Decimal {
    /// The value × 10^`scale`, if that is whole and fits.
    #[inline]
    pub(crate) fn to_scaled(self, scale: u32) -> Option<i64> {
        match Small::of(self) {
            Some(small) => scaled(small, scale),
            None => long_to_scaled(self, scale),
        }
    }
}

/// The same for more digits than 64 bits hold: nearly all of them zeros after the point.
#[inline(never)]
fn long_to_scaled(number: Decimal, scale: u32) -> Option<i64> {
    let (negative, magnitude, digits) = number.shortest();
    let small = Small {
        negative,
        magnitude: u64::try_from(magnitude).ok()?,
        scale: digits,
    };
    scaled(small, scale)
}

#[inline]
fn scaled(number: Small, scale: u32) -> Option<i64> {
    let mut magnitude = number.magnitude;
    if number.scale < scale {
        magnitude = magnitude.checked_mul(power(scale.wrapping_sub(number.scale))?)?;
    } else if number.scale > scale {
        let Some(divisor) = power(number.scale.wrapping_sub(scale)) else {
            return (magnitude == 0).then_some(0);
        };
        if magnitude.checked_rem(divisor)? != 0 {
            return None;
        }
        magnitude = magnitude.checked_div(divisor)?;
    }
    let value = i64::try_from(magnitude).ok()?;
    Some(if number.negative {
        value.wrapping_neg()
    } else {
        value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_scale_is_whole_or_none() {
        for (text, scale, value) in [
            ("12.5", 2, Some(1_250)),
            ("-12.50", 1, Some(-125)),
            ("-12.55", 1, None),
            ("0.00", 0, Some(0)),
            ("3", 0, Some(3)),
            ("9223372036854775807", 0, Some(i64::MAX)),
            ("9223372036854775808", 0, None),
            ("922337203685477581", 1, None),
            ("3.0000000000000000000000", 0, Some(3)),
            ("3.0000000000000000000001", 0, None),
            ("0.0000000000000000000000000", 3, Some(0)),
            ("1", 20, None),
        ] {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.to_scaled(scale), value, "{text} with {scale} digits");
        }
        let zero = Decimal::from_parts(0, 28).unwrap();
        assert_eq!(zero.to_scaled(2), Some(0));
    }
}
