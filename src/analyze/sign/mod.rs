//! Signatures of claims: detached JSON Web Signatures (RFC 7515, appendix F) over the canonical
//! form of the claim (RFC 8785).
//!
//! Takes a claim and a key and gives the claim with a key `signature`: a JWS whose payload is left
//! out, because it is the rest of the claim. Whoever holds the key for verifying checks it against
//! the claim as it was received; space, the order of keys and the spelling of numbers do not
//! matter, anything else does. Keys are the caller's; nothing is kept or made here. Ed25519
//! (`EdDSA`, RFC 8037), ECDSA with P-256 (`ES256`) and HMAC with SHA-256 (`HS256`).
//!
//! A number that a double does not keep exactly is refused in a claim that is to be signed or
//! checked: its canonical form would be that of another number, too. [`claim`] writes such numbers
//! as texts.
//!
//! [`claim`]: crate::analyze::claim::claim

mod canonical;
mod key;
#[cfg(test)]
mod tests;

pub use key::{Algorithm, SigningKey, VerifyingKey};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::crypto;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, JsonWriter, Place};
use crate::model::read::{Node, read};
use canonical::Unsigned;

/// The key of a claim that holds its signature.
const SIGNATURE: &str = "signature";

/// A claim with its signature, as one line of JSON in canonical form. A signature that it had is
/// replaced.
///
/// # Errors
/// What is no JSON object or holds a number that its canonical form does not keep, and a key that
/// does not sign.
///
/// # Example
/// ```
/// use pricewright::analyze::sign::{SigningKey, VerifyingKey, check, sign};
///
/// let secret = r#"{"kty": "oct", "k": "c2l4dGVlbiBieXRlcyBhcmUgdG9vIGZldyBmb3IgdGhpcw"}"#;
/// let signed = sign(r#"{"total": "20.00", "currency": "EUR"}"#, &SigningKey::from_text(secret)?)?;
/// check(&signed, &VerifyingKey::from_text(secret)?)?;
/// let other = signed.replace("20.00", "2.00");
/// assert!(check(&other, &VerifyingKey::from_text(secret)?).is_err());
/// # Ok::<(), pricewright::Diagnostics>(())
/// ```
pub fn sign(claim: &str, key: &SigningKey) -> Result<String, Diagnostics> {
    let unsigned = read("claim.json", claim, None, Unsigned::of)?;
    let header = header(key);
    let payload = unsigned.canonical().ok_or_else(not_canonical)?;
    let signature = signature(&header, payload.as_bytes(), key)?;
    let detached = format!("{header}..{signature}");
    let signed = unsigned.with(SIGNATURE, &detached);
    signed.canonical().ok_or_else(not_canonical)
}

/// Checks the signature of a claim.
///
/// # Errors
/// A claim without a signature, one that is not of this key and claim, and those of [`sign`].
pub fn check(claim: &str, key: &VerifyingKey) -> Result<(), Diagnostics> {
    let unsigned = read("claim.json", claim, None, Unsigned::of)?;
    let Some(detached) = &unsigned.signature else {
        let place = Place::in_document(None, "$");
        let message = format!("the claim lacks the key `{SIGNATURE}`");
        return Err(Diagnostic::new(Code::MissingKey, place, message).into());
    };
    let payload = unsigned.canonical().ok_or_else(not_canonical)?;
    let Some((header, signature)) = detached.split_once("..") else {
        let expected = "expected a detached signature: header, two points, signature";
        return Err(unfit(expected));
    };
    let is_right =
        read_header(header, key)? && is_signed(header, payload.as_bytes(), signature, key);
    match is_right {
        true => Ok(()),
        false => Err(unfit("the signature is not that of this claim and key")),
    }
}

/// The protected header of a key.
fn header(key: &SigningKey) -> String {
    let mut json = JsonWriter::new();
    json.begin_object();
    json.key("alg").string(key.algorithm().as_str());
    if let Some(id) = key.id() {
        json.key("kid").string(id);
    }
    json.end_object();
    BASE64.encode(json.finish())
}

/// Whether a header names the algorithm of the key; what else it demands is refused.
fn read_header(header: &str, key: &VerifyingKey) -> Result<bool, Diagnostics> {
    let bytes = BASE64.decode(header).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or_else(|| unfit("the header of the signature cannot be read"))?;
    let names = |node: &Node<'_>| {
        let mut object = node.object("header")?;
        // RFC 7515, 4.1.11: what is critical and not understood makes the signature invalid
        if let Some(critical) = object.take("crit") {
            return critical.invalid("a header without `crit`", None);
        }
        let algorithm = object.required("alg", Node::text)?;
        Some(algorithm == key.algorithm().as_str())
    };
    read("signature header", &text, None, names)
}

/// The signature over a header and a payload, in base64url.
fn signature(header: &str, payload: &[u8], key: &SigningKey) -> Result<String, Diagnostics> {
    key::use_library();
    let signed = crypto::sign(
        &input(header, payload),
        key.inside(),
        key.algorithm().inside(),
    );
    signed.map_err(|_| key::unusable("it does not sign"))
}

fn is_signed(header: &str, payload: &[u8], signature: &str, key: &VerifyingKey) -> bool {
    key::use_library();
    let (message, algorithm) = (input(header, payload), key.algorithm().inside());
    crypto::verify(signature, &message, key.inside(), algorithm).unwrap_or(false)
}

/// What is signed: RFC 7515, 5.1.
fn input(header: &str, payload: &[u8]) -> Vec<u8> {
    format!("{header}.{}", BASE64.encode(payload)).into_bytes()
}

fn not_canonical() -> Diagnostics {
    let place = Place::in_document(None, "$");
    Diagnostic::new(Code::JsonSyntax, place, "the claim has no canonical form").into()
}

fn unfit(message: &str) -> Diagnostics {
    let place = Place::in_document(None, format!("$.{SIGNATURE}"));
    Diagnostic::new(Code::InvalidValue, place, message).into()
}
