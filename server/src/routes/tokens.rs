//! Tokens: made, seen, rotated, revoked. Only whoever is for all catalogs manages them, and nobody gives
//! more than they have.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::auth::principal::words;
use crate::auth::rights::{Rights, asking, check_reach};
use crate::auth::secret::{hash, new_secret};
use crate::auth::{Caller, may, of_tokens};
use crate::problem::{Answer, Code, Problem};
use crate::store::tokens::{self, TokenRow};
use crate::time::Instant;
use crate::web::body::{self, Document};
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::to_the_end::to_the_end;

/// How long an old token goes on beside its successor, at most: a week, in seconds.
const MOST_OVERLAP: i64 = 7 * 24 * 60 * 60;

/// What to do about a token that was made and never seen.
const LOST: &str = "rotate it with another key to get a token with the same rights, or revoke it";

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, revoke))
        .routes(routes!(rotate))
}

asking! {
    /// A token that is asked for.
    NewToken {
        /// When it ends; never without it.
        #[schema(format = DateTime)]
        expires_at: Option<String>,
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RotateQuery {
    /// Seconds for which the old token goes on beside the new one; none without it
    #[param(minimum = 0, maximum = 604_800)]
    #[serde(default)]
    overlap: i64,
}

/// A token without its secret.
#[derive(Debug, Serialize, ToSchema)]
struct TokenInfo {
    /// By which it is managed.
    id: String,
    /// What people call it.
    label: String,
    /// What it may do.
    scopes: Vec<String>,
    /// For which catalogs; empty is all.
    catalogs: Vec<String>,
    /// From which networks; empty is any.
    networks: Vec<String>,
    /// For pages of which origins; empty is none.
    origins: Vec<String>,
    /// What stands in every binding order, without `orders:trusted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    order: Option<Box<RawValue>>,
    /// Inputs that buyers choose, without `orders:trusted`.
    buyer_inputs: Vec<String>,
    /// Requests in a minute.
    requests_per_minute: i64,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it ends; none is never.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// The token itself: shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl TokenInfo {
    fn of(row: &TokenRow, token: Option<String>) -> Self {
        Self {
            id: row.id.clone(),
            label: row.label.clone(),
            scopes: words(&row.scopes),
            catalogs: words(&row.catalogs),
            networks: words(&row.networks),
            origins: words(&row.origins),
            order: RawValue::from_string(row.fixed_order.clone()).ok(),
            buyer_inputs: words(&row.buyer_inputs),
            requests_per_minute: row.requests_per_minute,
            created_at: Instant(row.created_at).text(),
            expires_at: row.expires_at.map(|at| Instant(at).text()),
            token,
        }
    }
}

/// List tokens
///
/// Those that were made by hand, not those of clients.
#[utoipa::path(
    get, path = "/v1/tokens", tag = "access", params(PageQuery),
    responses((status = 200, description = "a page of tokens", body = Page<TokenInfo>)),
    security(("token" = ["tokens:manage"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<TokenInfo>>> {
    caller.check_all()?;
    let limit = query.limit()?;
    let mut on = app.store.read().await?;
    let rows = tokens::page(&mut on, query.after()?, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.id.clone());
    Ok(Json(page.map(|row| TokenInfo::of(&row, None))))
}

/// Make a token
///
/// The answer shows it once; only its SHA-256 is kept.
#[utoipa::path(
    post, path = "/v1/tokens", tag = "access", params(IdempotencyKey), request_body = NewToken,
    responses((status = 201, description = "the token", body = TokenInfo)),
    security(("token" = ["tokens:manage"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    caller.check_all()?;
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, &text);
    let make = |repeatable: Repeatable| async move {
        let new: NewToken = body::read(&text)?;
        let now = Instant::now();
        let expires_at = end(new.expires_at.as_deref(), now)?;
        let rights = new.asked().checked(
            &caller.principal,
            app.settings.requests_per_minute,
            expires_at.map(|at| at.0),
        )?;
        let secret = secret("pw")?;
        let row = row(&secret, rights, None, now, expires_at);
        to_the_end(async move { added(&app, row, secret, &repeatable).await }).await
    };
    repeatable.once(&store, make).await
}

/// Adds a token and shows it.
async fn added(
    app: &App,
    row: TokenRow,
    secret: String,
    repeatable: &Repeatable,
) -> Answer<Response> {
    of_tokens(app, async |on| {
        if let Some(answer) = repeatable.begin(on).await? {
            return Ok(answer);
        }
        tokens::add(on, &row).await?;
        repeatable.keep_without_secret(on, &row.id, LOST).await?;
        let info = TokenInfo::of(&row, Some(secret));
        Ok((StatusCode::CREATED, Json(info)).into_response())
    })
    .await
}

/// Read a token
///
/// Not the token itself, which is not kept.
#[utoipa::path(
    get, path = "/v1/tokens/{id}", tag = "access",
    params(("id" = String, Path, description = "the token's id")),
    responses((status = 200, description = "the token", body = TokenInfo)),
    security(("token" = ["tokens:manage"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Path(Id(id)): Path<Id>,
) -> Answer<Json<TokenInfo>> {
    caller.check_all()?;
    let row = tokens::one(&mut *app.store.read().await?, &id).await?;
    let row = row.ok_or_else(|| unknown(&id))?;
    Ok(Json(TokenInfo::of(&row, None)))
}

/// Revoke a token
///
/// The next request with it is refused, on every instance.
#[utoipa::path(
    delete, path = "/v1/tokens/{id}", tag = "access",
    params(("id" = String, Path, description = "the token's id")),
    responses((status = 204, description = "revoked")),
    security(("token" = ["tokens:manage"]))
)]
async fn revoke(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Path(Id(id)): Path<Id>,
) -> Answer<StatusCode> {
    caller.check_all()?;
    to_the_end(async move {
        of_tokens(&app, async |on| match tokens::remove(on, &id).await? {
            true => Ok(StatusCode::NO_CONTENT),
            false => Err(unknown(&id)),
        })
        .await
    })
    .await
}

/// Rotate a token
///
/// A new one with the same rights; the old one ends after `overlap` seconds.
#[utoipa::path(
    post, path = "/v1/tokens/{id}/rotate", tag = "access",
    params(("id" = String, Path, description = "the token's id"), RotateQuery, IdempotencyKey),
    responses((status = 201, description = "the new token", body = TokenInfo)),
    security(("token" = ["tokens:manage"]))
)]
async fn rotate(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<RotateQuery>,
    key: IdempotencyKey,
) -> Answer<Response> {
    caller.check_all()?;
    if !(0..=MOST_OVERLAP).contains(&query.overlap) {
        let detail = format!("`overlap`: expected seconds from 0 to {MOST_OVERLAP}");
        return Err(Problem::of(Code::InvalidQuery, detail));
    }
    let repeatable = key.of(&caller.principal, "");
    let secret = secret("pw")?;
    to_the_end(async move {
        of_tokens(&app, async |on| {
            if let Some(answer) = repeatable.begin(on).await? {
                return Ok(answer);
            }
            let old = tokens::one(on, &id).await?;
            let old = old.filter(|row| row.client.is_none());
            let old = old.ok_or_else(|| unknown(&id))?;
            check_reach(&caller.principal, old.rights.reach(old.expires_at))?;
            let now = Instant::now();
            tokens::end_at(on, &id, now.plus_seconds(query.overlap).0).await?;
            let row = TokenRow {
                hash: hash(&secret),
                id: new_id(),
                created_at: now.0,
                ..old
            };
            tokens::add(on, &row).await?;
            repeatable.keep_without_secret(on, &row.id, LOST).await?;
            let info = TokenInfo::of(&row, Some(secret));
            Ok((StatusCode::CREATED, Json(info)).into_response())
        })
        .await
    })
    .await
}

/// A token's row.
pub fn row(
    secret: &str,
    rights: Rights,
    client: Option<String>,
    now: Instant,
    expires_at: Option<Instant>,
) -> TokenRow {
    TokenRow {
        hash: hash(secret),
        id: new_id(),
        rights,
        client,
        created_at: now.0,
        expires_at: expires_at.map(|at| at.0),
    }
}

/// A new secret.
pub fn secret(prefix: &str) -> Answer<String> {
    new_secret(prefix).map_err(|error| {
        tracing::error!(error = %error, "no random bytes");
        Problem::new(Code::Internal)
    })
}

/// An id that is later than those before it.
pub fn new_id() -> String {
    Uuid::now_v7().simple().to_string()
}

fn end(text: Option<&str>, now: Instant) -> Answer<Option<Instant>> {
    let Some(text) = text else { return Ok(None) };
    let end = Instant::parse(text).filter(|end| *end > now);
    end.map(Some).ok_or_else(|| {
        let found = body::visible(text);
        let detail = format!("`expires_at`: expected a time to come as RFC 3339, found `{found}`");
        Problem::of(Code::InvalidBody, detail).with("path", "$.expires_at")
    })
}

fn unknown(id: &str) -> Problem {
    Problem::of(Code::UnknownToken, format!("there is no token `{id}`"))
}
