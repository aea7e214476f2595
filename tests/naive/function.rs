//! FEEL's functions over exact rationals.

use super::frame::{Stop, Value};
use super::number::{Q, rounded, ten_to, whole};
use num_traits::{Signed, Zero};
use pricewright::money::Rounding;
use pricewright::parse::syntax::Function;

/// What a function gives.
pub fn call(function: Function, values: &[Value]) -> Result<Value, Stop> {
    use Function as F;
    let number = |index: usize| values[index].number();
    let text = |index: usize| values[index].text().to_owned();
    Ok(match function {
        F::Abs => Value::Number(number(0).abs()),
        F::Floor => Value::Number((number(0) / step(values)).floor() * step(values)),
        F::Ceiling => Value::Number((number(0) / step(values)).ceil() * step(values)),
        F::Decimal => round(values, Rounding::HalfEven),
        F::RoundUp => round(values, Rounding::Up),
        F::RoundDown => round(values, Rounding::Down),
        F::RoundHalfUp => round(values, Rounding::HalfUp),
        F::RoundHalfDown => round(values, Rounding::HalfDown),
        F::Modulo if number(1).is_zero() => return Err(Stop::Problem("modulo by zero".to_owned())),
        F::Modulo => Value::Number(number(0) - number(1) * (number(0) / number(1)).floor()),
        F::Min => Value::Number(numbers(values)?.into_iter().min().unwrap()),
        F::Max => Value::Number(numbers(values)?.into_iter().max().unwrap()),
        F::Sum => Value::Number(
            numbers(values)?
                .into_iter()
                .fold(Q::zero(), |sum, next| sum + next),
        ),
        F::Count => Value::Number(whole(values[0].members().len() as i64)),
        F::StringLength => Value::Number(whole(text(0).chars().count() as i64)),
        F::Contains => Value::Boolean(text(0).contains(&text(1))),
        F::StartsWith => Value::Boolean(text(0).starts_with(&text(1))),
        F::EndsWith => Value::Boolean(text(0).ends_with(&text(1))),
        F::UpperCase => Value::Text(text(0).to_uppercase()),
        F::LowerCase => Value::Text(text(0).to_lowercase()),
    })
}

/// `10^-digits`, where the digits are the second argument.
fn step(values: &[Value]) -> Q {
    let digits = values.get(1).map_or(Q::zero(), Value::number);
    assert!(digits.is_integer(), "whole digits");
    let digits: i32 = digits.to_integer().try_into().unwrap();
    let power = Q::from_integer(ten_to(digits.unsigned_abs()));
    if digits < 0 { power } else { power.recip() }
}

fn round(values: &[Value], mode: Rounding) -> Value {
    Value::Number(rounded(&values[0].number(), &step(values), mode))
}

/// The arguments, or the members of the one list.
fn numbers(values: &[Value]) -> Result<Vec<Q>, Stop> {
    let members = match values {
        [list @ (Value::List(_) | Value::Options(_))] => list.members(),
        several => several.to_vec(),
    };
    if members.is_empty() {
        return Err(Stop::Problem("of no values".to_owned()));
    }
    Ok(members.iter().map(Value::number).collect())
}
