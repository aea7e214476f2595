//! One attempt: a signed request, and the begin of what is answered.
//!
//! No redirect is followed, no proxy is asked, and a connection goes to an address that was checked. Of an answer only the
//! begin is read.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONTENT_TYPE, USER_AGENT};
use hyper::{Request, Response, body::Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use ipnet::IpNet;

use super::network::Networks;
use super::resolve::Resolver;
use super::target::{Policy, Target};

/// Bytes of an answer that are read, at most.
const MOST_ANSWER: usize = 500;

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(20);

/// Sends events.
#[derive(Clone, Debug)]
pub struct Sender {
    policy: Policy,
    limit: Duration,
    plain: Client<HttpConnector<Resolver>, Full<Bytes>>,
    /// None where the machine knows no authority that could vouch for a target.
    secure: Option<Client<HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>>,
}

/// A request that is ready to be sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// The event's id.
    pub id: String,
    /// The time of the attempt in seconds since 1970.
    pub seconds: i64,
    /// The value of `webhook-signature`.
    pub signature: String,
    /// A JSON text.
    pub body: String,
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The begin of the body.
    pub begin: String,
}

impl Sender {
    /// Sends to public addresses by HTTPS, and to these networks by HTTP, too; gives each attempt so long.
    #[must_use]
    pub fn new(allowed: &[IpNet], limit: Duration) -> Self {
        let policy = Policy {
            secure: Arc::new(Networks::public_and(allowed)),
            plain: Arc::new(Networks::only(allowed)),
        };
        let secure = HttpsConnectorBuilder::new()
            .with_native_roots()
            .inspect_err(|error| tracing::warn!(%error, "no webhook can be sent by HTTPS: this machine has no root certificates"))
            .ok()
            .map(|builder| {
                let builder = builder.https_only().enable_http1();
                let connector = builder.wrap_connector(connector(&policy.secure, limit));
                client().build(connector)
            });
        Self {
            limit,
            plain: client().build(connector(&policy.plain, limit)),
            secure,
            policy,
        }
    }

    /// Which addresses may be told.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Sends a message and waits for its answer.
    ///
    /// # Errors
    /// Why there is none, in one line.
    pub async fn send(&self, target: &str, message: Message) -> Result<Answered, String> {
        let target = Target::parse(target)?;
        target.check(&self.policy)?;
        match tokio::time::timeout(self.limit, self.exchange(&target, message)).await {
            Ok(answered) => answered,
            Err(_) => Err(format!("no answer within {} s", self.limit.as_secs())),
        }
    }

    async fn exchange(&self, target: &Target, message: Message) -> Result<Answered, String> {
        let request = request(target, message)?;
        let response = if target.is_secure() {
            let client = self.secure.as_ref();
            let client =
                client.ok_or("this machine has no root certificates to check a target by")?;
            client.request(request).await
        } else {
            self.plain.request(request).await
        };
        let response = response.map_err(|error| told(&error))?;
        let status = response.status().as_u16();
        let begin = begin(response).await;
        Ok(Answered { status, begin })
    }
}

fn client() -> hyper_util::client::legacy::Builder {
    let mut builder = Client::builder(TokioExecutor::new());
    builder
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(2);
    builder
}

fn connector(networks: &Arc<Networks>, limit: Duration) -> HttpConnector<Resolver> {
    let mut connector = HttpConnector::new_with_resolver(Resolver(Arc::clone(networks)));
    connector.enforce_http(false);
    connector.set_connect_timeout(Some(limit));
    connector.set_nodelay(true);
    connector
}

fn request(target: &Target, message: Message) -> Result<Request<Full<Bytes>>, String> {
    let uri = target.uri().ok_or("the address cannot be sent to")?;
    Request::post(uri)
        .header(CONTENT_TYPE, "application/json")
        .header(
            USER_AGENT,
            concat!("pricewright-server/", env!("CARGO_PKG_VERSION")),
        )
        .header("webhook-id", message.id)
        .header("webhook-timestamp", message.seconds)
        .header("webhook-signature", message.signature)
        .body(Full::from(message.body))
        .map_err(|error| error.to_string())
}

/// The begin of a body; what fails in the middle of it does not matter, the status has arrived.
async fn begin(response: Response<Incoming>) -> String {
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    while bytes.len() < MOST_ANSWER
        && let Some(Ok(frame)) = body.frame().await
    {
        if let Some(data) = frame.data_ref() {
            bytes.extend(data.iter().take(MOST_ANSWER.saturating_sub(bytes.len())));
        }
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // PostgreSQL keeps no zero
    text.replace('\0', "\u{fffd}")
}

/// A fault with its causes, in one line.
fn told(error: &hyper_util::client::legacy::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
