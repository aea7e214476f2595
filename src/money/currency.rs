//! Currencies by ISO 4217: their codes, and how many digits their minor unit has.
//!
//! Takes three capital letters, gives the currency. Only the compiler carries the table of all
//! currencies; a plan brings those it needs, with their digits.

use super::Decimal;
use std::fmt;

/// Three capital ASCII letters, the form of an ISO 4217 code.
///
/// # Example
/// ```
/// use pricewright::money::CurrencyCode;
///
/// assert_eq!(CurrencyCode::parse("EUR").map(|code| code.to_string()), Some("EUR".to_owned()));
/// assert_eq!(CurrencyCode::parse("eur"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CurrencyCode([u8; 3]);

impl CurrencyCode {
    /// `XXX`, which ISO 4217 has for what is no currency.
    pub(crate) const NONE: CurrencyCode = CurrencyCode(*b"XXX");

    /// The code, if the text has its form; whether such a currency exists is for
    /// [`Currency::from_iso`] to say.
    pub fn parse(text: &str) -> Option<CurrencyCode> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(CurrencyCode(letters))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        // INVARIANT: the letters are ASCII, so the text is never the empty one.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for CurrencyCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A currency and the digits of its minor unit: 0 for JPY, 2 for EUR, 3 for KWD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    /// The ISO 4217 code.
    pub code: CurrencyCode,
    /// How many digits after the point its minor unit has.
    pub digits: u32,
}

impl Currency {
    /// The currency of that code in ISO 4217; `None` for an unknown code and for one without a
    /// minor unit, such as gold (XAU).
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Currency, CurrencyCode};
    ///
    /// let yen = CurrencyCode::parse("JPY").and_then(Currency::from_iso);
    /// assert_eq!(yen.map(|yen| yen.digits), Some(0));
    /// ```
    #[cfg(feature = "compiler")]
    pub fn from_iso(code: CurrencyCode) -> Option<Currency> {
        let entry = iso_currency::Currency::from_code(code.as_str())?;
        Some(Currency {
            code,
            digits: entry.exponent()?.into(),
        })
    }

    /// The codes that [`from_iso`](Currency::from_iso) knows, in the order of the alphabet: what
    /// a misspelled code is compared with.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::Currency;
    ///
    /// assert!(Currency::known_codes().contains(&"CHF"));
    /// ```
    #[cfg(feature = "compiler")]
    pub fn known_codes() -> Vec<&'static str> {
        // ISO 4217 numbers are of three digits; the table lists itself by them only.
        let mut codes: Vec<_> = (0..=999)
            .filter_map(iso_currency::Currency::from_numeric)
            .filter(|entry| entry.exponent().is_some())
            .map(|entry| entry.code())
            .collect();
        crate::sorting::sort(&mut codes);
        codes
    }

    /// The smallest amount of the currency: 0.01 for EUR.
    ///
    /// # Example
    /// ```
    /// use pricewright::money::{Currency, CurrencyCode};
    ///
    /// let dinar = CurrencyCode::parse("KWD").map(|code| Currency { code, digits: 3 });
    /// assert_eq!(dinar.map(|dinar| dinar.minor_unit().to_string()).as_deref(), Some("0.001"));
    /// ```
    pub fn minor_unit(self) -> Decimal {
        // No currency has as many digits as a decimal holds, so neither fallback is ever taken.
        Decimal::from_parts(1, self.digits.min(Decimal::MAX_DIGITS)).unwrap_or(Decimal::ONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_capitals() {
        for text in ["", "EU", "EURO", "eur", "Eur", "E1R", "EÜ", "€"] {
            assert_eq!(CurrencyCode::parse(text), None, "{text}");
        }
        let code = CurrencyCode::parse("ZZZ").unwrap();
        assert_eq!(
            (code.as_str(), format!("{code:?}")),
            ("ZZZ", "ZZZ".to_owned())
        );
        assert!(CurrencyCode::parse("CHF") < CurrencyCode::parse("EUR"));
    }

    #[cfg(feature = "compiler")]
    #[test]
    fn digits_come_from_iso_4217() {
        for (text, digits, unit) in [
            ("JPY", Some(0), "1"),
            ("ISK", Some(0), "1"),
            ("EUR", Some(2), "0.01"),
            ("CHF", Some(2), "0.01"),
            ("HUF", Some(2), "0.01"),
            ("KWD", Some(3), "0.001"),
            ("CLF", Some(4), "0.0001"),
            ("XAU", None, ""),
            ("XXX", None, ""),
            ("ZZZ", None, ""),
        ] {
            let currency = Currency::from_iso(CurrencyCode::parse(text).unwrap());
            assert_eq!(currency.map(|currency| currency.digits), digits, "{text}");
            let shown = currency.map_or(String::new(), |found| found.minor_unit().to_string());
            assert_eq!(shown, unit, "{text}");
        }
    }

    #[cfg(feature = "compiler")]
    #[test]
    fn every_known_code_is_a_currency() {
        let codes = Currency::known_codes();
        assert!(codes.len() > 150, "{}", codes.len());
        assert!(codes.is_sorted());
        for code in codes {
            assert!(
                CurrencyCode::parse(code)
                    .and_then(Currency::from_iso)
                    .is_some(),
                "{code}"
            );
        }
    }
}
