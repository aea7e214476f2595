//! Words to numbers and texts, from the front, trusting nothing; numbers to words.
//!
//! Reading has no ways out, as with the bytes of a plan: words that met a fault have nothing left and
//! give the first of everything, and whoever reads asks at the end.

use crate::money::Decimal;

/// In place of a number's last word: there is none.
pub(super) const NO_NUMBER: u32 = u32::MAX;

/// Adds a number as [`Words::number`] reads it, without zeros at its end; or that there is none.
pub(super) fn push_number(words: &mut Vec<u32>, number: Option<Decimal>) {
    words.extend([0, 0, 0, 0]);
    if let Some(place) = words.last_chunk_mut() {
        write_number(place, number);
    }
}

/// Writes it in place of four words.
pub(super) fn write_number(place: &mut [u32; 4], number: Option<Decimal>) {
    let [low, middle, high, flags] = place;
    let Some(number) = number else {
        (*low, *middle, *high, *flags) = (0, 0, 0, NO_NUMBER);
        return;
    };
    let (negative, digits, scale) = number.shortest();
    let sign = u32::from(negative) << 31;
    (*middle, *high, *flags) = (0, 0, scale | sign);
    // the way of almost every amount: wide shifts are slow where words are narrow
    if let Ok(digits) = u32::try_from(digits) {
        *low = digits;
        return;
    }
    let word = |shift: u32| u32::try_from((digits >> shift) & 0xffff_ffff).unwrap_or(u32::MAX);
    (*low, *middle, *high) = (word(0), word(32), word(64));
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    words: &'a [u32],
    texts: &'a [u8],
    is_faulty: bool,
}

impl<'a> Words<'a> {
    pub(super) const fn new(words: &'a [u32], texts: &'a [u8]) -> Self {
        Self {
            words,
            texts,
            is_faulty: false,
        }
    }

    /// Whether everything was read and nothing was wrong.
    pub(super) const fn are_done(&self) -> bool {
        self.words.is_empty() && self.texts.is_empty() && !self.is_faulty
    }

    /// Whether something was wrong.
    pub(super) const fn is_faulty(&self) -> bool {
        self.is_faulty
    }

    /// Notes that the words or texts are not what the form says: nothing is left of them.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(&mut self) {
        *self = Self::new(&[], &[]);
        self.is_faulty = true;
    }

    #[inline(never)]
    pub(super) fn word(&mut self) -> u32 {
        if let Some((first, rest)) = self.words.split_first() {
            self.words = rest;
            return *first;
        }
        self.fail();
        0
    }

    /// A text: its length in bytes is a word, its bytes are the next of the texts.
    #[inline(never)]
    pub(super) fn text(&mut self) -> &'a str {
        let length = self.word() as usize;
        let split = self.texts.split_at_checked(length);
        let read = split.and_then(|(text, rest)| Some((std::str::from_utf8(text).ok()?, rest)));
        if let Some((text, rest)) = read {
            self.texts = rest;
            return text;
        }
        self.fail();
        ""
    }

    /// A number in four words: 96 bits of digits, the lowest first, then how many of them stand
    /// after the point, with the sign as the highest bit.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Decimal {
        // nearly every number is a small whole one: wide shifts are slow where words are narrow
        if let [digits, 0, 0, 0, rest @ ..] = self.words {
            self.words = rest;
            return Decimal::from_scaled(i64::from(*digits), 0);
        }
        let mut digits: i128 = 0;
        for shift in [0, 32, 64] {
            digits |= i128::from(self.word()) << shift;
        }
        let flags = self.word();
        if flags >> 31 == 1 {
            digits = digits.wrapping_neg();
        }
        let Ok(value) = Decimal::from_parts(digits, flags & 0x7fff_ffff) else {
            self.fail();
            return Decimal::ZERO;
        };
        value
    }

    /// A list: its length, then its entries. No more is reserved than words are left.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut left = self.word() as usize;
        if left > self.words.len() {
            self.fail();
        }
        let mut values = Vec::new();
        while left > 0 && !self.is_faulty {
            values.push(read(self));
            left = left.saturating_sub(1);
        }
        values
    }

    /// Something that is there if a bit of `flags` is set.
    pub(super) fn optional<T>(
        &mut self,
        flags: u32,
        bit: u32,
        read: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        (flags & bit != 0).then(|| read(self))
    }
}
