//! Configento's resources, by its paths and in its JSON: components, features, options, price lists.
//!
//! Its ids are whole numbers (`parts::Numbers`); `key` beside them is the id in the catalog document, in orders and in
//! rules. Every change is one of the catalog: compiled, live at once, and told by `catalog.published`.

mod apply;
mod asked;
mod body;
mod components;
mod features;
mod form;
mod kind;
mod options;
mod price_lists;
mod surcharge;
mod table;
mod upload;
mod view;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;

pub use components::of_component;

use crate::app::App;
use crate::parts::given::wrong;
use crate::parts::listing::tagged_json;
use crate::problem::{Answer, Code, Problem};
use crate::web::answer::{JsonText, not_modified, tagged};
use crate::web::etag::Precondition;
use crate::web::told::Told;

/// What revisions say that made them.
const ORIGIN: &str = "configento";

/// The routes of these resources; uploads may be as large as catalogs.
pub fn routes(app: &App) -> OpenApiRouter<App> {
    let small = components::routes()
        .merge(features::routes())
        .merge(options::routes())
        .merge(price_lists::routes())
        .layer(DefaultBodyLimit::max(app.settings.body_bytes));
    let large = upload::routes().layer(DefaultBodyLimit::max(app.settings.catalog_bytes));
    small.merge(large)
}

/// An answer to a reader, with its ETag.
fn shown<T: Serialize>(precondition: &Precondition, answer: &T) -> Answer<Response> {
    let (tag, json) = tagged_json(answer)?;
    if precondition.has_seen(&tag) {
        return Ok(not_modified(&tag));
    }
    Ok(tagged(&tag, JsonText(json)))
}

/// An answer to who has changed something, with its new ETag.
fn changed<T: Serialize>(answer: &T) -> Answer<Told> {
    let (tag, body) = tagged_json(answer)?;
    Ok(Told::text(StatusCode::OK, "application/json", body).with_tag(tag))
}

/// Refuses a change of what another editor has changed since it was read.
fn expect<T: Serialize>(precondition: &Precondition, now: &T) -> Answer<()> {
    precondition.check(Some(&tagged_json(now)?.0))
}

/// An answer to who has made something.
fn made<T: Serialize>(location: String, answer: &T) -> Answer<Told> {
    let (tag, body) = tagged_json(answer)?;
    let told = Told::text(StatusCode::CREATED, "application/json", body);
    Ok(told.with_tag(tag).with_location(location))
}

/// A key that is sent back must be the one that is there.
fn same_key(given: Option<&str>, now: &str) -> Answer<()> {
    match given {
        Some(given) if given != now => {
            let detail = format!("expected `{now}`, which does not change, found `{given}`");
            Err(wrong("$.key", detail))
        }
        _ => Ok(()),
    }
}

/// An id that is sent back must be the one of the path.
fn same_id(path: &str, given: Option<i64>, now: i64) -> Answer<()> {
    match given {
        Some(given) if given != now => Err(wrong(path, format!("expected {now}, found {given}"))),
        _ => Ok(()),
    }
}

/// The key of something new: what was chosen, else what its name becomes. One that is taken is refused: a name is not
/// given twice by accident.
fn new_key<'k>(
    chosen: Option<String>,
    of_name: impl FnOnce() -> String,
    mut taken: impl Iterator<Item = &'k str>,
) -> Answer<String> {
    let key = chosen.unwrap_or_else(of_name);
    if taken.any(|it| it == key) {
        let detail = format!("`{key}` is there already");
        return Err(Problem::of(Code::AlreadyThere, detail)
            .with_help("choose another name, or give a `key` of its own")
            .with("key", key));
    }
    Ok(key)
}
