//! Values to bytes and back: small integers take one byte, every list says its length first.
//!
//! Reading trusts nothing: no length is believed beyond the bytes that are left, no tag beyond
//! those that exist, no id beyond what it counts. A reader that met a fault has nothing left and
//! gives the first of everything, so reading ends soon and the code of each type needs no way out;
//! whoever reads asks at the end. What was read is still to be verified as a plan.

use std::sync::Arc;

use crate::diagnostic::{Source, Span};
use crate::model::date::Date;
use crate::money::{Currency, CurrencyCode, Decimal};
use crate::plan::{InTest, NodeId, NodeRange, Program, SourceSpan, TestRange};

/// What has been written.
#[derive(Debug, Default)]
pub(in crate::plan) struct Writer {
    bytes: Vec<u8>,
    /// Whether the plan has sources; without them places say nothing and are not written.
    has_sources: bool,
    /// Of the program that is being written: its nodes' parts stand with the nodes.
    arguments: Vec<NodeId>,
    tests: Vec<InTest>,
}

/// What is left to read.
#[derive(Debug)]
pub(in crate::plan) struct Reader<'b> {
    bytes: &'b [u8],
    is_faulty: bool,
    /// How many there are of what ids count.
    pub counts: Counts,
    arguments: Vec<NodeId>,
    tests: Vec<InTest>,
}

/// How many there are of each: an id that is read is below its count.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::plan) struct Counts {
    /// Of the plan.
    pub texts: u32,
    /// Of the plan.
    pub labels: u32,
    /// Of the plan.
    pub currencies: u32,
    /// Of the plan.
    pub sources: u32,
    /// Of the component or the order.
    pub slots: u32,
    /// Of the component.
    pub features: u32,
    /// Of the component.
    pub attributes: u32,
    /// Of the component or the order.
    pub tables: u32,
    /// Of the component or the order; while nodes are read, those before the one that is read.
    pub nodes: u32,
    /// Of the component or the order.
    pub money: u32,
}

/// A value that can be written and read.
pub(in crate::plan) trait Codec: Sized {
    /// Appends it.
    fn write(&self, to: &mut Writer);

    /// Takes it off the front.
    fn read(from: &mut Reader<'_>) -> Self;
}

impl Counts {
    /// A component or the order begins: nothing of the one before counts. What is read before its
    /// count is known is checked afterwards by `verify`.
    pub const fn enter(&mut self, features: u32) {
        self.features = features;
        self.slots = u32::MAX;
        self.money = u32::MAX;
        self.attributes = 0;
        self.tables = 0;
        self.nodes = 0;
    }
}

/// How many, as ids count.
#[expect(clippy::ptr_arg, reason = "it tells `read` that a vector is wanted")]
pub(super) fn count<T>(values: &Vec<T>) -> u32 {
    u32::try_from(values.len()).unwrap_or(u32::MAX)
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
    pub fn integer(&mut self, mut value: u64) {
        loop {
            let low = u8::try_from(value & 0x7f).unwrap_or(0);
            value >>= 7;
            if value == 0 {
                return self.byte(low);
            }
            self.byte(low | 0x80);
        }
    }

    /// Appends how many elements follow.
    pub fn length(&mut self, length: usize) {
        self.integer(length as u64);
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    fn values<T: Codec>(&mut self, values: &[T]) {
        self.length(values.len());
        for value in values {
            value.write(self);
        }
    }
}

// Leaves are functions of their own, not copied into each type: the reader of plans is a large
// part of what a shop page downloads.
impl<'b> Reader<'b> {
    /// Reads from the front of these.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            is_faulty: false,
            counts: Counts::default(),
            arguments: Vec::new(),
            tests: Vec::new(),
        }
    }

    /// Whether everything was read and nothing was wrong.
    pub const fn is_done(&self) -> bool {
        self.bytes.is_empty() && !self.is_faulty
    }

    /// Notes that the bytes are wrong: nothing is left of them.
    #[cold]
    #[inline(never)]
    pub fn fail(&mut self) {
        self.bytes = &[];
        self.is_faulty = true;
    }

    /// Takes a byte.
    #[inline(never)]
    pub fn byte(&mut self) -> u8 {
        if let Some((first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return *first;
        }
        self.fail();
        0
    }

    /// Takes which of so many variants follows.
    #[inline(never)]
    pub fn tag(&mut self, variants: u8) -> u8 {
        let tag = self.byte();
        if tag < variants {
            return tag;
        }
        self.fail();
        0
    }

    /// Takes so many bytes as they are; none where there are fewer.
    #[inline(never)]
    fn raw(&mut self, length: usize) -> &'b [u8] {
        if let Some((taken, rest)) = self.bytes.split_at_checked(length) {
            self.bytes = rest;
            return taken;
        }
        self.fail();
        &[]
    }

    /// Takes an integer.
    #[inline(never)]
    pub fn integer(&mut self) -> u64 {
        let mut value = 0_u64;
        let mut shift = 0_u32;
        loop {
            let byte = self.byte();
            let part = u64::from(byte & 0x7f);
            let shifted = part.unbounded_shl(shift);
            if shifted.unbounded_shr(shift) != part {
                self.fail();
                return 0;
            }
            value |= shifted;
            if byte & 0x80 == 0 {
                return value;
            }
            shift = shift.saturating_add(7);
        }
    }

    /// Takes an integer that is below this.
    #[inline(never)]
    fn below(&mut self, limit: u64) -> u32 {
        let value = self.integer();
        if value < limit {
            return value as u32;
        }
        self.fail();
        0
    }

    /// Takes an id of one of so many.
    pub fn id(&mut self, count: u32) -> u32 {
        self.below(u64::from(count))
    }

    /// Takes a length that the bytes left can hold, each element at least one byte.
    #[inline(never)]
    pub fn length(&mut self) -> usize {
        let length = self.integer();
        if length <= self.bytes.len() as u64 {
            return length as usize;
        }
        self.fail();
        0
    }

    #[inline(never)]
    fn text(&mut self) -> &'b str {
        let length = self.length();
        let Ok(text) = std::str::from_utf8(self.raw(length)) else {
            self.fail();
            return "";
        };
        text
    }

    /// Takes a length and so many elements.
    pub fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        // no capacity in advance: a length is only a claim
        let mut values = Vec::new();
        let mut left = self.length();
        while left > 0 && !self.is_faulty {
            values.push(read(self));
            left = left.saturating_sub(1);
        }
        values
    }
}

/// Small magnitudes of either sign become small unsigned integers.
pub(in crate::plan) const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// What [`zigzag`] was made of.
pub(in crate::plan) const fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ (value & 1).cast_signed().wrapping_neg()
}

impl Codec for u32 {
    fn write(&self, to: &mut Writer) {
        to.integer(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.below(1 << 32)
    }
}

impl Codec for i32 {
    fn write(&self, to: &mut Writer) {
        to.integer(zigzag(i64::from(*self)));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let Ok(value) = Self::try_from(unzigzag(from.integer())) else {
            from.fail();
            return 0;
        };
        value
    }
}

impl Codec for bool {
    fn write(&self, to: &mut Writer) {
        to.byte(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.tag(2) == 1
    }
}

impl Codec for Box<str> {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.text().into()
    }
}

impl Codec for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.text().into()
    }
}

impl<T: Codec> Codec for Option<T> {
    fn write(&self, to: &mut Writer) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Codec> Codec for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.values(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.many(T::read)
    }
}

impl<A: Codec, B: Codec> Codec for (A, B) {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        (A::read(from), B::read(from))
    }
}

/// A byte of scale, sign and whether there is a second part; then the magnitude's lower 64 bits,
/// then the others.
impl Codec for Decimal {
    fn write(&self, to: &mut Writer) {
        let magnitude = self.mantissa().unsigned_abs();
        let high = magnitude >> 64;
        let scale = u8::try_from(self.scale()).unwrap_or(u8::MAX);
        to.byte(scale | u8::from(high != 0) << 5 | u8::from(self.is_negative()) << 6);
        to.integer(magnitude as u64);
        if high != 0 {
            to.integer(high as u64);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let head = from.tag(0x80);
        let mut mantissa = i128::from(from.integer());
        if head & 0x20 != 0 {
            mantissa |= i128::from(u32::read(from)) << 64;
        }
        if head & 0x40 != 0 {
            mantissa = mantissa.wrapping_neg();
        }
        let Ok(value) = Self::from_parts(mantissa, u32::from(head & 0x1f)) else {
            from.fail();
            return Self::ZERO;
        };
        value
    }
}

impl Codec for Date {
    fn write(&self, to: &mut Writer) {
        let (year, month) = (u32::from(self.year()), u32::from(self.month()));
        (year << 9 | month << 5 | u32::from(self.day())).write(to);
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        let packed = from.below(1 << 23);
        let (month, day) = ((packed >> 5) as u8 & 0xf, packed as u8 & 0x1f);
        let date = Self::from_parts((packed >> 9) as u16, month, day);
        date.unwrap_or_else(|| {
            from.fail();
            Self::FIRST
        })
    }
}

impl Codec for Currency {
    fn write(&self, to: &mut Writer) {
        to.text(self.code.as_str());
        self.digits.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let code = CurrencyCode::parse(from.text()).unwrap_or_else(|| {
            from.fail();
            CurrencyCode::NONE
        });
        // the currency with most digits has 4
        let digits = u32::from(from.tag(5));
        Self { code, digits }
    }
}

impl Codec for Arc<Source> {
    fn write(&self, to: &mut Writer) {
        to.has_sources = true;
        to.text(&self.name);
        to.text(&self.text);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let (name, text) = (from.text(), from.text());
        Source::new(name, text)
    }
}

impl Codec for SourceSpan {
    fn write(&self, to: &mut Writer) {
        if to.has_sources {
            self.source.write(to);
            self.span.start.write(to);
            self.span.end.write(to);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        if from.counts.sources == 0 {
            return Self::default();
        }
        let source = Codec::read(from);
        let (start, end) = Codec::read(from);
        let span = Span { start, end };
        Self { source, span }
    }
}

/// A node's arguments stand in its place: they follow each other, and nobody shares them.
impl Codec for NodeRange {
    fn write(&self, to: &mut Writer) {
        let run = run(&to.arguments, self.start, self.len);
        to.values(&run);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let nodes = from.many(NodeId::read);
        let (start, len) = (count(&from.arguments), count(&nodes));
        from.arguments.extend(nodes);
        Self { start, len }
    }
}

/// As a [`NodeRange`].
impl Codec for TestRange {
    fn write(&self, to: &mut Writer) {
        let run = run(&to.tests, self.start, self.len);
        to.values(&run);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let tests = from.many(InTest::read);
        let (start, len) = (count(&from.tests), count(&tests));
        from.tests.extend(tests);
        Self { start, len }
    }
}

fn run<T: Copy>(all: &[T], start: u32, len: u32) -> Vec<T> {
    let all = all.iter().skip(start as usize);
    all.take(len as usize).copied().collect()
}

/// A node refers to those before it: their number is its limit while it is read.
impl Codec for Program {
    fn write(&self, to: &mut Writer) {
        self.money.write(to);
        to.arguments.clone_from(&self.arguments);
        to.tests.clone_from(&self.tests);
        to.length(self.nodes.len());
        for (index, node) in self.nodes.iter().enumerate() {
            node.write(to);
            let place = self.places.get(index).copied();
            place.unwrap_or_default().write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let money: Vec<Vec<Option<Decimal>>> = Codec::read(from);
        from.counts.money = count(&money);
        let mut places = Vec::new();
        let nodes = from.many(|from| {
            let node = Codec::read(from);
            if from.counts.sources > 0 {
                places.push(SourceSpan::read(from));
            }
            from.counts.nodes = from.counts.nodes.saturating_add(1);
            node
        });
        Self {
            nodes,
            places,
            arguments: std::mem::take(&mut from.arguments),
            tests: std::mem::take(&mut from.tests),
            money,
        }
    }
}

/// A struct as its fields in this order; `= name` makes known how many of them ids count from
/// there on.
macro_rules! fields {
    ($($name:ident $((features $features:expr))? {
        $($field:ident $(= $count:ident)?),* $(,)?
    })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                $(self.$field.write(to);)*
            }

            fn read(from: &mut Reader<'_>) -> Self {
                $(from.counts.enter($features);)?
                $(
                    let $field = Codec::read(from);
                    $(from.counts.$count = count(&$field);)?
                )*
                Self { $($field),* }
            }
        }
    )*};
}

/// An enum as the tag of its variant and then the variant's parts. The first variant has tag 0.
macro_rules! variants {
    ($($name:ident {
        $first:ident $(($($one:ident),*))? $({$($named:ident),*})?
        $(, $tag:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?)* $(,)?
    })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    Self::$first $(($($one),*))? $({$($named),*})? => {
                        to.byte(0);
                        $($($one.write(to);)*)?
                        $($($named.write(to);)*)?
                    }
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.byte($tag);
                        $($($part.write(to);)*)?
                        $($($field.write(to);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Self {
                const VARIANTS: u8 = [0_u8 $(, $tag)*].len() as u8;
                match from.tag(VARIANTS) {
                    $($tag => {
                        $($(let $part = Codec::read(from);)*)?
                        $($(let $field = Codec::read(from);)*)?
                        Self::$variant $(($($part),*))? $({$($field),*})?
                    })*
                    _ => {
                        $($(let $one = Codec::read(from);)*)?
                        $($(let $named = Codec::read(from);)*)?
                        Self::$first $(($($one),*))? $({$($named),*})?
                    }
                }
            }
        }
    )*};
}

/// An id as its number, below how many there are.
macro_rules! ids {
    ($($name:ident $count:ident)*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self(from.id(from.counts.$count))
            }
        }
    )*};
}

pub(super) use {fields, ids, variants};

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<T: Codec + PartialEq + std::fmt::Debug>(value: T) {
        let mut writer = Writer::default();
        value.write(&mut writer);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(T::read(&mut reader), value);
        assert!(reader.is_done());
    }

    fn is_refused<T: Codec>(bytes: &[u8]) -> bool {
        let mut reader = Reader::new(bytes);
        T::read(&mut reader);
        !reader.is_done()
    }

    #[test]
    fn values_come_back() {
        round_trip(vec![0_u32, 127, 128, u32::MAX]);
        round_trip(vec![0_i32, -1, 1, i32::MIN, i32::MAX]);
        round_trip((String::from("Größe"), vec![None, Some(true)]));
        for number in ["0", "-0.5", "12.50", "9999999999999999999999999999"] {
            round_trip(Decimal::parse(number).unwrap());
        }
        round_trip(Decimal::parse("-79228162514264337593.543950").unwrap());
        round_trip(Decimal::parse("0.0000000000000000000000000001").unwrap());
        round_trip(vec![
            Date::parse("2024-02-29").unwrap(),
            Date::parse("9999-12-31").unwrap(),
        ]);
    }

    #[test]
    fn integers_of_either_sign_come_back() {
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
    }

    #[test]
    fn a_length_beyond_the_bytes_is_refused_before_anything_is_kept() {
        // 2^35 elements claimed, none there
        let bytes = [0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        let mut reader = Reader::new(&bytes);
        assert_eq!(Vec::<u32>::read(&mut reader), []);
        assert!(!reader.is_done());
    }

    #[test]
    fn after_a_fault_nothing_more_is_kept() {
        // five elements claimed, the second is none, three bytes are left
        let mut reader = Reader::new(&[5, 1, 7, 1, 0, 1]);
        assert_eq!(Vec::<bool>::read(&mut reader).len(), 2);
        assert!(!reader.is_done());
    }

    #[test]
    fn integers_that_do_not_fit_are_refused() {
        assert!(is_refused::<u32>(&[0xff; 30]));
        assert!(is_refused::<u32>(&[0x80, 0x80, 0x80, 0x80, 0x10])); // 2^32
        assert!(is_refused::<bool>(&[2]));
        assert!(is_refused::<u32>(&[]));
        assert!(!is_refused::<u32>(&[0x80, 0x02])); // 256
        assert!(is_refused::<Decimal>(&[29, 1])); // 29 digits after the point
        assert!(is_refused::<Decimal>(&[0x80, 1]));
    }

    #[test]
    fn texts_are_utf_8() {
        assert!(is_refused::<String>(&[2, 0xc3, 0x28]));
    }

    #[test]
    fn an_id_counts_what_is_there() {
        let mut reader = Reader::new(&[1, 2]);
        reader.counts.nodes = 2;
        assert_eq!(NodeId::read(&mut reader), NodeId(1));
        assert!(!reader.is_faulty);
        NodeId::read(&mut reader);
        assert!(reader.is_faulty);
    }
}
