//! Price groups as they are read: all of them, one, and in the older form.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::group::{self, GroupView};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::Reading;
use crate::parts::listing::{ListQuery, link, tagged_json};
use crate::problem::{Answer, Code, Problem};
use crate::store::{catalogs, price_groups};
use crate::web::answer::{JsonText, not_modified, tagged};
use crate::web::etag::Precondition;
use crate::web::path::Path;
use crate::web::query::Query;

/// The routes that read, as they are described.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(variables))
        .routes(routes!(read))
}

/// The route of all groups, under another path.
pub fn all() -> MethodRouter<App> {
    get(list)
}

/// The route of one group, under another path.
pub fn one() -> MethodRouter<App> {
    get(read)
}

/// Price groups.
#[derive(Debug, Serialize, ToSchema)]
struct Groups {
    /// All of them, by id.
    data: Vec<GroupView>,
}

/// Price groups in the older form.
#[derive(Debug, Serialize)]
struct Older {
    #[serde(rename = "priceGroups")]
    price_groups: Vec<OlderGroup>,
}

#[derive(Debug, Serialize)]
struct OlderGroup {
    #[serde(rename = "groupId")]
    id: String,
    name: String,
    description: String,
}

/// Which groups.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GroupsQuery {
    /// Of which component; of all without it
    configurator_id: Option<i64>,
    /// How many entries; all without it. The header `Link` names the next page
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// The id of the last entry of the page before
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// List price groups
///
/// Of all catalogs that the token is for. Also under `/api/open-api/v1`, and in the older form under
/// `/api/configurator-price-groups`.
#[utoipa::path(
    get, path = "/open-api/v1/configurator-price-groups", tag = "simplio3d", params(GroupsQuery),
    responses((status = 200, description = "price groups", body = Groups)),
    security(("token" = ["catalogs:read"]))
)]
async fn list(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    uri: Uri,
    Query(query): Query<GroupsQuery>,
    precondition: Precondition,
) -> Answer<Response> {
    let mut all = views(&app, &caller).await?;
    all.retain(|it| {
        query
            .configurator_id
            .is_none_or(|id| it.configurator_id == id)
    });
    let pages = ListQuery {
        limit: query.limit,
        after: query.after,
    };
    let page = pages.page(all, |it| it.id)?;
    let next = link(uri.path(), query.limit, page.next.as_deref());
    let (tag, json) = tagged_json(&Groups { data: page.data })?;
    if precondition.has_seen(&tag) {
        return Ok(not_modified(&tag));
    }
    Ok((next, tagged(&tag, JsonText(json))).into_response())
}

/// List the variables of price groups
///
/// The groups themselves, as Simplio3D answers it.
#[utoipa::path(
    get, path = "/open-api/v1/configurator-price-groups/variables/list", tag = "simplio3d", params(GroupsQuery),
    responses((status = 200, description = "price groups", body = Groups)),
    security(("token" = ["catalogs:read"]))
)]
async fn variables(
    state: State<App>,
    caller: Caller<may::ReadCatalogs>,
    uri: Uri,
    query: Query<GroupsQuery>,
    precondition: Precondition,
) -> Answer<Response> {
    list(state, caller, uri, query, precondition).await
}

/// Read a price group
///
/// Also in the singular, `/configurator-price-group/{id}`, and under `/api/open-api/v1`.
#[utoipa::path(
    get, path = "/open-api/v1/configurator-price-groups/{id}", tag = "simplio3d",
    params(("id" = i64, Path, description = "the price group")),
    responses((status = 200, description = "the price group", body = GroupView)),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(id): Path<i64>,
    precondition: Precondition,
) -> Answer<Response> {
    let row = price_groups::one(&mut *app.store.read().await?, id).await?;
    let row = row.ok_or_else(|| unknown(id))?;
    caller.check(&row.catalog)?;
    let live = caller
        .snapshot
        .catalog(&row.catalog)
        .ok_or_else(|| unknown(id))?;
    let reading = Reading::of(&app, live).await?;
    let found = of(&app, &reading).await?;
    let view = found
        .into_iter()
        .find(|it| it.id == id)
        .ok_or_else(|| unknown(id))?;
    let (tag, json) = tagged_json(&view)?;
    if precondition.has_seen(&tag) {
        return Ok(not_modified(&tag));
    }
    Ok(tagged(&tag, JsonText(json)))
}

/// Price groups in the older form: ids as texts, names and descriptions.
pub async fn older(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
) -> Answer<axum::Json<impl Serialize>> {
    let all = views(&app, &caller).await?;
    let groups = all.into_iter().map(|it| OlderGroup {
        id: it.id.to_string(),
        name: it.source.title,
        description: it.source.description.unwrap_or_default(),
    });
    Ok(axum::Json(Older {
        price_groups: groups.collect(),
    }))
}

/// The refusal of a number that no price group has.
pub fn unknown(id: i64) -> Problem {
    Problem::of(
        Code::UnknownPriceGroup,
        format!("no price group has the id {id}"),
    )
}

async fn views<S>(app: &App, caller: &Caller<S>) -> Answer<Vec<GroupView>> {
    let mut all = Vec::new();
    for reading in Reading::all(app, caller, None).await? {
        all.extend(of(app, &reading).await?);
    }
    all.sort_by_key(|it| it.id);
    Ok(all)
}

/// The price groups of a live catalog.
async fn of(app: &App, reading: &Reading) -> Answer<Vec<GroupView>> {
    let (id, catalog) = (&reading.live.id, reading.catalog());
    let mut on = app.store.read().await?;
    let mut rows = price_groups::of(&mut on, id).await?;
    let revision = catalogs::revision_at(&mut on, id, reading.live.revision).await?;
    // a change needs a connection of its own
    drop(on);
    if group::is_complete(&rows, catalog) {
        rows = group::there(rows, catalog);
    } else {
        let mut change = app.store.change().await?;
        rows = group::rows(change.on(), id, catalog).await?;
        change.commit().await?;
    }
    let live_at = revision.map(|it| it.created_at);
    let views = rows
        .iter()
        .filter_map(|row| GroupView::of(row, catalog, &reading.numbers, live_at));
    Ok(views.collect())
}
