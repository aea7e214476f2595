//! A row to its cells, by a library, and a cell to a value.

use csv_core::ReadRecordResult;

use super::record::fault;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::date::Date;
use crate::model::fault::{MOST_ID, excerpt, number_fault, number_help};
use crate::model::order::{ChosenOption, Value};
use crate::model::read::{MOST_TEXT, MOST_VALUES};
use crate::money::{CurrencyCode, Decimal};

/// Cells for which room is made at first.
const USUAL_CELLS: usize = 32;
/// What stands between the options of a multiselect.
const OPTIONS: char = '|';
/// What stands between an option and how many of it.
const TIMES: char = '*';

/// What reads rows. To make its tables takes longer than to read a row.
pub(super) struct RowReader(csv_core::Reader);

/// The cells of one row.
pub(super) struct Cells {
    /// Their texts, one after the other.
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl RowReader {
    /// For cells with this between them.
    pub(super) fn new(separator: u8) -> Self {
        Self(csv_core::ReaderBuilder::new().delimiter(separator).build())
    }

    /// The cells of one row.
    pub(super) fn cells(&mut self, row: &str) -> Result<Cells, Diagnostics> {
        self.0.reset();
        // cells are no longer than the row; room is left so that the library never finds it full
        let mut text = vec![0; row.len().saturating_add(1)];
        let mut ends = vec![0; USUAL_CELLS];
        let (mut read, mut written, mut count) = (0_usize, 0_usize, 0_usize);
        loop {
            let input = row.as_bytes().get(read..).unwrap_or_default();
            let (result, bytes, letters, cells) = self.0.read_record(
                input,
                text.get_mut(written..).unwrap_or_default(),
                ends.get_mut(count..).unwrap_or_default(),
            );
            read = read.saturating_add(bytes);
            written = written.saturating_add(letters);
            count = count.saturating_add(cells);
            match result {
                // a row that the end of the file ends: without input the library ends it, too
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputEndsFull => ends.resize(count.saturating_mul(2), 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputFull | ReadRecordResult::End => {
                    return Err(unreadable().into());
                }
            }
        }
        // a carriage return alone ends a row for the library, and no line for anyone else
        let rest = row.get(read..).unwrap_or_default();
        if !rest.trim_matches(['\r', '\n']).is_empty() {
            return Err(unreadable().with_help("end lines with a line feed").into());
        }
        text.truncate(written);
        ends.truncate(count);
        let text = String::from_utf8(text).map_err(|_| unreadable())?;
        Ok(Cells { text, ends })
    }
}

fn unreadable() -> Diagnostic {
    fault(Code::CsvSyntax, "the row cannot be read")
}

impl Cells {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell.
    pub(super) fn cell(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(before.copied().unwrap_or_default()..end)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.cell(at))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_the_library_reads_them() {
        let mut rows = RowReader::new(b',');
        for row in [
            "a,b\n",
            "a,b",
            "a\r\n",
            "\"a,\"\"b\"\n",
            "a,\n",
            "\"a\nb\",c\r\n",
            ",",
            "x,\"\"",
        ] {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(row.as_bytes());
            let expected: Vec<String> = reader
                .records()
                .next()
                .unwrap()
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect();
            let found = rows
                .cells(row)
                .unwrap_or_else(|found| panic!("{row:?} {found}"));
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{row:?}");
        }
    }
}
