//! Components: list, read, create, update, delete.

use axum::extract::State;
use axum::response::Response;
use pricewright::money::CurrencyCode;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Done, Start};
use super::body::ComponentBody;
use super::view::{self, ComponentView};
use super::{changed, expect, made, same_id, shown};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::change::Stored;
use crate::parts::given::wrong;
use crate::parts::listing::ListQuery;
use crate::parts::{Change, Kind, Part, Reading, numbers};
use crate::problem::Answer;
use crate::web::body::{Document, read as read_body, visible};
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::page::Page;
use crate::web::path::Path;
use crate::web::query::Query;

/// The catalog of components that do not say theirs.
const CATALOG: &str = "configento";

/// The currency of a new catalog that does not say its own.
const CURRENCY: &str = "EUR";

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, update, delete))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ComponentsQuery {
    /// Of which catalog; of all without it
    catalog: Option<String>,
    /// How many entries; all without it
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next` of the page before: the id of its last entry
    #[param(minimum = 0)]
    after: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NewComponentQuery {
    /// Into which catalog; without it the only one that the token is for, else `configento`, which is made when it is not there
    catalog: Option<String>,
}

/// List components
///
/// Those of all catalogs that the token is for, by id.
#[utoipa::path(
    get, path = "/v1/components", tag = "configento", params(ComponentsQuery),
    responses((status = 200, description = "components", body = Page<ComponentView>)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Query(query): Query<ComponentsQuery>,
    precondition: Precondition,
) -> Answer<Response> {
    let mut all = Vec::new();
    for reading in Reading::all(&app, &caller, query.catalog.as_deref()).await? {
        let components = reading.catalog().components.iter();
        all.extend(
            components.map(|it| {
                view::component(&reading.live.id, reading.catalog(), it, &reading.numbers)
            }),
        );
    }
    let pages = ListQuery {
        limit: query.limit,
        after: query.after,
    };
    shown(&precondition, &pages.page(all, |it| it.id)?)
}

/// Create a component
///
/// A catalog that is not there yet is made with it. The component has a price once it has a `base_price` or a price list.
#[utoipa::path(
    post, path = "/v1/components", tag = "configento",
    params(NewComponentQuery, IdempotencyKey),
    request_body(content = ComponentBody),
    responses((status = 201, description = "the component is live", body = ComponentView)),
    security(("token" = ["catalogs:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Query(query): Query<NewComponentQuery>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let catalog = catalog(&caller, query.catalog.as_deref())?;
    let body: ComponentBody = read_body(&text)?;
    same_catalog(&body, &catalog)?;
    same_id("$.id", body.id, 0)?;
    let currency = currency(body.currency.as_deref())?;
    let repeatable = key.of(&caller.principal, &text);
    let start = Start::New(empty(currency));
    let asked = Asked::new(app, &caller, catalog.clone(), start);
    let work = move |change: &mut Change| {
        in_currency(&body, currency, change)?;
        let taken = change.catalog.components.iter();
        let component = body.create(taken.map(|it| it.id.as_str()))?;
        let part = Part::component(&component.id);
        let prefix = format!("$.components[{}]", change.catalog.components.len());
        change.catalog.components.push(component.clone());
        let show = move |stored: &Stored| {
            let view = view::component(&catalog, &stored.catalog, &component, &stored.numbers);
            let location = format!("/v1/components/{}", stored.numbers.number(&part));
            made(location, &view)
        };
        Ok((prefix, show))
    };
    asked.create(repeatable, work).await
}

/// Read a component
#[utoipa::path(
    get, path = "/v1/components/{id}", tag = "configento",
    params(("id" = i64, Path, description = "the component")),
    responses((status = 200, description = "the component", body = ComponentView)),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, part) = Reading::part(&app, &caller, Kind::Component, id).await?;
    let component = reading.component(&part)?;
    let catalog = reading.catalog();
    let view = view::component(&reading.live.id, catalog, component, &reading.numbers);
    shown(&precondition, &view)
}

/// Update a component
///
/// What is left out stays as it is, `null` is taken away.
#[utoipa::path(
    put, path = "/v1/components/{id}", tag = "configento",
    params(("id" = i64, Path, description = "the component")),
    request_body(content = ComponentBody),
    responses((status = 200, description = "the component as it is live", body = ComponentView)),
    security(("token" = ["catalogs:write"]))
)]
async fn update(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    let body: ComponentBody = read_body(&text)?;
    let catalog = of_component(&app, &caller, id).await?;
    same_catalog(&body, &catalog)?;
    same_id("$.id", body.id, id)?;
    let currency = currency(body.currency.as_deref())?;
    let start = Start::Live(Kind::Component, id);
    let asked = Asked::new(app, &caller, catalog.clone(), start);
    let work = move |change: &mut Change| {
        let part = change.part(Kind::Component, id)?;
        in_currency(&body, currency, change)?;
        let (at, component) = change.component(&part.id)?;
        let mut after = component.clone();
        expect(&precondition, &{
            let before = after.clone();
            view::component(&catalog, &change.catalog, &before, &change.numbers)
        })?;
        body.change(&mut after)?;
        let (_, component) = change.component(&part.id)?;
        component.clone_from(&after);
        Ok(Done {
            prefix: Some(format!("$.components[{at}]")),
            gone: Vec::new(),
            show: move |stored: &Stored| {
                let numbers = &stored.numbers;
                changed(&view::component(&catalog, &stored.catalog, &after, numbers))
            },
        })
    };
    asked.update(work).await
}

/// Delete a component
///
/// With its features, options, price lists, price groups and rules.
#[utoipa::path(
    delete, path = "/v1/components/{id}", tag = "configento",
    params(("id" = i64, Path, description = "the component")),
    responses((status = 204, description = "it is no longer sold")),
    security(("token" = ["catalogs:write"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
) -> Answer<Response> {
    let catalog = of_component(&app, &caller, id).await?;
    let start = Start::Live(Kind::Component, id);
    let asked = Asked::new(app, &caller, catalog.clone(), start);
    let work = move |change: &mut Change| {
        let part = change.part(Kind::Component, id)?;
        let (_, component) = change.component(&part.id)?;
        let before = component.clone();
        expect(
            &precondition,
            &view::component(&catalog, &change.catalog, &before, &change.numbers),
        )?;
        change.catalog.components.retain(|it| it.id != part.id);
        Ok(part)
    };
    asked.delete(work).await
}

/// The catalog of a component that the caller may change.
pub async fn of_component<S>(app: &App, caller: &Caller<S>, id: i64) -> Answer<String> {
    let found = numbers::find(&mut *app.store.read().await?, Kind::Component, id).await;
    let (catalog, _) = found?;
    caller.check(&catalog)?;
    Ok(catalog)
}

/// Where a new component goes.
fn catalog(caller: &Caller<may::WriteCatalogs>, named: Option<&str>) -> Answer<String> {
    let mut own = caller.principal.row.catalogs.split_whitespace();
    let id = match (named, own.next(), own.next()) {
        (Some(named), ..) => named,
        (None, Some(only), None) => only,
        (None, ..) => CATALOG,
    };
    caller.catalog_id(Some(id))
}

fn same_catalog(body: &ComponentBody, catalog: &str) -> Answer<()> {
    match &body.catalog {
        Some(given) if given != catalog => {
            let detail = format!("expected `{catalog}`, found `{}`", visible(given));
            Err(wrong("$.catalog", detail))
        }
        _ => Ok(()),
    }
}

fn currency(given: Option<&str>) -> Answer<Option<CurrencyCode>> {
    let Some(text) = given else { return Ok(None) };
    let code = CurrencyCode::parse(text).ok_or_else(|| {
        let found = visible(text);
        wrong(
            "$.currency",
            format!("expected a code such as `EUR`, found `{found}`"),
        )
    })?;
    Ok(Some(code))
}

/// A currency that is sent must be one that the catalog has.
fn in_currency(body: &ComponentBody, code: Option<CurrencyCode>, change: &Change) -> Answer<()> {
    match code {
        Some(code) if !change.catalog.currencies.contains(&code) => {
            let known = change.catalog.currencies.iter();
            let known: Vec<&str> = known.map(CurrencyCode::as_str).collect();
            let found = body.currency.as_deref().unwrap_or_default();
            let detail = format!(
                "the catalog is in `{}`, found `{found}`",
                known.join("`, `")
            );
            Err(wrong("$.currency", detail))
        }
        _ => Ok(()),
    }
}

/// A catalog without components.
fn empty(code: Option<CurrencyCode>) -> String {
    let code = code.as_ref().map_or(CURRENCY, CurrencyCode::as_str);
    json!({ "format": 1, "currency": code, "components": [] }).to_string()
}
