//! Quotes that are kept: a price that holds until a day, whatever is published meanwhile.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use pricewright::Diagnostics;
use pricewright::analyze::claim::{Claim, ClaimedPrice};
use pricewright::analyze::verify::Outcome;
use pricewright::money::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::problem::{Answer, Code, Problem};
use crate::quotes::bind;
use crate::store::outbox::{self, EventKind};
use crate::store::quotes::{self, QuoteRow};
use crate::time::Instant;
use crate::web::body::{Document, raw, visible};
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::page::{Page, PageQuery};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::OrderDocument;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// How long a quote is held without a date: 30 days, in seconds.
const HELD: i64 = 30 * 24 * 60 * 60;
/// How long at most: two years.
const MOST_HELD: i64 = 731 * 24 * 60 * 60;
/// Characters of a reference, at most.
const MOST_REFERENCE: usize = 200;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read))
        .routes(routes!(verify))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NewQuoteQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// Until when the price holds: a day such as `2026-12-31`, or a time of RFC 3339; 30 days without it
    held_until: Option<String>,
    /// The client's own name for it
    #[param(max_length = 200)]
    reference: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct QuotesQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// How many entries, 50 without it
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next` of the page before
    #[param(max_length = 100)]
    after: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct VerifyQuery {
    /// The catalog; not needed where only one is live, or with `quote`
    catalog: Option<String>,
    /// The stored quote that the claim is about: while it is held, its revision prices its order
    quote: Option<String>,
}

/// A stored quote.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoredQuote {
    /// Its id.
    id: String,
    /// By which catalog.
    catalog: String,
    /// By which revision of it.
    revision: i64,
    /// `held`, or `expired` after `held_until`.
    state: &'static str,
    /// The order's amount, an exact decimal.
    amount: String,
    /// Its currency.
    currency: String,
    /// The client's own name for it.
    reference: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// Until when the price holds.
    #[schema(format = DateTime)]
    held_until: String,
    /// `order`, `order_fingerprint`, `quote`, and `signature` where there is a key; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    claim: Option<Box<RawValue>>,
}

/// What became of a claim.
#[derive(Debug, Serialize, ToSchema)]
struct Verified {
    /// The catalog that priced.
    catalog: String,
    /// The revision that priced.
    revision: i64,
    /// Whether the claim is that of the stored quote, and its price still holds.
    held: bool,
    /// `outcome`, `notes`, `changed`, `differences`, `quote`.
    #[schema(value_type = Object)]
    verification: Box<RawValue>,
}

impl StoredQuote {
    /// A row with its claim.
    fn whole(row: &QuoteRow) -> Answer<Self> {
        Ok(Self {
            claim: Some(raw(row.claim.clone())?),
            ..Self::listed(row)
        })
    }

    fn listed(row: &QuoteRow) -> Self {
        Self {
            id: row.id.clone(),
            catalog: row.catalog.clone(),
            revision: row.revision,
            state: if is_held(row) { "held" } else { "expired" },
            amount: row.amount.clone(),
            currency: row.currency.clone(),
            reference: row.reference.clone(),
            created_at: Instant(row.created_at).text(),
            held_until: Instant(row.held_until).text(),
            claim: None,
        }
    }
}

/// List quotes
///
/// Those of a catalog, the oldest first, without orders and lines.
#[utoipa::path(
    get, path = "/v1/quotes", tag = "quotes", params(QuotesQuery),
    responses((status = 200, description = "a page of quotes", body = Page<StoredQuote>)),
    security(("token" = ["quotes:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadQuotes>,
    Query(query): Query<QuotesQuery>,
) -> Answer<Json<Page<StoredQuote>>> {
    let page = PageQuery {
        limit: query.limit,
        after: query.after,
    };
    let (limit, after) = (page.limit()?, page.after()?);
    let catalog = caller.catalog_id(query.catalog.as_deref())?;
    let mut on = app.store.read().await?;
    let rows = quotes::page(&mut on, &catalog, after, limit.saturating_add(1)).await?;
    let page = Page::of(rows, limit, |row| row.id.clone());
    Ok(Json(page.map(|row| StoredQuote::listed(&row))))
}

/// Store a quote
///
/// The order is priced; with a binding price the quote is kept, and the price holds until the date. Without
/// `orders:trusted` the order has no adjustments, its day is that of the server, and its inputs and tax are those
/// that the token fixes or leaves open.
#[utoipa::path(
    post, path = "/v1/quotes", tag = "quotes", params(NewQuoteQuery, IdempotencyKey),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses((status = 201, description = "the stored quote", body = StoredQuote)),
    security(("token" = ["quotes:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteQuotes>,
    Query(query): Query<NewQuoteQuery>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, &text);
    let make = |repeatable: Repeatable| async move {
        let row = quoted(&app, &caller, &query, text).await?;
        to_the_end(async move { added(&app, &row, &repeatable).await }).await
    };
    repeatable.once(&store, make).await
}

/// What an order costs for good, as a row.
async fn quoted(
    app: &App,
    caller: &Caller<may::WriteQuotes>,
    query: &NewQuoteQuery,
    text: String,
) -> Answer<QuoteRow> {
    let now = Instant::now();
    let held_until = query.held_until(now)?;
    let reference = query.reference()?;
    let live = caller.catalog(query.catalog.as_deref())?;
    let compiled = Arc::clone(live.compiled(&app.store).await?);
    let keys = Arc::clone(&app.keys);
    let principal = Arc::clone(&caller.principal);
    let work = move || bind(&compiled, &keys, &principal.terms, &text);
    let bound = app.live.pricing.run(work).await?;
    Ok(QuoteRow {
        id: format!("quo_{}", Uuid::now_v7().simple()),
        catalog: live.id.clone(),
        revision: live.revision,
        amount: bound.amount(),
        currency: bound.currency(),
        claim: bound.claim,
        reference,
        token: caller.token().to_owned(),
        created_at: now.0,
        held_until: held_until.0,
    })
}

/// Stores a quote with its event, in one change.
async fn added(app: &App, row: &QuoteRow, repeatable: &Repeatable) -> Answer<Response> {
    let stored = StoredQuote::whole(row)?;
    let told = Told::json(StatusCode::CREATED, &stored)?;
    let told = told.with_location(format!("/v1/quotes/{}", row.id));
    let mut change = app.store.change().await?;
    if let Some(answer) = repeatable.begin(change.on()).await? {
        return Ok(answer);
    }
    quotes::add(change.on(), row).await?;
    outbox::record(change.on(), EventKind::QuoteCreated, &row.catalog, &stored).await?;
    repeatable.keep(change.on(), &told).await?;
    change.commit().await?;
    Ok(told.into_response())
}

/// Read a quote
#[utoipa::path(
    get, path = "/v1/quotes/{id}", tag = "quotes",
    params(("id" = String, Path, description = "the quote")),
    responses((status = 200, description = "the stored quote", body = StoredQuote)),
    security(("token" = ["quotes:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadQuotes>,
    Path(Id(id)): Path<Id>,
) -> Answer<Json<StoredQuote>> {
    let row = find(&app, &caller, &id).await?;
    Ok(Json(StoredQuote::whole(&row)?))
}

/// Verify a claim
///
/// The order is priced again: `match`, or why not, with the lines that differ. A claim of a stored quote is
/// held against the revision that priced it, as long as it is held; `held` says that it has the order and the
/// price of that quote. A claim of another order is held against the live revision.
#[utoipa::path(
    post, path = "/v1/quotes/verify", tag = "quotes", params(VerifyQuery),
    request_body(content = Object, description = "a claim: `order` with `quote` or `total`", content_type = "application/json"),
    responses((status = 200, description = "what became of it", body = Verified)),
    security(("token" = ["prices:read"]))
)]
async fn verify(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<VerifyQuery>,
    Document(text): Document,
) -> Answer<Json<Verified>> {
    app.keys.check(&text)?;
    let claim = Claim::from_json(&text).map_err(|found| invalid(&found))?;
    let row = match query.quote.as_deref() {
        None => None,
        Some(id) => Some(find(&app, &caller, id).await?),
    };
    // another order is none of the quote's business, whatever its revision would say of it
    let holding = row.as_ref().filter(|row| is_held(row));
    let holding = holding.filter(|row| is_about(row, &claim)).cloned();
    let (catalog, revision, compiled) = match &holding {
        Some(row) => {
            let past = &app.live.past;
            let compiled = past
                .revision(&app.store, &row.catalog, row.revision)
                .await?;
            (row.catalog.clone(), row.revision, compiled)
        }
        None => {
            let quoted = row.as_ref().map(|row| row.catalog.as_str());
            let live = caller.catalog(quoted.or(query.catalog.as_deref()))?;
            let compiled = Arc::clone(live.compiled(&app.store).await?);
            (live.id.clone(), live.revision, compiled)
        }
    };
    let work = move || {
        let verified = compiled
            .plan
            .verify(&claim)
            .map_err(|found| invalid(&found))?;
        let held = verified.outcome != Outcome::Tampered
            && holding.is_some_and(|row| is_price(&row, &claim));
        Ok((held, raw(verified.to_json())?))
    };
    let (held, verification) = app.live.work.run(work).await?;
    Ok(Json(Verified {
        catalog,
        revision,
        held,
        verification,
    }))
}

/// Whether a claim has the very order that was quoted.
fn is_about(row: &QuoteRow, claim: &Claim) -> bool {
    Claim::from_json(&row.claim)
        .is_ok_and(|kept| kept.order.fingerprint() == claim.order.fingerprint())
}

/// Whether a claim names the amount that was quoted.
fn is_price(row: &QuoteRow, claim: &Claim) -> bool {
    let (amount, currency) = match &claim.price {
        ClaimedPrice::Total { amount, currency } => (Some(*amount), Some(*currency)),
        ClaimedPrice::Quote(quote) => {
            let named = quote.amounts.iter().find(|(name, _)| *name == "amount");
            (named.and_then(|(_, amount)| *amount), quote.currency)
        }
    };
    let quoted = Decimal::parse(&row.amount).ok();
    quoted.is_some() && amount == quoted && currency.is_none_or(|it| it.as_str() == row.currency)
}

fn invalid(found: &Diagnostics) -> Problem {
    Problem::new(Code::InvalidClaim).with_diagnostics(found)
}

impl NewQuoteQuery {
    fn held_until(&self, now: Instant) -> Answer<Instant> {
        let Some(text) = &self.held_until else {
            return Ok(now.plus_seconds(HELD));
        };
        let unfit = |expected: &str| {
            let detail = format!(
                "`held_until`: expected {expected}, found `{}`",
                visible(text)
            );
            Problem::of(Code::InvalidQuery, detail)
        };
        let end = Instant::parse_end(text)
            .ok_or_else(|| unfit("a day such as `2026-12-31` or a time of RFC 3339"))?;
        if end <= now {
            return Err(unfit("a time to come"));
        }
        if end > now.plus_seconds(MOST_HELD) {
            return Err(unfit("a time within two years"));
        }
        Ok(end)
    }

    fn reference(&self) -> Answer<Option<String>> {
        let Some(text) = &self.reference else {
            return Ok(None);
        };
        if text.chars().count() <= MOST_REFERENCE && !text.chars().any(char::is_control) {
            return Ok(Some(text.clone()));
        }
        let detail = format!(
            "`reference`: expected up to {MOST_REFERENCE} characters, none of them control characters"
        );
        Err(Problem::of(Code::InvalidQuery, detail))
    }
}

fn is_held(row: &QuoteRow) -> bool {
    Instant::now().0 < row.held_until
}

/// A quote that the token may see; one of another catalog is as unknown as one that is not there.
pub async fn find<S>(app: &App, caller: &Caller<S>, id: &str) -> Answer<QuoteRow> {
    let unknown = || {
        let detail = format!("there is no quote `{}`", visible(id));
        Problem::of(Code::UnknownQuote, detail)
    };
    if Id::parse(id).is_none() {
        return Err(unknown());
    }
    let row = quotes::one(&mut *app.store.read().await?, id).await?;
    row.filter(|row| caller.principal.is_for(&row.catalog))
        .ok_or_else(unknown)
}
