//! What stands around every route: limits, refusals in one form, ids of requests.

use std::any::Any;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument as _;

use crate::app::App;
use crate::auth::CrossOrigin;
use crate::operation::observe::Observed;
use crate::problem::{Code, MEDIA_TYPE, Problem};

/// Bodies up to this length are read before anything is answered, so that a refusal does not break a
/// connection that the client keeps.
const READ_AT_ONCE: u64 = 64 * 1024;

/// Says what answers where no route does.
pub fn with_fallbacks(router: Router) -> Router {
    router
        .fallback(|| async { Problem::new(Code::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::new(Code::MethodNotAllowed) })
}

/// Puts the shell around all routes. Its parts are one layer: for each request a layer copies everything below.
pub fn around(router: Router, app: &App) -> Router {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), shell))
}

async fn shell(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let observed = Observed::begin(&mut request);
    let origin = CrossOrigin::of(&request);
    let answered = async {
        let mut response = match origin.preflight(&app).await {
            Some(response) => response,
            None => {
                let limit = Duration::from_secs(app.settings.request_seconds);
                as_problem(within(limit, request, next).await)
            }
        };
        origin.finish(&app, &mut response).await;
        response
    };
    let mut response = answered.instrument(observed.span.clone()).await;
    safe_headers(&mut response);
    observed.end(&app.metrics, &mut response);
    response
}

/// Gives a request up after a while. A change that has begun goes on to its end. Who is told to be slow is who
/// was: the client while its body is on the way, the server once it has arrived.
async fn within(limit: Duration, request: Request, next: Next) -> Response {
    let is_long = length(&request).is_none_or(|length| length > READ_AT_ONCE);
    let has_arrived = AtomicBool::new(false);
    let answer = async {
        match read_short(request).await {
            Ok(request) => {
                has_arrived.store(!is_long, Ordering::Relaxed);
                next.run(request).await
            }
            Err(problem) => problem.into_response(),
        }
    };
    match tokio::time::timeout(limit, answer).await {
        Ok(mut response) => {
            if is_long && response.status().is_client_error() {
                // the rest of the body may still be on its way: nothing else can come on this connection
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            response
        }
        Err(_) => {
            let detail = format!("no answer within {} s", limit.as_secs());
            let code = match has_arrived.load(Ordering::Relaxed) {
                true => Code::AnswerTimeout,
                false => Code::RequestTimeout,
            };
            Problem::of(code, detail).into_response()
        }
    }
}

/// A request whose body is in memory, if it says that it is short.
async fn read_short(request: Request) -> Result<Request, Problem> {
    if !length(&request).is_some_and(|length| (1..=READ_AT_ONCE).contains(&length)) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .map_err(|_| Problem::of(Code::BodyUnreadable, "the body broke off"))?;
    Ok(Request::from_parts(parts, bytes.into()))
}

/// How long the body says it is; 0 where there is none, nothing where it does not say.
fn length(request: &Request) -> Option<u64> {
    match request.headers().get(header::CONTENT_LENGTH) {
        Some(length) => length.to_str().ok()?.parse().ok(),
        None if request.headers().contains_key(header::TRANSFER_ENCODING) => None,
        None => Some(0),
    }
}

/// A refusal by a library becomes a problem, too.
fn as_problem(response: Response) -> Response {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_told = kind.is_some_and(|kind| {
        let kind = kind.as_bytes();
        kind.starts_with(MEDIA_TYPE.as_bytes()) || kind.starts_with(b"application/json")
    });
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut told = Problem::new(code(status)).into_response();
    if let Some(allow) = allow {
        told.headers_mut().insert(header::ALLOW, allow);
    }
    told
}

fn code(status: StatusCode) -> Code {
    let fallback = if status.is_client_error() {
        Code::BodyUnreadable
    } else {
        Code::Internal
    };
    let same = Code::ALL.iter().copied().find(|it| it.status() == status);
    same.unwrap_or(fallback)
}

fn safe_headers(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::new(Code::Internal).into_response()
}
