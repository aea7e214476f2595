//! Which addresses may be told: public ones, and those of networks that a setting allows.

use std::net::IpAddr;

use ipnet::IpNet;

/// Networks that are not public, by the registries of special addresses (RFC 6890 and its successors).
const SPECIAL: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    // within the one block of IPv6 that is public: protocols, documentation, IPv4 in disguise
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
];

/// All of IPv6 that is public.
const GLOBAL: &str = "2000::/3";

/// Which addresses may be connected to.
#[derive(Clone, Debug)]
pub struct Networks {
    public: Option<Public>,
    allowed: Vec<IpNet>,
}

#[derive(Clone, Debug)]
struct Public {
    special: Vec<IpNet>,
    global: Option<IpNet>,
}

impl Networks {
    /// Public addresses and these networks.
    #[must_use]
    pub fn public_and(allowed: &[IpNet]) -> Self {
        Self {
            public: Some(Public {
                special: SPECIAL.iter().filter_map(|net| net.parse().ok()).collect(),
                global: GLOBAL.parse().ok(),
            }),
            allowed: allowed.to_vec(),
        }
    }

    /// These networks only.
    #[must_use]
    pub fn only(allowed: &[IpNet]) -> Self {
        Self {
            public: None,
            allowed: allowed.to_vec(),
        }
    }

    /// Whether there is no address at all that may be connected to.
    #[must_use]
    pub fn allow_nothing(&self) -> bool {
        self.public.is_none() && self.allowed.is_empty()
    }

    /// Whether this address may be connected to. One of IPv4 inside IPv6 is taken as what it is.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed.iter().any(|net| net.contains(&address))
            || self.public.as_ref().is_some_and(|it| it.has(address))
    }
}

impl Public {
    fn has(&self, address: IpAddr) -> bool {
        let is_global =
            address.is_ipv4() || self.global.is_some_and(|global| global.contains(&address));
        is_global && !self.special.iter().any(|net| net.contains(&address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_network_can_be_read() {
        let public = Networks::public_and(&[]).public.unwrap();
        assert_eq!(public.special.len(), SPECIAL.len());
        assert!(public.global.is_some());
    }

    #[test]
    fn public_addresses_only() {
        let networks = Networks::public_and(&[]);
        for public in ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(networks.allow(public.parse().unwrap()), "{public}");
        }
        for special in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
        ] {
            assert!(!networks.allow(special.parse().unwrap()), "{special}");
        }
    }

    #[test]
    fn a_setting_allows_more_or_only_some() {
        let loopback: IpNet = "127.0.0.0/8".parse().unwrap();
        let more = Networks::public_and(&[loopback]);
        assert!(more.allow("127.0.0.1".parse().unwrap()) && more.allow("8.8.8.8".parse().unwrap()));
        assert!(!more.allow("10.0.0.1".parse().unwrap()));
        let only = Networks::only(&[loopback]);
        assert!(only.allow("::ffff:127.0.0.1".parse().unwrap()));
        assert!(!only.allow("8.8.8.8".parse().unwrap()));
    }
}
