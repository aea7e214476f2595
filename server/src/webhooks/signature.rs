//! Secrets and signatures of Standard Webhooks (<https://www.standardwebhooks.com>): HMAC-SHA256 of the id, the time and
//! the body, so that the target knows who sent what, and when.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use standardwebhooks::{Webhook, WebhookError};

/// A new secret: `whsec_` and 256 random bits in Base64.
///
/// # Errors
/// When the system has no random bytes.
pub fn new_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("whsec_{}", STANDARD.encode(bytes)))
}

/// The value of `webhook-signature`: one signature for each secret, the newest first.
///
/// # Errors
/// For a secret that is none.
pub fn sign<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    id: &str,
    seconds: i64,
    body: &str,
) -> Result<String, WebhookError> {
    let signatures = secrets
        .into_iter()
        .map(|secret| Webhook::new(secret)?.sign(id, seconds, body.as_bytes()));
    Ok(signatures.collect::<Result<Vec<_>, _>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    #[test]
    fn the_published_example_is_signed_as_published() {
        let signature = sign(
            [SECRET],
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"email":"test@example.com","username":"test_user"}"#,
        );
        assert_eq!(
            signature.unwrap(),
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="
        );
    }

    #[test]
    fn two_secrets_sign_beside_each_other() {
        let new = new_secret().unwrap();
        assert_ne!(new, new_secret().unwrap());
        let both = sign([new.as_str(), SECRET], "evt_1", 1, "{}").unwrap();
        let alone = sign([SECRET], "evt_1", 1, "{}").unwrap();
        assert_eq!(both.split(' ').count(), 2);
        assert!(both.ends_with(&alone));
    }
}
