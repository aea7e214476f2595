//! Values to bytes and back: small integers take one byte, every list says its length first.
//!
//! Reading trusts nothing: no length is believed beyond the bytes that are left, no tag beyond
//! those that exist. What was read is still to be verified as a plan.

use std::sync::Arc;

use crate::diagnostic::{Source, Span};
use crate::model::date::Date;
use crate::money::{Currency, CurrencyCode, Decimal};

/// Why bytes are no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::plan) struct Malformed;

/// What has been written.
#[derive(Debug, Default)]
pub(in crate::plan) struct Writer {
    bytes: Vec<u8>,
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(in crate::plan) struct Reader<'b> {
    bytes: &'b [u8],
}

/// A value that can be written and read.
pub(in crate::plan) trait Codec: Sized {
    /// Appends it.
    fn write(&self, to: &mut Writer);

    /// Takes it off the front.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed>;
}

impl Writer {
    /// Everything written.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// Appends a byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends an integer, seven bits a byte, the lowest first.
    fn integer(&mut self, mut value: u128) {
        loop {
            let low = u8::try_from(value & 0x7f).unwrap_or(0);
            value >>= 7;
            if value == 0 {
                return self.byte(low);
            }
            self.byte(low | 0x80);
        }
    }

    fn length(&mut self, length: usize) {
        self.integer(length as u128);
    }
}

impl<'b> Reader<'b> {
    /// Reads from the front of these.
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// What is left.
    pub const fn rest(&self) -> &'b [u8] {
        self.bytes
    }

    /// Whether nothing is left.
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Takes a byte.
    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.bytes.split_first().ok_or(Malformed)?;
        self.bytes = rest;
        Ok(*first)
    }

    /// Takes so many bytes as they are.
    pub fn raw(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Malformed)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn integer(&mut self) -> Result<u128, Malformed> {
        let mut value = 0_u128;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte()?;
            let part = u128::from(byte & 0x7f);
            let shifted = part.checked_shl(shift).ok_or(Malformed)?;
            if shifted >> shift != part {
                return Err(Malformed);
            }
            value |= shifted;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            shift = shift.saturating_add(7);
        }
    }

    /// A length that the bytes left can hold, each element at least one byte.
    fn length(&mut self) -> Result<usize, Malformed> {
        let length = usize::try_from(self.integer()?).map_err(|_| Malformed)?;
        if length > self.bytes.len() {
            Err(Malformed)
        } else {
            Ok(length)
        }
    }
}

/// Small magnitudes of either sign become small unsigned integers.
const fn zigzag(value: i128) -> u128 {
    ((value << 1) ^ (value >> 127)).cast_unsigned()
}

const fn unzigzag(value: u128) -> i128 {
    (value >> 1).cast_signed() ^ (value & 1).cast_signed().wrapping_neg()
}

macro_rules! unsigned {
    ($($type:ty)*) => {$(
        impl Codec for $type {
            fn write(&self, to: &mut Writer) {
                to.integer(*self as u128);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Self::try_from(from.integer()?).map_err(|_| Malformed)
            }
        }
    )*};
}

macro_rules! signed {
    ($($type:ty)*) => {$(
        impl Codec for $type {
            fn write(&self, to: &mut Writer) {
                to.integer(zigzag(i128::from(*self)));
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Self::try_from(unzigzag(from.integer()?)).map_err(|_| Malformed)
            }
        }
    )*};
}

unsigned! { u8 u16 u32 usize }
signed! { i32 i64 i128 }

impl Codec for bool {
    fn write(&self, to: &mut Writer) {
        to.byte(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Malformed),
        }
    }
}

impl Codec for Box<str> {
    fn write(&self, to: &mut Writer) {
        to.length(self.len());
        to.raw(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let length = from.length()?;
        let text = std::str::from_utf8(from.raw(length)?).map_err(|_| Malformed)?;
        Ok(text.into())
    }
}

impl Codec for String {
    fn write(&self, to: &mut Writer) {
        to.length(self.len());
        to.raw(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Box::<str>::read(from)?.into())
    }
}

impl<T: Codec> Codec for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        if bool::read(from)? {
            T::read(from).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.length(self.len());
        for value in self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        // no capacity in advance: a length is only a claim
        let length = from.length()?;
        let mut values = Self::new();
        for _ in 0..length {
            values.push(T::read(from)?);
        }
        Ok(values)
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl Codec for Decimal {
    fn write(&self, to: &mut Writer) {
        self.scale().write(to);
        self.mantissa().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (scale, mantissa) = <(u32, i128)>::read(from)?;
        Self::from_parts(mantissa, scale).map_err(|_| Malformed)
    }
}

impl Codec for Date {
    fn write(&self, to: &mut Writer) {
        self.year().write(to);
        self.month().write(to);
        self.day().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let year = u16::read(from)?;
        let (month, day) = <(u8, u8)>::read(from)?;
        Self::from_parts(year, month, day).ok_or(Malformed)
    }
}

impl Codec for Currency {
    fn write(&self, to: &mut Writer) {
        to.raw(self.code.as_str().as_bytes());
        self.digits.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(from.raw(3)?).map_err(|_| Malformed)?;
        let code = CurrencyCode::parse(text).ok_or(Malformed)?;
        let digits = u32::read(from)?;
        // the currency with most digits has 4
        if digits > 4 {
            Err(Malformed)
        } else {
            Ok(Self { code, digits })
        }
    }
}

impl Codec for Span {
    fn write(&self, to: &mut Writer) {
        self.start.write(to);
        self.end.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (start, end) = <(u32, u32)>::read(from)?;
        Ok(Self { start, end })
    }
}

impl Codec for Arc<Source> {
    fn write(&self, to: &mut Writer) {
        self.name.write(to);
        self.text.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (name, text) = <(String, String)>::read(from)?;
        Ok(Source::new(name, text))
    }
}

/// A struct as its fields in this order.
macro_rules! fields {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                $(self.$field.write(to);)*
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Ok(Self { $($field: Codec::read(from)?),* })
            }
        }
    )*};
}

/// An enum as the tag of its variant and then the variant's parts.
macro_rules! variants {
    ($($name:ident {
        $($tag:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?),* $(,)?
    })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.byte($tag);
                        $($($part.write(to);)*)?
                        $($($field.write(to);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                match from.byte()? {
                    $($tag => {
                        $($(let $part = Codec::read(from)?;)*)?
                        $($(let $field = Codec::read(from)?;)*)?
                        Ok(Self::$variant $(($($part),*))? $({$($field),*})?)
                    })*
                    _ => Err(Malformed),
                }
            }
        }
    )*};
}

/// An id as its number.
macro_rules! numbers {
    ($($name:ident)*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                u32::read(from).map(Self)
            }
        }
    )*};
}

pub(super) use {fields, numbers, variants};

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<T: Codec + PartialEq + std::fmt::Debug>(value: T) {
        let mut writer = Writer::default();
        value.write(&mut writer);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(T::read(&mut reader), Ok(value));
        assert!(reader.is_empty());
    }

    #[test]
    fn values_come_back() {
        round_trip(vec![0_u32, 127, 128, u32::MAX]);
        round_trip(vec![0_i64, -1, 1, i64::MIN, i64::MAX]);
        round_trip(vec![i128::MIN, i128::MAX]);
        round_trip((String::from("Größe"), vec![None, Some(true)]));
        round_trip(Decimal::parse("-79228162514264337593.543950").unwrap());
        round_trip(Date::parse("2024-02-29").unwrap());
    }

    #[test]
    fn a_length_beyond_the_bytes_is_refused_before_anything_is_kept() {
        // 2^35 elements claimed, none there
        let bytes = [0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        assert_eq!(Vec::<u8>::read(&mut Reader::new(&bytes)), Err(Malformed));
    }

    #[test]
    fn integers_that_do_not_fit_are_refused() {
        assert_eq!(u8::read(&mut Reader::new(&[0x80, 0x02])), Err(Malformed)); // 256
        assert_eq!(u32::read(&mut Reader::new(&[0xff; 30])), Err(Malformed));
        assert_eq!(bool::read(&mut Reader::new(&[2])), Err(Malformed));
        assert_eq!(u8::read(&mut Reader::new(&[])), Err(Malformed));
    }

    #[test]
    fn texts_are_utf_8() {
        assert_eq!(
            String::read(&mut Reader::new(&[2, 0xc3, 0x28])),
            Err(Malformed)
        );
    }
}
