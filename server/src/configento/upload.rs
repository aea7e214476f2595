//! Uploads of price lists: a CSV file, the features of its axes, and how the file is written where that cannot be detected.

use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::Response;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Done, Start};
use super::components::of_component;
use super::form::Upload;
use super::table::{self, PriceListView};
use super::{changed, expect, made, price_lists, same_key};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::change::Stored;
use crate::parts::listing::tagged_json;
use crate::parts::{Change, Kind, unpriced};
use crate::problem::Answer;
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::path::Path;

/// The routes of uploads.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(replace))
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Upload` reads")]
struct UploadForm {
    /// The table: a header row, a header column, and a price in each cell
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The feature that chooses the row
    row_feature_id: i64,
    /// The feature that chooses the column; none for a list of one axis
    col_feature_id: Option<i64>,
    /// What people read; the file's name where it is left out
    name: Option<String>,
    /// Its id in rules; made from the name where it is left out
    key: Option<String>,
    /// `base`, `surcharge` or `table`
    role: Option<String>,
    /// `up`, `down`, `nearest`, `exact` or `linear`, the default
    row_lookup: Option<String>,
    /// The same for the columns
    col_lookup: Option<String>,
    /// `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, `windows-1250` or `latin-1`
    encoding: Option<String>,
    /// `,`, `;`, `|` or `tab`
    separator: Option<String>,
    /// `.` or `,`
    decimal: Option<String>,
    /// `none`, `point`, `comma`, `space` or `apostrophe`
    thousands: Option<String>,
    /// The unit of the axes, such as `cm`
    unit: Option<String>,
    /// Whether the file's rows are the list's columns
    transpose: Option<bool>,
    /// `wide` or `long`
    form: Option<String>,
}

/// Upload a price list
///
/// The first one of a component is its base price, further ones add to it. Between two sizes prices are interpolated
/// (`linear`), unless the upload says otherwise. The answer's `report` tells what was found in the file.
#[utoipa::path(
    post, path = "/v1/components/{id}/pricelists", tag = "configento",
    params(("id" = i64, Path, description = "the component"), IdempotencyKey),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "the price list is live", body = PriceListView)),
    security(("token" = ["catalogs:write"]))
)]
async fn create(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(id): Path<i64>,
    key: IdempotencyKey,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Response> {
    let catalog = of_component(&app, &caller, id).await?;
    let upload = Upload::read(form).await?;
    let repeatable = key.of(&caller.principal, &upload.content);
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = change.part(Kind::Component, id)?;
        let numbers = change.numbers.clone();
        let (at, component) = change.component(&part.id)?;
        let table::Made { list, notes } = table::list(&upload, component, &numbers, None)?;
        component.price_lists.push(list.clone());
        unpriced::settle(component);
        let index = component.price_lists.len().saturating_sub(1);
        let prefix = format!("$.components[{at}].price_lists[{index}]");
        let component = component.clone();
        let show = move |stored: &Stored| {
            let view = table::view(&component, &list, &stored.numbers);
            let location = format!("/v1/components/{id}/pricelists/{}", view.id);
            // the ETag is that of what a reader sees, without the report
            let (tag, _) = tagged_json(&view)?;
            let view = view.with(list.file_report.as_deref(), notes);
            Ok(made(location, &view)?.with_tag(tag))
        };
        Ok((prefix, show))
    };
    asked.create(repeatable, work).await
}

/// Replace a price list
///
/// By a new table. What the form leaves out, the name and the lookup for instance, stays as it is.
#[utoipa::path(
    put, path = "/v1/components/{id}/pricelists/{plid}", tag = "configento",
    params(("id" = i64, Path, description = "the component"), ("plid" = i64, Path, description = "the price list")),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "the price list as it is live", body = PriceListView)),
    security(("token" = ["catalogs:write"]))
)]
async fn replace(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path((id, plid)): Path<(i64, i64)>,
    precondition: Precondition,
    form: Result<Multipart, MultipartRejection>,
) -> Answer<Response> {
    let catalog = of_component(&app, &caller, id).await?;
    let upload = Upload::read(form).await?;
    let asked = Asked::new(app, &caller, catalog, Start::Live(Kind::Component, id));
    let work = move |change: &mut Change| {
        let part = price_lists::part(change, id, plid)?;
        let numbers = change.numbers.clone();
        let (at, component) = change.component(&part.component)?;
        same_key(upload.key.as_deref(), &part.id)?;
        let mut all = component.price_lists.iter().enumerate();
        let (index, before) = all
            .find(|(_, it)| it.id == part.id)
            .ok_or_else(|| Kind::PriceList.unknown(&plid.to_string()))?;
        expect(&precondition, &table::view(component, before, &numbers))?;
        let made = table::list(&upload, component, &numbers, Some(before))?;
        if let Some(list) = component.price_lists.get_mut(index) {
            list.clone_from(&made.list);
        }
        unpriced::settle(component);
        let component = component.clone();
        Ok(Done {
            prefix: Some(format!("$.components[{at}].price_lists[{index}]")),
            gone: Vec::new(),
            show: move |stored: &Stored| {
                let view = table::view(&component, &made.list, &stored.numbers);
                let (tag, _) = tagged_json(&view)?;
                let view = view.with(made.list.file_report.as_deref(), made.notes);
                Ok(changed(&view)?.with_tag(tag))
            },
        })
    };
    asked.update(work).await
}
