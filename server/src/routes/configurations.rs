//! Configurations: kept while a buyer makes up their mind, completed once, and told to whoever subscribes.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use pricewright::Order;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::secret::hash;
use crate::auth::{Caller, Principal, Terms, may};
use crate::live::LiveCatalog;
use crate::problem::{Answer, Code, Problem};
use crate::quotes::production::ProductionList;
use crate::quotes::{Bound, bind};
use crate::store::configurations::{self, ConfigurationRow};
use crate::store::outbox::{self, EventKind};
use crate::time::Instant;
use crate::web::answer::tagged;
use crate::web::body::{Document, OptionalDocument, raw};
use crate::web::etag::Precondition;
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::OrderDocument;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, write))
        .routes(routes!(complete))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConfigurationQuery {
    /// The catalog; not needed where only one is live, or for a configuration that is there
    catalog: Option<String>,
}

/// A stored configuration.
#[derive(Debug, Serialize, ToSchema)]
struct StoredConfiguration {
    /// Its id.
    id: String,
    /// For which catalog.
    catalog: String,
    /// `open`, or `completed`.
    state: &'static str,
    /// When it was begun.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last written.
    #[schema(format = DateTime)]
    updated_at: String,
    /// The order as it was sent, with what the token fixes.
    #[schema(value_type = Object)]
    order: Box<RawValue>,
    /// What it costs now, while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    quote: Option<Box<RawValue>>,
    /// What was completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    completion: Option<Completion>,
}

/// A completed configuration, whole.
#[derive(Debug, Serialize, ToSchema)]
struct Completion {
    /// The revision that priced it.
    revision: i64,
    /// When.
    #[schema(format = DateTime)]
    completed_at: String,
    /// `order`, `order_fingerprint`, `quote`, and `signature` where there is a key.
    #[schema(value_type = Object)]
    claim: Box<RawValue>,
}

/// What is told of a completed configuration: everything that an ERP needs for its order.
#[derive(Serialize)]
struct CompletedEvent<'a> {
    id: &'a str,
    catalog: &'a str,
    revision: i64,
    amount: &'a str,
    currency: &'a str,
    completed_at: String,
    claim: &'a RawValue,
    production_list: &'a ProductionList,
}

/// Read a configuration
#[utoipa::path(
    get, path = "/v1/configurations/{id}", tag = "configurations",
    params(("id" = String, Path, description = "the configuration")),
    responses((status = 200, description = "the configuration, with its present price while it is open", body = StoredConfiguration)),
    security(("token" = ["quotes:write"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::WriteQuotes>,
    Path(Id(id)): Path<Id>,
) -> Answer<Response> {
    let row = configurations::one(&mut *app.store.read().await?, &id).await?;
    let row = row
        .filter(|row| caller.principal.is_for(&row.catalog))
        .ok_or_else(|| unknown(&id))?;
    let terms = &caller.principal.terms;
    let quote = match caller.snapshot.catalog(&row.catalog) {
        Some(live) if row.completed_at.is_none() => {
            price(&app, live, terms, &row.document).await.ok()
        }
        _ => None,
    };
    Ok(tagged(&row.tag, Json(stored(&row, quote)?)))
}

/// Write a configuration
///
/// The client chooses the id; where strangers may not read it, one that nobody can guess. Any order is kept that
/// can be read, complete or not; the answer has its present price. A completed one is not changed any more.
#[utoipa::path(
    put, path = "/v1/configurations/{id}", tag = "configurations",
    params(("id" = String, Path, description = "the configuration"), ConfigurationQuery),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses(
        (status = 200, description = "written instead of the one before", body = StoredConfiguration),
        (status = 201, description = "written", body = StoredConfiguration)
    ),
    security(("token" = ["quotes:write"]))
)]
async fn write(
    State(app): State<App>,
    caller: Caller<may::WriteQuotes>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<ConfigurationQuery>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    let live = Arc::clone(caller.catalog(query.catalog.as_deref())?);
    let terms = &caller.principal.terms;
    let text = terms.document(&text)?.into_owned();
    let quote = price(&app, &live, terms, &text).await?;
    to_the_end(async move {
        let mut change = app.store.change().await?;
        let before = configurations::one(change.on(), &id).await?;
        precondition.check(before.as_ref().map(|row| row.tag.as_str()))?;
        let row = row(&id, &live.id, text, before.as_ref(), caller.token());
        let seen = before.as_ref().map(|row| row.tag.as_str());
        if !configurations::write(change.on(), &row, seen).await? {
            return Err(refused(&id, &live.id));
        }
        change.commit().await?;
        let status = match before {
            Some(_) => StatusCode::OK,
            None => StatusCode::CREATED,
        };
        Ok(tagged(&row.tag, (status, Json(stored(&row, Some(quote))?))))
    })
    .await
}

/// Complete a configuration
///
/// With an order in the body, or with the one that was written before. It needs a binding price, is not changed
/// any more, and `configuration.completed` is told with the whole specification. Completing it again with the same
/// order gives the same answer.
#[utoipa::path(
    post, path = "/v1/configurations/{id}/complete", tag = "configurations",
    params(("id" = String, Path, description = "the configuration"), ConfigurationQuery, IdempotencyKey),
    request_body(content = Option<OrderDocument>, description = "an order, or nothing", content_type = "application/json"),
    responses((status = 200, description = "the completed configuration", body = StoredConfiguration)),
    security(("token" = ["quotes:write"]))
)]
async fn complete(
    State(app): State<App>,
    caller: Caller<may::WriteQuotes>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<ConfigurationQuery>,
    precondition: Precondition,
    key: IdempotencyKey,
    OptionalDocument(body): OptionalDocument,
) -> Answer<Response> {
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, body.as_deref().unwrap_or_default());
    let finish = |repeatable: Repeatable| async move {
        completing(app, caller, id, query, precondition, body, repeatable).await
    };
    repeatable.once(&store, finish).await
}

async fn completing(
    app: App,
    caller: Caller<may::WriteQuotes>,
    id: String,
    query: ConfigurationQuery,
    precondition: Precondition,
    body: Option<String>,
    repeatable: Repeatable,
) -> Answer<Response> {
    let before = configurations::one(&mut *app.store.read().await?, &id).await?;
    let before = before.filter(|row| caller.principal.is_for(&row.catalog));
    precondition.check(before.as_ref().map(|row| row.tag.as_str()))?;
    let terms = &caller.principal.terms;
    let body = body.map(|text| terms.document(&text).map(Cow::into_owned));
    let text = body.transpose()?;
    let text = text.or_else(|| before.as_ref().map(|row| row.document.clone()));
    let text = text.ok_or_else(|| unknown(&id))?;
    if let Some(done) = before.as_ref().filter(|row| row.completed_at.is_some()) {
        return if done.tag == hash(&text) {
            Ok(told(done)?.into_response())
        } else {
            Err(refused(&id, &done.catalog))
        };
    }
    let named = query.catalog.as_deref();
    let catalog = named.or(before.as_ref().map(|row| row.catalog.as_str()));
    let live = Arc::clone(caller.catalog(catalog)?);
    let row = row(&id, &live.id, text, before.as_ref(), caller.token());
    // priced before the transaction begins, which must not wait for another connection
    let priced = priced(&app, &live, &caller.principal, &row.document).await?;
    to_the_end(
        async move { completed(&app, &live, row, before.as_ref(), priced, &repeatable).await },
    )
    .await
}

/// Prices a configuration for good.
async fn priced(
    app: &App,
    live: &LiveCatalog,
    principal: &Arc<Principal>,
    text: &str,
) -> Answer<(Bound, ProductionList)> {
    let principal = Arc::clone(principal);
    let compiled = Arc::clone(live.compiled(&app.store).await?);
    let keys = Arc::clone(&app.keys);
    let text = text.to_owned();
    let work = move || {
        let bound = bind(&compiled, &keys, &principal.terms, &text)?;
        let list = ProductionList::of(&compiled.plan, &bound.order);
        Ok((bound, list.map_err(|found| Problem::order(&found))?))
    };
    app.live.pricing.run(work).await
}

/// Writes a completed configuration and its event, in one change.
async fn completed(
    app: &App,
    live: &LiveCatalog,
    row: ConfigurationRow,
    before: Option<&ConfigurationRow>,
    (bound, list): (Bound, ProductionList),
    repeatable: &Repeatable,
) -> Answer<Response> {
    let row = ConfigurationRow {
        revision: Some(live.revision),
        claim: Some(bound.claim.clone()),
        completed_at: Some(row.updated_at),
        ..row
    };
    let mut change = app.store.change().await?;
    if let Some(answer) = repeatable.begin(change.on()).await? {
        return Ok(answer);
    }
    let seen = before.map(|row| row.tag.as_str());
    if !configurations::write(change.on(), &row, seen).await? {
        // another call may have completed it with the same order meanwhile: the answer is the same then
        let there = configurations::one(change.on(), &row.id).await?;
        let same = there.filter(|it| it.completed_at.is_some() && it.tag == row.tag);
        let same = same.filter(|it| it.catalog == row.catalog);
        let same = same.ok_or_else(|| refused(&row.id, &row.catalog))?;
        return Ok(told(&same)?.into_response());
    }
    let event = CompletedEvent {
        id: &row.id,
        catalog: &row.catalog,
        revision: live.revision,
        amount: &bound.amount(),
        currency: &bound.currency(),
        completed_at: Instant(row.updated_at).text(),
        claim: &raw(bound.claim.clone())?,
        production_list: &list,
    };
    let kind = EventKind::ConfigurationCompleted;
    outbox::record(change.on(), kind, &row.catalog, &event).await?;
    let told = told(&row)?;
    repeatable.keep(change.on(), &told).await?;
    change.commit().await?;
    Ok(told.into_response())
}

/// A completed configuration as it is answered.
fn told(row: &ConfigurationRow) -> Answer<Told> {
    let told = Told::json(StatusCode::OK, &stored(row, None)?)?;
    Ok(told.with_tag(&row.tag))
}

/// What a configuration costs now.
async fn price(app: &App, live: &LiveCatalog, terms: &Terms, text: &str) -> Answer<Box<RawValue>> {
    let compiled = Arc::clone(live.compiled(&app.store).await?);
    let terms = terms.clone();
    let work = move |text: &str| {
        let order = Order::from_json(text).map_err(|found| Problem::order(&found))?;
        let priced = compiled.plan.price(&terms.binding(order)?);
        let quote = priced.map_err(|found| Problem::order(&found))?;
        raw(quote.to_json())
    };
    app.live.pricing.price(text.to_owned(), work).await
}

fn row(
    id: &str,
    catalog: &str,
    document: String,
    before: Option<&ConfigurationRow>,
    token: &str,
) -> ConfigurationRow {
    let now = Instant::now().0;
    ConfigurationRow {
        id: id.to_owned(),
        catalog: catalog.to_owned(),
        tag: hash(&document),
        document,
        revision: None,
        claim: None,
        token: token.to_owned(),
        created_at: before.map_or(now, |row| row.created_at),
        updated_at: now,
        completed_at: None,
    }
}

fn stored(row: &ConfigurationRow, quote: Option<Box<RawValue>>) -> Answer<StoredConfiguration> {
    let claim = row.claim.clone().map(raw).transpose()?;
    let done = row.completed_at.zip(row.revision).zip(claim);
    let completion = done.map(|((at, revision), claim)| Completion {
        revision,
        completed_at: Instant(at).text(),
        claim,
    });
    Ok(StoredConfiguration {
        id: row.id.clone(),
        catalog: row.catalog.clone(),
        state: match completion {
            Some(_) => "completed",
            None => "open",
        },
        created_at: Instant(row.created_at).text(),
        updated_at: Instant(row.updated_at).text(),
        order: raw(row.document.clone())?,
        quote,
        completion,
    })
}

fn unknown(id: &str) -> Problem {
    Problem::of(
        Code::UnknownConfiguration,
        format!("there is no configuration `{id}`"),
    )
}

/// Why a configuration could not be written: it is completed, was written meanwhile, or its id is taken in
/// another catalog.
fn refused(id: &str, catalog: &str) -> Problem {
    let detail = format!(
        "configuration `{id}` is completed, was written meanwhile, or is not of catalog `{catalog}`"
    );
    Problem::of(Code::AlreadyCompleted, detail).with_help("read it again, or begin another one")
}
