//! Features of a component, each with its options: list, read, create, update, delete.

use axum::extract::State;
use axum::response::Response;
use pricewright::model::catalog::FeatureOption;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Done, Start};
use super::body::FeatureBody;
use super::components::of_component;
use super::view::{self, FeatureView};
use super::{changed, expect, made, same_id, shown};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::change::Stored;
use crate::parts::listing::ListQuery;
use crate::parts::{self, Change, Kind, Part, Reading};
use crate::problem::Answer;
use crate::web::body::{Document, read as read_body};
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::page::Page;
use crate::web::path::Path;
use crate::web::query::Query;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, update, delete))
}

/// List the features of a component
#[utoipa::path(
    get, path = "/v1/components/{id}/features", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ListQuery),
    responses((status = 200, description = "features with their options", body = Page<FeatureView>)),
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
    let features = component.features.iter();
    let all = features
        .map(|it| view::feature(component, it, &reading.numbers))
        .collect();
    shown(&precondition, &query.page(all, |it: &FeatureView| it.id)?)
}

/// Create a feature
///
/// With its options, which a `select` must have.
#[utoipa::path(
    post, path = "/v1/components/{id}/features", tag = "configento",
    params(("id" = i64, Path, description = "the component"), IdempotencyKey),
    request_body(content = FeatureBody),
    responses((status = 201, description = "the feature is live", body = FeatureView)),
    security(("token" = ["catalogs:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let body: FeatureBody = read_body(&text)?;
    same_id("$.id", body.id, 0)?;
    same_id("$.component_id", body.component_id, id)?;
    let catalog = of_component(&app, &caller, id).await?;
    let repeatable = key.of(&caller.principal, &text);
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = change.part(Kind::Component, id)?;
        let (at, component) = change.component(&part.id)?;
        let taken = component.features.iter();
        let feature = body.create(taken.map(|it| it.id.as_str()))?;
        let prefix = format!("$.components[{at}].features[{}]", component.features.len());
        component.features.push(feature.clone());
        let component = component.clone();
        let show = move |stored: &Stored| {
            let view = view::feature(&component, &feature, &stored.numbers);
            made(format!("/v1/components/{id}/features/{}", view.id), &view)
        };
        Ok((prefix, show))
    };
    asked.create(repeatable, work).await
}

/// Read a feature
#[utoipa::path(
    get, path = "/v1/components/{id}/features/{fid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("fid" = i64, Path, description = "the feature")),
    responses((status = 200, description = "the feature with its options", body = FeatureView)),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path((id, fid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, component) = Reading::part(&app, &caller, Kind::Component, id).await?;
    let part = reading.numbers.part(fid).cloned();
    let part = of(part, &component, fid)?;
    let feature = reading.feature(&part)?;
    let view = view::feature(reading.component(&part)?, feature, &reading.numbers);
    shown(&precondition, &view)
}

/// Update a feature
///
/// What is left out stays as it is, `null` is taken away; `options` are all that it has from now on.
#[utoipa::path(
    put, path = "/v1/components/{id}/features/{fid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("fid" = i64, Path, description = "the feature")),
    request_body(content = FeatureBody),
    responses((status = 200, description = "the feature as it is live", body = FeatureView)),
    security(("token" = ["catalogs:write"]))
)]
async fn update(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, fid)): Path<(i64, i64)>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    let body: FeatureBody = read_body(&text)?;
    same_id("$.id", body.id, fid)?;
    same_id("$.component_id", body.component_id, id)?;
    let catalog = of_component(&app, &caller, id).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = part(change, id, fid)?;
        let numbers = change.numbers.clone();
        let (at, component) = change.component(&part.component)?;
        let before = component.clone();
        let mut all = component.features.iter_mut().enumerate();
        let (index, feature) = all
            .find(|(_, it)| it.id == part.id)
            .ok_or_else(|| Kind::Feature.unknown(&fid.to_string()))?;
        expect(&precondition, &view::feature(&before, feature, &numbers))?;
        let options = parts::options(feature).to_vec();
        let own = |number| {
            let option = numbers.part(number)?;
            let is_own = option.kind == Kind::Option && option.is_within(&part);
            is_own.then(|| option.id.clone())
        };
        body.change(feature, &own)?;
        let after = feature.clone();
        let component = component.clone();
        let left = |option: &FeatureOption| {
            let mut now = parts::options(&after).iter();
            now.any(|it| it.id == option.id)
        };
        let gone = options.iter().filter(|it| !left(it));
        let gone = gone.map(|it| Part::option(&part.component, &part.id, &it.id));
        Ok(Done {
            prefix: Some(format!("$.components[{at}].features[{index}]")),
            gone: gone.collect(),
            show: move |stored: &Stored| {
                changed(&view::feature(&component, &after, &stored.numbers))
            },
        })
    };
    asked.update(work).await
}

/// Delete a feature
///
/// With its options. Refused while rules, price lists or other features depend on it; the refusal names them.
#[utoipa::path(
    delete, path = "/v1/components/{id}/features/{fid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("fid" = i64, Path, description = "the feature")),
    responses((status = 204, description = "it is no longer asked")),
    security(("token" = ["catalogs:write"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, fid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let catalog = of_component(&app, &caller, id).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = part(change, id, fid)?;
        let numbers = change.numbers.clone();
        let (_, component) = change.component(&part.component)?;
        if let Some(feature) = parts::feature(component, &part.id) {
            expect(&precondition, &view::feature(component, feature, &numbers))?;
        }
        component.features.retain(|it| it.id != part.id);
        Ok(part)
    };
    asked.delete(work).await
}

/// The feature with this number of the component with that one.
fn part(change: &Change, id: i64, fid: i64) -> Answer<Part> {
    let component = change.part(Kind::Component, id)?;
    of(change.part(Kind::Feature, fid).ok(), &component, fid)
}

/// A feature, if it is one of this component.
fn of(part: Option<Part>, component: &Part, number: i64) -> Answer<Part> {
    let is_own = |it: &Part| it.kind == Kind::Feature && it.is_within(component);
    part.filter(is_own)
        .ok_or_else(|| Kind::Feature.unknown(&number.to_string()))
}
