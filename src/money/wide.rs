//! Whole numbers too wide for `u128`, for the results that must be rounded from all their digits.
//!
//! Takes and gives magnitudes of a fixed width; promises that no operation wraps: what does not
//! fit, or cannot be divided, is `None`. Schoolbook methods on limbs of 32 bits, lowest first.

use std::cmp::Ordering;

/// The largest power of ten that [`Wide::divided_by_short`] divides by: 10 to the 28th.
pub(super) const LONGEST_POWER_OF_TEN: u32 = 28;

/// A magnitude of `LIMBS` × 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide<const LIMBS: usize>([u32; LIMBS]);

impl<const LIMBS: usize> Wide<LIMBS> {
    /// The low bits of `value`; all of it whenever there are four limbs or more.
    pub(super) fn from_u128(value: u128) -> Self {
        let mut limbs = [0; LIMBS];
        let mut rest = value;
        for limb in &mut limbs {
            *limb = rest as u32;
            rest >>= 32;
        }
        Wide(limbs)
    }

    /// The value, if 128 bits hold it.
    pub(super) fn to_u128(self) -> Option<u128> {
        self.0.iter().rev().try_fold(0_u128, |value, limb| {
            (value >> 96 == 0).then_some((value << 32) | u128::from(*limb))
        })
    }

    pub(super) fn is_zero(self) -> bool {
        self.0.iter().all(|limb| *limb == 0)
    }

    pub(super) fn is_odd(self) -> bool {
        self.0.first().is_some_and(|limb| limb & 1 == 1)
    }

    /// Whether the value needs more than `limbs` limbs.
    pub(super) fn is_longer_than(self, limbs: usize) -> bool {
        self.0.iter().skip(limbs).any(|limb| *limb != 0)
    }

    /// How many decimal digits the value has; zero has none.
    pub(super) fn digits(self) -> u32 {
        let mut digits = 0_u32;
        let mut rest = self;
        while rest.is_longer_than(3) {
            let Some((quotient, _)) = rest.divided_by_power_of_ten(LONGEST_POWER_OF_TEN) else {
                break;
            };
            digits = digits.saturating_add(LONGEST_POWER_OF_TEN);
            rest = quotient;
        }
        let first = rest.to_u128().and_then(u128::checked_ilog10);
        digits.saturating_add(first.map_or(0, |log| log.saturating_add(1)))
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let mut sum = self;
        let mut carry = false;
        for (limb, addend) in sum.0.iter_mut().zip(&other.0) {
            let (partial, first) = limb.overflowing_add(*addend);
            let (total, second) = partial.overflowing_add(u32::from(carry));
            *limb = total;
            carry = first || second;
        }
        (!carry).then_some(sum)
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        let mut difference = self;
        let mut borrow = false;
        for (limb, subtrahend) in difference.0.iter_mut().zip(&other.0) {
            let (partial, first) = limb.overflowing_sub(*subtrahend);
            let (total, second) = partial.overflowing_sub(u32::from(borrow));
            *limb = total;
            borrow = first || second;
        }
        (!borrow).then_some(difference)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let mut product = [0_u32; LIMBS];
        for (offset, left) in self.0.iter().enumerate().filter(|(_, limb)| **limb != 0) {
            let mut carry = 0_u64;
            let mut targets = product.iter_mut().skip(offset);
            for right in &other.0 {
                let Some(target) = targets.next() else {
                    if *right != 0 || carry != 0 {
                        return None;
                    }
                    continue;
                };
                // Cannot wrap: (2³² − 1)² + 2 × (2³² − 1) is 2⁶⁴ − 1.
                let sum = u64::from(*left)
                    .wrapping_mul(u64::from(*right))
                    .wrapping_add(u64::from(*target))
                    .wrapping_add(carry);
                *target = sum as u32;
                carry = sum >> 32;
            }
            if carry != 0 {
                return None;
            }
        }
        Some(Wide(product))
    }

    pub(super) fn times_power_of_ten(self, exponent: u32) -> Option<Self> {
        let mut product = self;
        let mut left = exponent;
        while left > 0 {
            let step = left.min(LONGEST_POWER_OF_TEN);
            product = product.times(Self::from_u128(10_u128.checked_pow(step)?))?;
            left = left.saturating_sub(step);
        }
        Some(product)
    }

    /// Quotient and remainder; `None` for a divisor of zero or of more than 96 bits.
    pub(super) fn divided_by_short(self, divisor: u128) -> Option<(Self, u128)> {
        if divisor >> 96 != 0 {
            return None;
        }
        let mut quotient = self;
        let mut remainder = 0_u128;
        for limb in quotient.0.iter_mut().rev() {
            // The remainder is below the divisor, so 96 bits and one more limb fill the 128.
            let part = (remainder << 32) | u128::from(*limb);
            *limb = part.checked_div(divisor)? as u32;
            remainder = part.checked_rem(divisor)?;
        }
        Some((quotient, remainder))
    }

    /// Quotient and remainder by 10 to the `exponent`, which is at most 28.
    pub(super) fn divided_by_power_of_ten(self, exponent: u32) -> Option<(Self, u128)> {
        self.divided_by_short(10_u128.checked_pow(exponent)?)
    }

    /// Quotient and remainder by a divisor of any width, bit by bit; `None` for a divisor of zero
    /// or one that uses the topmost bit.
    pub(super) fn divided_by(self, divisor: Self) -> Option<(Self, Self)> {
        if divisor.is_zero() {
            return None;
        }
        let mut quotient = Wide([0; LIMBS]);
        let mut remainder = Wide([0; LIMBS]);
        for (limb, target) in self.0.iter().zip(&mut quotient.0).rev() {
            for bit in (0..32_u32).rev() {
                remainder = remainder.shifted_in(limb.checked_shr(bit)? & 1)?;
                if let Some(rest) = remainder.minus(divisor) {
                    remainder = rest;
                    *target |= 1_u32.checked_shl(bit)?;
                }
            }
        }
        Some((quotient, remainder))
    }

    /// Twice the value, plus `bit`.
    fn shifted_in(self, bit: u32) -> Option<Self> {
        let mut shifted = self;
        let mut carry = bit;
        for limb in &mut shifted.0 {
            let top = *limb >> 31;
            *limb = (*limb << 1) | carry;
            carry = top;
        }
        (carry == 0).then_some(shifted)
    }
}

impl<const LIMBS: usize> Ord for Wide<LIMBS> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl<const LIMBS: usize> PartialOrd for Wide<LIMBS> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    impl<const LIMBS: usize> Wide<LIMBS> {
        fn to_big(self) -> BigUint {
            BigUint::new(self.0.to_vec())
        }
    }

    fn wide() -> impl Strategy<Value = Wide<8>> {
        // Short numbers and full or empty limbs must come up, not only eight random limbs.
        let limb = prop_oneof![Just(0), Just(u32::MAX), any::<u32>()];
        (prop::array::uniform8(limb), 0..=8_usize).prop_map(|(mut limbs, used)| {
            limbs.iter_mut().skip(used).for_each(|limb| *limb = 0);
            Wide(limbs)
        })
    }

    fn fitting(value: BigUint) -> Option<BigUint> {
        (value.bits() <= 256).then_some(value)
    }

    proptest! {
        #[test]
        fn sums_and_products_are_those_of_big_numbers(left in wide(), right in wide()) {
            let (a, b) = (left.to_big(), right.to_big());
            prop_assert_eq!(left.plus(right).map(Wide::to_big), fitting(&a + &b));
            prop_assert_eq!(left.times(right).map(Wide::to_big), fitting(&a * &b));
            let difference = (a >= b).then(|| &a - &b);
            prop_assert_eq!(left.minus(right).map(Wide::to_big), difference);
            prop_assert_eq!(left.cmp(&right), a.cmp(&b));
        }

        #[test]
        fn quotients_are_those_of_big_numbers(left in wide(), right in wide()) {
            let (a, b) = (left.to_big(), right.to_big());
            match left.divided_by(right) {
                Some((quotient, remainder)) => {
                    prop_assert_eq!(quotient.to_big(), &a / &b);
                    prop_assert_eq!(remainder.to_big(), &a % &b);
                }
                None => prop_assert!(b.bits() == 0 || b.bits() == 256),
            }
        }

        #[test]
        fn short_quotients_are_those_of_big_numbers(left in wide(), right in any::<u128>()) {
            let right = right >> 32;
            prop_assume!(right != 0);
            let (quotient, remainder) = left.divided_by_short(right).unwrap();
            prop_assert_eq!(quotient.to_big(), left.to_big() / right);
            prop_assert_eq!(BigUint::from(remainder), left.to_big() % right);
        }

        #[test]
        fn digits_are_counted(left in wide()) {
            let text = left.to_big().to_string();
            let expected = if text == "0" { 0 } else { text.len() };
            prop_assert_eq!(left.digits() as usize, expected);
        }
    }

    #[test]
    fn a_divisor_that_cannot_be_served_is_refused() {
        let one = Wide::<8>::from_u128(1);
        assert!(one.divided_by_short(0).is_none());
        assert!(one.divided_by_short(1 << 96).is_none());
        assert!(one.divided_by(Wide::from_u128(0)).is_none());
    }

    #[test]
    fn powers_of_ten_that_do_not_fit_are_refused() {
        // 2²⁵⁶ is 1.15… × 10⁷⁷.
        let one = Wide::<8>::from_u128(1);
        assert_eq!(one.times_power_of_ten(77).map(Wide::digits), Some(78));
        assert!(one.times_power_of_ten(78).is_none());
    }

    #[test]
    fn a_value_of_more_than_128_bits_is_no_u128() {
        let widest = Wide::<8>::from_u128(u128::MAX);
        assert_eq!(widest.to_u128(), Some(u128::MAX));
        assert_eq!(
            widest.plus(Wide::from_u128(1)).and_then(Wide::to_u128),
            None
        );
    }
}
