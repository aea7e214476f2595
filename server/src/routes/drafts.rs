//! Drafts: a document beside the live one, with faults or without, until it is published.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pricewright::analyze::lint::LintLimits;
use pricewright::plan::Stop;
use pricewright::{Catalog, check_catalog, compile};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::secret::hash;
use crate::auth::{Caller, may};
use crate::live::{Edit, compiled, while_waited};
use crate::problem::{Answer, Code, Problem};
use crate::store::catalogs::{self, Draft};
use crate::time::Instant;
use crate::web::answer::{JsonText, tagged};
use crate::web::body::{Document, raw};
use crate::web::etag::Precondition;
use crate::web::idempotency::{IdempotencyKey, Repeatable};
use crate::web::path::{Id, Path};
use crate::web::query::Query;
use crate::web::schema::CatalogDocument;
use crate::web::to_the_end::to_the_end;

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, write, discard))
        .routes(routes!(publish))
        .routes(routes!(findings_of_draft))
        .routes(routes!(validate))
}

/// A draft without its document.
#[derive(Debug, Serialize, ToSchema)]
struct DraftInfo {
    /// The catalog.
    catalog: String,
    /// When it was written.
    #[schema(format = DateTime)]
    written_at: String,
    /// The live revision when it was begun; none where nothing was live.
    base_revision: Option<i64>,
    /// What stands in the way of publishing it, and what is hardly meant.
    #[serde(flatten)]
    validation: Validation,
}

/// What is to be said about a document.
#[derive(Debug, Serialize, ToSchema)]
struct Validation {
    /// Whether it can be published.
    valid: bool,
    /// Its fingerprint, where it is valid.
    fingerprint: Option<String>,
    /// Every fault, and what is hardly meant: `code`, `severity`, `message`, `path`, `span`, `help`.
    #[schema(value_type = Vec<Object>)]
    diagnostics: Box<RawValue>,
    /// What the lint found, where it was asked for and the document is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    findings: Option<Box<RawValue>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ValidationQuery {
    /// Whether to look at prices, too, as `pricewright check` does
    #[serde(default)]
    lint: bool,
    /// How many sets of configurations one question of the lint may look at, 1000 without it
    #[param(minimum = 0, maximum = 20_000)]
    steps: Option<u64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PublishQuery {
    /// Publish also if something else was published since the draft was begun
    #[serde(default)]
    force: bool,
}

/// Read a draft
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/draft", tag = "drafts",
    params(("id" = String, Path, description = "the catalog")),
    responses((status = 200, description = "the document as it was written, whatever it is", body = serde_json::Value, content_type = "application/json")),
    security(("token" = ["catalogs:read"]))
)]
async fn read(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
) -> Answer<Response> {
    caller.check(&id)?;
    let draft = draft(&app, &id).await?;
    Ok(tagged(&draft.tag, JsonText(draft.document)))
}

/// Write a draft
///
/// Any JSON is kept, also with faults; the answer tells them.
#[utoipa::path(
    put, path = "/v1/catalogs/{id}/draft", tag = "drafts",
    params(("id" = String, Path, description = "the catalog")),
    request_body(content = Object, description = "a catalog document", content_type = "application/json"),
    responses(
        (status = 200, description = "kept instead of the one before", body = DraftInfo),
        (status = 201, description = "kept", body = DraftInfo)
    ),
    security(("token" = ["catalogs:write"]))
)]
async fn write(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
    Document(text): Document,
) -> Answer<Response> {
    caller.check(&id)?;
    // what is no JSON at all would make the draft unreadable
    raw(text.clone())?;
    let checked = text.clone();
    let work = move |stop: &Stop| Ok(validated(&checked, None, stop));
    let validation = while_waited(&app.live.work, work).await?;
    to_the_end(async move {
        let mut edit = Edit::begin(&app, &id).await?;
        let before = catalogs::draft(edit.on(), &id).await?;
        precondition.check(before.as_ref().map(|it| it.tag.as_str()))?;
        let live = edit.row().and_then(|row| row.live);
        let draft = Draft {
            tag: hash(&text),
            document: text,
            at: Instant::now().0,
            base: before.as_ref().map_or(live, |it| it.base),
        };
        let epoch = edit.epoch();
        catalogs::keep_draft(edit.on(), &id, Some(&draft), epoch).await?;
        edit.commit().await?;
        let status = match before {
            Some(_) => StatusCode::OK,
            None => StatusCode::CREATED,
        };
        let info = DraftInfo {
            catalog: id,
            written_at: Instant(draft.at).text(),
            base_revision: draft.base,
            validation,
        };
        Ok(tagged(&draft.tag, (status, Json(info))))
    })
    .await
}

/// Throw a draft away
#[utoipa::path(
    delete, path = "/v1/catalogs/{id}/draft", tag = "drafts",
    params(("id" = String, Path, description = "the catalog")),
    responses((status = 204, description = "thrown away")),
    security(("token" = ["catalogs:write"]))
)]
async fn discard(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(Id(id)): Path<Id>,
    precondition: Precondition,
) -> Answer<StatusCode> {
    caller.check(&id)?;
    to_the_end(async move {
        let mut edit = Edit::begin(&app, &id).await?;
        let before = catalogs::draft(edit.on(), &id).await?;
        let before = before.ok_or_else(|| unknown_draft(&id))?;
        precondition.check(Some(&before.tag))?;
        let epoch = edit.epoch();
        catalogs::keep_draft(edit.on(), &id, None, epoch).await?;
        edit.commit().await?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Publish a draft
///
/// It becomes the live revision and is no draft any more. `If-Match` is about the draft.
#[utoipa::path(
    post, path = "/v1/catalogs/{id}/draft/publish", tag = "drafts",
    params(("id" = String, Path, description = "the catalog"), PublishQuery, IdempotencyKey),
    responses(
        (status = 200, description = "the catalog is live", body = super::catalogs::PublishedInfo),
        (status = 201, description = "the catalog is new and live", body = super::catalogs::PublishedInfo)
    ),
    security(("token" = ["catalogs:write"]))
)]
async fn publish(
    State(app): State<App>,
    caller: Caller<may::WriteCatalogs>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<PublishQuery>,
    precondition: Precondition,
    key: IdempotencyKey,
) -> Answer<Response> {
    caller.check(&id)?;
    let store = app.store.clone();
    let repeatable = key.of(&caller.principal, "");
    let publish = |repeatable: Repeatable| {
        to_the_end(async move {
            // compiled before the change begins: nobody waits for the compiler then
            let draft = draft(&app, &id).await?;
            precondition.check(Some(&draft.tag))?;
            let compiled = compiled(draft.document).await?;
            let mut edit = Edit::begin(&app, &id).await?;
            if let Some(answer) = repeatable.begin(edit.on()).await? {
                return Ok(answer);
            }
            let now = catalogs::draft(edit.on(), &id).await?;
            let now = now.ok_or_else(|| unknown_draft(&id))?;
            if now.tag != draft.tag || now.base != draft.base {
                let detail = "the draft was written while it was being published";
                return Err(Problem::of(Code::Conflict, detail).with_help("publish it again"));
            }
            let live = edit.row().and_then(|row| row.live);
            if live != draft.base && !query.force {
                return Err(overtaken(draft.base, live));
            }
            let published = edit.store(&compiled, "publish", caller.token()).await?;
            let epoch = edit.epoch();
            catalogs::keep_draft(edit.on(), &id, None, epoch).await?;
            let told = published.told()?;
            repeatable.keep(edit.on(), &told).await?;
            edit.commit().await?;
            Ok(told.into_response())
        })
    };
    repeatable.once(&store, publish).await
}

/// The refusal of a draft that does not know what is live.
fn overtaken(base: Option<i64>, live: Option<i64>) -> Problem {
    let shown = |it: Option<i64>| it.map_or("nothing".to_owned(), |it| it.to_string());
    let detail = format!(
        "the draft was begun on revision `{}`, revision `{}` is live",
        shown(base),
        shown(live)
    );
    Problem::of(Code::Conflict, detail).with_help(
        "look at the difference, then publish with `?force=true`, or begin the draft again",
    )
}

/// Validate a draft
#[utoipa::path(
    get, path = "/v1/catalogs/{id}/draft/diagnostics", tag = "drafts",
    params(("id" = String, Path, description = "the catalog"), ValidationQuery),
    responses((status = 200, description = "whether it can be published", body = Validation)),
    security(("token" = ["catalogs:read"]))
)]
async fn findings_of_draft(
    State(app): State<App>,
    caller: Caller<may::ReadCatalogs>,
    Path(Id(id)): Path<Id>,
    Query(query): Query<ValidationQuery>,
) -> Answer<Response> {
    caller.check(&id)?;
    let limits = query.limits()?;
    let draft = draft(&app, &id).await?;
    let work = move |stop: &Stop| Ok(validated(&draft.document, limits, stop));
    let found = while_waited(&app.live.work, work).await?;
    Ok(Json(found).into_response())
}

/// Validate a catalog document
///
/// Nothing is kept.
#[utoipa::path(
    post, path = "/v1/validate", tag = "drafts", params(ValidationQuery),
    request_body(content = CatalogDocument, description = "a catalog document", content_type = "application/json"),
    responses((status = 200, description = "whether it could be published", body = Validation)),
    security(("token" = ["catalogs:read"]))
)]
async fn validate(
    State(app): State<App>,
    _: Caller<may::ReadCatalogs>,
    Query(query): Query<ValidationQuery>,
    Document(text): Document,
) -> Answer<Response> {
    let limits = query.limits()?;
    let work = move |stop: &Stop| Ok(validated(&text, limits, stop));
    let found = while_waited(&app.live.work, work).await?;
    Ok(Json(found).into_response())
}

impl ValidationQuery {
    fn limits(&self) -> Answer<Option<LintLimits>> {
        let steps = self.steps.unwrap_or(LintLimits::default().steps);
        if steps > 20_000 {
            let detail = format!("`steps`: expected a number up to 20000, found `{steps}`");
            return Err(Problem::of(Code::InvalidQuery, detail));
        }
        let limits = LintLimits {
            steps,
            ..LintLimits::default()
        };
        Ok(self.lint.then_some(limits))
    }
}

/// What the engine says about a document.
fn validated(text: &str, lint: Option<LintLimits>, stop: &Stop) -> Validation {
    let catalog = match Catalog::from_json(text) {
        Ok(catalog) => catalog,
        Err(found) => return Validation::faulty(found.to_json()),
    };
    let found = check_catalog(&catalog);
    if found.has_errors() {
        return Validation::faulty(found.to_json());
    }
    let findings = lint.and_then(|limits| {
        let plan = compile(&catalog).ok()?.stopped_by(stop);
        RawValue::from_string(plan.lint(limits).to_json()).ok()
    });
    Validation {
        valid: true,
        fingerprint: Some(catalog.fingerprint()),
        diagnostics: raw_or_null(found.to_json()),
        findings,
    }
}

impl Validation {
    fn faulty(diagnostics: String) -> Self {
        Self {
            valid: false,
            fingerprint: None,
            diagnostics: raw_or_null(diagnostics),
            findings: None,
        }
    }
}

fn raw_or_null(json: String) -> Box<RawValue> {
    RawValue::from_string(json).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

async fn draft(app: &App, id: &str) -> Answer<Draft> {
    let found = catalogs::draft(&mut *app.store.read().await?, id).await?;
    found.ok_or_else(|| unknown_draft(id))
}

/// The refusal of a draft that is not there.
pub fn unknown_draft(id: &str) -> Problem {
    Problem::of(Code::UnknownDraft, format!("catalog `{id}` has no draft"))
}
