//! Equal, less, greater: by value, whatever zeros stand at the end.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::Decimal;
use super::arithmetic::{Aligned, both_small};

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.is_negative(), other.is_negative());
        if left != right {
            return right.cmp(&left);
        }
        let small = both_small(*self, *other).and_then(|(left, right)| left.compare(right));
        let magnitudes = small.unwrap_or_else(|| {
            // 28 digits with 28 more behind them always fit
            Aligned::new(*self, *other)
                .map_or(Ordering::Equal, |aligned| aligned.left.cmp(&aligned.right))
        });
        if left {
            magnitudes.reverse()
        } else {
            magnitudes
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.mantissa(), self.scale()).hash(state);
    }
}
