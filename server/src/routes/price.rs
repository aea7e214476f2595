//! Prices: an order in, a quote out, by the live revision of a catalog.
//!
//! The body is the order itself, as the command line reads it; the catalog stands in the query. So what is
//! sent and what comes back are the documents of the engine, to the byte.

use std::sync::Arc;

use axum::extract::State;
use axum::response::IntoResponse as _;
use axum::response::Response;
use pricewright::{Diagnostics, Order};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::live::Compiled;
use crate::problem::{Answer, Problem};
use crate::web::answer::JsonText;
use crate::web::body::Document;
use crate::web::query::Query;
use crate::web::schema::OrderDocument;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(price))
}

/// By which catalog, and in which form.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PriceQuery {
    /// The catalog; not needed where only one is live
    catalog: Option<String>,
    /// Whether the answer is the totals alone: status, currency, amounts, and id and amount of each line, under the
    /// keys that they have in the quote. It takes a fraction of the quote's time
    #[serde(default)]
    totals: bool,
    /// Whether the answer is indented; totals are one line
    #[serde(default)]
    pretty: bool,
}

/// Price an order
///
/// The answer is the quote of the engine, to the byte; `status` in it says whether it has a binding price.
#[utoipa::path(
    post, path = "/v1/price", tag = "prices",
    params(PriceQuery),
    request_body(content = OrderDocument, description = "an order", content_type = "application/json"),
    responses((status = 200, description = "the quote", body = Object, content_type = "application/json")),
    security(("token" = ["prices:read"]))
)]
async fn price(
    State(app): State<App>,
    caller: Caller<may::Price>,
    Query(query): Query<PriceQuery>,
    Document(text): Document,
) -> Answer<Response> {
    let live = caller.catalog(query.catalog.as_deref())?;
    let compiled = Arc::clone(live.compiled(&app.store).await?);
    let work = move |text: &str| {
        let priced = query.answer(&compiled, text);
        priced.map_err(|found| Problem::order(&found))
    };
    let json = app.live.pricing.price(text, work).await?;
    Ok(JsonText(json).into_response())
}

impl PriceQuery {
    /// What an order costs, in the form that is asked for.
    fn answer(&self, compiled: &Compiled, order: &str) -> Result<String, Diagnostics> {
        if self.totals {
            return compiled.totals(order);
        }
        let quote = compiled.plan.price(&Order::from_json(order)?)?;
        Ok(match self.pretty {
            true => quote.to_json_pretty(),
            false => quote.to_json(),
        })
    }
}
