//! How a file writes numbers: which mark is the decimal sign and which stands between thousands.
//!
//! Each number fits some of nine styles; the file has the styles that all its numbers fit. The
//! value of every number must be the same in all of them, or the file says nothing certain.

use super::token::{Token, is_apostrophe, is_space};
use crate::model::catalog::Thousands;

/// A way of writing numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// The decimal sign.
    pub decimal: char,
    /// What stands between thousands.
    pub thousands: Thousands,
    /// Whether groups above a thousand have two digits, as in India.
    by_twos: bool,
}

const fn style(decimal: char, thousands: Thousands) -> Style {
    Style {
        decimal,
        thousands,
        by_twos: false,
    }
}

const STYLES: [Style; 9] = [
    style('.', Thousands::None),
    style('.', Thousands::Comma),
    Style {
        decimal: '.',
        thousands: Thousands::Comma,
        by_twos: true,
    },
    style('.', Thousands::Space),
    style('.', Thousands::Apostrophe),
    style(',', Thousands::None),
    style(',', Thousands::Point),
    style(',', Thousands::Space),
    style(',', Thousands::Apostrophe),
];

/// A set of styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Styles(u16);

impl Styles {
    /// All styles that the settings allow.
    pub(super) fn allowed(decimal: Option<char>, thousands: Option<Thousands>) -> Self {
        Self::by(|style| {
            decimal.is_none_or(|decimal| decimal == style.decimal)
                && thousands.is_none_or(|thousands| thousands == style.thousands)
        })
    }

    /// The styles that a number fits.
    pub(super) fn of(token: &Token<'_>) -> Self {
        let plain = token.open.is_none() && token.core.bytes().all(|byte| byte.is_ascii_digit());
        Self::by(|style| plain || style.digits(token).is_some())
    }

    fn by(holds: impl Fn(&Style) -> bool) -> Self {
        let bits = STYLES
            .iter()
            .rev()
            .fold(0, |bits: u16, style| (bits << 1) | u16::from(holds(style)));
        Self(bits)
    }

    /// The styles in both sets.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The styles themselves.
    pub(super) fn iter(self) -> impl Iterator<Item = Style> {
        STYLES
            .into_iter()
            .enumerate()
            .filter(move |(index, _)| (self.0 >> index) & 1 == 1)
            .map(|(_, style)| style)
    }

    /// The first style.
    pub(super) fn first(self) -> Option<Style> {
        self.iter().next()
    }

    /// The different texts that a number may be; several where its value is not certain.
    pub(super) fn readings(self, token: &Token<'_>) -> Vec<String> {
        let mut readings: Vec<String> = Vec::new();
        for text in self.iter().filter_map(|style| style.digits(token)) {
            if !readings.contains(&text) {
                readings.push(text);
            }
        }
        readings
    }
}

impl Style {
    /// The number with a decimal point and without thousands marks or sign; none where it is
    /// written in another style.
    pub(super) fn digits(&self, token: &Token<'_>) -> Option<String> {
        let (whole, fraction) = match token.core.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (token.core, None),
        };
        if token
            .open
            .is_some_and(|open| open != self.decimal || fraction.is_some())
        {
            return None;
        }
        let mut text = self.whole(whole)?;
        if let Some(fraction) = fraction {
            if !is_digits(fraction) {
                return None;
            }
            text.push('.');
            text.push_str(fraction);
        }
        Some(text)
    }

    /// Whether the number shows the style's thousands mark.
    pub(super) fn shows_thousands(&self, token: &Token<'_>) -> bool {
        token.core.contains(|c| self.is_thousands(c))
    }

    /// Whether the number shows the style's decimal sign.
    pub(super) fn shows_decimal(&self, token: &Token<'_>) -> bool {
        token.open.is_some() || token.core.contains(self.decimal)
    }

    fn whole(&self, text: &str) -> Option<String> {
        if is_digits(text) {
            return Some(text.to_owned());
        }
        let groups: Vec<&str> = text.split(|c| self.is_thousands(c)).collect();
        let (first, others) = groups.split_first()?;
        let (last, middle) = others.split_last()?;
        let size = if self.by_twos { 2 } else { 3 };
        let right = is_digits(first)
            && first.len() <= size
            && !first.starts_with('0')
            && middle
                .iter()
                .all(|group| is_digits(group) && group.len() == size)
            && is_digits(last)
            && last.len() == 3;
        right.then(|| groups.concat())
    }

    fn is_thousands(&self, character: char) -> bool {
        match self.thousands {
            Thousands::None => false,
            Thousands::Point => character == '.',
            Thousands::Comma => character == ',',
            Thousands::Space => is_space(character),
            Thousands::Apostrophe => is_apostrophe(character),
        }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let token = Token::read(text).unwrap();
        Styles::of(&token).readings(&token)
    }

    #[test]
    fn some_numbers_have_two_readings() {
        assert_eq!(readings("1,234"), ["1234", "1.234"]);
        assert_eq!(readings("1.234"), ["1.234", "1234"]);
        assert_eq!(readings("1234"), ["1234"]);
    }

    #[test]
    fn others_have_one() {
        for (text, expected) in [
            ("49,90", "49.90"),
            ("0,125", "0.125"),
            ("1234.125", "1234.125"),
            ("1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1.234.567", "1234567"),
            ("1'234.50", "1234.50"),
            ("1’234", "1234"),
            ("1\u{202f}234,5", "1234.5"),
            ("1,00,000", "100000"),
            ("12,34,567.5", "1234567.5"),
            ("12.-", "12"),
        ] {
            assert_eq!(readings(text), [expected], "{text}");
        }
    }

    #[test]
    fn wrong_groups_are_no_numbers() {
        for text in [
            "1,23,4",
            "1.2.2026",
            "1'23",
            "12 34",
            "1,234.5.6",
            "1.234.-",
        ] {
            assert!(
                Token::read(text).is_none_or(|token| Styles::of(&token).is_empty()),
                "{text}"
            );
        }
        assert!(Styles::allowed(Some('.'), Some(Thousands::Point)).is_empty());
    }
}
