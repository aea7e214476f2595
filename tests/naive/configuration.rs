//! Reading an item: what is set, what is missing, what is not allowed.

use super::catalog_reading::{World, expression, options};
use super::frame::{Amounts, Frame, State, Stop, Value};
use super::number::{Q, exact, is_multiple, parse, whole};
use num_traits::{One, Zero};
use pricewright::model::catalog::{Component, DefaultValue, Feature, FeatureType};
use pricewright::model::order::{Item, Value as Given};
use pricewright::parse::syntax::{Effect, Expression, Statement};
use std::collections::BTreeMap;

/// An item as read.
pub struct Reading<'a> {
    /// What its expressions read; none if there is no such component.
    pub frame: Option<Frame<'a>>,
    /// What is not allowed.
    pub violations: Vec<String>,
    /// What is required and not there.
    pub missing: Vec<String>,
}

/// Reads an item of the order.
pub fn read<'a>(world: &'a World<'a>, item: &Item) -> Reading<'a> {
    let mut reading = Reading {
        frame: None,
        violations: Vec::new(),
        missing: Vec::new(),
    };
    let Some((component, statements)) = world.component(&item.component) else {
        reading
            .violations
            .push(format!("no component `{}`", item.component));
        return reading;
    };
    let quantity = exact(item.quantity);
    let step = component.quantity_step.map_or(whole(1), exact);
    if quantity < step || !is_multiple(&quantity, &step) {
        reading.violations.push("quantity".to_owned());
    }
    let mut frame = Frame {
        world,
        component: Some(component),
        statements,
        states: inputs(world),
        quantity,
        amounts: Amounts::default(),
    };
    for (id, state) in &frame.states {
        if *state == State::Missing {
            reading.missing.push(id.clone());
        }
    }
    decide(&mut frame, component, item, &mut reading);
    for (id, _) in &item.values {
        if frame.feature(id).is_none() {
            reading.violations.push(format!("no feature `{id}`"));
        }
    }
    if reading.violations.is_empty() {
        constraints(&frame, &mut reading.violations);
    }
    reading.frame = Some(frame);
    reading
}

/// The inputs of the order.
pub fn inputs(world: &World) -> BTreeMap<String, State> {
    let state = |input: &pricewright::model::catalog::Input| {
        let given = world.order.inputs.iter().find(|(id, _)| *id == input.id);
        let known = match given {
            Some((_, Given::Number(number))) => Some(Value::Number(exact(*number))),
            Some((_, Given::Text(text))) => Some(Value::Text(text.clone())),
            Some((_, Given::Boolean(value))) => Some(Value::Boolean(*value)),
            Some((_, Given::Choices(_))) => panic!("an input is no choice"),
            None => input.default.as_ref().map(default_value),
        };
        match known {
            Some(value) => State::Known(value),
            None if input.required => State::Missing,
            None => State::Unset,
        }
    };
    world
        .catalog
        .inputs
        .iter()
        .map(|input| (input.id.clone(), state(input)))
        .collect()
}

/// What `forbid` and `require` say; those that wait say nothing.
pub fn constraints(frame: &Frame, violations: &mut Vec<String>) {
    for statement in frame.statements {
        let (test, violated_when) = match &statement.effect {
            Effect::Forbid(test) => (test, true),
            Effect::Require(test) => (test, false),
            _ => continue,
        };
        if speaks(frame, statement, test) == Ok(Some(violated_when)) {
            violations.push(statement.id.text.clone());
        }
    }
}

/// The value of a constraint's or notice's test, if the statement is looked at.
pub fn speaks(
    frame: &Frame,
    statement: &Statement,
    test: &Expression,
) -> Result<Option<bool>, Stop> {
    let valid = frame.world.valid(statement.from, statement.until);
    if !valid || !frame.holds(statement.when.as_ref())? {
        return Ok(None);
    }
    frame.truth(test).map(Some)
}

/// Decides every feature, again and again until none waits for another's availability.
fn decide(frame: &mut Frame, component: &Component, item: &Item, reading: &mut Reading) {
    for feature in &component.features {
        frame.states.insert(feature.id.clone(), State::Undecided);
    }
    loop {
        let mut progress = false;
        for feature in &component.features {
            if frame.states[&feature.id] != State::Undecided {
                continue;
            }
            let given = item
                .values
                .iter()
                .find(|(id, _)| *id == feature.id)
                .map(|(_, value)| value);
            let mut violations = Vec::new();
            if let Ok(state) = state_of(frame, feature, given, &mut violations) {
                if state == State::Missing && violations.is_empty() {
                    reading.missing.push(feature.id.clone());
                }
                reading.violations.append(&mut violations);
                frame.states.insert(feature.id.clone(), state);
                progress = true;
            }
        }
        if !progress {
            break;
        }
    }
    for state in frame
        .states
        .values_mut()
        .filter(|state| **state == State::Undecided)
    {
        *state = State::Unset; // it waits for a value that is missing
    }
}

fn state_of(
    frame: &Frame,
    feature: &Feature,
    given: Option<&Given>,
    violations: &mut Vec<String>,
) -> Result<State, Stop> {
    if let Some(condition) = &feature.available_when
        && !frame.truth(&expression(condition))?
    {
        if given.is_some() {
            violations.push(format!("`{}` is not available", feature.id));
        }
        return Ok(State::Unset);
    }
    let unset = if feature.required {
        State::Missing
    } else {
        State::Unset
    };
    let known = match given {
        Some(given) => match taken(feature, given) {
            Ok(value) => value,
            Err(fault) => {
                violations.push(format!("`{}`: {fault}", feature.id));
                None
            }
        },
        None => feature.default.as_ref().map(default_value),
    };
    let Some(value) = known else { return Ok(unset) };
    let value = in_document_order(feature, value);
    for id in chosen(&value) {
        let option = options(feature).iter().find(|option| option.id == id);
        let condition = option.and_then(|option| option.available_when.as_ref());
        let Some(condition) = condition else { continue };
        if !frame.truth(&expression(condition))? {
            if given.is_some() {
                violations.push(format!("`{id}` is not available"));
            }
            return Ok(unset);
        }
    }
    Ok(State::Known(value))
}

/// The value that a feature takes; none for an empty choice.
fn taken(feature: &Feature, given: &Given) -> Result<Option<Value>, &'static str> {
    let check = |fine: bool, fault| if fine { Ok(()) } else { Err(fault) };
    Ok(Some(match (&feature.kind, given) {
        (FeatureType::Select(options), Given::Text(id)) => {
            check(
                options.iter().any(|option| option.id == *id),
                "unknown option",
            )?;
            Value::Text(id.clone())
        }
        (FeatureType::Multiselect { .. }, Given::Choices(choices)) if choices.is_empty() => {
            return Ok(None);
        }
        (
            FeatureType::Multiselect {
                options,
                min_choices,
                max_choices,
                quantities,
            },
            Given::Choices(choices),
        ) => {
            for (index, choice) in choices.iter().enumerate() {
                let option = options.iter().find(|option| option.id == choice.option);
                let option = option.ok_or("unknown option")?;
                let quantity = exact(choice.quantity);
                let most = option.max_quantity.map(exact);
                check(*quantities || quantity.is_one(), "no quantities here")?;
                check(quantity.is_integer() && quantity >= whole(1), "quantity")?;
                check(most.is_none_or(|most| quantity <= most), "too many of it")?;
                let before = &choices[..index];
                check(
                    before.iter().all(|other| other.option != choice.option),
                    "twice",
                )?;
            }
            check(choices.len() as u32 >= min_choices.unwrap_or(0), "too few")?;
            check(
                choices.len() as u32 <= max_choices.unwrap_or(u32::MAX),
                "too many",
            )?;
            let pair = |choice: &pricewright::model::order::ChosenOption| {
                (choice.option.clone(), exact(choice.quantity))
            };
            Value::Options(choices.iter().map(pair).collect())
        }
        (FeatureType::Boolean, Given::Boolean(value)) => Value::Boolean(*value),
        (FeatureType::Number { min, max, step }, Given::Number(_) | Given::Text(_)) => {
            let number = match given {
                Given::Text(text) => parse(text).ok_or("not a number")?,
                Given::Number(number) => exact(*number),
                _ => unreachable!(),
            };
            check(min.is_none_or(|min| number >= exact(min)), "too small")?;
            check(max.is_none_or(|max| number <= exact(max)), "too large")?;
            let start = min.map_or(Q::zero(), exact);
            let on_step = |step| is_multiple(&(&number - &start), &exact(step));
            check(step.is_none_or(on_step), "off step")?;
            Value::Number(number)
        }
        (
            FeatureType::Text {
                min_length,
                max_length,
            },
            Given::Text(text),
        ) => {
            let length = text.chars().count() as u32;
            check(min_length.is_none_or(|least| length >= least), "too short")?;
            check(max_length.is_none_or(|most| length <= most), "too long")?;
            Value::Text(text.clone())
        }
        _ => return Err("wrong type"),
    }))
}

fn default_value(value: &DefaultValue) -> Value {
    match value {
        DefaultValue::Number(number) => Value::Number(exact(*number)),
        DefaultValue::Text(text) => Value::Text(text.clone()),
        DefaultValue::Boolean(value) => Value::Boolean(*value),
        DefaultValue::Choices(ids) => {
            Value::Options(ids.iter().map(|id| (id.clone(), whole(1))).collect())
        }
    }
}

fn in_document_order(feature: &Feature, value: Value) -> Value {
    let Value::Options(mut chosen) = value else {
        return value;
    };
    chosen.sort_by_key(|(id, _)| options(feature).iter().position(|option| option.id == *id));
    Value::Options(chosen)
}

fn chosen(value: &Value) -> Vec<String> {
    match value {
        Value::Text(id) => vec![id.clone()],
        Value::Options(chosen) => chosen.iter().map(|(id, _)| id.clone()).collect(),
        _ => Vec::new(),
    }
}
