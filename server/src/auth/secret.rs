//! Secrets: 256 random bits each. With so many, one round of SHA-256 is enough to keep them by: nobody can
//! try them, which is what slow hashes are against.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// A new secret, with a prefix by which scanners for lost secrets know it.
///
/// # Errors
/// When the system has no random bytes.
pub fn new_secret(prefix: &str) -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}_{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// What a secret is known by.
pub type Digest = [u8; 32];

/// By what a secret is found in memory.
#[must_use]
pub fn digest(secret: &str) -> Digest {
    Sha256::digest(secret.as_bytes()).into()
}

/// By what a secret is kept.
#[must_use]
pub fn hash(secret: &str) -> String {
    hex(&digest(secret))
}

/// A digest as it is stored.
#[must_use]
pub fn hex(digest: &Digest) -> String {
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    halves
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}
