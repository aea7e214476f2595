//! Connections: so many at once, each for as long as its client asks and takes what it asked for.
//!
//! Takes a listener and what answers; serves HTTP/1.1 until it is told to stop, then lets go of connections that wait for
//! a request at once and of the others with the end of their answer. Promises that no client keeps a connection by
//! sending the head of a request slowly, by not sending one, or by not reading its answer.
//!
//! HTTP/2 is left to the proxy in front: one connection would carry any number of requests past the limit.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

/// Files that are open besides connections of clients: of the database, of deliveries, of the program itself.
const OTHER_FILES: u64 = 256;

/// What a connection may do.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; further ones wait until one ends.
    pub open: usize,
    /// How long the head of a request may take, counted from the opening or from the answer before.
    pub head: Duration,
    /// How long a client may take nothing of an answer.
    pub stalled: Duration,
}

/// Serves until `stop`, and then until the last answer has been sent.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    allow_files(limits.open);
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let places = Arc::new(Semaphore::new(limits.open));
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        // a place first: whoever finds none waits in the listener, where nothing is spent on them
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            let (stream, address) = Listener::accept(&mut listener).await;
            (place, stream, address)
        };
        let (place, stream, address) = tokio::select! {
            accepted = next => accepted,
            () = &mut stop => break,
        };
        let open = Connection {
            stream: writing_within(stream, limits.stalled),
            router: router.clone(),
            address,
            place,
        };
        tokio::spawn(open.serve(server.clone(), connections.watcher()));
    }
    drop(listener);
    connections.shutdown().await;
}

/// A connection that was accepted.
struct Connection {
    stream: TimeoutStream<TcpStream>,
    router: Router,
    address: SocketAddr,
    place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    async fn serve(self, server: http1::Builder, watcher: Watcher) {
        let Self {
            stream,
            router,
            address,
            place,
        } = self;
        let answer = service_fn(move |request| answer(router.clone(), address, request));
        let stream = TokioIo::new(Box::pin(stream));
        // what a client does to its connection is not the server's fault
        let _ = watcher.watch(server.serve_connection(stream, answer)).await;
        drop(place);
    }
}

async fn answer(
    router: Router,
    address: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    router.oneshot(request).await
}

fn writing_within(stream: TcpStream, limit: Duration) -> TimeoutStream<TcpStream> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limit));
    stream
}

/// Lets the process have as many files open as it may need; most systems begin with 1,024 and allow more.
fn allow_files(open: usize) {
    let wanted = u64::try_from(open)
        .unwrap_or(u64::MAX)
        .saturating_add(OTHER_FILES);
    match rlimit::increase_nofile_limit(wanted) {
        Ok(files) if files < wanted => tracing::warn!(
            files,
            wanted,
            "the system allows fewer open files than `--open-connections` may need"
        ),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the limit of open files cannot be raised"),
    }
}
