//! Price lists of a component: list, read, delete. `upload` creates and replaces them.

use axum::extract::State;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Start};
use super::components::of_component;
use super::table::{self, PriceListView};
use super::{expect, shown};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::listing::ListQuery;
use crate::parts::{self, Change, Kind, Part, Reading, unpriced};
use crate::problem::Answer;
use crate::web::etag::Precondition;
use crate::web::page::Page;
use crate::web::path::Path;
use crate::web::query::Query;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, delete))
}

/// List the price lists of a component
#[utoipa::path(
    get, path = "/v1/components/{id}/pricelists", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ListQuery),
    responses((status = 200, description = "price lists with their cells", body = Page<PriceListView>)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(id): Path<i64>,
    Query(query): Query<ListQuery>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, part) = Reading::part(&app, &caller, Kind::Component, id).await?;
    let component = reading.component(&part)?;
    let lists = component.price_lists.iter();
    let lists = lists.filter(|it| !unpriced::is_placeholder(it));
    let all = lists
        .map(|it| table::view(component, it, &reading.numbers))
        .collect();
    shown(&precondition, &query.page(all, |it: &PriceListView| it.id)?)
}

/// Read a price list
#[utoipa::path(
    get, path = "/v1/components/{id}/pricelists/{plid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("plid" = i64, Path, description = "the price list")),
    responses((status = 200, description = "the price list with its cells", body = PriceListView)),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path((id, plid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, component) = Reading::part(&app, &caller, Kind::Component, id).await?;
    let part = of(reading.numbers.part(plid).cloned(), &component, plid)?;
    let list = reading.price_list(&part)?;
    let view = table::view(reading.component(&part)?, list, &reading.numbers);
    shown(&precondition, &view)
}

/// Delete a price list
///
/// Refused while rules or price groups look it up; the refusal names them.
#[utoipa::path(
    delete, path = "/v1/components/{id}/pricelists/{plid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("plid" = i64, Path, description = "the price list")),
    responses((status = 204, description = "it no longer prices")),
    security(("token" = ["catalogs:write"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, plid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let catalog = of_component(&app, &caller, id).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = part(change, id, plid)?;
        let numbers = change.numbers.clone();
        let (_, component) = change.component(&part.component)?;
        if let Some(list) = parts::price_list(component, &part.id) {
            expect(&precondition, &table::view(component, list, &numbers))?;
        }
        component.price_lists.retain(|it| it.id != part.id);
        unpriced::settle(component);
        Ok(part)
    };
    asked.delete(work).await
}

/// The price list with this number of the component with that one.
pub fn part(change: &Change, id: i64, plid: i64) -> Answer<Part> {
    let component = change.part(Kind::Component, id)?;
    of(change.part(Kind::PriceList, plid).ok(), &component, plid)
}

/// A price list, if it is one of this component.
fn of(part: Option<Part>, component: &Part, number: i64) -> Answer<Part> {
    let is_own = |it: &Part| it.kind == Kind::PriceList && it.is_within(component);
    part.filter(is_own)
        .ok_or_else(|| Kind::PriceList.unknown(&number.to_string()))
}
