//! Exact amounts, currencies, rounding: the only arithmetic on prices.
//!
//! Takes decimal text, gives decimals, and promises that nothing is rounded in silence: an
//! operation whose result had to be rounded says so through [`Exactness`], one that cannot be
//! done is a [`NumberError`], never a panic and never a wrapped value.

mod currency;
mod decimal;
mod literal;
mod rounding;
mod wide;

pub use currency::{Currency, CurrencyCode};
pub use decimal::{Decimal, Exactness, NumberError};
pub use rounding::{Rounding, RoundingMode};
