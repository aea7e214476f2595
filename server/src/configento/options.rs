//! Options of a feature: list, read, create, update, delete.

use axum::extract::State;
use axum::response::Response;
use pricewright::model::catalog::{Component, Feature, FeatureOption};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Done, Start};
use super::body::OptionBody;
use super::view::{self, OptionView};
use super::{changed, expect, made, same_id, shown};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::change::Stored;
use crate::parts::listing::ListQuery;
use crate::parts::{self, Change, Kind, Part, Reading, numbers, options_mut};
use crate::problem::{Answer, Code, Problem};
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

/// List the options of a feature
#[utoipa::path(
    get, path = "/v1/features/{id}/options", tag = "configento",
    params(("id" = i64, Path, description = "the feature"), ListQuery),
    responses((status = 200, description = "options", body = Page<OptionView>)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(id): Path<i64>,
    Query(query): Query<ListQuery>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, part) = Reading::part(&app, &caller, Kind::Feature, id).await?;
    let (component, feature) = (reading.component(&part)?, reading.feature(&part)?);
    let options = parts::options(feature).iter();
    let all = options
        .map(|it| view::option(component, feature, it, &reading.numbers))
        .collect();
    shown(&precondition, &query.page(all, |it: &OptionView| it.id)?)
}

/// Create an option
#[utoipa::path(
    post, path = "/v1/features/{id}/options", tag = "configento",
    params(("id" = i64, Path, description = "the feature"), IdempotencyKey),
    request_body(content = OptionBody),
    responses((status = 201, description = "the option is live", body = OptionView)),
    security(("token" = ["catalogs:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    key: IdempotencyKey,
    Document(text): Document,
) -> Answer<Response> {
    let body: OptionBody = read_body(&text)?;
    same_id("$.id", body.id, 0)?;
    same_id("$.feature_id", body.feature_id, id)?;
    let catalog = of_feature(&app, &caller, id).await?;
    let repeatable = key.of(&caller.principal, &text);
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Feature, id));
    let work = move |change: &mut Change| {
        let part = change.part(Kind::Feature, id)?;
        let mut place = Place::of(change, &part)?;
        let path = place.path();
        let options = place.options()?;
        let option = body.create(options.iter().map(|it| it.id.as_str()), "$")?;
        let prefix = format!("{path}.options[{}]", options.len());
        options.push(option.clone());
        let (component, feature) = place.done()?;
        let show = move |stored: &Stored| {
            let view = view::option(&component, &feature, &option, &stored.numbers);
            made(format!("/v1/features/{id}/options/{}", view.id), &view)
        };
        Ok((prefix, show))
    };
    asked.create(repeatable, work).await
}

/// Read an option
#[utoipa::path(
    get, path = "/v1/features/{id}/options/{oid}", tag = "configento",
    params(("id" = i64, Path, description = "the feature"), ("oid" = i64, Path, description = "the option")),
    responses((status = 200, description = "the option", body = OptionView)),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path((id, oid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let (reading, feature) = Reading::part(&app, &caller, Kind::Feature, id).await?;
    let part = of(reading.numbers.part(oid).cloned(), &feature, oid)?;
    let option = reading.option(&part)?;
    let (component, feature) = (reading.component(&part)?, reading.feature(&part)?);
    let view = view::option(component, feature, option, &reading.numbers);
    shown(&precondition, &view)
}

/// Update an option
///
/// What is left out stays as it is, `null` is taken away.
#[utoipa::path(
    put, path = "/v1/features/{id}/options/{oid}", tag = "configento",
    params(("id" = i64, Path, description = "the feature"), ("oid" = i64, Path, description = "the option")),
    request_body(content = OptionBody),
    responses((status = 200, description = "the option as it is live", body = OptionView)),
    security(("token" = ["catalogs:write"]))
)]
async fn update(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, oid)): Path<(i64, i64)>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    let body: OptionBody = read_body(&text)?;
    same_id("$.id", body.id, oid)?;
    same_id("$.feature_id", body.feature_id, id)?;
    let catalog = of_feature(&app, &caller, id).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Feature, id));
    let work = move |change: &mut Change| {
        let (feature, part) = both(change, id, oid)?;
        let numbers = change.numbers.clone();
        let mut place = Place::of(change, &feature)?;
        let before = place.done()?;
        let path = place.path();
        let mut all = place.options()?.iter_mut().enumerate();
        let (index, option) = all
            .find(|(_, it)| it.id == part.id)
            .ok_or_else(|| Kind::Option.unknown(&oid.to_string()))?;
        expect(
            &precondition,
            &view::option(&before.0, &before.1, option, &numbers),
        )?;
        body.change(option, "$")?;
        let after = option.clone();
        let (component, feature) = before;
        Ok(Done {
            prefix: Some(format!("{path}.options[{index}]")),
            gone: Vec::new(),
            show: move |stored: &Stored| {
                changed(&view::option(&component, &feature, &after, &stored.numbers))
            },
        })
    };
    asked.update(work).await
}

/// Delete an option
///
/// Refused while rules, price lists or defaults depend on it; the refusal names them.
#[utoipa::path(
    delete, path = "/v1/features/{id}/options/{oid}", tag = "configento",
    params(("id" = i64, Path, description = "the feature"), ("oid" = i64, Path, description = "the option")),
    responses((status = 204, description = "it can no longer be chosen")),
    security(("token" = ["catalogs:write"]))
)]
async fn delete(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, oid)): Path<(i64, i64)>,
    precondition: Precondition,
) -> Answer<Response> {
    let catalog = of_feature(&app, &caller, id).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Feature, id));
    let work = move |change: &mut Change| {
        let (feature, part) = both(change, id, oid)?;
        let numbers = change.numbers.clone();
        let mut place = Place::of(change, &feature)?;
        let before = place.done()?;
        let options = place.options()?;
        if let Some(option) = options.iter().find(|it| it.id == part.id) {
            expect(
                &precondition,
                &view::option(&before.0, &before.1, option, &numbers),
            )?;
        }
        options.retain(|it| it.id != part.id);
        Ok(part)
    };
    asked.delete(work).await
}

/// The catalog of a feature that the caller may change.
async fn of_feature<S>(app: &App, caller: &Caller<S>, id: i64) -> Answer<String> {
    let found = numbers::find(&mut *app.store.read().await?, Kind::Feature, id).await;
    let (catalog, _) = found?;
    caller.check(&catalog)?;
    Ok(catalog)
}

/// The feature and the option with these numbers.
fn both(change: &Change, id: i64, oid: i64) -> Answer<(Part, Part)> {
    let feature = change.part(Kind::Feature, id)?;
    let option = of(change.part(Kind::Option, oid).ok(), &feature, oid)?;
    Ok((feature, option))
}

/// An option, if it is one of this feature.
fn of(part: Option<Part>, feature: &Part, number: i64) -> Answer<Part> {
    let is_own = |it: &Part| it.kind == Kind::Option && it.is_within(feature);
    part.filter(is_own)
        .ok_or_else(|| Kind::Option.unknown(&number.to_string()))
}

/// Where a feature stands in a document that is changed.
struct Place<'c> {
    at: usize,
    index: usize,
    component: &'c mut Component,
}

impl<'c> Place<'c> {
    fn of(change: &'c mut Change, part: &Part) -> Answer<Self> {
        let (at, component) = change.component(&part.component)?;
        let index = component.features.iter().position(|it| it.id == part.id);
        let index = index.ok_or_else(|| Kind::Feature.unknown(&part.id))?;
        Ok(Self {
            at,
            index,
            component,
        })
    }

    fn path(&self) -> String {
        format!("$.components[{}].features[{}]", self.at, self.index)
    }

    /// What can be chosen; a feature of another type is refused.
    fn options(&mut self) -> Answer<&mut Vec<FeatureOption>> {
        let feature = self.component.features.get_mut(self.index);
        feature.and_then(options_mut).ok_or_else(|| {
            let detail = "only a `select` or `multiselect` has options";
            Problem::of(Code::Conflict, detail)
                .with_help("change the `type` of the feature together with its `options`")
        })
    }

    /// The component and the feature as they are now.
    fn done(&self) -> Answer<(Component, Feature)> {
        let feature = self.component.features.get(self.index).cloned();
        let feature = feature.ok_or_else(|| Kind::Feature.unknown(&self.index.to_string()))?;
        Ok((self.component.clone(), feature))
    }
}
