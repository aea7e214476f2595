//! Price groups as they are written: created, updated, deleted. Simplio3D's interface only reads them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, post, put};
use pricewright::model::catalog::Component;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ORIGIN;
use super::group::{self, Grounds, GroupView};
use super::grow::Grown;
use super::read::unknown;
use super::source::{GroupBody, Source};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::configento::of_component;
use crate::parts::change::Stored;
use crate::parts::given::wrong;
use crate::parts::listing::tagged_json;
use crate::parts::{Change, Kind, Part};
use crate::problem::{Answer, Code, Problem};
use crate::store::numbers::{self, Counter};
use crate::store::price_groups::{self, PriceGroupRow};
use crate::time::Instant;
use crate::web::answer::{JsonText, tagged};
use crate::web::body::{Document, read as read_body};
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::path::Path;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// The routes that write, as they are described.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(update, delete))
}

/// The route of all groups, under another path.
pub fn all() -> MethodRouter<App> {
    post(create)
}

/// The route of one group, under another path.
pub fn one() -> MethodRouter<App> {
    put(update).delete(delete)
}

/// Create a price group
///
/// In Simplio3D's JSON; `configurator_id` is the component. A fixed price is added to the list price, a percentage is taken of it;
/// `variants` are the options of a color. `notes` in the answer tell what the request does not say.
#[utoipa::path(
    post, path = "/open-api/v1/configurator-price-groups", tag = "simplio3d",
    params(IdempotencyKey),
    request_body(content = GroupBody),
    responses((status = 201, description = "the price group is live", body = GroupView)),
    security(("token" = ["catalogs:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let mut body: GroupBody = read_body(&text)?;
    let number = body.configurator_id.ok_or_else(|| {
        wrong(
            "$.configurator_id",
            "missing `configurator_id`: expected the id of a component",
        )
    })?;
    let source = Source::default().changed(&mut body)?;
    let catalog = of_component(&app, &caller, number).await?;
    let repeatable = key.of(&caller.principal, &text);
    to_the_end(async move {
        let missing = || Kind::Component.unknown(&number.to_string());
        let mut change = Change::begin(&app, &catalog, missing).await?;
        if let Some(answer) = change.replayed(&repeatable).await? {
            return Ok(answer);
        }
        let part = change.part(Kind::Component, number)?;
        let mut grown = Grown::of(&source, &change.catalog)?;
        grown.extend(body, None)?;
        let (at, component) = change.component(&part.id)?;
        grown.check_free(component)?;
        let prefix = put_in(component, &grown, at, None);
        // those that are there keep the lower numbers
        let mut stored = change.store(Some(prefix), ORIGIN, caller.token()).await?;
        let number = numbers::take(stored.on(), Counter::PriceGroups, 1).await?;
        let row = blank(number, &catalog, &part.id);
        let view = keep(&mut stored, row, &grown, &source).await?;
        let (tag, _) = tagged_json(&view)?;
        let body = tagged_json(&view.with(grown.notes))?.1;
        let location = format!("/open-api/v1/configurator-price-groups/{number}");
        let told = Told::text(StatusCode::CREATED, "application/json", body);
        let made = told.with_tag(tag).with_location(location);
        stored.commit_with(&repeatable, &made).await?;
        Ok(made.into_response())
    })
    .await
}

/// Update a price group
///
/// What is left out stays as it is, `null` is taken away.
#[utoipa::path(
    put, path = "/open-api/v1/configurator-price-groups/{id}", tag = "simplio3d",
    params(("id" = i64, Path, description = "the price group")),
    request_body(content = GroupBody),
    responses((status = 200, description = "the price group as it is live", body = GroupView)),
    security(("token" = ["catalogs:write"]))
)]
async fn update(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    let mut body: GroupBody = read_body(&text)?;
    if body.id.is_some_and(|given| given != id) {
        return Err(wrong("$.id", format!("expected {id}, the id of the path")));
    }
    let row = of_group(&app, &caller, id).await?;
    to_the_end(async move {
        let mut change = Change::begin(&app, &row.catalog, || unknown(id)).await?;
        let row = current(&mut change, &row, &precondition).await?;
        let configurator = change.numbers.number(&Part::component(&row.component));
        if body
            .configurator_id
            .is_some_and(|given| given != configurator)
        {
            let detail = format!("expected {configurator}: a price group stays with its component");
            return Err(wrong("$.configurator_id", detail));
        }
        let catalog = change.catalog.clone();
        let (at, component) = change.component(&row.component)?;
        let grounds = Grounds::of(component, &row.parts);
        let source = grounds
            .source(&row, component, &catalog)
            .changed(&mut body)?;
        let mut grown = Grown::of(&source, &catalog)?;
        let before = grounds.groups.first().map(|it| (*it).clone());
        grown.extend(body, before.as_ref())?;
        let ids: Vec<String> = grounds.groups.iter().map(|it| it.id.clone()).collect();
        let features: Vec<String> = grounds.features.iter().map(|it| it.id.clone()).collect();
        for (group, id) in grown.groups.iter_mut().zip(&ids) {
            group.id.clone_from(id);
        }
        for (feature, id) in grown.features.iter_mut().zip(&features) {
            feature.id.clone_from(id);
        }
        let places = take_out(component, &ids, &features);
        grown.check_free(component)?;
        let prefix = put_in(component, &grown, at, Some(places));
        let mut stored = change.store(Some(prefix), ORIGIN, caller.token()).await?;
        let view = keep(&mut stored, row, &grown, &source).await?;
        stored.commit().await?;
        let (tag, _) = tagged_json(&view)?;
        let json = tagged_json(&view.with(grown.notes))?.1;
        Ok(tagged(&tag, (StatusCode::OK, JsonText(json))))
    })
    .await
}

/// Delete a price group
///
/// Refused while rules depend on it; the refusal names them.
#[utoipa::path(
    delete, path = "/open-api/v1/configurator-price-groups/{id}", tag = "simplio3d",
    params(("id" = i64, Path, description = "the price group")),
    responses((status = 204, description = "it no longer prices")),
    security(("token" = ["catalogs:write"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
) -> Answer<StatusCode> {
    let row = of_group(&app, &caller, id).await?;
    to_the_end(async move {
        let mut change = Change::begin(&app, &row.catalog, || unknown(id)).await?;
        let row = current(&mut change, &row, &precondition).await?;
        let (_, component) = change.component(&row.component)?;
        let grounds = Grounds::of(component, &row.parts);
        let ids: Vec<String> = grounds.groups.iter().map(|it| it.id.clone()).collect();
        let features: Vec<String> = grounds.features.iter().map(|it| it.id.clone()).collect();
        take_out(component, &ids, &features);
        for feature in &features {
            change
                .forget(&Part::feature(&row.component, feature))
                .await?;
        }
        let mut stored = change.store(None, ORIGIN, caller.token()).await?;
        price_groups::remove(stored.on(), id).await?;
        stored.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// A price group that the caller may change.
async fn of_group<S>(app: &App, caller: &Caller<S>, id: i64) -> Answer<PriceGroupRow> {
    let row = price_groups::one(&mut *app.store.read().await?, id).await?;
    let row = row.ok_or_else(|| unknown(id))?;
    caller.check(&row.catalog)?;
    Ok(row)
}

/// The price group as it is now, if it is there and as the client has seen it.
async fn current(
    change: &mut Change,
    row: &PriceGroupRow,
    precondition: &Precondition,
) -> Answer<PriceGroupRow> {
    let catalog = change.catalog.clone();
    let live_at = change.live_at().await?;
    let rows = group::rows(change.on(), &row.catalog, &catalog).await?;
    let row = rows.into_iter().find(|it| it.number == row.number);
    let row = row.ok_or_else(|| unknown(0))?;
    let view = GroupView::of(&row, &catalog, &change.numbers, live_at);
    let view = view.ok_or_else(|| unknown(row.number))?;
    precondition.check(Some(&tagged_json(&view)?.0))?;
    Ok(row)
}

fn blank(number: i64, catalog: &str, component: &str) -> PriceGroupRow {
    PriceGroupRow {
        number,
        catalog: catalog.to_owned(),
        component: component.to_owned(),
        parts: String::new(),
        source: String::new(),
        tag: String::new(),
        created_at: Instant::now().0,
        updated_at: 0,
    }
}

/// Keeps what was sent beside what it became, and shows it.
async fn keep(
    stored: &mut Stored,
    mut row: PriceGroupRow,
    grown: &Grown,
    source: &Source,
) -> Answer<GroupView> {
    let groups: Vec<String> = grown.groups.iter().map(|it| it.id.clone()).collect();
    let features: Vec<String> = grown.features.iter().map(|it| it.id.clone()).collect();
    row.parts = group::names(&groups, &features);
    row.source = tagged_json(source)?.1;
    row.updated_at = Instant::now().0;
    let component = crate::parts::component(&stored.catalog, &row.component);
    let component = component.ok_or_else(|| unknown(row.number))?;
    row.tag = Grounds::of(component, &row.parts).tag(component);
    price_groups::keep(stored.on(), &row).await?;
    let view = GroupView::of(&row, &stored.catalog, &stored.numbers, None);
    view.ok_or_else(|| Problem::new(Code::Internal))
}

/// Removes parts and says where the first group and the first feature stood.
fn take_out(component: &mut Component, groups: &[String], features: &[String]) -> (usize, usize) {
    let group = component
        .price_groups
        .iter()
        .position(|it| groups.contains(&it.id));
    let feature = component
        .features
        .iter()
        .position(|it| features.contains(&it.id));
    component.price_groups.retain(|it| !groups.contains(&it.id));
    component.features.retain(|it| !features.contains(&it.id));
    let end = (component.price_groups.len(), component.features.len());
    (group.unwrap_or(end.0), feature.unwrap_or(end.1))
}

/// Puts parts in, at the end or where they stood, and gives the path of the first.
fn put_in(
    component: &mut Component,
    grown: &Grown,
    at: usize,
    places: Option<(usize, usize)>,
) -> String {
    let end = (component.price_groups.len(), component.features.len());
    let (group, feature) = places.unwrap_or(end);
    let (group, feature) = (group.min(end.0), feature.min(end.1));
    component
        .price_groups
        .splice(group..group, grown.groups.iter().cloned());
    component
        .features
        .splice(feature..feature, grown.features.iter().cloned());
    match grown.groups.is_empty() {
        false => format!("$.components[{at}].price_groups[{group}]"),
        true => format!("$.components[{at}].features[{feature}]"),
    }
}
