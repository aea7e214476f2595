//! Names into addresses, of which only the allowed ones come out: what is connected to is what was checked, so a name that
//! means another address a moment later gains nothing.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::{io, vec};

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;

use super::network::Networks;

/// Resolves names for connections.
#[derive(Clone, Debug)]
pub struct Resolver(pub Arc<Networks>);

impl Resolver {
    /// The addresses of a name that may be connected to.
    ///
    /// # Errors
    /// When it has none, or only others.
    pub async fn addresses(&self, name: &str) -> io::Result<Vec<SocketAddr>> {
        let found = tokio::net::lookup_host((name, 0)).await?;
        let allowed: Vec<SocketAddr> = found.filter(|it| self.0.allow(it.ip())).collect();
        if allowed.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                forbidden(name),
            ));
        }
        Ok(allowed)
    }
}

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolver = self.clone();
        Box::pin(async move { Ok(resolver.addresses(name.as_str()).await?.into_iter()) })
    }
}

/// Why a target is not told.
#[must_use]
pub fn forbidden(host: &str) -> String {
    format!("`{host}` is not a public address, nor one that `--webhook-networks` allows")
}
