//! Keys out of PEM and JWK.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm as Inside, DecodingKey, EncodingKey};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::read::{Node, read};

/// Bytes of the shortest secret: RFC 7518, 3.2 asks for as many as the hash has.
const SHORTEST: usize = 32;

/// How a claim is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// HMAC with SHA-256: whoever can check can sign.
    Hs256,
}

impl Algorithm {
    /// The name in a header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Hs256 => "HS256",
        }
    }

    pub(super) const fn inside(self) -> Inside {
        match self {
            Self::EdDsa => Inside::EdDSA,
            Self::Es256 => Inside::ES256,
            Self::Hs256 => Inside::HS256,
        }
    }
}

/// A key that signs.
pub struct SigningKey {
    algorithm: Algorithm,
    id: Option<String>,
    inside: EncodingKey,
}

/// A key that checks signatures.
pub struct VerifyingKey {
    algorithm: Algorithm,
    inside: DecodingKey,
}

impl SigningKey {
    /// A private key: PEM (PKCS #8) of Ed25519 or P-256, or a JWK (`OKP`, `EC` with `d`, or `oct`),
    /// whose `kid` goes into the header.
    ///
    /// # Errors
    /// What is no such key.
    pub fn from_text(text: &str) -> Result<Self, Diagnostics> {
        if is_pem(text) {
            let der = der(text)?;
            let has = |object: &[u8]| der.windows(object.len()).any(|part| part == object);
            let (algorithm, inside) = if has(ED25519) {
                (Algorithm::EdDsa, EncodingKey::from_ed_der(&der))
            } else if has(P256) {
                (Algorithm::Es256, EncodingKey::from_ec_der(&der))
            } else {
                let why = "expected a private key of Ed25519 or P-256 in PKCS #8";
                return Err(unusable(why));
            };
            let key = Self {
                algorithm,
                id: None,
                inside,
            };
            // what only looks like a key shows when it signs
            super::signature("", b"", &key)?;
            return Ok(key);
        }
        let Jwk { id, kind } = Jwk::of(text)?;
        let private = |secret: Option<Vec<u8>>| {
            let secret = secret.filter(|secret| secret.len() == 32);
            secret.ok_or_else(|| unusable("a key that signs has `d`, of 32 bytes"))
        };
        let (algorithm, inside) = match kind {
            JwkKind::Ed25519 { secret, .. } => {
                let der = [ED25519_PKCS8, private(secret)?.as_slice()].concat();
                (Algorithm::EdDsa, EncodingKey::from_ed_der(&der))
            }
            JwkKind::P256 { secret, .. } => {
                let der = [P256_PKCS8, private(secret)?.as_slice()].concat();
                (Algorithm::Es256, EncodingKey::from_ec_der(&der))
            }
            JwkKind::Secret(secret) => (Algorithm::Hs256, EncodingKey::from_secret(&secret)),
        };
        Ok(Self {
            algorithm,
            id,
            inside,
        })
    }

    /// How it signs.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(super) const fn inside(&self) -> &EncodingKey {
        &self.inside
    }
}

impl VerifyingKey {
    /// A public key: PEM of Ed25519 or P-256, or a JWK (`OKP`, `EC`, or `oct`).
    ///
    /// # Errors
    /// What is no such key.
    pub fn from_text(text: &str) -> Result<Self, Diagnostics> {
        if is_pem(text) {
            let der = der(text)?;
            let found = match (der.strip_prefix(ED25519_SPKI), der.strip_prefix(P256_SPKI)) {
                (Some(x), _) => Some((Algorithm::EdDsa, DecodingKey::from_ed_der(x))),
                (_, Some(point)) => Some((Algorithm::Es256, DecodingKey::from_ec_der(point))),
                (None, None) => None,
            };
            let found = found.map(|(algorithm, inside)| Self { algorithm, inside });
            return found.ok_or_else(|| unusable("expected a public key of Ed25519 or P-256"));
        }
        let (algorithm, inside) = match Jwk::of(text)?.kind {
            JwkKind::Ed25519 { x, .. } => (Algorithm::EdDsa, DecodingKey::from_ed_components(&x)),
            JwkKind::P256 { x, y, .. } => {
                (Algorithm::Es256, DecodingKey::from_ec_components(&x, &y))
            }
            JwkKind::Secret(secret) => (Algorithm::Hs256, Ok(DecodingKey::from_secret(&secret))),
        };
        let inside = inside.map_err(|_| unusable("its parts are not base64url"))?;
        Ok(Self { algorithm, inside })
    }

    /// How it was signed.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) const fn inside(&self) -> &DecodingKey {
        &self.inside
    }
}

/// The object identifier of Ed25519: RFC 8410, 3.
const ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];
/// That of P-256: RFC 5480, 2.1.1.1.
const P256: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// What stands before the 32 bytes of a public key: RFC 8410, 4.
const ED25519_SPKI: &[u8] = &[
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];
/// What stands before the point of a public key that is not compressed: RFC 5480, 2.
const P256_SPKI: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// What stands before 32 bytes of a private key in PKCS #8: RFC 8410, 7.
const ED25519_PKCS8: &[u8] = &[
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
/// The same for P-256: RFC 5208 and RFC 5915, without the public key, which may be left out.
const P256_PKCS8: &[u8] = &[
    0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
    0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01,
    0x01, 0x04, 0x20,
];

/// The texts of a JWK: RFC 7517, RFC 7518 6.2 and 6.4, RFC 8037 2. Other parts are left alone.
struct Parts {
    kty: String,
    kid: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<String>,
    k: Option<String>,
}

fn parts(node: &Node<'_>) -> Option<Parts> {
    let mut object = node.object("key")?;
    let mut part = |key| object.optional(key, Node::text);
    Some(Parts {
        kty: part("kty")?,
        kid: part("kid"),
        crv: part("crv"),
        x: part("x"),
        y: part("y"),
        d: part("d"),
        k: part("k"),
    })
}

struct Jwk {
    id: Option<String>,
    kind: JwkKind,
}

enum JwkKind {
    Ed25519 {
        x: String,
        secret: Option<Vec<u8>>,
    },
    P256 {
        x: String,
        y: String,
        secret: Option<Vec<u8>>,
    },
    Secret(Vec<u8>),
}

impl Jwk {
    /// The key in a text. What is wrong with it is said without any of the text, which is secret.
    fn of(text: &str) -> Result<Self, Diagnostics> {
        let neither =
            |_| unusable("expected PEM, or a JWK: a JSON object with `kty` and its parts");
        let parts = read("key.json", text, None, parts).map_err(neither)?;
        let Parts { kid: id, x, y, .. } = parts;
        let secret = parts.d.as_deref().map(|d| bytes("d", d)).transpose()?;
        let lacks = |part: &str| unusable(&format!("it lacks `{part}`"));
        let x = x.ok_or_else(|| lacks("x"));
        let kind = match (parts.kty.as_str(), parts.crv.as_deref()) {
            ("oct", _) => {
                let secret = bytes("k", &parts.k.ok_or_else(|| lacks("k"))?)?;
                if secret.len() < SHORTEST {
                    let why = format!("a secret has at least {SHORTEST} bytes");
                    return Err(unusable(&why));
                }
                JwkKind::Secret(secret)
            }
            ("OKP", Some("Ed25519")) => JwkKind::Ed25519 { x: x?, secret },
            ("EC", Some("P-256")) => {
                let y = y.ok_or_else(|| lacks("y"))?;
                JwkKind::P256 { x: x?, y, secret }
            }
            _ => {
                let kinds = "expected `OKP` with `Ed25519`, `EC` with `P-256`, or `oct`";
                return Err(unusable(kinds));
            }
        };
        Ok(Self { id, kind })
    }
}

fn bytes(part: &str, text: &str) -> Result<Vec<u8>, Diagnostics> {
    let found = BASE64.decode(text);
    found.map_err(|_| unusable(&format!("`{part}` is not base64url")))
}

fn der(text: &str) -> Result<Vec<u8>, Diagnostics> {
    let parsed = pem::parse(text).map_err(|_| unusable("it is not PEM"))?;
    Ok(parsed.into_contents())
}

fn is_pem(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN")
}

/// Says which cryptography is meant, for programs that build the library with another one, too.
pub(super) fn use_library() {
    // whoever installed one before has decided
    let _ = DEFAULT_PROVIDER.install_default();
}

pub(super) fn unusable(why: &str) -> Diagnostics {
    let message = format!("the key cannot be used: {why}");
    Diagnostic::new(Code::InvalidValue, Place::nowhere(), message).into()
}
