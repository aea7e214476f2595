//! Cases of the corpus: reading them, running them, comparing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pricewright::diagnostic::Severity;
use pricewright::{Catalog, Diagnostics, Order, check_catalog, compile};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// One file.
pub struct Case {
    /// Its path from the root of the repository.
    pub path: String,
    parts: BTreeMap<String, Box<RawValue>>,
}

impl Case {
    /// Every case below a folder, by path.
    pub fn all(folder: &str) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        collect(&root.join(folder), &mut paths);
        paths.sort();
        paths
            .into_iter()
            .map(|path| Self::read(root, &path))
            .collect()
    }

    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let parts = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let path = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        Self { path, parts }
    }

    /// A part's JSON text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.parts.get(key).map(|part| part.get())
    }

    fn value(&self, key: &str) -> Option<Value> {
        self.text(key)
            .map(|text| serde_json::from_str(text).unwrap())
    }

    /// The catalog, wherever it stands.
    pub fn catalog(&self) -> Result<Catalog, Diagnostics> {
        if let Some(directory) = self.value("catalog_dir") {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory.as_str().unwrap());
            let text = fs::read_to_string(root.join("catalog.json")).unwrap();
            let files = |name: &str| fs::read(root.join(name)).map_err(|error| error.to_string());
            return Catalog::from_json_with("catalog.json", &text, &files);
        }
        if let Some(text) = self.value("catalog_text") {
            return Catalog::from_json(text.as_str().unwrap());
        }
        let text = self.text("catalog").expect("a case has a catalog");
        match self.value("files") {
            None => Catalog::from_json(text),
            Some(files) => {
                let find = |name: &str| match files.get(name).and_then(Value::as_str) {
                    Some(text) => Ok(text.as_bytes().to_vec()),
                    None => Err("there is no such file".to_owned()),
                };
                Catalog::from_json_with("catalog.json", text, &find)
            }
        }
    }

    /// What an engine elsewhere is given and must answer, as JSON: `path`, the catalog's text and
    /// its files in hex, the plan in hex, the order's text, and the canonical quote or the codes
    /// and messages of the errors.
    pub fn to_interchange(&self) -> Value {
        let (text, files) = self.documents();
        let plan = self.catalog().and_then(|catalog| compile(&catalog));
        let answer = match self.quote() {
            Ok(quote) => json!({ "quote": quote }),
            Err(found) => {
                let errors = found.iter().filter(|it| it.severity == Severity::Error);
                let errors: Vec<_> = errors
                    .map(|it| json!([it.code.as_str(), it.message]))
                    .collect();
                json!({ "errors": errors })
            }
        };
        json!({
            "path": self.path,
            "catalog": text,
            "files": files,
            "plan": plan.ok().map(|plan| hex(&plan.to_bytes())),
            "order": self.text("order"),
            "answer": answer,
        })
    }

    /// The catalog's text, and its files in hex where it has any.
    fn documents(&self) -> (String, Option<BTreeMap<String, String>>) {
        if let Some(directory) = self.value("catalog_dir") {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory.as_str().unwrap());
            let files = fs::read_dir(&root).unwrap().filter_map(|entry| {
                let entry = entry.unwrap();
                let bytes = fs::read(entry.path()).ok()?;
                Some((entry.file_name().into_string().unwrap(), hex(&bytes)))
            });
            let text = fs::read_to_string(root.join("catalog.json")).unwrap();
            return (text, Some(files.collect()));
        }
        if let Some(text) = self.value("catalog_text") {
            return (text.as_str().unwrap().to_owned(), None);
        }
        let text = self.text("catalog").expect("a case has a catalog");
        let files = self.value("files").map(|files| {
            let files = files.as_object().unwrap().iter();
            files
                .map(|(name, text)| (name.clone(), hex(text.as_str().unwrap().as_bytes())))
                .collect()
        });
        (text.to_owned(), files)
    }

    /// The quote in canonical JSON; none for a case without an order.
    pub fn quote(&self) -> Result<Option<String>, Diagnostics> {
        let plan = compile(&self.catalog()?)?;
        let Some(order) = self.text("order") else {
            return Ok(None);
        };
        Ok(Some(
            plan.price(&Order::from_json(order)?)?.to_canonical_json(),
        ))
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How a case's result differs from what it expects.
pub fn differences(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    match (
        case.quote(),
        case.value("expect"),
        case.value("expect_diagnostics"),
    ) {
        (Ok(Some(quote)), Some(expected), None) => {
            let quote: Value = serde_json::from_str(&quote).unwrap();
            compare(&expected, &quote, "$", &mut found);
        }
        (Ok(None), None, None) => {}
        (Err(diagnostics), None, Some(expected)) => {
            compare_all(&expected, &diagnostics, Severity::Error, &mut found)
        }
        (Ok(quote), None, Some(_)) => found.push(format!("expected diagnostics, found {quote:?}")),
        (Err(diagnostics), Some(_), None) => {
            found.push(format!("expected a quote, found\n{diagnostics}"))
        }
        _ => found.push("a case expects a quote or diagnostics".to_owned()),
    }
    if let (Some(expected), Ok(catalog)) = (case.value("expect_warnings"), case.catalog()) {
        let findings = check_catalog(&catalog);
        compare_all(&expected, &findings, Severity::Warning, &mut found);
    }
    found
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
}

fn compare(expected: &Value, found: &Value, path: &str, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, expected) in expected {
                let path = format!("{path}.{key}");
                match (key.strip_suffix("_has"), found.get(key)) {
                    (_, Some(found)) => compare(expected, found, &path, differences),
                    (Some(stem), None) => {
                        let text = found.get(stem).and_then(Value::as_str).unwrap_or("");
                        if !text.contains(expected.as_str().unwrap()) {
                            differences.push(format!("{path}: expected {expected} in {text:?}"));
                        }
                    }
                    (None, None) if expected.is_null() => {}
                    (None, None) => {
                        differences.push(format!("{path}: expected {expected}, found nothing"))
                    }
                }
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            if expected.len() != found.len() {
                let found = serde_json::to_string(found).unwrap();
                let count = expected.len();
                differences.push(format!("{path}: expected {count} entries, found {found}"));
                return;
            }
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{path}[{index}]"), differences);
            }
        }
        (expected, found) if expected == found => {}
        (expected, found) => {
            differences.push(format!("{path}: expected {expected}, found {found}"))
        }
    }
}

fn compare_all(
    expected: &Value,
    diagnostics: &Diagnostics,
    severity: Severity,
    differences: &mut Vec<String>,
) {
    let findings: Vec<_> = diagnostics
        .iter()
        .filter(|found| found.severity == severity)
        .collect();
    let expected = expected.as_array().unwrap();
    let codes: Vec<_> = findings.iter().map(|found| found.code.as_str()).collect();
    let wanted: Vec<_> = expected
        .iter()
        .map(|wanted| wanted["code"].as_str().unwrap())
        .collect();
    if codes != wanted {
        differences.push(format!(
            "expected {wanted:?}, found {codes:?}\n{diagnostics}"
        ));
        return;
    }
    for (wanted, found) in expected.iter().zip(findings) {
        let span = found
            .place
            .resolved_span()
            .zip(found.place.source.as_ref())
            .map(|(span, source)| {
                source
                    .text
                    .get(span.start as usize..span.end as usize)
                    .unwrap_or("")
                    .to_owned()
            });
        let has =
            |key: &str, text: &str| wanted[key].as_str().is_none_or(|part| text.contains(part));
        if !has("message_has", &found.message) {
            differences.push(format!(
                "expected {} in message `{}`",
                wanted["message_has"], found.message
            ));
        }
        if !has("help_has", found.help.as_deref().unwrap_or("")) {
            differences.push(format!(
                "expected {} in help {:?}",
                wanted["help_has"], found.help
            ));
        }
        if wanted["path"]
            .as_str()
            .is_some_and(|path| path != found.place.path)
        {
            differences.push(format!(
                "expected path {}, found `{}`",
                wanted["path"], found.place.path
            ));
        }
        if wanted["span_text"]
            .as_str()
            .is_some_and(|text| Some(text) != span.as_deref())
        {
            differences.push(format!(
                "expected span {}, found {span:?}",
                wanted["span_text"]
            ));
        }
    }
}
