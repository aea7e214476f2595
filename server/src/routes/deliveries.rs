//! Deliveries of a webhook: seen, and sent again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::webhooks::one;
use crate::app::App;
use crate::auth::{Caller, may};
use crate::problem::{Answer, Code, Problem};
use crate::store::deliveries::{self, DeliveryRow};
use crate::time::Instant;
use crate::web::body::raw;
use crate::web::idempotency::IdempotencyKey;
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(again))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// Only those that stand so
    #[param(inline)]
    state: Option<DeliveryState>,
    /// How many entries, 50 without it
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next` of the page before
    #[param(max_length = 100)]
    after: Option<String>,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum DeliveryState {
    /// On its way.
    Pending,
    /// Arrived.
    Delivered,
    /// Given up.
    Dead,
}

/// An event on its way to a webhook.
#[derive(Debug, Serialize, ToSchema)]
struct Delivery {
    /// Its id.
    id: String,
    /// The event's id: `webhook-id` of every attempt.
    event: String,
    /// What happened.
    #[serde(rename = "type")]
    kind: String,
    /// About which catalog.
    catalog: Option<String>,
    /// `pending`, `delivered`, or `dead` once it is given up.
    state: String,
    /// How often it was tried since it happened or was sent again.
    attempts: i64,
    /// The status of the last answer.
    last_status: Option<i64>,
    /// The begin of the last answer, or why there was none.
    last_answer: Option<String>,
    /// When it was last tried.
    #[schema(format = DateTime)]
    last_attempt_at: Option<String>,
    /// When it is tried next.
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
    /// When it arrived.
    #[schema(format = DateTime)]
    delivered_at: Option<String>,
    /// When it happened.
    #[schema(format = DateTime)]
    created_at: String,
    /// What is told of the event; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    data: Option<Box<RawValue>>,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        let text = |at: i64| Instant(at).text();
        let is_pending = row.state == "pending";
        Self {
            id: row.id,
            event: row.event,
            kind: row.kind,
            catalog: row.catalog,
            state: row.state,
            attempts: row.attempts,
            last_status: row.status,
            last_answer: row.answer,
            last_attempt_at: row.attempted_at.map(text),
            next_attempt_at: is_pending.then(|| text(row.due_at)),
            delivered_at: row.delivered_at.map(text),
            created_at: text(row.created_at),
            data: None,
        }
    }
}

/// List the deliveries of a webhook
///
/// The newest first.
#[utoipa::path(
    get, path = "/v1/webhooks/{id}/deliveries", tag = "webhooks",
    params(("id" = String, Path, description = "the webhook"), DeliveriesQuery),
    responses((status = 200, description = "a page of deliveries", body = Page<Delivery>)),
    security(("token" = ["webhooks:manage"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<DeliveriesQuery>,
) -> Answer<Json<Page<Delivery>>> {
    let row = one(&app, &caller, &id).await?;
    let state = match query.state {
        None => "",
        Some(DeliveryState::Pending) => "pending",
        Some(DeliveryState::Delivered) => "delivered",
        Some(DeliveryState::Dead) => "dead",
    };
    let page = PageQuery {
        limit: query.limit,
        after: query.after,
    };
    let (limit, before) = (page.limit()?, page.after()?);
    let mut on = app.store.read().await?;
    let rows = deliveries::page(&mut on, &row.id, state, before, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.id.clone());
    Ok(Json(page.map(Delivery::from)))
}

/// Read a delivery
#[utoipa::path(
    get, path = "/v1/webhooks/{id}/deliveries/{delivery}", tag = "webhooks",
    params(
        ("id" = String, Path, description = "the webhook"),
        ("delivery" = String, Path, description = "the delivery")
    ),
    responses((status = 200, description = "the delivery with what is told", body = Delivery)),
    security(("token" = ["webhooks:manage"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path((Id(id), Id(delivery))): Path<(Id, Id)>,
) -> Answer<Json<Delivery>> {
    let row = one(&app, &caller, &id).await?;
    let mut on = app.store.read().await?;
    let found = deliveries::one(&mut on, &row.id, &delivery).await?;
    let (row, body) = found.ok_or_else(|| unknown(&delivery))?;
    Ok(Json(Delivery {
        data: Some(raw(body)?),
        ..Delivery::from(row)
    }))
}

/// Send an event again
///
/// At once, under the same id, whether it has arrived, waits or was given up; with all attempts before it.
#[utoipa::path(
    post, path = "/v1/webhooks/{id}/deliveries/{delivery}/resend", tag = "webhooks",
    params(
        ("id" = String, Path, description = "the webhook"),
        ("delivery" = String, Path, description = "the delivery"),
        IdempotencyKey
    ),
    responses((status = 202, description = "it is on its way")),
    security(("token" = ["webhooks:manage"]))
)]
async fn again(
    State(app): State<App>,
    caller: Caller<may::ManageWebhooks>,
    Path((Id(id), Id(delivery))): Path<(Id, Id)>,
    key: IdempotencyKey,
) -> Answer<Response> {
    let row = one(&app, &caller, &id).await?;
    let repeatable = key.of(&caller.principal, "");
    to_the_end(async move {
        let mut change = app.store.change().await?;
        if let Some(answer) = repeatable.begin(change.on()).await? {
            return Ok(answer);
        }
        if !deliveries::again(change.on(), &row.id, &delivery).await? {
            return Err(unknown(&delivery));
        }
        let told = Told::empty(StatusCode::ACCEPTED);
        repeatable.keep(change.on(), &told).await?;
        change.commit().await?;
        Ok(told.into_response())
    })
    .await
}

fn unknown(delivery: &str) -> Problem {
    let detail = format!("the webhook has no delivery `{delivery}`");
    Problem::of(Code::UnknownDelivery, detail)
}
