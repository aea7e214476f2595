//! Functions over a set of configurations.

use super::possible::{Element, Possible, Truth};
use super::view::Doubts;
use crate::analyze::interval::Interval;
use crate::evaluate::function;
use crate::evaluate::value::Value;
use crate::money::{Decimal, Exactness};
use crate::plan::Function;

/// What a function may come to, and why it may have no value: a list that may be empty is that of
/// a multiselect of which nothing is chosen, so it is read where something is.
pub(super) fn call(function: Function, arguments: &[Possible]) -> (Possible, Doubts) {
    let mut doubts = Doubts::default();
    if arguments.contains(&Possible::Nothing) {
        // who gave nothing noted why
        return (Possible::Nothing, doubts);
    }
    doubts.invalid = may_be_empty(function, arguments);
    let points = arguments.iter().map(Possible::point);
    if let Some(values) = points.collect::<Option<Vec<_>>>() {
        let value = function::call(function, values, &mut Exactness::default(), None);
        doubts.lack = value.is_err() && !doubts.invalid;
        let value = value.map_or(Possible::Nothing, |value| Possible::of(&value));
        return (value, doubts);
    }
    let result = match function {
        Function::Abs => unary(arguments, |number| Some(number.absolute())),
        Function::Floor
        | Function::Ceiling
        | Function::Decimal
        | Function::RoundUp
        | Function::RoundDown
        | Function::RoundHalfUp
        | Function::RoundHalfDown => rounded(function, arguments),
        Function::Modulo => modulo(arguments),
        Function::Min => extreme(arguments, Interval::min, true),
        Function::Max => extreme(arguments, Interval::max, false),
        Function::Sum => sum(arguments),
        Function::Count => count(arguments),
        Function::StringLength => length(arguments),
        Function::Contains
        | Function::StartsWith
        | Function::EndsWith
        | Function::UpperCase
        | Function::LowerCase => {
            let (value, lack) = texts(function, arguments);
            doubts.lack = lack;
            return (value, doubts);
        }
    };
    doubts.lack = result.is_none();
    (Possible::number(result), doubts)
}

/// Values in brackets.
pub(super) fn list(values: Vec<Possible>) -> Possible {
    if values.contains(&Possible::Nothing) {
        return Possible::Nothing;
    }
    let element = |value| Element {
        value,
        certain: true,
    };
    Possible::List(values.into_iter().map(element).collect())
}

fn unary(
    arguments: &[Possible],
    operation: impl Fn(Interval) -> Option<Interval>,
) -> Option<Interval> {
    operation(arguments.first()?.interval()?)
}

/// Rounding to known digits never turns an order around.
fn rounded(function: Function, arguments: &[Possible]) -> Option<Interval> {
    let (number, digits) = arguments.split_first()?;
    let digits = digits
        .iter()
        .map(Possible::point)
        .collect::<Option<Vec<_>>>()?;
    number.interval()?.rising(|end| {
        let mut values = vec![Value::Number(end)];
        values.extend(digits.iter().cloned());
        match function::call(function, values, &mut Exactness::default(), None) {
            Ok(Value::Number(number)) => Ok(number),
            _ => Err(()),
        }
    })
}

/// From 0 to the divisor; the number itself where it does not reach it.
fn modulo(arguments: &[Possible]) -> Option<Interval> {
    let [number, divisor] = arguments else {
        return None;
    };
    let (number, divisor) = (number.interval()?, divisor.interval()?.point()?);
    if !divisor.is_positive() {
        return None;
    }
    let exact = &mut Exactness::default();
    let (low, high) = (
        number.low.modulo(divisor, exact),
        number.high.modulo(divisor, exact),
    );
    let (low, high) = (low.ok()?, high.ok()?);
    let no_wrap = number.width() < divisor && low <= high;
    Some(if no_wrap {
        Interval { low, high }
    } else {
        Interval {
            low: Decimal::ZERO,
            high: divisor,
        }
    })
}

/// The elements that a function is over: those of its one list, or its arguments.
fn elements(arguments: &[Possible]) -> Option<Vec<Element>> {
    match arguments {
        [Possible::List(elements)] => Some(elements.clone()),
        [Possible::Choices(_)] => None,
        several => match list(several.to_vec()) {
            Possible::List(elements) => Some(elements),
            _ => None,
        },
    }
}

fn extreme(
    arguments: &[Possible],
    pick: impl Fn(Interval, Interval) -> Interval,
    lowest: bool,
) -> Option<Interval> {
    let elements = elements(arguments)?;
    let interval = |element: &Element| element.value.interval();
    let all = elements.iter().map(interval).collect::<Option<Vec<_>>>()?;
    let certain = elements.iter().filter(|element| element.certain);
    let certain = certain.filter_map(interval).reduce(&pick);
    let every = all.iter().copied().reduce(&pick)?;
    let around = all.into_iter().reduce(Interval::hull)?;
    // what may be missing moves only one end
    let settled = certain.unwrap_or(around);
    Some(if lowest {
        Interval {
            low: every.low,
            high: settled.high,
        }
    } else {
        Interval {
            low: settled.low,
            high: every.high,
        }
    })
}

fn sum(arguments: &[Possible]) -> Option<Interval> {
    elements(arguments)?
        .iter()
        .try_fold(Interval::ZERO, |sum, element| {
            let value = element.value.interval()?;
            sum.plus(if element.certain {
                value
            } else {
                value.hull(Interval::ZERO)
            })
        })
}

fn count(arguments: &[Possible]) -> Option<Interval> {
    let counted = |certain: usize, all: usize| {
        let number = |count: usize| Some(Decimal::from_integer(i64::try_from(count).ok()?));
        Some(Interval {
            low: number(certain)?,
            high: number(all)?,
        })
    };
    if let [Possible::Choices(choices)] = arguments {
        let certain = choices.iter().filter(|choice| choice.least.is_positive());
        return counted(certain.count(), choices.len());
    }
    let elements = elements(arguments)?;
    let certain = elements.iter().filter(|element| element.certain);
    counted(certain.count(), elements.len())
}

fn length(arguments: &[Possible]) -> Option<Interval> {
    match arguments.first()? {
        Possible::TextOfLength(length) => Some(*length),
        Possible::Texts(texts) => {
            let lengths = texts.iter().map(|text| text.chars().count());
            let numbers = lengths.map(|length| i64::try_from(length).unwrap_or(i64::MAX));
            Interval::around(numbers.map(Decimal::from_integer))
        }
        _ => None,
    }
}

/// Functions of texts, for each text that may be; the other arguments have one value.
fn texts(function: Function, arguments: &[Possible]) -> (Possible, bool) {
    let is_question = matches!(
        function,
        Function::Contains | Function::StartsWith | Function::EndsWith
    );
    let unknown = if is_question {
        Possible::Truth(Truth::MAYBE)
    } else {
        Possible::Anything
    };
    let Some((Possible::Texts(texts), rest)) = arguments.split_first() else {
        return (unknown, false);
    };
    let rest = rest.iter().map(Possible::point).collect::<Option<Vec<_>>>();
    let Some(rest) = rest else {
        return (unknown, false);
    };
    let values = texts.iter().map(|text| {
        let mut values = vec![Value::Text(text.clone())];
        values.extend(rest.iter().cloned());
        let value = function::call(function, values, &mut Exactness::default(), None);
        value.map_or(Possible::Nothing, |value| Possible::of(&value))
    });
    let values: Vec<Possible> = values.collect();
    let doubts = values.contains(&Possible::Nothing);
    (
        values.into_iter().fold(Possible::Nothing, Possible::join),
        doubts,
    )
}

fn may_be_empty(function: Function, arguments: &[Possible]) -> bool {
    let of_lists = matches!(function, Function::Min | Function::Max | Function::Sum);
    let certain =
        elements(arguments).is_some_and(|elements| elements.iter().any(|element| element.certain));
    of_lists && !certain
}
