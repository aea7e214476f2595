//! All catalogs at once, as NDJSON: one catalog a line.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::{StreamExt as _, stream};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, may};
use crate::live::{Compiled, Edit, LiveCatalog, Published, compiled};
use crate::problem::{Answer, Code, Problem};
use crate::store::catalogs;
use crate::web::body::{self, raw, unreadable};
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::path::Id;
use crate::web::query::Query;
use crate::web::to_the_end::to_the_end;
use crate::web::told::Told;

/// The media type of lines of JSON.
const NDJSON: &str = "application/x-ndjson";
/// Lines of an import, at most.
const MOST_LINES: usize = 10_000;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(export))
        .routes(routes!(import))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// Whether nothing is written if any line is refused
    #[serde(default)]
    atomic: bool,
}

/// A line of an export and of an import.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The catalog.
    id: Id,
    /// The live revision; imports do not look at it.
    revision: Option<i64>,
    /// The fingerprint of the document; imports do not look at it.
    fingerprint: Option<String>,
    /// The catalog document.
    #[schema(value_type = Object)]
    document: Box<RawValue>,
}

/// What became of a line.
#[derive(Debug, Serialize, ToSchema)]
struct Outcome {
    /// Counted from 1.
    line: usize,
    /// The catalog, where the line could be read.
    id: Option<String>,
    /// `created`, `updated`, `unchanged`, `refused`, or `held_back` because another line was refused.
    outcome: &'static str,
    /// The live revision.
    revision: Option<i64>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::problem::ProblemDetails>)]
    problem: Option<Box<RawValue>>,
}

/// Export catalogs
///
/// The live ones that the token is for, as they were when the request arrived.
#[utoipa::path(
    get, path = "/v1/export", tag = "catalogs",
    responses((status = 200, description = "a catalog in each line", body = Line, content_type = "application/x-ndjson")),
    security(("token" = ["catalogs:read"]))
)]
async fn export(State(app): State<App>, caller: Caller<may::ReadCatalogs>) -> Response {
    let open: Vec<Arc<LiveCatalog>> = caller
        .snapshot
        .catalogs()
        .filter(|live| caller.principal.is_for(&live.id))
        .cloned()
        .collect();
    let lines = stream::iter(open).then(move |live| {
        let app = app.clone();
        async move { exported(&app, &live).await }
    });
    ndjson(StatusCode::OK, Body::from_stream(lines))
}

/// Import catalogs
///
/// Each line is written like `PUT /v1/catalogs/{id}`, one after the other; what became of it stands in the same
/// line of the answer. With `atomic=true` all are written in one change, or none.
#[utoipa::path(
    post, path = "/v1/import", tag = "catalogs", params(ImportQuery, IdempotencyKey),
    request_body(content = Line, description = "a catalog in each line", content_type = "application/x-ndjson"),
    responses((status = 200, description = "what became of each line", body = Outcome, content_type = "application/x-ndjson")),
    security(("token" = ["catalogs:write"]))
)]
async fn import(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Query(query): Query<ImportQuery>,
    key: IdempotencyKey,
    headers: HeaderMap,
    bytes: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Answer<Response> {
    expect_ndjson(&headers)?;
    let text = body::text(Vec::from(bytes.map_err(unreadable)?))?;
    let lines = text.lines().enumerate();
    let lines: Vec<_> = lines.filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.len() > MOST_LINES {
        let detail = format!("expected up to {MOST_LINES} lines, found {}", lines.len());
        return Err(Problem::of(Code::BodyTooLarge, detail));
    }
    let repeatable = key.of(&caller.principal, &text);
    let caller = Arc::new(caller);
    let write = |repeatable: Repeatable| async {
        let mut read = Vec::with_capacity(lines.len());
        for (index, line) in lines {
            read.push((index.saturating_add(1), entry(&caller, line).await));
        }
        if query.atomic {
            at_once(&app, Arc::clone(&caller), read, repeatable).await
        } else {
            one_by_one(&app, &caller, read, &repeatable).await
        }
    };
    repeatable.once(&app.store, write).await
}

/// What became of the lines, as it is answered.
fn told(outcomes: &[Outcome]) -> Answer<Told> {
    let mut text = String::new();
    for outcome in outcomes {
        let line = serde_json::to_string(outcome).map_err(|_| Problem::new(Code::Internal))?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(Told::text(StatusCode::OK, NDJSON, text))
}

/// A line that can be written, or why not.
type Entry = Result<(String, Arc<Compiled>), (Option<String>, Problem)>;

async fn entry(caller: &Caller<may::WriteCatalogs>, line: &str) -> Entry {
    let read: Line = body::read(line).map_err(|problem| (None, problem))?;
    let id = read.id.0;
    let refused = |problem| (Some(id.clone()), problem);
    caller.check(&id).map_err(refused)?;
    let document = read.document.get().to_owned();
    let compiled = compiled(document).await.map_err(refused)?;
    Ok((id, compiled))
}

async fn one_by_one(
    app: &App,
    caller: &Arc<Caller<may::WriteCatalogs>>,
    lines: Vec<(usize, Entry)>,
    repeatable: &Repeatable,
) -> Answer<Response> {
    let mut outcomes = Vec::with_capacity(lines.len());
    for (line, entry) in lines {
        let (id, compiled) = match entry {
            Ok(fine) => fine,
            Err((id, problem)) => {
                outcomes.push(Outcome::refused(line, id, &problem));
                continue;
            }
        };
        let (app, caller) = (app.clone(), Arc::clone(caller));
        let published = to_the_end(async move {
            let edit = Edit::begin(&app, &id).await?;
            edit.publish_compiled(&compiled, "import", caller.token())
                .await
        });
        outcomes.push(Outcome::written(line, published.await?));
    }
    // the lines are changes of their own: one that was written is written again by whoever asks before this is kept
    let told = told(&outcomes)?;
    let mut change = app.store.change().await?;
    if let Some(answer) = repeatable.begin(change.on()).await? {
        return Ok(answer);
    }
    repeatable.keep(change.on(), &told).await?;
    change.commit().await?;
    Ok(told.into_response())
}

async fn at_once(
    app: &App,
    caller: Arc<Caller<may::WriteCatalogs>>,
    lines: Vec<(usize, Entry)>,
    repeatable: Repeatable,
) -> Answer<Response> {
    if lines.iter().any(|(_, entry)| entry.is_err()) {
        let outcomes = lines.into_iter().map(|(line, entry)| match entry {
            Ok((id, _)) => Outcome::held_back(line, id),
            Err((id, problem)) => Outcome::refused(line, id, &problem),
        });
        return Ok(told(&outcomes.collect::<Vec<_>>())?.into_response());
    }
    let app = app.clone();
    to_the_end(async move {
        let mut edit = Edit::begin(&app, "").await?;
        if let Some(answer) = repeatable.begin(edit.on()).await? {
            return Ok(answer);
        }
        let mut outcomes = Vec::with_capacity(lines.len());
        for (line, entry) in lines {
            let (id, compiled) = entry.map_err(|(_, problem)| problem)?;
            edit.turn_to(&id).await?;
            let published = edit.store(&compiled, "import", caller.token()).await?;
            outcomes.push(Outcome::written(line, published));
        }
        let told = told(&outcomes)?;
        repeatable.keep(edit.on(), &told).await?;
        edit.commit().await?;
        Ok(told.into_response())
    })
    .await
}

impl Outcome {
    fn written(line: usize, published: Published) -> Self {
        Self {
            line,
            id: Some(published.id),
            outcome: match (published.is_new, published.is_changed) {
                (true, _) => "created",
                (false, true) => "updated",
                (false, false) => "unchanged",
            },
            revision: Some(published.revision),
            problem: None,
        }
    }

    fn refused(line: usize, id: Option<String>, problem: &Problem) -> Self {
        Self {
            line,
            id,
            outcome: "refused",
            revision: None,
            problem: raw(problem.to_json()).ok(),
        }
    }

    fn held_back(line: usize, id: String) -> Self {
        Self {
            line,
            id: Some(id),
            outcome: "held_back",
            revision: None,
            problem: None,
        }
    }
}

/// The line of a live catalog. An answer that has begun can only break off: the client sees that its end is
/// missing.
async fn exported(app: &App, live: &LiveCatalog) -> Result<String, std::io::Error> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::error!(error = %error, catalog = live.id, "export");
        std::io::Error::other("the export broke off")
    };
    let mut on = app.store.read().await.map_err(|error| broken(&error))?;
    let document = catalogs::document(&mut on, &live.id, live.revision).await;
    let document = document
        .map_err(|error| broken(&error))?
        .unwrap_or_default();
    // outside of texts, where JSON has none, line breaks mean nothing
    let document = document.replace(['\n', '\r'], " ");
    let line = Line {
        id: Id(live.id.clone()),
        revision: Some(live.revision),
        fingerprint: Some(live.fingerprint.clone()),
        document: RawValue::from_string(document).map_err(|error| broken(&error))?,
    };
    let mut text = serde_json::to_string(&line).map_err(|error| broken(&error))?;
    text.push('\n');
    Ok(text)
}

fn ndjson(status: StatusCode, body: Body) -> Response {
    let kind = (CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    (status, [kind], body).into_response()
}

fn expect_ndjson(headers: &HeaderMap) -> Answer<()> {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let Some(kind) = kind else { return Ok(()) };
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let known = [NDJSON, "application/ndjson", "application/jsonl"];
    if known.iter().any(|it| essence.eq_ignore_ascii_case(it)) {
        return Ok(());
    }
    let detail = format!("expected `{NDJSON}`, found `{}`", body::visible(kind));
    Err(Problem::of(Code::UnsupportedMediaType, detail))
}
