//! From where a request comes: the peer, or what a trusted proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use ipnet::IpNet;

/// The client's address. `X-Forwarded-For` is read from its end, as far as it was written by proxies that are
/// trusted; what stands before could be anybody's invention. Where a trusted proxy names what cannot be read,
/// the client is nowhere: the proxy's own address is not the client's.
#[must_use]
pub fn client_address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let values = request.headers().get_all("x-forwarded-for").iter();
    let hops = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let hops: Vec<&[u8]> = hops.collect();
    behind(peer.0.ip().to_canonical(), &hops, trusted)
}

fn behind(peer: IpAddr, hops: &[&[u8]], trusted: &[IpNet]) -> Option<IpAddr> {
    let mut address = peer;
    for hop in hops.iter().rev() {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        address = hop_address(hop)?.to_canonical();
    }
    Some(address)
}

/// An address as proxies write it: also with a port, and in brackets.
fn hop_address(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse::<IpAddr>();
    let with_port = || text.parse::<SocketAddr>().map(|it| it.ip());
    address.or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// Where a client is that comes from `peer` with these hops; 10.0.0.0/8 is trusted.
    fn found(peer: &str, hops: &[&str]) -> Option<IpAddr> {
        let hops: Vec<&[u8]> = hops.iter().map(|it| it.as_bytes()).collect();
        behind(ip(peer), &hops, &["10.0.0.0/8".parse().unwrap()])
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(found("192.0.2.1", &["203.0.113.9"]), Some(ip("192.0.2.1")));
        assert_eq!(found("10.0.0.1", &["203.0.113.9"]), Some(ip("203.0.113.9")));
        // the client wrote the first one itself
        let hops = ["127.0.0.1", "203.0.113.9", " 10.0.0.2"];
        assert_eq!(found("10.0.0.1", &hops), Some(ip("203.0.113.9")));
        assert_eq!(found("10.0.0.1", &[]), Some(ip("10.0.0.1")));
    }

    #[test]
    fn ports_are_read_and_what_cannot_be_read_is_nowhere() {
        let hops = ["203.0.113.9:4711", "10.0.0.2:80"];
        assert_eq!(found("10.0.0.1", &hops), Some(ip("203.0.113.9")));
        for hop in ["[2001:db8::1]:443", "[2001:db8::1]", "2001:db8::1"] {
            assert_eq!(found("10.0.0.1", &[hop]), Some(ip("2001:db8::1")));
        }
        for hop in ["unknown", "", "_hidden", "203.0.113.9\u{e4}"] {
            assert_eq!(found("10.0.0.1", &["203.0.113.9", hop]), None, "{hop}");
        }
        // nobody asked for it: it was not written by a trusted proxy
        assert_eq!(found("192.0.2.1", &["unknown"]), Some(ip("192.0.2.1")));
    }
}
