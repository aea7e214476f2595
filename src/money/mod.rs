//! Exact amounts, currencies, rounding: the only arithmetic on prices.
//!
//! Takes decimal text, gives decimals, and promises that nothing is rounded in silence: an
//! operation whose result had to be rounded says so through [`Exactness`], one that cannot be
//! done is a [`NumberError`], never a panic and never a wrapped value.
//!
//! Every result is the true mathematical result, rounded once, half to even, to 28 significant
//! digits of which at most 28 stand after the point.

mod arithmetic;
mod compare;
mod currency;
mod decimal;
mod digits;
mod exactness;
mod literal;
mod power;
mod rounding;
#[cfg(feature = "scaled")]
mod scaled;
mod small;
mod wide;

pub use currency::{Currency, CurrencyCode};
pub use decimal::Decimal;
pub use exactness::{Exactness, NumberError};
pub use rounding::Rounding;
