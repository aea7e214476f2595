//! Imports of other systems' data: one case per field, what becomes of it, and hostile input.
#![cfg(feature = "compiler")]

mod configento;
mod configento_odd;
mod examples;
mod hostile;
mod magento;
mod published;
mod simplio;
#[path = "../support/mod.rs"]
mod support;
mod tiers;
mod woocommerce;

use pricewright::Diagnostics;
use pricewright::migrate::{FindingKind, ImportReport, Imported, Settings, SourceFiles};
use serde_json::Value;

type Importer = fn(SourceFiles<'_>, &str, &Settings) -> Result<Imported, Diagnostics>;

/// Imports one text.
fn import(importer: Importer, text: &str, settings: &Settings) -> Result<Imported, Diagnostics> {
    importer(&|_| Ok(text.as_bytes().to_vec()), "source.json", settings)
}

/// What must become of a field.
enum Expect {
    /// The catalog has this JSON at this pointer.
    Mapped(&'static str, &'static str),
    /// The report says that it was guessed, with these words in `what` and in `text` or `done`.
    Guessed(&'static str, &'static str),
    /// The report says that it was left out.
    NotMapped(&'static str, &'static str),
    /// The report says that it must be completed.
    ToComplete(&'static str, &'static str),
    /// No catalog; a diagnostic with this code.
    Fault(&'static str),
}

use Expect::{Fault, Guessed, Mapped, NotMapped, ToComplete};

/// Runs a table of fields.
fn run(importer: Importer, settings: &Settings, cases: &[(&str, &str, Expect)]) {
    for (name, text, expect) in cases {
        let imported = import(importer, text, settings);
        let problem = match (expect, &imported) {
            (Fault(code), Err(found)) => {
                (!found.iter().any(|d| d.code.as_str() == *code)).then(|| found.to_string())
            }
            (_, Err(found)) => Some(found.to_string()),
            (Fault(code), Ok(_)) => Some(format!("expected the fault {code}")),
            (Mapped(pointer, expected), Ok(imported)) => {
                let expected: Value = serde_json::from_str(expected).expect(name);
                let found = catalog(imported).pointer(pointer).cloned();
                (found.as_ref() != Some(&expected))
                    .then(|| format!("{pointer}: {found:?}\n{}", imported.catalog.to_json()))
            }
            (Guessed(what, words), Ok(imported)) => {
                missing(&imported.report, FindingKind::Guessed, what, words)
            }
            (NotMapped(what, words), Ok(imported)) => {
                missing(&imported.report, FindingKind::NotMapped, what, words)
            }
            (ToComplete(what, words), Ok(imported)) => {
                missing(&imported.report, FindingKind::ToComplete, what, words)
            }
        };
        assert!(problem.is_none(), "{name}: {}", problem.unwrap_or_default());
        // whatever is not complete is told
        if let Ok(imported) = imported {
            let compiles = !pricewright::check_catalog(&imported.catalog).has_errors();
            assert!(
                compiles || !imported.report.is_complete(),
                "{name}: incomplete in silence"
            );
        }
    }
}

fn missing(report: &ImportReport, kind: FindingKind, what: &str, words: &str) -> Option<String> {
    let fits = report.of(kind).any(|finding| {
        finding.what.contains(what)
            && (finding.text.contains(words) || finding.done.contains(words))
    });
    (!fits).then(|| {
        format!(
            "no {} `{what}` `{words}` in\n{}",
            kind.as_str(),
            report.render()
        )
    })
}

fn catalog(imported: &Imported) -> Value {
    serde_json::from_str(&imported.catalog.to_json()).expect("a catalog is JSON")
}

fn fixture(name: &str) -> String {
    let path = format!(
        "{}/tests/fixtures/import/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).expect(name)
}
