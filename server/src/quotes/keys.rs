//! Keys by which quotes are signed and checked, from files.

use std::path::Path;

use pricewright::analyze::sign::{SigningKey, VerifyingKey, check, sign};

use crate::fault::Fault;
use crate::problem::{Answer, Code, Problem};

/// The keys; without them claims are neither signed nor checked.
#[derive(Default)]
pub struct Keys {
    signing: Option<SigningKey>,
    verifying: Option<VerifyingKey>,
}

impl Keys {
    /// Reads keys as PEM or JWK.
    ///
    /// # Errors
    /// A file that cannot be read or has no such key.
    pub fn read(signing: Option<&Path>, verifying: Option<&Path>) -> Result<Self, Fault> {
        let signing = signing.map(|file| {
            SigningKey::from_text(&text(file)?).map_err(|found| unfit(file, &found.to_string()))
        });
        let verifying = verifying.map(|file| {
            VerifyingKey::from_text(&text(file)?).map_err(|found| unfit(file, &found.to_string()))
        });
        Ok(Self {
            signing: signing.transpose()?,
            verifying: verifying.transpose()?,
        })
    }

    /// A claim with its signature, where there is a key.
    ///
    /// # Errors
    /// A claim that has no canonical form.
    pub fn signed(&self, claim: String) -> Answer<String> {
        match &self.signing {
            None => Ok(claim),
            Some(key) => sign(&claim, key).map_err(|found| {
                Problem::of(Code::InvalidOrder, "the order cannot be signed")
                    .with_diagnostics(&found)
            }),
        }
    }

    /// Refuses a claim whose signature is missing or not right, where there is a key.
    ///
    /// # Errors
    /// `invalid-claim`.
    pub fn check(&self, claim: &str) -> Answer<()> {
        let Some(key) = &self.verifying else {
            return Ok(());
        };
        check(claim, key).map_err(|found| {
            Problem::of(Code::InvalidClaim, "the signature is not right").with_diagnostics(&found)
        })
    }
}

fn text(file: &Path) -> Result<String, Fault> {
    std::fs::read_to_string(file)
        .map_err(|error| Fault::new(format!("`{}` cannot be read: {error}", file.display())))
}

fn unfit(file: &Path, found: &str) -> Fault {
    Fault::new(format!("`{}`: {found}", file.display()))
}
