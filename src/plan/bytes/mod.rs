//! Plans as bytes: what a build step writes and a shop page loads.
//!
//! Takes a plan and gives bytes with a version and a checksum; takes bytes, which may come over a
//! network, and gives a plan that was verified, or says why not. Promises that no bytes make
//! reading panic, loop or take more memory than a small multiple of their length, and that what
//! was read prices within the limits of `evaluate`.

pub(super) mod codec;
mod leaf;
mod macros;
mod types;
mod verify;

use std::fmt;

use super::{Plan, PlanData};
use codec::{Codec, Reader, Writer};

/// The version of the format that this crate writes and reads.
pub const VERSION: u8 = 1;

/// The largest plan that is read, in bytes. Reading takes at most about 72 times as much memory,
/// which has to fit where addresses have 32 bits.
pub const MOST_BYTES: usize = if cfg!(target_pointer_width = "32") {
    16 * 1024 * 1024
} else {
    128 * 1024 * 1024
};

const MAGIC: &[u8] = b"PRICEPLAN";

/// Why bytes are no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BytesError {
    /// They do not start as a plan does.
    NotAPlan,
    /// They are of another version of the format.
    Version(u8),
    /// The checksum does not fit: something was lost or changed on the way.
    Checksum,
    /// There are more of them than [`MOST_BYTES`].
    TooLarge,
    /// Something in them refers to what is not there.
    Corrupt,
}

impl fmt::Display for BytesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPlan => f.write_str("the bytes are not a plan"),
            Self::Version(found) => {
                write!(
                    f,
                    "the plan is of format {found}, this engine reads format {VERSION}"
                )
            }
            Self::Checksum => f.write_str("the plan was changed or cut on its way"),
            Self::TooLarge => write!(f, "the plan has more than {MOST_BYTES} bytes"),
            Self::Corrupt => f.write_str("the plan refers to parts that it does not have"),
        }
    }
}

impl std::error::Error for BytesError {}

impl Plan {
    /// The plan as bytes: the same plan gives the same bytes.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "compiler")] {
    /// use pricewright::{Catalog, Plan, compile};
    /// let catalog = Catalog::from_json(
    ///     r#"{"format": 1, "currency": "EUR", "components": [{"id": "mug", "base_price": "9.90"}]}"#,
    /// )?;
    /// let bytes = compile(&catalog)?.to_bytes();
    /// assert_eq!(Plan::from_bytes(&bytes)?.to_bytes(), bytes);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Writer::default();
        self.data().write(&mut body);
        let body = body.finish();
        let mut bytes = Vec::with_capacity(body.len().saturating_add(18));
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&checksum(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }

    /// The plan in bytes, verified.
    ///
    /// # Errors
    /// Why the bytes are no plan that this engine can price with.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        if bytes.len() > MOST_BYTES {
            return Err(BytesError::TooLarge);
        }
        let rest = bytes.strip_prefix(MAGIC).ok_or(BytesError::NotAPlan)?;
        let (version, rest) = rest.split_first().ok_or(BytesError::NotAPlan)?;
        if *version != VERSION {
            return Err(BytesError::Version(*version));
        }
        let (written, body) = rest.split_first_chunk().ok_or(BytesError::NotAPlan)?;
        if *written != checksum(body).to_le_bytes() {
            return Err(BytesError::Checksum);
        }
        let mut reader = Reader::new(body);
        let data = PlanData::read(&mut reader);
        if reader.is_done() && verify::holds(&data) {
            Ok(Self::new(data))
        } else {
            Err(BytesError::Corrupt)
        }
    }
}

/// Whether these are the bytes of a plan, of whatever version, rather than another document.
#[must_use]
pub fn is_plan(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): against accidents on the way, not
/// against an attacker; [`verify`] is for those.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
