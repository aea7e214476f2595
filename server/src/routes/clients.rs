//! OAuth 2.0 clients: a secret that stays with its owner, exchanged for tokens that end soon.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::tokens::{new_id, secret};
use crate::app::App;
use crate::auth::principal::words;
use crate::auth::rights::{asking, check_reach};
use crate::auth::secret::hash;
use crate::auth::{Caller, may, of_tokens};
use crate::problem::{Answer, Code, Problem};
use crate::store::clients::{self, ClientRow};
use crate::time::Instant;
use crate::web::body::{self, Document};
use crate::web::idempotency::IdempotencyKey;
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::to_the_end::to_the_end;

/// How long tokens of a client last without a setting: an hour, in seconds.
const TOKEN_SECONDS: i64 = 60 * 60;
/// How long at most: a day.
const MOST_TOKEN_SECONDS: i64 = 24 * 60 * 60;

/// What to do about a secret that was made and never seen.
const LOST: &str = "rotate it with another key to get a new secret";

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(remove))
        .routes(routes!(rotate))
}

asking! {
    /// A client that is asked for.
    NewClient {
        /// How many seconds its tokens last, 3600 without it.
        #[schema(minimum = 60, maximum = 86_400)]
        token_seconds: Option<i64>,
    }
}

/// A client without its secret.
#[derive(Debug, Serialize, ToSchema)]
struct ClientInfo {
    /// Its id, for `/oauth/token`.
    client_id: String,
    /// What people call it.
    label: String,
    /// What its tokens may do.
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
    /// Requests in a minute, all its tokens together.
    requests_per_minute: i64,
    /// How many seconds its tokens last.
    token_seconds: i64,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// The secret: shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

impl ClientInfo {
    fn of(row: &ClientRow, secret: Option<String>) -> Self {
        let rights = &row.rights;
        Self {
            client_id: row.id.clone(),
            label: rights.label.clone(),
            scopes: words(&rights.scopes),
            catalogs: words(&rights.catalogs),
            networks: words(&rights.networks),
            origins: words(&rights.origins),
            order: RawValue::from_string(rights.fixed_order.clone()).ok(),
            buyer_inputs: words(&rights.buyer_inputs),
            requests_per_minute: rights.requests_per_minute,
            token_seconds: row.token_seconds,
            created_at: Instant(row.created_at).text(),
            client_secret: secret,
        }
    }
}

/// List clients
#[utoipa::path(
    get, path = "/v1/clients", tag = "access", params(PageQuery),
    responses((status = 200, description = "a page of clients", body = Page<ClientInfo>)),
    security(("token" = ["tokens:manage"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<ClientInfo>>> {
    caller.check_all()?;
    let limit = query.limit()?;
    let mut on = app.store.read().await?;
    let rows = clients::page(&mut on, query.after()?, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.id.clone());
    Ok(Json(page.map(|row| ClientInfo::of(&row, None))))
}

/// Make a client
///
/// The answer shows its secret once; only its SHA-256 is kept.
#[utoipa::path(
    post, path = "/v1/clients", tag = "access", params(IdempotencyKey), request_body = NewClient,
    responses((status = 201, description = "the client", body = ClientInfo)),
    security(("token" = ["tokens:manage"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    caller.check_all()?;
    let new: NewClient = body::read(&text)?;
    let seconds = new.token_seconds.unwrap_or(TOKEN_SECONDS);
    if !(60..=MOST_TOKEN_SECONDS).contains(&seconds) {
        let detail = format!("`token_seconds`: expected 60 to {MOST_TOKEN_SECONDS}");
        return Err(Problem::of(Code::InvalidBody, detail).with("path", "$.token_seconds"));
    }
    let rights = new
        .asked()
        .checked(&caller.principal, app.settings.requests_per_minute, None)?;
    let secret = secret("pws")?;
    let row = ClientRow {
        id: new_id(),
        secret_hash: hash(&secret),
        rights,
        token_seconds: seconds,
        created_at: Instant::now().0,
    };
    let repeatable = key.of(&caller.principal, &text);
    to_the_end(async move {
        of_tokens(&app, async |on| {
            if let Some(answer) = repeatable.begin(on).await? {
                return Ok(answer);
            }
            clients::add(on, &row).await?;
            repeatable.keep_without_secret(on, &row.id, LOST).await?;
            let info = ClientInfo::of(&row, Some(secret));
            Ok((StatusCode::CREATED, Json(info)).into_response())
        })
        .await
    })
    .await
}

/// Remove a client
///
/// With every token that it has.
#[utoipa::path(
    delete, path = "/v1/clients/{id}", tag = "access",
    params(("id" = String, Path, description = "the client")),
    responses((status = 204, description = "removed")),
    security(("token" = ["tokens:manage"]))
)]
async fn remove(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Path(Id(id)): Path<Id>,
) -> Answer<StatusCode> {
    caller.check_all()?;
    to_the_end(async move {
        of_tokens(&app, async |on| match clients::remove(on, &id).await? {
            true => Ok(StatusCode::NO_CONTENT),
            false => Err(unknown(&id)),
        })
        .await
    })
    .await
}

/// Rotate the secret of a client
///
/// The old secret and every token got by it end at once.
#[utoipa::path(
    post, path = "/v1/clients/{id}/rotate", tag = "access",
    params(("id" = String, Path, description = "the client"), IdempotencyKey),
    responses((status = 200, description = "the client with its new secret", body = ClientInfo)),
    security(("token" = ["tokens:manage"]))
)]
async fn rotate(
    State(app): State<App>,
    caller: Caller<may::ManageTokens>,
    Path(Id(id)): Path<Id>,
    key: IdempotencyKey,
) -> Answer<Response> {
    caller.check_all()?;
    let repeatable = key.of(&caller.principal, "");
    let secret = secret("pws")?;
    to_the_end(async move {
        of_tokens(&app, async |on| {
            if let Some(answer) = repeatable.begin(on).await? {
                return Ok(answer);
            }
            let row = clients::one(on, &id).await?;
            let row = row.ok_or_else(|| unknown(&id))?;
            // a client does not end
            check_reach(&caller.principal, row.rights.reach(None))?;
            clients::change_secret(on, &id, &hash(&secret)).await?;
            clients::remove_tokens(on, &id).await?;
            repeatable.keep_without_secret(on, &id, LOST).await?;
            Ok(Json(ClientInfo::of(&row, Some(secret))).into_response())
        })
        .await
    })
    .await
}

fn unknown(id: &str) -> Problem {
    Problem::of(Code::UnknownClient, format!("there is no client `{id}`"))
}
