//! Instants as milliseconds since 1970, and as texts of RFC 3339 in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub i64);

impl Instant {
    /// Now, by the machine's clock.
    #[must_use]
    pub fn now() -> Self {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Reads a time of RFC 3339.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(text.parse::<Timestamp>().ok()?.as_millisecond()))
    }

    /// Reads a time of RFC 3339, or a day, which means its end in UTC.
    #[must_use]
    pub fn parse_end(text: &str) -> Option<Self> {
        let Ok(day) = text.parse::<Date>() else {
            return Self::parse(text);
        };
        let next = day.tomorrow().ok()?;
        let start = next.to_zoned(TimeZone::UTC).ok()?;
        Some(Self(start.timestamp().as_millisecond()))
    }

    /// So many seconds later.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }

    /// Which minute it is, counted from 1970.
    #[must_use]
    pub const fn minute(self) -> i64 {
        self.0.div_euclid(60_000)
    }

    /// Whole seconds until the next minute begins, at least one.
    #[must_use]
    pub const fn seconds_left_of_minute(self) -> i64 {
        60_i64.saturating_sub(self.0.rem_euclid(60_000).div_euclid(1_000))
    }

    /// As RFC 3339 in UTC, such as `2026-10-01T08:00:00Z`.
    #[must_use]
    pub fn text(self) -> String {
        Timestamp::from_millisecond(self.0).map_or_else(|_| String::new(), |at| at.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_when_the_next_begins() {
        let end = Instant::parse_end("2026-12-31").unwrap();
        assert_eq!(end.text(), "2027-01-01T00:00:00Z");
        assert_eq!(Instant::parse("2027-01-01T01:00:00+01:00"), Some(end));
        assert_eq!(
            Instant::parse_end("2026-12-31T12:00:00Z").unwrap().text(),
            "2026-12-31T12:00:00Z"
        );
        assert_eq!(Instant::parse_end("tomorrow"), None);
        assert_eq!(Instant::parse_end("2026-02-30"), None);
    }
}
