//! The decimal newtype and its checked operations.

/// An exact decimal number: at most 28 significant digits, at most 28 of them after the point.
///
/// Equal values are equal whatever their trailing zeros. There are no operator traits: each
/// operation is a method that can fail and that reports a rounded result to an [`Exactness`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(rust_decimal::Decimal);

/// Whether every operation reported to it so far was exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exactness(bool);

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
}
