//! The values that a slot may have: some of its options, or an interval of numbers.

use std::collections::BTreeSet;

use crate::money::{Decimal, Exactness};
use crate::plan::Comparison;
use crate::sorting::gathered;

/// Values that a slot may have for a condition to hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Domain {
    /// Options by index; booleans as options 0 and 1.
    Members(Choice),
    /// Numbers between two ends, each with whether it belongs.
    Interval {
        /// The lower end.
        low: Option<(Decimal, bool)>,
        /// The upper end.
        high: Option<(Decimal, bool)>,
    },
}

/// Some of a number of options: those that are listed, or all others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    listed: BTreeSet<usize>,
    are_allowed: bool,
    total: usize,
}

impl Choice {
    /// These of so many.
    pub fn of(listed: impl IntoIterator<Item = usize>, total: usize) -> Self {
        Self {
            listed: gathered(listed),
            are_allowed: true,
            total,
        }
    }

    fn is_empty(&self) -> bool {
        if self.are_allowed {
            self.listed.is_empty()
        } else {
            self.listed.len() >= self.total
        }
    }

    fn intersection(&self, other: &Self) -> Self {
        let (a, b) = (&self.listed, &other.listed);
        let listed = match (self.are_allowed, other.are_allowed) {
            (true, true) => gathered(a.intersection(b).copied()),
            (true, false) => gathered(a.difference(b).copied()),
            (false, true) => gathered(b.difference(a).copied()),
            (false, false) => gathered(a.union(b).copied()),
        };
        Self {
            listed,
            are_allowed: self.are_allowed || other.are_allowed,
            total: self.total,
        }
    }

    fn union(&self, other: &Self) -> Self {
        // not (not a and not b)
        let not = |choice: &Self| Self {
            are_allowed: !choice.are_allowed,
            ..choice.clone()
        };
        not(&not(self).intersection(&not(other)))
    }
}

/// The numbers that a slot may hold at all: from a minimum to a maximum, in steps.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Grid {
    /// The lowest.
    pub min: Option<Decimal>,
    /// The highest.
    pub max: Option<Decimal>,
    /// The distance between two, from the lowest or from 0.
    pub step: Option<Decimal>,
}

impl Grid {
    /// Whether a domain has one of them; where that cannot be told, it may.
    pub fn has_one_of(&self, domain: &Domain) -> bool {
        let Domain::Interval { .. } = domain else {
            return true;
        };
        let ends = |end: Option<Decimal>| end.map(|end| (end, true));
        let own = Domain::Interval {
            low: ends(self.min),
            high: ends(self.max),
        };
        match domain.intersection(&own) {
            Some(both) if both.is_empty() => false,
            Some(Domain::Interval {
                low: Some((low, included)),
                high: Some((high, to)),
            }) => match self.first_from(low, included) {
                Some(first) => first < high || (first == high && to),
                None => true,
            },
            _ => true,
        }
    }

    /// The first number on a step from here on.
    fn first_from(&self, low: Decimal, included: bool) -> Option<Decimal> {
        let step = self.step.filter(|step| step.is_positive())?;
        let start = self.min.unwrap_or(Decimal::ZERO);
        let exact = &mut Exactness::default();
        let steps = low
            .minus(start, exact)
            .ok()?
            .divided_by(step, exact)
            .ok()?
            .ceiling();
        let mut first = start.plus(steps.times(step, exact).ok()?, exact).ok()?;
        if first == low && !included {
            first = first.plus(step, exact).ok()?;
        }
        exact.is_exact().then_some(first)
    }
}

impl Domain {
    /// True, or false: the options 1 and 0.
    pub fn boolean(value: bool) -> Self {
        Self::Members(Choice::of([usize::from(value)], 2))
    }

    /// Two ends that hold every value: the lowest and the highest, where there are such.
    pub fn bounds(&self) -> (Option<Decimal>, Option<Decimal>) {
        let number = |index: &usize| i64::try_from(*index).ok().map(Decimal::from_integer);
        match self {
            Self::Members(Choice {
                listed,
                are_allowed: true,
                ..
            }) => (
                listed.first().and_then(number),
                listed.last().and_then(number),
            ),
            Self::Members(_) => (None, None),
            Self::Interval { low, high } => (low.map(|(end, _)| end), high.map(|(end, _)| end)),
        }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Members(choice) => choice.is_empty(),
            Self::Interval {
                low: Some((low, from)),
                high: Some((high, to)),
            } => low > high || (low == high && !(*from && *to)),
            Self::Interval { .. } => false,
        }
    }

    /// All other values, where they are one domain.
    pub fn complement(self) -> Option<Self> {
        match self {
            Self::Members(choice) => Some(Self::Members(Choice {
                are_allowed: !choice.are_allowed,
                ..choice
            })),
            Self::Interval {
                low: Some((end, included)),
                high: None,
            } => Some(Self::Interval {
                low: None,
                high: Some((end, !included)),
            }),
            Self::Interval {
                low: None,
                high: Some((end, included)),
            } => Some(Self::Interval {
                low: Some((end, !included)),
                high: None,
            }),
            Self::Interval { .. } => None,
        }
    }

    /// The values of either, where they are one domain.
    pub fn union(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Members(a), Self::Members(b)) => Some(Self::Members(a.union(b))),
            _ => None,
        }
    }

    /// The values of both; none where they are of two kinds.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Members(a), Self::Members(b)) => Some(Self::Members(a.intersection(b))),
            (Self::Interval { low: a, high: b }, Self::Interval { low: c, high: d }) => {
                Some(Self::Interval {
                    low: tighter(*a, *c, false),
                    high: tighter(*b, *d, true),
                })
            }
            _ => None,
        }
    }
}

/// The end that leaves less: the higher of two lower ends, the lower of two upper ones.
fn tighter(
    a: Option<(Decimal, bool)>,
    b: Option<(Decimal, bool)>,
    upper: bool,
) -> Option<(Decimal, bool)> {
    let (Some((x, x_in)), Some((y, y_in))) = (a, b) else {
        return a.or(b);
    };
    Some(if x == y {
        (x, x_in && y_in)
    } else if (x < y) == upper {
        (x, x_in)
    } else {
        (y, y_in)
    })
}

/// The numbers that stand in this relation to a bound, where they are one interval.
pub(crate) fn interval(comparison: Comparison, bound: Decimal) -> Option<Domain> {
    Some(match comparison {
        Comparison::Less => Domain::Interval {
            low: None,
            high: Some((bound, false)),
        },
        Comparison::LessOrEqual => Domain::Interval {
            low: None,
            high: Some((bound, true)),
        },
        Comparison::Greater => Domain::Interval {
            low: Some((bound, false)),
            high: None,
        },
        Comparison::GreaterOrEqual => Domain::Interval {
            low: Some((bound, true)),
            high: None,
        },
        Comparison::Equal => Domain::Interval {
            low: Some((bound, true)),
            high: Some((bound, true)),
        },
        Comparison::NotEqual => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).expect("a number")
    }

    fn between(low: &str, high: &str) -> Domain {
        Domain::Interval {
            low: Some((number(low), false)),
            high: Some((number(high), false)),
        }
    }

    #[test]
    fn steps_leave_gaps() {
        let grid = Grid {
            min: Some(number("300")),
            max: Some(number("3000")),
            step: Some(number("5")),
        };
        assert!(!grid.has_one_of(&between("1000", "1005")));
        assert!(grid.has_one_of(&between("1000", "1005.1")));
        assert!(!grid.has_one_of(&between("3000", "4000")));
        assert!(Grid::default().has_one_of(&between("1000", "1000.1")));
    }

    #[test]
    fn choices_are_sets() {
        let (a, b) = (Choice::of([0, 1], 3), Choice::of([1, 2], 3));
        assert_eq!(a.intersection(&b), Choice::of([1], 3));
        assert_eq!(a.union(&b), Choice::of([0, 1, 2], 3));
        let not_a = Choice {
            are_allowed: false,
            ..a.clone()
        };
        assert_eq!(b.intersection(&not_a), Choice::of([2], 3));
        assert!(a.intersection(&not_a).is_empty());
        assert!(
            Choice {
                are_allowed: false,
                ..Choice::of([0, 1, 2], 3)
            }
            .is_empty()
        );
    }
}
