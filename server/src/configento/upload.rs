//! Uploads of price lists by `multipart/form-data`: a CSV file, the features of its axes, and how the file is written
//! where that cannot be detected.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::http::header::ACCEPT;
use axum::response::Response;
use pricewright::model::catalog::{CsvSettings, Encoding, LookupMode, Role, TableForm, Thousands};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Done, Start};
use super::components::of_component;
use super::table::{self, LOOKUPS, PriceListView, ROLES};
use super::{changed, expect, made, price_lists, same_key};
use crate::app::App;
use crate::auth::{Caller, may};
use crate::parts::change::Stored;
use crate::parts::given::wrong;
use crate::parts::listing::tagged_json;
use crate::parts::{Change, Kind, unpriced};
use crate::problem::{Answer, Code, Problem};
use crate::web::body::visible;
use crate::web::etag::Precondition;
use crate::web::idempotency::IdempotencyKey;
use crate::web::path::Path;

/// The routes of uploads.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(replace))
}

/// What is uploaded.
#[derive(Debug)]
pub struct Upload {
    /// The table.
    pub file: File,
    /// The feature that chooses the row.
    pub row_feature_id: i64,
    /// The feature that chooses the column.
    pub col_feature_id: Option<i64>,
    /// What people read.
    pub name: Option<String>,
    /// Its id in rules.
    pub key: Option<String>,
    /// What it is for.
    pub role: Option<Role>,
    /// How a row is found.
    pub row_lookup: Option<LookupMode>,
    /// How a column is found.
    pub col_lookup: Option<LookupMode>,
    /// How the file is written.
    pub csv: CsvSettings,
    content: String,
}

/// The table.
#[derive(Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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

impl Upload {
    /// Reads a form, strictly.
    ///
    /// # Errors
    /// `unsupported-media-type`, `body-too-large`, `invalid-body` with the field.
    async fn read(form: Result<Multipart, MultipartRejection>) -> Answer<Self> {
        let mut form = form.map_err(|_| {
            let detail = "expected `multipart/form-data`";
            Problem::of(Code::UnsupportedMediaType, detail)
                .with_header(ACCEPT, "multipart/form-data")
        })?;
        let mut fields: BTreeMap<String, (Option<String>, Vec<u8>)> = BTreeMap::new();
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
            if fields.insert(name.clone(), (file, bytes)).is_some() {
                return Err(wrong(&visible(&name), "the field stands twice"));
            }
        }
        let content = content(&fields);
        let (name, bytes) = fields
            .remove("file")
            .ok_or_else(|| wrong("file", "missing `file`: expected a CSV file"))?;
        let file = File {
            name: name
                .filter(|it| !it.trim().is_empty())
                .unwrap_or_else(|| "prices.csv".to_owned()),
            bytes,
        };
        let mut texts = Texts::of(fields)?;
        let row_feature_id = texts.number("row_feature_id")?.ok_or_else(|| {
            wrong(
                "row_feature_id",
                "missing `row_feature_id`: expected the id of a feature",
            )
        })?;
        let upload = Self {
            file,
            row_feature_id,
            col_feature_id: texts.number("col_feature_id")?,
            name: texts.take("name"),
            key: texts.take("key"),
            role: texts.word("role", ROLES)?,
            row_lookup: texts.word("row_lookup", LOOKUPS)?,
            col_lookup: texts.word("col_lookup", LOOKUPS)?,
            csv: texts.settings()?,
            content,
        };
        texts.finish()?;
        Ok(upload)
    }
}

/// The fields that are short texts.
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn of(fields: BTreeMap<String, (Option<String>, Vec<u8>)>) -> Answer<Self> {
        let mut texts = BTreeMap::new();
        for (name, (_, bytes)) in fields {
            let text = String::from_utf8(bytes)
                .map_err(|_| wrong(&visible(&name), "expected a text in UTF-8"))?;
            if text.contains('\0') {
                return Err(wrong(&visible(&name), "expected a text, found a byte 0"));
            }
            texts.insert(name, text);
        }
        Ok(Self(texts))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|it| !it.trim().is_empty())
    }

    fn number(&mut self, name: &str) -> Answer<Option<i64>> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        let found = visible(&text);
        let number = text.trim().parse();
        number.map(Some).map_err(|_| {
            wrong(
                name,
                format!("expected the id of a feature, found `{found}`"),
            )
        })
    }

    fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Answer<Option<T>> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        let found = words.iter().find(|(word, _)| *word == text.trim());
        found.map(|(_, value)| Some(*value)).ok_or_else(|| {
            let known: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let detail = format!("expected {}, found `{}`", known.join(", "), visible(&text));
            wrong(name, detail)
        })
    }

    fn settings(&mut self) -> Answer<CsvSettings> {
        Ok(CsvSettings {
            encoding: self.word("encoding", ENCODINGS)?,
            separator: self.word("separator", SEPARATORS)?,
            decimal: self.word("decimal", DECIMALS)?,
            thousands: self.word("thousands", THOUSANDS)?,
            unit: self.take("unit"),
            transpose: self.word("transpose", &[("true", true), ("false", false)])?,
            form: self.word(
                "form",
                &[("wide", TableForm::Wide), ("long", TableForm::Long)],
            )?,
            ..CsvSettings::default()
        })
    }

    /// Refuses what is left: a misspelt field is not ignored.
    fn finish(self) -> Answer<()> {
        match self.0.first_key_value() {
            Some((name, text)) if !text.trim().is_empty() => {
                let shown = visible(name);
                Err(wrong(&shown, format!("unknown field `{shown}`")))
            }
            _ => Ok(()),
        }
    }
}

const ENCODINGS: &[(&str, Encoding)] = &[
    ("utf-8", Encoding::Utf8),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("windows-1252", Encoding::Windows1252),
    ("windows-1250", Encoding::Windows1250),
    ("latin-1", Encoding::Latin1),
];

const SEPARATORS: &[(&str, char)] = &[(",", ','), (";", ';'), ("|", '|'), ("tab", '\t')];

const DECIMALS: &[(&str, char)] = &[(".", '.'), (",", ',')];

const THOUSANDS: &[(&str, Thousands)] = &[
    ("none", Thousands::None),
    ("point", Thousands::Point),
    ("comma", Thousands::Comma),
    ("space", Thousands::Space),
    ("apostrophe", Thousands::Apostrophe),
];

/// The same for the same fields, whatever stands between them.
fn content(fields: &BTreeMap<String, (Option<String>, Vec<u8>)>) -> String {
    let mut digest = Sha256::new();
    for (name, (file, bytes)) in fields {
        for part in [
            name.as_bytes(),
            file.as_deref().unwrap_or_default().as_bytes(),
            bytes,
        ] {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
    }
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unreadable(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(Code::BodyTooLarge);
    }
    Problem::of(Code::BodyUnreadable, error.body_text().to_lowercase())
}
