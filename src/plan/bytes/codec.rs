//! Values to bytes and back: small integers take one byte, every list says its length first.
//!
//! Reading trusts nothing: no length is believed beyond the bytes that are left, no tag beyond
//! those that exist, no id beyond what it counts. A reader that met a fault has nothing left and
//! gives the first of everything, so reading ends soon and the code of each type needs no way out;
//! whoever reads asks at the end. What was read is still to be verified as a plan.

use crate::plan::{InTest, NodeId};

/// What has been written.
#[derive(Debug, Default)]
pub(in crate::plan) struct Writer {
    bytes: Vec<u8>,
    /// Whether the plan has sources; without them places say nothing and are not written.
    pub has_sources: bool,
    /// Of the program that is being written: its nodes' parts stand with the nodes.
    pub arguments: Vec<NodeId>,
    /// As `arguments`.
    pub tests: Vec<InTest>,
}

/// What is left to read.
#[derive(Debug)]
pub(in crate::plan) struct Reader<'b> {
    bytes: &'b [u8],
    is_faulty: bool,
    /// How many there are of what ids count.
    pub counts: Counts,
    /// Of the program that is being read.
    pub arguments: Vec<NodeId>,
    /// Of the program that is being read.
    pub tests: Vec<InTest>,
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

    /// Appends a text.
    pub fn text(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    /// Appends a list.
    pub fn values<T: Codec>(&mut self, values: &[T]) {
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
    pub fn below(&mut self, limit: u64) -> u32 {
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

    /// Takes a text.
    #[inline(never)]
    pub fn text(&mut self) -> &'b str {
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
