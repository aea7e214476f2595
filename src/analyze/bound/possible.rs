//! What an expression may come to over a set of configurations.

use std::sync::Arc;

use crate::analyze::domain::Choice;
use crate::analyze::interval::Interval;
use crate::evaluate::value::Value;
use crate::model::date::Date;
use crate::money::Decimal;
use crate::plan::{Comparison, OptionIndex};

/// More texts than this are any text.
const TEXTS: usize = 64;

/// Values that an expression may have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Possible {
    /// It has none in any configuration.
    Nothing,
    /// It may have any.
    Anything,
    /// A number in an interval.
    Number(Interval),
    /// `true`, `false`, either.
    Truth(Truth),
    /// One of these texts, sorted.
    Texts(Vec<Arc<str>>),
    /// Some text of so many characters.
    TextOfLength(Interval),
    /// This day.
    Date(Date),
    /// One of these options, sorted.
    Options(Vec<OptionIndex>),
    /// Some of these options.
    Choices(Vec<Choice>),
    /// These values, those that are not certain may be missing.
    List(Vec<Element>),
}

/// An element of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    /// Its value.
    pub value: Possible,
    /// Whether it is in the list in every configuration.
    pub certain: bool,
}

/// Whether something may hold and whether it may not; neither where it has no value at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Truth {
    /// It may hold.
    pub yes: bool,
    /// It may not.
    pub no: bool,
}

impl Truth {
    /// It holds.
    pub const YES: Self = Self {
        yes: true,
        no: false,
    };
    /// It does not hold.
    pub const NO: Self = Self {
        yes: false,
        no: true,
    };
    /// It may hold or not.
    pub const MAYBE: Self = Self {
        yes: true,
        no: true,
    };
    /// It has no value.
    pub const NEVER: Self = Self {
        yes: false,
        no: false,
    };

    /// What is known.
    pub const fn of(holds: bool) -> Self {
        if holds { Self::YES } else { Self::NO }
    }

    /// Whether it surely holds.
    pub fn is_certain(self) -> bool {
        self == Self::YES
    }

    /// Turned around.
    pub const fn not(self) -> Self {
        Self {
            yes: self.no,
            no: self.yes,
        }
    }

    /// Both.
    pub const fn and(self, other: Self) -> Self {
        Self {
            yes: self.yes && other.yes,
            no: self.no || other.no,
        }
    }

    /// One of them.
    pub const fn or(self, other: Self) -> Self {
        Self {
            yes: self.yes || other.yes,
            no: self.no && other.no,
        }
    }

    /// What may be in either case.
    pub const fn join(self, other: Self) -> Self {
        Self {
            yes: self.yes || other.yes,
            no: self.no || other.no,
        }
    }
}

impl Possible {
    /// A number, or any where the interval is not known.
    pub fn number(interval: Option<Interval>) -> Self {
        interval.map_or(Self::Anything, Self::Number)
    }

    /// One number.
    pub const fn exactly(number: Decimal) -> Self {
        Self::Number(Interval::of(number))
    }

    /// A value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) => Self::exactly(*number),
            Value::Text(text) => Self::Texts(vec![Arc::clone(text)]),
            Value::Boolean(boolean) => Self::Truth(Truth::of(*boolean)),
            Value::Date(date) => Self::Date(*date),
            Value::Option(option) => Self::Options(vec![*option]),
            Value::Options(options) => {
                let choice = |(option, quantity): &(OptionIndex, Decimal)| Choice {
                    option: *option,
                    least: *quantity,
                    most: *quantity,
                };
                Self::Choices(options.iter().map(choice).collect())
            }
            Value::List(values) => {
                let element = |value| Element {
                    value: Self::of(value),
                    certain: true,
                };
                Self::List(values.iter().map(element).collect())
            }
        }
    }

    /// The one value that it has.
    pub fn point(&self) -> Option<Value> {
        match self {
            Self::Number(interval) => interval.point().map(Value::Number),
            Self::Truth(Truth::YES) => Some(Value::Boolean(true)),
            Self::Truth(Truth::NO) => Some(Value::Boolean(false)),
            Self::Texts(texts) => match texts.as_slice() {
                [text] => Some(Value::Text(Arc::clone(text))),
                _ => None,
            },
            Self::Date(date) => Some(Value::Date(*date)),
            Self::Options(options) => match options.as_slice() {
                [option] => Some(Value::Option(*option)),
                _ => None,
            },
            Self::Choices(choices) => {
                let is_chosen = |choice: &&Choice| choice.most.is_positive();
                let decided = choices.iter().all(Choice::is_decided);
                let chosen = choices.iter().filter(is_chosen);
                let chosen = chosen.map(|choice| (choice.option, choice.most));
                decided.then(|| Value::Options(chosen.collect()))
            }
            Self::List(elements) => {
                let one = |element: &Element| element.value.point().filter(|_| element.certain);
                let values = elements.iter().map(one).collect::<Option<Vec<_>>>()?;
                Some(Value::List(values.into()))
            }
            Self::Nothing | Self::Anything | Self::Truth(_) | Self::TextOfLength(_) => None,
        }
    }

    /// What may be in either case.
    pub fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, value) | (value, Self::Nothing) => value,
            (Self::Number(one), Self::Number(two)) => Self::Number(one.hull(two)),
            (Self::Truth(one), Self::Truth(two)) => Self::Truth(one.join(two)),
            (Self::Texts(one), Self::Texts(two)) => Self::texts(one.into_iter().chain(two)),
            (Self::Options(mut one), Self::Options(two)) => {
                one.extend(two);
                one.sort_unstable();
                one.dedup();
                Self::Options(one)
            }
            (one, two) if one == two => one,
            _ => Self::Anything,
        }
    }

    /// One of some texts.
    pub fn texts(texts: impl Iterator<Item = Arc<str>>) -> Self {
        let mut all: Vec<Arc<str>> = texts.collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > TEXTS {
            Self::Anything
        } else {
            Self::Texts(all)
        }
    }

    /// As a condition.
    pub fn truth(&self) -> Truth {
        match self {
            Self::Truth(truth) => *truth,
            Self::Nothing => Truth::NEVER,
            _ => Truth::MAYBE,
        }
    }

    /// As a number; none where it may be any.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Self::Number(interval) => Some(*interval),
            _ => None,
        }
    }

    /// Whether a comparison may hold.
    pub fn compare(&self, comparison: Comparison, other: &Self) -> Truth {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => Truth::NEVER,
            (Self::Number(one), Self::Number(two)) => compare_numbers(comparison, *one, *two),
            (Self::Texts(one), Self::Texts(two)) => {
                each(one, two, |one, two| comparison.holds(one.cmp(two)))
            }
            (Self::Options(one), Self::Options(two)) => {
                each(one, two, |one, two| comparison.holds(one.cmp(two)))
            }
            (Self::Date(one), Self::Date(two)) => Truth::of(comparison.holds(one.cmp(two))),
            (Self::Truth(one), Self::Truth(two)) => {
                let same = one.and(*two).or(one.not().and(two.not()));
                match comparison {
                    Comparison::Equal => same,
                    Comparison::NotEqual => same.not(),
                    _ => Truth::MAYBE,
                }
            }
            _ => Truth::MAYBE,
        }
    }
}

/// Over all pairs, which are few.
fn each<T>(one: &[T], two: &[T], holds: impl Fn(&T, &T) -> bool) -> Truth {
    if one.len().saturating_mul(two.len()) > TEXTS.saturating_mul(TEXTS) {
        return Truth::MAYBE;
    }
    let pairs = one
        .iter()
        .flat_map(|one| two.iter().map(move |two| (one, two)));
    pairs.fold(Truth::NEVER, |all, (one, two)| {
        all.join(Truth::of(holds(one, two)))
    })
}

fn compare_numbers(comparison: Comparison, one: Interval, two: Interval) -> Truth {
    let less = || Truth {
        yes: one.low < two.high,
        no: one.high >= two.low,
    };
    let greater = || Truth {
        yes: one.high > two.low,
        no: one.low <= two.high,
    };
    match comparison {
        Comparison::Less => less(),
        Comparison::GreaterOrEqual => less().not(),
        Comparison::Greater => greater(),
        Comparison::LessOrEqual => greater().not(),
        Comparison::Equal | Comparison::NotEqual => {
            let equal = Truth {
                yes: one.low <= two.high && two.low <= one.high,
                no: one.point().is_none() || one != two,
            };
            if comparison == Comparison::Equal {
                equal
            } else {
                equal.not()
            }
        }
    }
}
