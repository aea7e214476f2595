//! A formula's tree as text of the rule language, with parentheses everywhere; the printer of the
//! rule language takes those away that are not needed.

use super::{Formula, Function, Names, Operator, Reference};

/// The expression of the rule language.
pub(super) fn expression(formula: &Formula, names: &mut dyn Names) -> Result<String, String> {
    Ok(match formula {
        Formula::Number(number) => number.clone(),
        Formula::Text(text) => {
            return Err(format!("the text `{text}` is compared with no choice"));
        }
        Formula::Reference(reference) => names.number(reference)?,
        Formula::Group(value) => expression(value, names)?,
        Formula::Negative(value) => format!("(-({}))", expression(value, names)?),
        Formula::Binary(left, operator, right) => binary(left, *operator, right, names)?,
        Formula::Call(function, arguments) => call(*function, arguments, names)?,
    })
}

fn binary(
    left: &Formula,
    operator: Operator,
    right: &Formula,
    names: &mut dyn Names,
) -> Result<String, String> {
    match (left, right) {
        (Formula::Reference(reference), Formula::Text(text))
        | (Formula::Text(text), Formula::Reference(reference)) => {
            return choice(reference, operator, text, names);
        }
        _ => {}
    }
    if matches!(operator, Operator::And | Operator::Or) {
        let (left, right) = (condition(left, names)?, condition(right, names)?);
        return Ok(format!("({left} {} {right})", sign(operator)));
    }
    let left = expression(left, names)?;
    if operator == Operator::Power {
        let exponent = match right {
            Formula::Number(number) => number.clone(),
            Formula::Negative(value) => match value.as_ref() {
                Formula::Number(number) => format!("-{number}"),
                _ => return Err("an exponent is not a number".to_owned()),
            },
            _ => return Err("an exponent is not a number".to_owned()),
        };
        return Ok(format!("(({left}) ** {exponent})"));
    }
    let right = expression(right, names)?;
    Ok(format!("({left} {} {right})", sign(operator)))
}

/// `[motor]` where a truth is asked for; anything else as it is.
fn condition(formula: &Formula, names: &mut dyn Names) -> Result<String, String> {
    let truth = match formula {
        Formula::Reference(reference) => names.condition(reference),
        _ => None,
    };
    truth.map_or_else(|| expression(formula, names), Ok)
}

/// `[color] = "White"`
fn choice(
    reference: &Reference,
    operator: Operator,
    text: &str,
    names: &mut dyn Names,
) -> Result<String, String> {
    if !matches!(operator, Operator::Equal | Operator::Unequal) {
        return Err(format!("the text `{text}` is more than compared"));
    }
    let (name, option) = names.option(reference, text)?;
    let option = option.replace('\\', "\\\\").replace('"', "\\\"");
    Ok(format!("({name} {} \"{option}\")", sign(operator)))
}

fn call(
    function: Function,
    arguments: &[Formula],
    names: &mut dyn Names,
) -> Result<String, String> {
    let written: Result<Vec<String>, String> = arguments
        .iter()
        .enumerate()
        .map(|(at, argument)| match (function, at) {
            (Function::If, 0) | (Function::And | Function::Or | Function::Not, _) => {
                condition(argument, names)
            }
            _ => expression(argument, names),
        })
        .collect();
    let written = written?;
    let joined = |between: &str| written.join(between);
    Ok(match (function, written.as_slice()) {
        (Function::Round, [value]) => format!("round half up({value}, 0)"),
        (Function::Round, _) => format!("round half up({})", joined(", ")),
        (Function::Ceiling, _) => format!("ceiling({})", joined(", ")),
        (Function::Floor, _) => format!("floor({})", joined(", ")),
        (Function::Absolute, _) => format!("abs({})", joined(", ")),
        (Function::Maximum | Function::Minimum, [value]) => format!("({value})"),
        (Function::Maximum, _) => format!("max({})", joined(", ")),
        (Function::Minimum, _) => format!("min({})", joined(", ")),
        (Function::If, [condition, then, otherwise]) => {
            format!("(if {condition} then {then} else {otherwise})")
        }
        (Function::If, _) => return Err("`IF` needs three values".to_owned()),
        (Function::And, _) => format!("({})", joined(" and ")),
        (Function::Or, _) => format!("({})", joined(" or ")),
        (Function::Not, _) => format!("not({})", joined(", ")),
    })
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Or => "or",
        Operator::And => "and",
        Operator::Equal => "=",
        Operator::Unequal => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Divide => "/",
        Operator::Power => "**",
    }
}
