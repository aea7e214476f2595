//! Numbers and values as integers: what is none, what fits.

use crate::money::Decimal;

/// Amounts and numbers stay far below what 64 bits hold, so that their sums do too.
pub(super) const LARGEST: u64 = 1 << 60;

/// No value. Numbers are smaller by far.
pub(super) const EMPTY: i64 = i64::MIN;

/// A text that the plan does not contain.
pub(super) const OTHER_TEXT: i64 = -1;

/// An amount that is no integer of the program's scale has no place here.
pub(super) fn scaled(amount: Decimal, scale: u32) -> Option<i64> {
    let value = amount.to_scaled(scale)?;
    (value.unsigned_abs() <= LARGEST).then_some(value)
}
