//! Words to numbers and texts, from the front, trusting nothing; numbers to words.

use crate::money::Decimal;

/// The words or texts are not what the form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// In place of a number's last word: there is none.
pub(super) const NO_NUMBER: u32 = u32::MAX;

/// Adds a number as [`Words::number`] reads it, without zeros at its end; or that there is none.
pub(super) fn push_number(words: &mut Vec<u32>, number: Option<Decimal>) {
    let Some(number) = number else {
        return words.extend([0, 0, 0, NO_NUMBER]);
    };
    let digits = number.mantissa().unsigned_abs();
    let word = |shift: u32| u32::try_from((digits >> shift) & 0xffff_ffff).unwrap_or(u32::MAX);
    let sign = u32::from(number.is_negative()) << 31;
    words.extend([word(0), word(32), word(64), number.scale() | sign]);
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    words: &'a [u32],
    texts: &'a [u8],
}

impl<'a> Words<'a> {
    pub(super) const fn new(words: &'a [u32], texts: &'a [u8]) -> Self {
        Self { words, texts }
    }

    /// Whether everything was read.
    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty() && self.texts.is_empty()
    }

    pub(super) fn word(&mut self) -> Result<u32, Malformed> {
        let (first, rest) = self.words.split_first().ok_or(Malformed)?;
        self.words = rest;
        Ok(*first)
    }

    /// A text: its length in bytes is a word, its bytes are the next of the texts.
    pub(super) fn text(&mut self) -> Result<&'a str, Malformed> {
        let length = usize::try_from(self.word()?).map_err(|_| Malformed)?;
        let (text, rest) = self.texts.split_at_checked(length).ok_or(Malformed)?;
        self.texts = rest;
        std::str::from_utf8(text).map_err(|_| Malformed)
    }

    /// A number in four words: 96 bits of digits, the lowest first, then how many of them stand
    /// after the point, with the sign as the highest bit.
    pub(super) fn number(&mut self) -> Result<Decimal, Malformed> {
        let mut digits: i128 = 0;
        for shift in [0, 32, 64] {
            digits |= i128::from(self.word()?) << shift;
        }
        let flags = self.word()?;
        let value = Decimal::from_parts(digits, flags & 0x7fff_ffff).map_err(|_| Malformed)?;
        Ok(if flags >> 31 == 1 {
            value.negated()
        } else {
            value
        })
    }

    /// A list: its length, then its entries. No more is reserved than words are left.
    pub(super) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let length = usize::try_from(self.word()?).map_err(|_| Malformed)?;
        if length > self.words.len() {
            return Err(Malformed);
        }
        (0..length).map(|_| read(self)).collect()
    }

    /// Something that is there if a bit of `flags` is set.
    pub(super) fn optional<T>(
        &mut self,
        flags: u32,
        bit: u32,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if flags & bit == 0 {
            return Ok(None);
        }
        read(self).map(Some)
    }
}
