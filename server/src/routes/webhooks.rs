//! Subscriptions to events: who is told what, where, and by which secret it is signed.
//!
//! A token for some catalogs sees and makes subscriptions for these only.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::subscription::{NewWebhook, Webhook};
use crate::app::App;
use crate::auth::principal::words;
use crate::auth::{Caller, may};
use crate::problem::{Answer, Code, Problem};
use crate::store::Change;
use crate::store::subscriptions::{self, State as Standing, SubscriptionRow};
use crate::time::Instant;
use crate::web::answer::tagged;
use crate::web::body::{self, Document};
use crate::web::etag::Precondition;
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::to_the_end::to_the_end;
use crate::webhooks::signature::new_secret;

/// Subscriptions, at most: each event asks all of them.
const MOST: i64 = 500;

/// How long an old secret signs beside its successor without a word about it, in seconds: a day.
const OVERLAP: i64 = 24 * 60 * 60;

/// How long at most: a week.
const MOST_OVERLAP: i64 = 7 * OVERLAP;

/// What to do about a secret that was made and never seen.
const LOST: &str = "rotate the secret of the webhook with another key to get a new one";

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, write, delete))
        .routes(routes!(rotate))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RotateQuery {
    /// Seconds for which the old secret signs, too; a day without it
    #[param(minimum = 0, maximum = 604_800)]
    overlap: Option<i64>,
}

/// A secret, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct Secret {
    /// By which signatures are checked, as libraries of Standard Webhooks take it.
    secret: String,
    /// Until when the old one signs, too.
    #[schema(format = DateTime)]
    previous_until: Option<String>,
}

/// List webhooks
#[utoipa::path(
    get, path = "/v1/webhooks", tag = "webhooks", params(PageQuery),
    responses((status = 200, description = "a page of webhooks", body = Page<Webhook>)),
    security(("token" = ["webhooks:manage"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Query(query): Query<PageQuery>,
) -> Answer<Json<Page<Webhook>>> {
    let limit = query.limit()?;
    let mut on = app.store.read().await?;
    let rows = subscriptions::page(&mut on, query.after()?, limit.saturating_add(1)).await?;
    let Page { data, next } = Page::of(rows, limit, |row| row.id.clone());
    let seen = data.iter().filter(|row| check(&caller, row).is_ok());
    let data = seen.map(Webhook::of).collect();
    Ok(Json(Page { data, next }))
}

/// Subscribe to events
///
/// The answer shows the secret once. Each event is sent to the address as a `POST`, signed by Standard Webhooks, until it
/// is answered with a status of 2xx, at most so often as the server is set to.
#[utoipa::path(
    post, path = "/v1/webhooks", tag = "webhooks", params(IdempotencyKey), request_body = NewWebhook,
    responses((status = 201, description = "the webhook with its secret", body = Webhook)),
    security(("token" = ["webhooks:manage"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, &text);
    let make = |repeatable: Repeatable| async move {
        let asked: NewWebhook = body::read(&text)?;
        let secret = new_secret().map_err(|_| Problem::new(Code::Internal))?;
        let mut row = blank(secret, caller.token());
        asked.apply(&mut row, app.webhooks.policy()).await?;
        check(&caller, &row)?;
        to_the_end(async move { added(&app, &row, &repeatable).await }).await
    };
    repeatable.once(&store, make).await
}

/// Adds a subscription and shows it with its secret.
async fn added(app: &App, row: &SubscriptionRow, repeatable: &Repeatable) -> Answer<Response> {
    let mut change = app.store.change().await?;
    if let Some(answer) = repeatable.begin(change.on()).await? {
        return Ok(answer);
    }
    if subscriptions::count(change.on()).await? >= MOST {
        let detail = format!("expected up to {MOST} webhooks");
        return Err(Problem::of(Code::Conflict, detail).with_help("delete one"));
    }
    subscriptions::write(change.on(), row).await?;
    repeatable
        .keep_without_secret(change.on(), &row.id, LOST)
        .await?;
    change.commit().await?;
    let webhook = Webhook::of(row).with_secret(row.secret.clone());
    let location = [(header::LOCATION, format!("/v1/webhooks/{}", row.id))];
    let answer = (StatusCode::CREATED, location, Json(webhook));
    Ok(tagged(&tag(row), answer))
}

/// A subscription before what was asked for is in it.
fn blank(secret: String, token: &str) -> SubscriptionRow {
    let now = Instant::now().0;
    SubscriptionRow {
        id: format!("whk_{}", Uuid::now_v7().simple()),
        label: String::new(),
        target: String::new(),
        kinds: String::new(),
        catalogs: String::new(),
        threshold_amount: None,
        threshold_currency: None,
        state: Standing::Active,
        secret,
        previous_secret: None,
        previous_until: None,
        version: 1,
        token: token.to_owned(),
        created_at: now,
        updated_at: now,
    }
}

/// Read a webhook
#[utoipa::path(
    get, path = "/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path, description = "the webhook")),
    responses((status = 200, description = "the webhook, without its secret", body = Webhook)),
    security(("token" = ["webhooks:manage"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path(Id(id)): Path<Id>,
) -> Answer<Response> {
    let row = one(&app, &caller, &id).await?;
    Ok(tagged(&tag(&row), Json(Webhook::of(&row))))
}

/// Change a webhook
///
/// Whole: what is left out is as it is for a new one. The secret stays. While `active` is `false` nothing is recorded for
/// it, and what was pending waits.
#[utoipa::path(
    put, path = "/v1/webhooks/{id}", tag = "webhooks", request_body = NewWebhook,
    params(("id" = String, Path, description = "the webhook")),
    responses((status = 200, description = "the webhook", body = Webhook)),
    security(("token" = ["webhooks:manage"]))
)]
async fn write(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
    body::Json(asked): body::Json<NewWebhook>,
) -> Answer<Response> {
    let mut row = one(&app, &caller, &id).await?;
    precondition.check(Some(&tag(&row)))?;
    asked.apply(&mut row, app.webhooks.policy()).await?;
    check(&caller, &row)?;
    let row = replace(&app, row).await?;
    Ok(tagged(&tag(&row), Json(Webhook::of(&row))))
}

/// Delete a webhook
///
/// With all its deliveries, also those that have not arrived.
#[utoipa::path(
    delete, path = "/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path, description = "the webhook")),
    responses((status = 204, description = "deleted")),
    security(("token" = ["webhooks:manage"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<StatusCode> {
    let row = one(&app, &caller, &id).await?;
    precondition.check(Some(&tag(&row)))?;
    to_the_end(async move {
        let mut change = app.store.change().await?;
        let deleted = subscriptions::delete(change.on(), &row.id, row.version).await?;
        finish(change, deleted).await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Give a webhook a new secret
///
/// The answer shows it once. The old one signs beside it for a while, so that the target can change over.
#[utoipa::path(
    post, path = "/v1/webhooks/{id}/rotate", tag = "webhooks",
    params(("id" = String, Path, description = "the webhook"), RotateQuery, IdempotencyKey),
    responses((status = 200, description = "the new secret", body = Secret)),
    security(("token" = ["webhooks:manage"]))
)]
async fn rotate(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<RotateQuery>,
    key: IdempotencyKey,
) -> Answer<Response> {
    let overlap = query.overlap.unwrap_or(OVERLAP);
    if !(0..=MOST_OVERLAP).contains(&overlap) {
        let detail =
            format!("`overlap`: expected seconds from 0 to {MOST_OVERLAP}, found `{overlap}`");
        return Err(Problem::of(Code::InvalidQuery, detail));
    }
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, "");
    let change_over = |repeatable: Repeatable| async move {
        let mut row = one(&app, &caller, &id).await?;
        let secret = new_secret().map_err(|_| Problem::new(Code::Internal))?;
        let old = std::mem::replace(&mut row.secret, secret.clone());
        let until = (overlap > 0).then(|| Instant::now().plus_seconds(overlap));
        row.previous_secret = until.map(|_| old);
        row.previous_until = until.map(|until| until.0);
        let shown = Secret {
            secret,
            previous_until: until.map(Instant::text),
        };
        let row = next(row);
        to_the_end(async move {
            let mut change = app.store.change().await?;
            if let Some(answer) = repeatable.begin(change.on()).await? {
                return Ok(answer);
            }
            let written = subscriptions::write(change.on(), &row).await?;
            repeatable
                .keep_without_secret(change.on(), &row.id, LOST)
                .await?;
            finish(change, written).await?;
            Ok(tagged(&tag(&row), Json(shown)).into_response())
        })
        .await
    };
    repeatable.once(&store, change_over).await
}

/// The subscription with this id, for a caller who may see it.
///
/// # Errors
/// `unknown-webhook`, `catalog-forbidden`, or when the database does not answer.
pub async fn one(
    app: &App,
    caller: &Caller<may::ManageWebhooks>,
    id: &str,
) -> Answer<SubscriptionRow> {
    let row = subscriptions::one(&mut *app.store.read().await?, id).await?;
    let row = row
        .ok_or_else(|| Problem::of(Code::UnknownWebhook, format!("there is no webhook `{id}`")))?;
    check(caller, &row)?;
    Ok(row)
}

/// Refuses a subscription about catalogs that the token is not for.
fn check(caller: &Caller<may::ManageWebhooks>, row: &SubscriptionRow) -> Answer<()> {
    let catalogs = words(&row.catalogs);
    if catalogs.is_empty() {
        return caller.check_all();
    }
    catalogs.iter().try_for_each(|id| caller.check(id))
}

/// Writes the next version, refused where somebody else has done so meanwhile.
async fn replace(app: &App, row: SubscriptionRow) -> Answer<SubscriptionRow> {
    let app = app.clone();
    let row = next(row);
    to_the_end(async move {
        let mut change = app.store.change().await?;
        let written = subscriptions::write(change.on(), &row).await?;
        finish(change, written).await?;
        Ok(row)
    })
    .await
}

/// The next version.
fn next(row: SubscriptionRow) -> SubscriptionRow {
    SubscriptionRow {
        version: row.version.saturating_add(1),
        updated_at: Instant::now().0,
        ..row
    }
}

async fn finish(change: Change, was_expected: bool) -> Answer<()> {
    if !was_expected {
        let detail = "somebody else has changed the webhook meanwhile";
        return Err(Problem::of(Code::PreconditionFailed, detail)
            .with_help("read it again and repeat the change"));
    }
    Ok(change.commit().await?)
}

fn tag(row: &SubscriptionRow) -> String {
    row.version.to_string()
}
