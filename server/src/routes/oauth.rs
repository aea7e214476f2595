//! OAuth 2.0 client credentials (RFC 6749, 4.4): a client's id and secret for a token that ends soon.
//!
//! Refusals have the form of that standard, because its libraries read it.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::tokens::{row, secret};
use crate::app::App;
use crate::auth::address::client_address;
use crate::auth::caller::too_many;
use crate::auth::principal::{Principal, words};
use crate::auth::rate::Standing;
use crate::auth::rights::Rights;
use crate::auth::secret::hash;
use crate::problem::{Answer, Code, Problem};
use crate::store::clients::{self, ClientRow};
use crate::store::tokens;
use crate::time::Instant;
use crate::web::to_the_end::to_the_end;

/// Bytes of a request for a token, at most.
const MOST_BYTES: usize = 16 * 1024;

/// The routes of this resource; they need no token.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(token))
}

/// What a client sends, as a form.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct Form {
    /// `client_credentials`.
    grant_type: Option<String>,
    /// Fewer scopes than the client has, with spaces between; all without it.
    scope: Option<String>,
    /// The client, where it is not in `Authorization: Basic`.
    client_id: Option<String>,
    /// Its secret, where it is not in `Authorization: Basic`.
    client_secret: Option<String>,
}

/// A token.
#[derive(Debug, Serialize, ToSchema)]
struct Granted {
    /// The token.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
    /// Seconds until it ends.
    expires_in: i64,
    /// What it may do.
    scope: String,
}

/// A refusal of the standard.
#[derive(Debug)]
enum Refusal {
    /// The form is not as expected.
    Request(&'static str),
    /// Another kind of grant.
    Grant,
    /// The client is not known, its secret is wrong, or it asks from elsewhere.
    Client,
    /// More than the client may do.
    Scope,
    /// The client has asked too often.
    TooMany(Standing),
    /// What every route may be refused for.
    Other(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Other(problem)
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        Self::Other(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::Other(problem) => return problem.into_response(),
            Self::TooMany(standing) => return too_many(standing),
            Self::Request(description) => (StatusCode::BAD_REQUEST, "invalid_request", description),
            Self::Grant => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "expected grant_type client_credentials",
            ),
            Self::Scope => (
                StatusCode::BAD_REQUEST,
                "invalid_scope",
                "the client lacks a scope that it asks for",
            ),
            Self::Client => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "the client is not known, its secret is wrong, or its network is another",
            ),
        };
        let json = serde_json::json!({ "error": error, "error_description": description });
        let mut response = (status, Json(json)).into_response();
        if status == StatusCode::UNAUTHORIZED
            && let Ok(value) = "Basic realm=\"pricewright\"".parse()
        {
            response.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
        response
    }
}

/// Get a token for a client
#[utoipa::path(
    post, path = "/oauth/token", tag = "access",
    request_body(content = Form, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "a token", body = Granted)),
    security()
)]
async fn token(State(app): State<App>, request: Request) -> Result<Json<Granted>, Refusal> {
    let address = client_address(&request, &app.settings.trusted_proxies);
    let headers = request.headers().clone();
    let form = form(request).await?;
    if form.grant_type.as_deref() != Some("client_credentials") {
        return Err(Refusal::Grant);
    }
    let client = client(&app, &headers, &form).await?;
    let scopes = scopes(&client, form.scope.as_deref())?;
    let seconds = client.token_seconds;
    let now = Instant::now();
    let secret = secret("pwt")?;
    let rights = Rights {
        scopes: scopes.clone(),
        ..client.rights
    };
    let secret_hash = client.secret_hash;
    let ends = Some(now.plus_seconds(seconds));
    let row = row(&secret, rights, Some(client.id), now, ends);
    let principal = Principal::of(row);
    // asking for tokens counts like any other request of the client
    let standing = app.rates.count(&app.store, &principal).await?;
    if !principal.is_from(address) {
        return Err(Refusal::Client);
    }
    if !standing.is_allowed {
        return Err(Refusal::TooMany(standing));
    }
    let is_granted = to_the_end(async move {
        let mut change = app.store.change().await?;
        let owner = principal.row.client.as_deref().unwrap_or_default();
        // it may have been removed, or its secret rotated, since the secret was read
        if !clients::hold(change.on(), owner, &secret_hash).await? {
            return Ok(false);
        }
        clients::remove_ended(change.on(), owner, now.0).await?;
        tokens::add(change.on(), &principal.row).await?;
        change.commit().await?;
        Ok(true)
    })
    .await?;
    if !is_granted {
        return Err(Refusal::Client);
    }
    Ok(Json(Granted {
        access_token: secret,
        token_type: "Bearer",
        expires_in: seconds,
        scope: scopes,
    }))
}

async fn form(request: Request) -> Result<Form, Refusal> {
    let kind = request.headers().get(axum::http::header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !kind
        .to_ascii_lowercase()
        .starts_with("application/x-www-form-urlencoded")
    {
        return Err(Refusal::Request(
            "expected a form, application/x-www-form-urlencoded",
        ));
    }
    let bytes = axum::body::to_bytes(request.into_body(), MOST_BYTES).await;
    let bytes = bytes.map_err(|_| Problem::new(Code::BodyTooLarge))?;
    serde_urlencoded::from_bytes(&bytes).map_err(|_| Refusal::Request("the form cannot be read"))
}

/// The client that the request names, if the secret is its own.
async fn client(app: &App, headers: &HeaderMap, form: &Form) -> Result<ClientRow, Refusal> {
    let (id, secret) = match basic(headers) {
        Some(both) => both,
        None => {
            let id = form.client_id.clone();
            id.zip(form.client_secret.clone()).ok_or(Refusal::Client)?
        }
    };
    if id.len() > 100 || id.contains('\0') {
        return Err(Refusal::Client);
    }
    let row = clients::one(&mut *app.store.read().await?, &id).await?;
    // hashes of secrets that nobody can try may be compared as they are
    row.filter(|row| row.secret_hash == hash(&secret))
        .ok_or(Refusal::Client)
}

/// Id and secret in `Authorization: Basic …`, each of which is encoded as in a form.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// What the token may do: what is asked for, if the client has all of it.
fn scopes(client: &ClientRow, asked: Option<&str>) -> Result<String, Refusal> {
    let Some(asked) = asked.filter(|it| !it.trim().is_empty()) else {
        return Ok(client.rights.scopes.clone());
    };
    let has = words(&client.rights.scopes);
    let asked = words(asked);
    if asked.iter().all(|scope| has.contains(scope)) {
        Ok(asked.join(" "))
    } else {
        Err(Refusal::Scope)
    }
}

/// Where clients find what they need (RFC 8414).
pub async fn metadata(headers: HeaderMap) -> Answer<Json<serde_json::Value>> {
    let host = headers.get(axum::http::header::HOST);
    let host = host.and_then(|it| it.to_str().ok()).unwrap_or("localhost");
    let scheme = headers
        .get("x-forwarded-proto")
        .and_then(|it| it.to_str().ok());
    let scheme = if scheme == Some("https") {
        "https"
    } else {
        "http"
    };
    let scopes: Vec<&str> = crate::auth::Scope::ALL
        .iter()
        .map(|it| it.as_str())
        .collect();
    Ok(Json(serde_json::json!({
        "issuer": format!("{scheme}://{host}"),
        "token_endpoint": format!("{scheme}://{host}/oauth/token"),
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "response_types_supported": [],
        "scopes_supported": scopes,
    })))
}
