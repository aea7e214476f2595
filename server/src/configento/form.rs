//! The form by which a price list is uploaded, read strictly.

use std::collections::BTreeMap;

use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use axum::http::header::ACCEPT;
use pricewright::model::catalog::{CsvSettings, Encoding, LookupMode, Role, TableForm, Thousands};
use sha2::{Digest as _, Sha256};

use crate::parts::given::wrong;
use crate::problem::{Answer, Code, Problem};
use crate::web::body::visible;

/// The lookup modes.
pub const LOOKUPS: &[(&str, LookupMode)] = &[
    ("up", LookupMode::Up),
    ("down", LookupMode::Down),
    ("nearest", LookupMode::Nearest),
    ("exact", LookupMode::Exact),
    ("linear", LookupMode::Linear),
];

/// The roles.
pub const ROLES: &[(&str, Role)] = &[
    ("base", Role::Base),
    ("surcharge", Role::Surcharge),
    ("table", Role::Table),
];

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
    /// The same for the same fields, whatever stands between them.
    pub content: String,
}

/// The table.
#[derive(Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// Reads a form, strictly.
    ///
    /// # Errors
    /// `unsupported-media-type`, `body-too-large`, `invalid-body` with the field.
    pub async fn read(form: Result<Multipart, MultipartRejection>) -> Answer<Self> {
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
