//! The functions of the rule language, on values that are worked out.

use std::cmp::Ordering;

use super::value::{Stop, Value};
use crate::diagnostic::Code;
use crate::letter_case;
use crate::money::{Decimal, Exactness, NumberError, Rounding};
use crate::plan::Function;

/// The value of a function. `excerpt` is the text of the call, for messages.
pub(crate) fn call(
    function: Function,
    arguments: Vec<Value>,
    exact: &mut Exactness,
    excerpt: Option<&str>,
) -> Result<Value, Stop> {
    let failed = |error| Stop::number(error, excerpt);
    match function {
        Function::Abs => one(function, &arguments).map(|value| Value::Number(value.absolute())),
        Function::Floor | Function::Ceiling => {
            let (value, digits) = rounded(function, &arguments)?;
            // Rounding works on magnitudes, these two on the number line.
            let down = (function == Function::Floor) != value.is_negative();
            let mode = if down { Rounding::Down } else { Rounding::Up };
            value
                .round_to(digits, mode)
                .map(Value::Number)
                .map_err(failed)
        }
        Function::Decimal
        | Function::RoundUp
        | Function::RoundDown
        | Function::RoundHalfUp
        | Function::RoundHalfDown => {
            let (value, digits) = rounded(function, &arguments)?;
            value
                .round_to(digits, rounding(function))
                .map(Value::Number)
                .map_err(failed)
        }
        Function::Modulo => {
            let [dividend, divisor] = numbers(function, &arguments)?;
            dividend
                .modulo(divisor, exact)
                .map(Value::Number)
                .map_err(failed)
        }
        Function::Min | Function::Max => extreme(function, values(arguments)),
        Function::Sum => sum(values(arguments), exact, excerpt),
        Function::Count => {
            let count = match arguments.as_slice() {
                // Of a multiselect its options, however many of each.
                [Value::Options(options)] => options.len(),
                _ => values(arguments).len(),
            };
            let count = i64::try_from(count);
            count.map_or(Err(failed(NumberError::TooLarge)), |count| {
                Ok(Value::Number(Decimal::from_integer(count)))
            })
        }
        Function::StringLength => {
            let [text] = texts(function, &arguments)?;
            let length = i64::try_from(text.chars().count());
            length.map_or(Err(failed(NumberError::TooLarge)), |length| {
                Ok(Value::Number(Decimal::from_integer(length)))
            })
        }
        Function::Contains => part(function, &arguments, |text, part| text.contains(part)),
        Function::StartsWith => part(function, &arguments, |text, part| text.starts_with(part)),
        Function::EndsWith => part(function, &arguments, |text, part| text.ends_with(part)),
        Function::UpperCase => {
            let [text] = texts(function, &arguments)?;
            Ok(Value::Text(letter_case::upper(text).into()))
        }
        Function::LowerCase => {
            let [text] = texts(function, &arguments)?;
            Ok(Value::Text(letter_case::lower(text).into()))
        }
    }
}

/// The arguments, or the values of the one list among them.
fn values(arguments: Vec<Value>) -> Vec<Value> {
    match arguments.as_slice() {
        [Value::List(list)] => list.to_vec(),
        [Value::Options(chosen)] => chosen
            .iter()
            .map(|(option, _)| Value::Option(*option))
            .collect(),
        _ => arguments,
    }
}

fn extreme(function: Function, values: Vec<Value>) -> Result<Value, Stop> {
    let wanted = if function == Function::Min {
        Ordering::Less
    } else {
        Ordering::Greater
    };
    let mut values = values.into_iter();
    let mut best = values.next().ok_or_else(|| empty(function))?;
    for value in values {
        match value.order(&best) {
            Some(order) if order == wanted => best = value,
            Some(_) => {}
            None => return Err(Stop::unexpected(best.kind(), &value)),
        }
    }
    Ok(best)
}

fn sum(values: Vec<Value>, exact: &mut Exactness, excerpt: Option<&str>) -> Result<Value, Stop> {
    if values.is_empty() {
        return Err(empty(Function::Sum));
    }
    let mut total = Decimal::ZERO;
    for value in &values {
        let added = total.plus(number(value)?, exact);
        total = added.map_err(|error| Stop::number(error, excerpt))?;
    }
    Ok(Value::Number(total))
}

fn empty(function: Function) -> Stop {
    Stop::problem(
        Code::EmptyList,
        format!("`{}` of no values", function.name()),
    )
}

/// How a function rounds; `floor` and `ceiling` decide by the sign.
fn rounding(function: Function) -> Rounding {
    match function {
        Function::RoundUp => Rounding::Up,
        Function::RoundDown => Rounding::Down,
        Function::RoundHalfUp => Rounding::HalfUp,
        Function::RoundHalfDown => Rounding::HalfDown,
        _ => Rounding::HalfEven,
    }
}

/// A number and to how many digits it is rounded; 0 where that is not given.
fn rounded(function: Function, arguments: &[Value]) -> Result<(Decimal, i32), Stop> {
    if let [value] = arguments {
        return Ok((number(value)?, 0));
    }
    let [value, digits] = numbers(function, arguments)?;
    let most = i64::from(Decimal::MAX_DIGITS);
    let whole = digits
        .to_i64()
        .filter(|digits| (most.saturating_neg()..=most).contains(digits));
    let whole = whole
        .and_then(|digits| i32::try_from(digits).ok())
        .ok_or_else(|| {
            let name = function.name();
            let message =
                format!("`{name}` takes whole digits from -{most} to {most}, found `{digits}`");
            Stop::problem(Code::NotWhole, message)
        })?;
    Ok((value, whole))
}

fn part(
    function: Function,
    arguments: &[Value],
    test: fn(&str, &str) -> bool,
) -> Result<Value, Stop> {
    let [text, part] = texts(function, arguments)?;
    Ok(Value::Boolean(test(text, part)))
}

fn one(function: Function, arguments: &[Value]) -> Result<Decimal, Stop> {
    numbers(function, arguments).map(|[number]| number)
}

fn numbers<const N: usize>(function: Function, arguments: &[Value]) -> Result<[Decimal; N], Stop> {
    let numbers = arguments
        .iter()
        .map(number)
        .collect::<Result<Vec<_>, _>>()?;
    numbers.try_into().map_err(|_| argument_count(function))
}

fn number(value: &Value) -> Result<Decimal, Stop> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(Stop::unexpected("a number", other)),
    }
}

fn texts<'v, const N: usize>(
    function: Function,
    arguments: &'v [Value],
) -> Result<[&'v str; N], Stop> {
    let text = |value: &'v Value| match value {
        Value::Text(text) => Ok(text.as_ref()),
        other => Err(Stop::unexpected("a text", other)),
    };
    let texts = arguments.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    texts.try_into().map_err(|_| argument_count(function))
}

fn argument_count(function: Function) -> Stop {
    let message = format!(
        "`{}` is called with too few or too many arguments",
        function.name()
    );
    Stop::problem(Code::ArgumentCount, message)
}
