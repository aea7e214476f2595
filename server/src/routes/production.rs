//! What a stored quote asks to be taken from stock and made, as JSON and as CSV.

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::quotes::find;
use crate::app::App;
use crate::auth::{Caller, may};
use crate::problem::{Answer, Code, Problem};
use crate::quotes::production::{Bill, ProductionList};
use crate::quotes::stored;
use crate::web::format::{Accepted, Format};
use crate::web::path::{Id, Path};
use crate::web::query::Query;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(bill))
        .routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FormatQuery {
    /// `json` or `csv`; by `Accept` without it
    #[param(inline)]
    format: Option<Format>,
}

/// Read the bill of materials of a quote
#[utoipa::path(
    get, path = "/v1/quotes/{id}/bill-of-materials", tag = "quotes",
    params(("id" = String, Path, description = "the quote"), FormatQuery),
    responses((status = 200, description = "articles with quantities", content((Bill = "application/json"), (String = "text/csv")))),
    security(("token" = ["quotes:read"]))
)]
async fn bill(
    State(app): State<App>,
    caller: Caller<may::ReadQuotes>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<FormatQuery>,
    accepted: Accepted,
) -> Answer<Response> {
    let row = find(&app, &caller, &id).await?;
    let (compiled, order) = stored(&app, &row.catalog, row.revision, &row.claim).await?;
    let quote = compiled.plan.price(&order);
    let quote = quote.map_err(|found| Problem::order(&found))?;
    let bill = Bill::of(&quote.bill_of_materials);
    answer(accepted.or(query.format), &bill, Bill::to_csv)
}

/// Read the production list of a quote
///
/// For each item every value in force, what rules worked out, and its articles.
#[utoipa::path(
    get, path = "/v1/quotes/{id}/production-list", tag = "quotes",
    params(("id" = String, Path, description = "the quote"), FormatQuery),
    responses((status = 200, description = "what is to be made", content((ProductionList = "application/json"), (String = "text/csv")))),
    security(("token" = ["quotes:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadQuotes>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<FormatQuery>,
    accepted: Accepted,
) -> Answer<Response> {
    let row = find(&app, &caller, &id).await?;
    let (compiled, order) = stored(&app, &row.catalog, row.revision, &row.claim).await?;
    let list = ProductionList::of(&compiled.plan, &order);
    let list = list.map_err(|found| Problem::order(&found))?;
    answer(accepted.or(query.format), &list, ProductionList::to_csv)
}

fn answer<T: serde::Serialize>(
    format: Format,
    of: &T,
    to_csv: impl FnOnce(&T) -> Answer<String>,
) -> Answer<Response> {
    let text = match format {
        Format::Json => serde_json::to_string(of).map_err(|_| Problem::new(Code::Internal))?,
        Format::Csv => to_csv(of)?,
    };
    Ok(format.answer(text))
}
