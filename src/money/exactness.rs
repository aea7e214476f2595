//! What an operation on decimals says beside its result: whether it was rounded, why it failed.

use std::fmt;

/// Whether every operation reported to it so far was exact.
///
/// # Example
/// ```
/// use pricewright::money::{Decimal, Exactness};
///
/// let mut exact = Exactness::EXACT;
/// Decimal::ONE.divided_by(Decimal::from_integer(8), &mut exact)?;
/// assert!(exact.is_exact());
/// Decimal::ONE.divided_by(Decimal::from_integer(3), &mut exact)?;
/// assert!(!exact.is_exact());
/// # Ok::<(), pricewright::money::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exactness {
    exact: bool,
}

impl Exactness {
    /// Nothing was rounded yet.
    pub const EXACT: Exactness = Exactness { exact: true };

    /// Whether nothing reported so far was rounded.
    pub const fn is_exact(self) -> bool {
        self.exact
    }

    /// Remembers that a result was rounded.
    pub const fn note_rounded(&mut self) {
        self.exact = false;
    }
}

impl Default for Exactness {
    fn default() -> Self {
        Exactness::EXACT
    }
}

/// Why a number could not be read or an operation could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is not a decimal number of the accepted form.
    Syntax,
    /// More digits after the point than can be kept exactly.
    TooPrecise,
    /// The number or the result is larger than 28 digits can hold.
    TooLarge,
    /// The divisor is zero.
    DivisionByZero,
    /// The increment to round to is zero or negative.
    IncrementNotPositive,
}

impl fmt::Display for NumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            NumberError::Syntax => "expected a decimal number such as `12.50`",
            NumberError::TooPrecise => {
                "the number has more digits after the point than can be kept: \
                 at most 28 digits are significant"
            }
            NumberError::TooLarge => "the number has more than 28 digits before the point",
            NumberError::DivisionByZero => "division by zero",
            NumberError::IncrementNotPositive => "expected a rounding increment greater than zero",
        })
    }
}

impl std::error::Error for NumberError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_result_is_remembered() {
        let mut exact = Exactness::default();
        assert!(exact.is_exact());
        exact.note_rounded();
        assert!(!exact.is_exact());
    }

    #[test]
    fn errors_are_one_lower_case_line_without_a_period() {
        for error in [
            NumberError::Syntax,
            NumberError::TooPrecise,
            NumberError::TooLarge,
            NumberError::DivisionByZero,
            NumberError::IncrementNotPositive,
        ] {
            let text = error.to_string();
            assert!(
                text.starts_with(|first: char| first.is_ascii_lowercase()),
                "{text}"
            );
            assert!(!text.contains('\n') && !text.contains("  "), "{text}");
            assert!(!text.ends_with('.'), "{text}");
        }
    }
}
