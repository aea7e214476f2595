//! A row to its cells, by a library, and a cell to a value.

use super::reading::fault;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::Date;
use crate::model::fault::{MOST_ID, excerpt, number_fault, number_help};
use crate::model::order::{ChosenOption, Value};
use crate::model::read::{MOST_TEXT, MOST_VALUES};
use crate::money::{CurrencyCode, Decimal};

/// What stands between the options of a multiselect.
const OPTIONS: char = '|';
/// What stands between an option and how many of it.
const TIMES: char = '*';

/// The cells of one row.
pub(super) fn cells(row: &str, separator: u8) -> Result<csv::StringRecord, Diagnostics> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .buffer_capacity(row.len().max(1))
        .from_reader(row.as_bytes());
    let mut rows = reader.records();
    let unreadable = || fault(Code::CsvSyntax, "the row cannot be read");
    let cells = match rows.next() {
        Some(Ok(cells)) => cells,
        Some(Err(_)) | None => return Err(unreadable().into()),
    };
    // a carriage return alone ends a row for the library, and no line for anyone else
    if rows.next().is_some() {
        let help = "end lines with a line feed";
        return Err(unreadable().with_help(help).into());
    }
    Ok(cells)
}

/// Refuses a cell that is longer than a text of an order may be.
pub(super) fn check_length(cell: &str) -> Result<(), Box<Diagnostic>> {
    let length = cell.chars().count();
    if length <= MOST_TEXT {
        return Ok(());
    }
    let message = format!("found {length} characters, expected at most {MOST_TEXT}");
    Err(fault(Code::TooLarge, message).into())
}

/// Refuses what is no id.
pub(super) fn check_id(cell: &str) -> Result<(), Box<Diagnostic>> {
    let length = cell.chars().count();
    let message = if length > MOST_ID {
        format!("the id has {length} characters, expected at most {MOST_ID}")
    } else if let Some(hidden) = cell.chars().find(|it| it.is_control()) {
        format!("the id holds the character {}", hidden.escape_unicode())
    } else {
        return Ok(());
    };
    Err(fault(Code::InvalidId, message).into())
}

/// A number.
pub(super) fn number(cell: &str) -> Result<Decimal, Box<Diagnostic>> {
    Decimal::parse(cell).map_err(|error| {
        let (code, message) = number_fault(cell, error);
        fault(code, message)
            .with_optional_help(number_help(cell, error))
            .into()
    })
}

/// A day.
pub(super) fn day(cell: &str) -> Result<Date, Box<Diagnostic>> {
    Date::parse(cell).ok_or_else(|| {
        let message = format!("expected a date, found the text `{}`", excerpt(cell));
        let help = "write year, month and day as `2026-10-01`";
        fault(Code::InvalidValue, message).with_help(help).into()
    })
}

/// The form of a currency's code.
pub(super) fn currency(cell: &str) -> Result<CurrencyCode, Box<Diagnostic>> {
    CurrencyCode::parse(cell).ok_or_else(|| {
        let message = format!("`{}` is not a currency's code", excerpt(cell));
        let help = "write three capital letters, such as `EUR`";
        fault(Code::UnknownCurrency, message).with_help(help).into()
    })
}

/// `true` and `false`, also in the capitals of spreadsheets; anything else is for pricing to
/// refuse.
pub(super) fn boolean(cell: &str) -> Value {
    if cell.eq_ignore_ascii_case("true") {
        Value::Boolean(true)
    } else if cell.eq_ignore_ascii_case("false") {
        Value::Boolean(false)
    } else {
        Value::Text(cell.to_owned())
    }
}

/// `led|sensor*2`: options, each with how many of it. An id that the feature has is one option,
/// whatever signs stand in it.
pub(super) fn choices(
    cell: &str,
    is_known: impl Fn(&str) -> bool,
) -> Result<Value, Box<Diagnostic>> {
    let one = |option: &str| ChosenOption {
        option: option.to_owned(),
        quantity: Decimal::ONE,
    };
    if is_known(cell) {
        return Ok(Value::Choices(vec![one(cell)]));
    }
    let count = cell.split(OPTIONS).count();
    if count > MOST_VALUES {
        let message = format!("found {count} options, expected at most {MOST_VALUES}");
        return Err(fault(Code::TooLarge, message).into());
    }
    let choice = |part: &str| {
        let times = part.rsplit_once(TIMES).filter(|_| !is_known(part));
        let times = times.and_then(|(option, quantity)| {
            let quantity = Decimal::parse(quantity.trim()).ok()?;
            Some((option.trim(), quantity))
        });
        times.map_or_else(
            || one(part),
            |(option, quantity)| ChosenOption {
                option: option.to_owned(),
                quantity,
            },
        )
    };
    let parts = cell.split(OPTIONS).map(str::trim);
    Ok(Value::Choices(parts.map(choice).collect()))
}
