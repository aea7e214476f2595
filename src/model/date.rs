//! Calendar dates: what `as_of`, `from` and `until` compare.
//!
//! Takes ISO 8601 text, gives days of the proleptic Gregorian calendar. There is no time of day
//! and no time zone, and nothing here asks what day it is.

use std::fmt;

/// A day of the proleptic Gregorian calendar, years 1 to 9999, without a time zone.
///
/// # Example
/// ```
/// use pricewright::model::date::Date;
///
/// let start = Date::parse("2026-10-01");
/// assert!(start < Date::parse("2026-12-01"));
/// assert_eq!(start.map(|day| day.to_string()).as_deref(), Some("2026-10-01"));
/// ```
//
// INVARIANT: the fields stand in the order of their weight, so that the derived order is time's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day of all.
    pub(crate) const FIRST: Date = Date {
        year: 1,
        month: 1,
        day: 1,
    };

    /// The day written `YYYY-MM-DD`, in exactly these ten ASCII characters; `None` for any other
    /// form and for a day that the calendar does not have.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::date::Date;
    ///
    /// assert!(Date::parse("2024-02-29").is_some());
    /// assert_eq!(Date::parse("2026-02-29"), None);
    /// assert_eq!(Date::parse("2026-2-9"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Date> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let month = u8::try_from(digits(month, 2)?).ok()?;
        let day = u8::try_from(digits(day, 2)?).ok()?;
        Date::from_parts(digits(year, 4)?, month, day)
    }

    /// The day of these numbers, if the calendar has it.
    ///
    /// # Example
    /// ```
    /// use pricewright::model::date::Date;
    ///
    /// assert_eq!(Date::from_parts(2026, 10, 1), Date::parse("2026-10-01"));
    /// assert_eq!(Date::from_parts(2026, 13, 1), None);
    /// ```
    pub fn from_parts(year: u16, month: u8, day: u8) -> Option<Date> {
        let real = (1..=9999).contains(&year) && (1..=days_in(year, month)?).contains(&day);
        real.then_some(Date { year, month, day })
    }

    /// The year, 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    /// ISO 8601: `2026-10-01`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:04}-{:02}-{:02}",
            self.year, self.month, self.day
        )
    }
}

impl fmt::Debug for Date {
    /// The same as `Display`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The number that exactly `count` ASCII digits write; `parse` alone would take a `+`.
fn digits(text: &str, count: usize) -> Option<u16> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn days_in(year: u16, month: u8) -> Option<u8> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if is_leap(year) => Some(29),
        2 => Some(28),
        _ => None,
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_are_read_and_shown() {
        for text in [
            "0001-01-01",
            "1900-02-28",
            "2000-02-29",
            "2024-02-29",
            "2026-04-30",
            "9999-12-31",
        ] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        let day = Date::parse("2026-10-01").unwrap();
        assert_eq!((day.year(), day.month(), day.day()), (2026, 10, 1));
        assert_eq!(format!("{day:?}"), "2026-10-01");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "0000-01-01",
            "1900-02-29",
            "2026-02-29",
            "2026-02-30",
            "2026-04-31",
            "2026-00-10",
            "2026-13-01",
            "2026-01-00",
            "2026-01-32",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "2026",
            "2026-10",
            "2026-1-01",
            "2026-10-1",
            "26-10-01",
            "12026-10-01",
            "+026-10-01",
            "2026-+1-01",
            "2026/10/01",
            "20261001",
            " 2026-10-01",
            "2026-10-01 ",
            "2026-10-01Z",
            "2026-10-01T00:00",
            "２026-10-01",
            "-026-10-01",
            "2026-10-01-",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_ordered_by_time() {
        let days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map(Date::parse);
        assert!(days.is_sorted());
    }
}
