//! Sets of configurations of one component: for each feature the values that it may have.
//!
//! A [`Region`] is the product of its fields. A search cuts it into smaller ones
//! ([`Region::split`]) until each is understood; [`Region::size`] says how many configurations it
//! holds.

use crate::money::{Decimal, Exactness};
use crate::plan::OptionIndex;

/// Numbers without a minimum or maximum are searched as far as this from 0.
pub(crate) const FAR: i64 = 1_000_000_000_000;
/// Numbers without a step are searched with so many digits after the point.
pub(crate) const FINEST_DIGITS: u32 = 12;
/// A split puts each option into a part of its own up to so many.
const PARTS: usize = 64;

/// A set of configurations: one field for each feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// By feature.
    pub fields: Vec<Field>,
}

/// What one feature may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Values that it may have.
    pub values: Values,
    /// Whether it may have none: optional and not chosen, or not available.
    pub absent: bool,
}

/// Values of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    /// No value at all.
    None,
    /// One of these options, in document order.
    Options(Vec<OptionIndex>),
    /// `true`, `false` or one of them.
    Truths {
        /// It may be `true`.
        yes: bool,
        /// It may be `false`.
        no: bool,
    },
    /// One of these numbers.
    Numbers(Grid),
    /// A text that is given.
    Text(String),
    /// Some text of so many characters.
    Lengths {
        /// Fewest.
        least: u32,
        /// Most.
        most: u32,
    },
    /// Some of these options; none chosen is unset.
    Choices(Vec<Choice>),
}

/// An option of a multiselect: how many of it may be chosen; 0 is not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The option.
    pub option: OptionIndex,
    /// Fewest.
    pub least: Decimal,
    /// Most.
    pub most: Decimal,
}

/// Numbers `low`, `low + step`, … `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The lowest.
    pub low: Decimal,
    /// The highest, which lies on a step.
    pub high: Decimal,
    /// How far they are apart.
    pub step: Decimal,
}

impl Region {
    /// Whether it holds one configuration.
    pub fn is_point(&self) -> bool {
        self.fields.iter().all(Field::is_decided)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().any(Field::is_empty)
    }

    /// With a number feature at its largest or smallest value.
    pub fn at_end(&self, feature: usize, largest: bool) -> Self {
        let field = self.fields.get(feature);
        let Some(Values::Numbers(grid)) = field.map(|field| &field.values) else {
            return self.clone();
        };
        let at = if largest { grid.high } else { grid.low };
        let one = Grid {
            low: at,
            high: at,
            ..*grid
        };
        self.with(feature, Field::of(Values::Numbers(one)))
    }

    /// How many configurations it holds; none where that is more than fits.
    pub fn size(&self) -> Option<u128> {
        self.fields
            .iter()
            .try_fold(1_u128, |size, field| size.checked_mul(field.size()?))
    }

    /// This region with another field.
    pub fn with(&self, feature: usize, field: Field) -> Self {
        let mut region = self.clone();
        if let Some(place) = region.fields.get_mut(feature) {
            *place = field;
        }
        region
    }

    /// Parts that together are this region and have no configuration in common: by the values of
    /// one feature, numbers after `cut` where it lies between them, a choice by `option`.
    pub fn split(
        &self,
        feature: usize,
        cut: Option<Decimal>,
        option: Option<OptionIndex>,
    ) -> Vec<Self> {
        let Some(field) = self.fields.get(feature) else {
            return Vec::new();
        };
        let mut parts: Vec<Field> = Vec::new();
        if field.absent && !matches!(field.values, Values::None) {
            parts.push(Field::ABSENT);
        }
        let values = match &field.values {
            Values::None => Vec::new(),
            Values::Options(options) => split_options(options),
            Values::Truths { yes, no } => {
                let one = |yes| Values::Truths { yes, no: !yes };
                let both = [no.then(|| one(false)), yes.then(|| one(true))];
                both.into_iter().flatten().collect()
            }
            Values::Numbers(grid) => match grid.cut(cut) {
                Some(halves) => halves.map(Values::Numbers).into(),
                None => vec![field.values.clone()],
            },
            Values::Text(_) => vec![field.values.clone()],
            Values::Lengths { least, most } => split_lengths(*least, *most),
            Values::Choices(choices) => split_choices(choices, option),
        };
        parts.extend(values.into_iter().map(Field::of));
        parts
            .into_iter()
            .map(|part| self.with(feature, part))
            .collect()
    }
}

impl Field {
    /// Without a value.
    pub const ABSENT: Self = Self {
        values: Values::None,
        absent: true,
    };

    /// With one of these values.
    pub const fn of(values: Values) -> Self {
        Self {
            values,
            absent: false,
        }
    }

    /// What may be in either case: fields of one feature.
    pub fn join(self, other: Self) -> Self {
        let absent = self.absent || other.absent;
        let values = match (self.values, other.values) {
            (Values::None, values) | (values, Values::None) => values,
            (Values::Options(mut one), Values::Options(two)) => {
                one.extend(two);
                one.sort_unstable();
                one.dedup();
                Values::Options(one)
            }
            (Values::Truths { yes, no }, Values::Truths { yes: y, no: n }) => Values::Truths {
                yes: yes || y,
                no: no || n,
            },
            (values, _) => values,
        };
        Self { values, absent }
    }

    /// Whether there is only one way to be.
    pub fn is_decided(&self) -> bool {
        self.size() == Some(1)
    }

    /// Whether there is no way to be.
    pub fn is_empty(&self) -> bool {
        self.size() == Some(0)
    }

    /// How many ways there are; none where that is more than fits.
    pub fn size(&self) -> Option<u128> {
        self.values.size()?.checked_add(u128::from(self.absent))
    }
}

impl Values {
    fn size(&self) -> Option<u128> {
        match self {
            Self::None => Some(0),
            Self::Options(options) => u128::try_from(options.len()).ok(),
            Self::Truths { yes, no } => Some(u128::from(*yes).saturating_add(u128::from(*no))),
            Self::Numbers(grid) => grid.size(),
            Self::Text(_) => Some(1),
            // texts of the same length are one to prices
            Self::Lengths { least, most } => {
                Some(u128::from(most.saturating_sub(*least)).saturating_add(1))
            }
            Self::Choices(choices) => choices
                .iter()
                .try_fold(1_u128, |size, choice| size.checked_mul(choice.size()?)),
        }
    }
}

impl Choice {
    /// How many quantities it may have.
    pub fn size(&self) -> Option<u128> {
        let span = self
            .most
            .minus(self.least, &mut Exactness::default())
            .ok()?;
        u128::from(span.to_u64()?).checked_add(1)
    }

    /// Whether its quantity is known.
    pub fn is_decided(&self) -> bool {
        self.least == self.most
    }
}

impl Grid {
    /// The numbers of a step from `origin` within two bounds; none where no number is.
    pub fn within(origin: Decimal, step: Decimal, low: Decimal, high: Decimal) -> Option<Self> {
        let all = Self {
            low: origin,
            high: origin,
            step,
        };
        let low = all.at_or_below(low).filter(|at| *at == low).or_else(|| {
            let below = all.at_or_below(low)?;
            below.plus(step, &mut Exactness::default()).ok()
        })?;
        let high = all.at_or_below(high)?;
        (low <= high).then_some(Self { low, high, step })
    }

    /// How many numbers.
    pub fn size(&self) -> Option<u128> {
        let exact = &mut Exactness::default();
        let steps = self.high.minus(self.low, exact).ok()?;
        let steps = steps.divided_by(self.step, exact).ok()?;
        u128::try_from(steps.floor().mantissa())
            .ok()?
            .checked_add(1)
    }

    /// The largest number of the grid, continued both ways, that is not above another.
    pub fn at_or_below(&self, number: Decimal) -> Option<Decimal> {
        let exact = &mut Exactness::default();
        let distance = number.minus(self.low, exact).ok()?;
        let over = distance.modulo(self.step, exact).ok()?;
        number.minus(over, exact).ok()
    }

    /// The numbers up to a cut and those above it; a cut that does not part them, or none, is
    /// replaced by the middle. None where there is nothing to part.
    pub fn cut(&self, cut: Option<Decimal>) -> Option<[Self; 2]> {
        let parts = |cut: Decimal| {
            let below = self.at_or_below(cut)?;
            let above = below.plus(self.step, &mut Exactness::default()).ok()?;
            let both = [
                Self {
                    high: below,
                    ..*self
                },
                Self {
                    low: above,
                    ..*self
                },
            ];
            (below >= self.low && above <= self.high).then_some(both)
        };
        let middle = || {
            let exact = &mut Exactness::default();
            let sum = self.low.plus(self.high, exact).ok()?;
            sum.divided_by(Decimal::from_integer(2), exact).ok()
        };
        cut.and_then(parts).or_else(|| parts(middle()?))
    }

    /// The number of the grid that is nearest to a wish, from below where there is one.
    pub fn near(&self, wish: Decimal) -> Decimal {
        let inside = wish.max(self.low).min(self.high);
        self.at_or_below(inside).unwrap_or(self.low)
    }
}

fn split_options(options: &[OptionIndex]) -> Vec<Values> {
    if options.len() <= PARTS {
        let one = |option: &OptionIndex| Values::Options(vec![*option]);
        return options.iter().map(one).collect();
    }
    let middle = options.len().div_euclid(2);
    let (first, second) = options.split_at_checked(middle).unwrap_or((options, &[]));
    vec![
        Values::Options(first.to_vec()),
        Values::Options(second.to_vec()),
    ]
}

fn split_lengths(least: u32, most: u32) -> Vec<Values> {
    if least >= most {
        return vec![Values::Lengths { least, most }];
    }
    let middle = least.midpoint(most);
    vec![
        Values::Lengths {
            least,
            most: middle,
        },
        Values::Lengths {
            least: middle.saturating_add(1),
            most,
        },
    ]
}

/// By one option: not chosen and chosen, or fewer and more of it.
fn split_choices(choices: &[Choice], wish: Option<OptionIndex>) -> Vec<Values> {
    let is_open = |choice: &&Choice| !choice.is_decided();
    let wished = choices
        .iter()
        .filter(is_open)
        .find(|c| Some(c.option) == wish);
    let Some(choice) = wished.or_else(|| choices.iter().find(is_open)) else {
        return vec![Values::Choices(choices.to_vec())];
    };
    let exact = &mut Exactness::default();
    let middle = if choice.least.is_zero() {
        Some(Decimal::ZERO)
    } else {
        let sum = choice.least.plus(choice.most, exact).ok();
        let half = sum.and_then(|sum| sum.divided_by(Decimal::from_integer(2), exact).ok());
        half.map(Decimal::floor)
    };
    let Some((middle, above)) = middle.and_then(|middle| {
        let above = middle.plus(Decimal::ONE, exact).ok()?;
        Some((middle, above))
    }) else {
        return vec![Values::Choices(choices.to_vec())];
    };
    let with = |least: Decimal, most: Decimal| {
        let changed = choices.iter().map(|other| {
            if other.option == choice.option {
                Choice {
                    least,
                    most,
                    ..*other
                }
            } else {
                *other
            }
        });
        Values::Choices(changed.collect())
    };
    vec![with(choice.least, middle), with(above, choice.most)]
}
