//! Takes lines as codes and amounts, gives their hash, and says where a result is not the expected one.

use std::fmt::Write as _;

use anyhow::{Result, ensure};

use crate::workload::Expected;

/// The 32-bit FNV-1a hash of `code=amount;` over all lines, amounts with two decimals.
#[derive(Clone, Copy, Debug)]
pub struct LineHash {
    hash: u32,
    /// How many lines there were.
    pub lines: usize,
}

/// What an implementation says of one configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The total, with two decimals.
    pub total: String,
    /// How many lines there are.
    pub lines: usize,
    /// Their hash.
    pub hash: u32,
}

impl Default for LineHash {
    fn default() -> Self {
        Self {
            hash: 0x811c_9dc5,
            lines: 0,
        }
    }
}

impl LineHash {
    /// Adds a line.
    pub fn line(&mut self, code: &str, amount: impl std::fmt::Display) {
        self.lines += 1;
        // a hasher takes every text
        let _ = write!(self, "{code}={amount};");
    }

    /// The hash so far, with a total.
    #[must_use]
    pub fn outcome(self, total: String) -> Outcome {
        Outcome {
            total,
            lines: self.lines,
            hash: self.hash,
        }
    }
}

impl std::fmt::Write for LineHash {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.hash = (self.hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
        Ok(())
    }
}

/// Holds what an implementation says of every configuration against what is expected.
///
/// # Errors
/// The first configuration with another total, number of lines, or hash.
pub fn all(expected: &Expected, mut price: impl FnMut(usize) -> Result<Outcome>) -> Result<()> {
    for (at, total) in expected.total.iter().enumerate() {
        let found = price(at)?;
        let right = Outcome {
            total: total.clone(),
            lines: expected.nlines[at],
            hash: expected.fnv[at],
        };
        ensure!(
            found == right,
            "configuration {at}: expected {right:?}, found {found:?}"
        );
    }
    Ok(())
}
