//! Numbers, texts, lists, places and expressions as bytes.
//!
//! Readers of what many types have are functions of their own: see `codec`.

use std::sync::Arc;

use super::codec::{Codec, Reader, Writer, count, unzigzag, zigzag};
use crate::diagnostic::{Source, Span};
use crate::model::date::Date;
use crate::money::{Currency, CurrencyCode, Decimal};
use crate::plan::{InTest, NodeId, NodeRange, Program, SourceSpan, TestRange};

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

impl Codec for Arc<str> {
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
        assert!(Vec::<u32>::read(&mut reader).is_empty());
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
        NodeId::read(&mut reader);
        assert!(!reader.is_done());
    }
}
