//! Heads to breakpoints or keys: which of the two they are, their unit, and whether they rise.

use std::collections::BTreeMap;

use super::grid::At;
use super::numbers::Numbers;
use super::table::RawAxis;
use super::token::Token;
use super::work::{WantedAxis, Work};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::fault::{excerpt, number_fault};
use crate::model::units::conversion;
use crate::money::{Decimal, Exactness};
use crate::sorting::sort;

/// Which axis of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Row,
    Col,
}

impl Side {
    pub(super) const fn wanted<'a>(self, work: &Work<'a>) -> &'a WantedAxis {
        match self {
            Self::Row => &work.wanted.row,
            Self::Col => &work.wanted.col,
        }
    }
}

/// Whether an axis is of numbers.
pub(super) fn is_of_numbers(work: &Work<'_>, axis: &RawAxis, side: Side) -> bool {
    side.wanted(work).numbers.unwrap_or_else(|| {
        let number = |at: &At| work.looks_like_number(*at) && !is_key(work, *at);
        axis.heads.iter().all(number)
    })
}

/// Whether a head looks like a number and is none: `007`, `10%`, `5 €`.
fn is_key(work: &Work<'_>, at: At) -> bool {
    let token = Token::read(work.grid.text(at));
    !work.grid.is_number(at)
        && token.is_some_and(|token| token.is_key() || token.percent || token.currency.is_some())
}

/// The keys of an axis, as they stand; reports those that stand twice.
pub(super) fn keys(work: &mut Work<'_>, axis: &RawAxis) -> Vec<String> {
    let mut seen: BTreeMap<&str, At> = BTreeMap::new();
    for at in &axis.heads {
        let text = work.grid.text(*at);
        match seen.get(text) {
            Some(first) if !text.is_empty() => {
                let message = format!(
                    "{} stands twice on the axis, first in {}",
                    work.named(*at),
                    work.grid.name(*first)
                );
                work.fault(Code::AxisDuplicate, *at, message, None);
            }
            _ => {
                seen.insert(text, *at);
            }
        }
    }
    axis.heads
        .iter()
        .map(|at| work.grid.text(*at).to_owned())
        .collect()
}

/// The unit of an axis: declared, at its numbers, or in its label.
///
/// # Errors
/// `csv-mixed` where the file names two.
pub(super) fn unit(work: &mut Work<'_>, axis: &RawAxis) -> Result<Option<String>, Diagnostics> {
    if let Some(declared) = &work.settings.unit {
        return Ok(Some(declared.clone()));
    }
    let mut known: Option<(&str, Option<At>)> = axis.label.unit.map(|unit| (unit, None));
    for at in &axis.heads {
        let Some(unit) = Token::read(work.grid.text(*at)).and_then(|token| token.unit) else {
            continue;
        };
        match known {
            Some((first, _)) if first == unit => {}
            Some((first, earlier)) => {
                let earlier = earlier.map_or("the heading".to_owned(), |at| work.named(at));
                let message = format!(
                    "{} is in `{unit}`, but {earlier} says `{first}`",
                    work.named(*at)
                );
                let help = "write one unit, or declare it: `\"csv\": {\"unit\": \"mm\"}`";
                return Err(work.stop(Code::CsvMixed, *at, message, help));
            }
            None => known = Some((unit, Some(*at))),
        }
    }
    Ok(known.map(|(unit, _)| unit.to_owned()))
}

/// The breakpoints of an axis in the unit that is wanted, and the order in which they rise.
/// Reports heads that are no numbers, that do not rise or stand twice.
pub(super) fn breakpoints(
    work: &mut Work<'_>,
    numbers: Numbers,
    axis: &RawAxis,
    factor: Option<(Decimal, Decimal)>,
    unordered: bool,
) -> Vec<(Decimal, usize)> {
    let mut values: Vec<(Decimal, usize)> = Vec::with_capacity(axis.heads.len());
    for (index, at) in axis.heads.iter().enumerate() {
        let text = work.grid.text(*at);
        if text.is_empty() {
            continue;
        }
        let value = match numbers.value(work, *at) {
            Some(Ok(value)) => converted(value, factor),
            Some(Err(error)) => Err((error, text)),
            None => Err((crate::money::NumberError::Syntax, text)),
        };
        match value {
            Ok(value) => values.push((value, index)),
            Err((error, text)) => {
                let (code, message) = number_fault(text, error);
                let message = format!("{message} on an axis of numbers ({})", work.grid.name(*at));
                work.fault(code, *at, message, None);
            }
        }
    }
    if unordered {
        sort(&mut values);
    }
    check_order(work, axis, &values, unordered);
    values
}

fn converted<'t>(
    value: Decimal,
    factor: Option<(Decimal, Decimal)>,
) -> Result<Decimal, (crate::money::NumberError, &'t str)> {
    let Some((times, divided_by)) = factor else {
        return Ok(value);
    };
    let mut exact = Exactness::EXACT;
    let result = value
        .times(times, &mut exact)
        .and_then(|value| value.divided_by(divided_by, &mut exact));
    match result {
        Ok(value) if exact.is_exact() => Ok(value),
        _ => Err((
            crate::money::NumberError::TooPrecise,
            "in the feature's unit",
        )),
    }
}

fn check_order(work: &mut Work<'_>, axis: &RawAxis, values: &[(Decimal, usize)], unordered: bool) {
    let mut seen: BTreeMap<Decimal, usize> = BTreeMap::new();
    let mut last: Option<(Decimal, usize)> = None;
    for (value, index) in values {
        let Some(at) = axis.heads.get(*index).copied() else {
            continue;
        };
        let first = *seen.entry(*value).or_insert(*index);
        if first != *index {
            let first = axis
                .heads
                .get(first)
                .map_or_else(String::new, |first| work.named(*first));
            let message = format!(
                "{} stands twice on the axis, first as {first}",
                work.named(at)
            );
            work.fault(Code::AxisDuplicate, at, message, None);
        } else if let Some((_, before)) = last.filter(|(before, _)| !unordered && value < before) {
            let before = axis
                .heads
                .get(before)
                .map_or_else(String::new, |before| work.named(*before));
            let message = format!("{} comes after {before}; breakpoints rise", work.named(at));
            work.fault(
                Code::AxisUnsorted,
                at,
                message,
                Some("sort the rows and columns of the file".to_owned()),
            );
        }
        last = Some((*value, *index));
    }
}

/// By what numbers of the file are multiplied and divided to be in the wanted unit; none where
/// nothing is to do.
///
/// # Errors
/// `unknown-unit` where the units measure different things.
pub(super) fn factor(
    work: &mut Work<'_>,
    side: Side,
    unit: Option<&str>,
    at: At,
) -> Result<Option<(Decimal, Decimal)>, Diagnostics> {
    let (Some(found), Some(wanted)) = (unit, side.wanted(work).unit.as_deref()) else {
        return Ok(None);
    };
    if found == wanted {
        return Ok(None);
    }
    let Some(factor) = conversion(found, wanted) else {
        let message = format!(
            "the file's numbers are in `{}`, but the feature is in `{}`",
            excerpt(found),
            excerpt(wanted)
        );
        let help = "write what the file means: `\"csv\": {\"unit\": \"mm\"}`";
        return Err(work.stop(Code::UnknownUnit, at, message, help));
    };
    work.report.converted.push(format!("{found} to {wanted}"));
    Ok(Some(factor))
}
