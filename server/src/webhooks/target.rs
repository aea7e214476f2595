//! Where an event goes: an address on the web, checked when it is given and again when it is connected to.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Uri;
use url::{Host, Url};

use super::network::Networks;
use super::resolve::{Resolver, forbidden};

/// Characters of an address, at most.
pub const MOST: usize = 2_000;

/// How long a name may take to become an address when a target is given.
const LOOK_UP: Duration = Duration::from_secs(2);

/// An address that may be told.
#[derive(Clone, Debug)]
pub struct Target {
    url: Url,
}

/// Which addresses may be told in which way.
#[derive(Clone, Debug)]
pub struct Policy {
    /// By HTTPS.
    pub secure: Arc<Networks>,
    /// By plain HTTP.
    pub plain: Arc<Networks>,
}

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// What was expected, and what was found.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().count() > MOST {
            return Err(format!("expected at most {MOST} characters"));
        }
        let url = Url::parse(text).map_err(|error| {
            format!("expected an address such as `https://shop.example/hook`: {error}")
        })?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("expected `https:`, found `{}:`", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("expected an address without user and password".to_owned());
        }
        if url.fragment().is_some() {
            return Err("expected an address without `#`".to_owned());
        }
        Ok(Self { url })
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Whether what is sent is encrypted on its way.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// As the client takes it.
    #[must_use]
    pub fn uri(&self) -> Option<Uri> {
        self.url.as_str().parse().ok()
    }

    /// Refuses an address that is a number and not allowed. Names are checked by the resolver.
    ///
    /// # Errors
    /// Why.
    pub fn check(&self, policy: &Policy) -> Result<(), String> {
        let address = match self.url.host() {
            Some(Host::Ipv4(address)) => IpAddr::from(address),
            Some(Host::Ipv6(address)) => IpAddr::from(address),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err("expected an address with a host".to_owned()),
        };
        if self.networks(policy).allow(address) {
            return Ok(());
        }
        Err(forbidden(&address.to_string()))
    }

    /// The same, and for a name whether any of its addresses is allowed. One that cannot be resolved now is
    /// left to the attempts.
    ///
    /// # Errors
    /// Why.
    pub async fn check_name(&self, policy: &Policy) -> Result<(), String> {
        self.check(policy)?;
        if !self.is_secure() && policy.plain.allow_nothing() {
            return Err("expected `https:`, found `http:`".to_owned());
        }
        let Some(Host::Domain(name)) = self.url.host() else {
            return Ok(());
        };
        let resolver = Resolver(Arc::clone(self.networks(policy)));
        match tokio::time::timeout(LOOK_UP, resolver.addresses(name)).await {
            Ok(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
                Err(error.to_string())
            }
            _ => Ok(()),
        }
    }

    fn networks<'a>(&self, policy: &'a Policy) -> &'a Arc<Networks> {
        if self.is_secure() {
            &policy.secure
        } else {
            &policy.plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(allowed: &str) -> Policy {
        let allowed: Vec<ipnet::IpNet> = allowed
            .split_whitespace()
            .map(|it| it.parse().unwrap())
            .collect();
        Policy {
            secure: Arc::new(Networks::public_and(&allowed)),
            plain: Arc::new(Networks::only(&allowed)),
        }
    }

    #[test]
    fn an_address_has_one_form() {
        for text in [
            "shop.example/hook",
            "ftp://shop.example/",
            "https://user@shop.example/",
            "https://:word@shop.example/",
            "https://shop.example/#part",
            "https://",
        ] {
            assert!(Target::parse(text).is_err(), "{text}");
        }
        let target = Target::parse("https://Shop.Example:8443/hook?a=b").unwrap();
        assert_eq!(target.as_str(), "https://shop.example:8443/hook?a=b");
        assert!(target.is_secure() && target.uri().is_some());
    }

    #[test]
    fn numbers_in_every_disguise_are_checked() {
        for text in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest",
            "http://8.8.8.8/",
        ] {
            let target = Target::parse(text).unwrap();
            assert!(target.check(&policy("")).is_err(), "{text}");
        }
        let public = Target::parse("https://8.8.8.8/").unwrap();
        assert!(public.check(&policy("")).is_ok());
        let inside = Target::parse("http://127.0.0.1:9/").unwrap();
        assert!(inside.check(&policy("127.0.0.0/8")).is_ok());
    }
}
