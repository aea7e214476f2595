//! From where a request comes: the peer, or what a trusted proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use ipnet::IpNet;

/// The client's address. `X-Forwarded-For` is read from its end, as far as it was written by proxies that are
/// trusted; what stands before could be anybody's invention.
#[must_use]
pub fn client_address(request: &Request, trusted: &[IpNet]) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let values = request.headers().get_all("x-forwarded-for").iter();
    let texts = values.filter_map(|it| it.to_str().ok());
    let hops: Vec<&str> = texts.flat_map(|text| text.split(',')).collect();
    Some(behind(peer.0.ip().to_canonical(), &hops, trusted))
}

fn behind(peer: IpAddr, hops: &[&str], trusted: &[IpNet]) -> IpAddr {
    let mut address = peer;
    for hop in hops.iter().rev() {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(next) => address = next.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        assert_eq!(
            behind(ip("192.0.2.1"), &["203.0.113.9"], &trusted),
            ip("192.0.2.1")
        );
        assert_eq!(
            behind(ip("10.0.0.1"), &["203.0.113.9"], &trusted),
            ip("203.0.113.9")
        );
        // the client wrote the first one itself
        assert_eq!(
            behind(
                ip("10.0.0.1"),
                &["127.0.0.1", "203.0.113.9", "10.0.0.2"],
                &trusted
            ),
            ip("203.0.113.9")
        );
        assert_eq!(behind(ip("10.0.0.1"), &[], &trusted), ip("10.0.0.1"));
    }
}
