//! What prices are worked out in: decimals of `rust_decimal`, or whole cents.

use std::fmt;
use std::str::FromStr;

use anyhow::{Context, Result, anyhow};
use rust_decimal::{Decimal, RoundingStrategy};

/// An amount of money with two decimals.
pub trait Amount: Copy + fmt::Debug + fmt::Display {
    /// An amount as the catalog writes it.
    ///
    /// # Errors
    /// A text that is no amount.
    fn amount(text: &str) -> Result<Self>;

    /// A rate in percent as the catalog writes it, in the form that [`Amount::share`] takes.
    ///
    /// # Errors
    /// A text that is no rate.
    fn rate(text: &str) -> Result<Self>;

    /// The sum.
    #[must_use]
    fn plus(self, other: Self) -> Self;

    /// So many times as much.
    #[must_use]
    fn times(self, quantity: u32) -> Self;

    /// This rate of it, rounded to cents, halves away from zero.
    #[must_use]
    fn share(self, rate: Self) -> Self;
}

impl Amount for Decimal {
    fn amount(text: &str) -> Result<Self> {
        let mut amount = decimal(text)?;
        amount.rescale(2);
        Ok(amount)
    }

    fn rate(text: &str) -> Result<Self> {
        Ok((decimal(text)? / Self::ONE_HUNDRED).normalize())
    }

    fn plus(self, other: Self) -> Self {
        self + other
    }

    fn times(self, quantity: u32) -> Self {
        self * Self::from(quantity)
    }

    fn share(self, rate: Self) -> Self {
        (self * rate).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }
}

/// Cents; as a rate, hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

/// Hundredths of a percent in one.
const WHOLE: i64 = 10_000;

impl Amount for Cents {
    fn amount(text: &str) -> Result<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let cents = format!("{whole}{fraction:0<2}");
        let cents = cents.parse::<i64>();
        cents
            .ok()
            .filter(|_| fraction.len() <= 2)
            .map(|cents| Self(sign * cents))
            .with_context(|| format!("`{text}` has no whole cents"))
    }

    fn rate(text: &str) -> Result<Self> {
        Self::amount(text)
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    fn times(self, quantity: u32) -> Self {
        Self(self.0 * i64::from(quantity))
    }

    fn share(self, rate: Self) -> Self {
        let exact = self.0 * rate.0;
        let half = if exact < 0 { -WHOLE / 2 } else { WHOLE / 2 };
        Self((exact + half) / WHOLE)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(formatter, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::from_str(text).map_err(|fault| anyhow!("`{text}`: {fault}"))
}
