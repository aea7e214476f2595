//! What changes with a catalog, before it is published and afterwards.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use pricewright::analyze::diff::{DiffOptions, diff};
use pricewright::model::Date;
use pricewright::money::CurrencyCode;
use pricewright::plan::Stop;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::live::{Compiled, compiled, while_waited};
use crate::problem::{Answer, Code, Problem};
use crate::routes::drafts::unknown_draft;
use crate::store::catalogs;
use crate::web::body::{Document, visible};
use crate::web::format::{Accepted, Format};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::CatalogDocument;

/// Configurations of a component that are priced, at most.
const MOST_CONFIGURATIONS: usize = 100_000;
/// Changes that are listed with their lines, at most.
const MOST_WORST: usize = 1_000;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(between, with))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DifferenceQuery {
    /// `live`, `draft` or a revision; `live` without it
    from: Option<String>,
    /// `live`, `draft` or a revision; `draft` without it. Not beside a body
    to: Option<String>,
    /// This component alone
    component: Option<String>,
    /// Configurations of a component that are priced, at most; 10000 without it
    #[param(minimum = 1, maximum = 100_000)]
    limit: Option<usize>,
    /// What a sample is drawn by
    seed: Option<u64>,
    /// How many of the largest changes come with their lines; 10 without it
    #[param(minimum = 0, maximum = 1_000)]
    worst: Option<usize>,
    /// The currency, where the catalogs have several
    currency: Option<String>,
    /// The day, such as `2026-10-01`; days on which something begins or ends without it
    as_of: Option<String>,
    /// `json` or `csv`; by `Accept` without it
    #[param(inline)]
    format: Option<Format>,
}

/// Compare two revisions, or the draft with the live one
///
/// How many prices change, by how much, and the worst with their lines.
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/diff", tag = "history",
    params(("id" = String, Path, description = "the catalog"), DifferenceQuery),
    responses((status = 200, description = "what changes", content((Object = "application/json"), (String = "text/csv")))),
    security(("token" = ["catalogs:read"]))
)]
async fn between(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<DifferenceQuery>,
    accepted: Accepted,
) -> Answer<Response> {
    caller.check(&id)?;
    let options = query.options()?;
    let format = accepted.or(query.format);
    let old = side(&app, &caller, &id, query.from.as_deref().unwrap_or("live")).await?;
    let new = side(&app, &caller, &id, query.to.as_deref().unwrap_or("draft")).await?;
    compare(&app, old, new, options, format).await
}

/// Compare a document with what is live
///
/// Nothing is kept.
#[utoipa::path(
    post, path = "/v1/catalogs/{id}/diff", tag = "history",
    params(("id" = String, Path, description = "the catalog"), DifferenceQuery),
    request_body(content = CatalogDocument, description = "a catalog document", content_type = "application/json"),
    responses((status = 200, description = "what changes", content((Object = "application/json"), (String = "text/csv")))),
    security(("token" = ["catalogs:read"]))
)]
async fn with(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<DifferenceQuery>,
    accepted: Accepted,
    Document(text): Document,
) -> Answer<Response> {
    caller.check(&id)?;
    if query.to.is_some() {
        let detail = "`to`: the body is what is compared with";
        return Err(Problem::of(Code::InvalidQuery, detail));
    }
    let options = query.options()?;
    let format = accepted.or(query.format);
    let old = side(&app, &caller, &id, query.from.as_deref().unwrap_or("live")).await?;
    let new = compiled(text).await?;
    compare(&app, old, new, options, format).await
}

async fn compare(
    app: &App,
    old: Arc<Compiled>,
    new: Arc<Compiled>,
    options: DiffOptions,
    format: Format,
) -> Answer<Response> {
    let work = move |stop: &Stop| {
        let (old, new) = (old.plan.stopped_by(stop), &new.plan);
        let found = diff(&old, new, &options).map_err(|found| {
            Problem::of(Code::InvalidQuery, "the catalogs cannot be compared so")
                .with_diagnostics(&found)
        })?;
        Ok(match format {
            Format::Json => found.to_json(),
            Format::Csv => found.to_csv(),
        })
    };
    Ok(format.answer(while_waited(&app.live.work, work).await?))
}

/// One of the two catalogs, by its name in the query.
async fn side(
    app: &App,
    caller: &Caller<may::ReadCatalogs>,
    id: &str,
    name: &str,
) -> Answer<Arc<Compiled>> {
    match name {
        "live" => {
            let live = caller.catalog(Some(id))?;
            Ok(Arc::clone(live.compiled(&app.store).await?))
        }
        "draft" => {
            let draft = catalogs::draft(&mut *app.store.read().await?, id).await?;
            let draft = draft.ok_or_else(|| unknown_draft(id))?;
            compiled(draft.document).await
        }
        number => {
            let detail = || {
                let found = visible(number);
                format!("expected `live`, `draft` or a revision, found `{found}`")
            };
            let number = number
                .parse()
                .map_err(|_| Problem::of(Code::InvalidQuery, detail()))?;
            app.live.past.revision(&app.store, id, number).await
        }
    }
}

impl DifferenceQuery {
    fn options(&self) -> Answer<DiffOptions> {
        let unfit = |name: &str, text: &str, expected: &str| {
            let detail = format!("`{name}`: expected {expected}, found `{}`", visible(text));
            Problem::of(Code::InvalidQuery, detail)
        };
        let limit = self.limit.unwrap_or(10_000);
        let worst = self.worst.unwrap_or(10);
        if !(1..=MOST_CONFIGURATIONS).contains(&limit) {
            let expected = format!("a number from 1 to {MOST_CONFIGURATIONS}");
            return Err(unfit("limit", &limit.to_string(), &expected));
        }
        if worst > MOST_WORST {
            let expected = format!("a number up to {MOST_WORST}");
            return Err(unfit("worst", &worst.to_string(), &expected));
        }
        let currency = self.currency.as_deref().map(|text| {
            let code = CurrencyCode::parse(text);
            code.ok_or_else(|| unfit("currency", text, "a code such as `EUR`"))
        });
        let as_of = self.as_of.as_deref().map(|text| {
            let day = Date::parse(text);
            day.ok_or_else(|| unfit("as_of", text, "a day such as `2026-10-01`"))
        });
        Ok(DiffOptions {
            component: self.component.clone(),
            limit,
            seed: self.seed.unwrap_or(0),
            worst,
            currency: currency.transpose()?,
            as_of: as_of.transpose()?,
        })
    }
}
