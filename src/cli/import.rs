//! `import SYSTEM FILE`: another system's data to a catalog's directory, with its report.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Json;
use super::files::{self, Fault};
use super::output::Output;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::migrate::{self, FormulaRole, Gaps, Imported, Overlaps, Settings};
use crate::money::{Currency, CurrencyCode, Decimal};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// What the data comes from
    #[arg(value_enum)]
    system: System,
    /// Its file; for Configento also a directory with `components.json`
    source: PathBuf,
    /// A directory to write the catalog to; nothing in it is overwritten
    #[arg(long, short, value_name = "DIRECTORY")]
    output: Option<PathBuf>,
    /// The currency of amounts that do not say theirs
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// The base price of components for which the data has none
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    base_price: Option<String>,
    /// What a component's formulas give
    #[arg(long, value_enum, default_value_t = Formulas::Guess)]
    formulas: Formulas,
    /// What holds between two rows of a tier table
    #[arg(long, value_enum, default_value_t = Gap::Error)]
    gaps: Gap,
    /// Which row of a tier table wins where two overlap
    #[arg(long, value_enum, default_value_t = Overlap::Error)]
    overlaps: Overlap,
    #[command(flatten)]
    json: Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum System {
    /// Components with features, options, price lists and formulas
    Configento,
    /// Price groups
    Simplio3d,
    /// Products with custom options, JSON or CSV
    Magento,
    /// Products with add-ons
    Woocommerce,
    /// A from–to table, JSON or CSV
    Tiers,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Formulas {
    /// The whole price where they read the base price or an option's price
    Guess,
    /// A part of the price
    Added,
    /// The whole price of a piece
    Whole,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Gap {
    /// A gap is an error
    Error,
    /// The lower row goes on
    Lower,
    /// No tier
    None,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Overlap {
    /// An overlap is an error
    Error,
    /// The higher row, from its first quantity on
    Higher,
    /// The lower row, up to its last quantity
    Lower,
}

/// `import SYSTEM FILE`
pub(super) fn import(arguments: &Import) -> Output {
    let json = arguments.json.json;
    match run(arguments) {
        Ok(Imported { report, .. }) => Output::fine(if json {
            report.to_json()
        } else {
            report.render()
        }),
        Err(Fault::Unreadable(diagnostics)) => Output::usage(&diagnostics, json),
        Err(Fault::Faulty(diagnostics)) => Output::findings(&diagnostics, json),
    }
}

fn run(arguments: &Import) -> Result<Imported, Fault> {
    let settings = settings(arguments)?;
    let (directory, main) = main_file(&arguments.source);
    // a main file that is not there is the command line's fault, not the data's
    files::bytes(&directory.join(&main))?;
    let read = |name: &str| files::within(&directory, name);
    let importer = match arguments.system {
        System::Configento => migrate::configento,
        System::Simplio3d => migrate::simplio3d,
        System::Magento => migrate::magento,
        System::Woocommerce => migrate::woocommerce,
        System::Tiers => migrate::tiers,
    };
    let imported = importer(&read, &main, &settings).map_err(Fault::Faulty)?;
    if let Some(output) = &arguments.output {
        write_all(output, &imported.catalog.to_files())?;
    }
    Ok(imported)
}

fn main_file(source: &Path) -> (PathBuf, String) {
    if source.is_dir() {
        return (source.to_owned(), "components.json".to_owned());
    }
    let directory = source.parent().map(Path::to_owned).unwrap_or_default();
    let name = source
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    (directory, name)
}

fn settings(arguments: &Import) -> Result<Settings, Fault> {
    let currency = arguments.currency.as_deref().map(|code| {
        let known = CurrencyCode::parse(code).filter(|code| Currency::from_iso(*code).is_some());
        known.ok_or_else(|| usage(format!("`{code}` is not a currency of ISO 4217")))
    });
    let base_price = arguments
        .base_price
        .as_deref()
        .map(|text| Decimal::parse(text).map_err(|error| usage(format!("`{text}`: {error}"))));
    Ok(Settings {
        currency: currency.transpose()?,
        base_price: base_price.transpose()?,
        formulas: match arguments.formulas {
            Formulas::Guess => FormulaRole::Guess,
            Formulas::Added => FormulaRole::Added,
            Formulas::Whole => FormulaRole::Whole,
        },
        gaps: match arguments.gaps {
            Gap::Error => Gaps::Fault,
            Gap::Lower => Gaps::Lower,
            Gap::None => Gaps::None,
        },
        overlaps: match arguments.overlaps {
            Overlap::Error => Overlaps::Fault,
            Overlap::Higher => Overlaps::Higher,
            Overlap::Lower => Overlaps::Lower,
        },
    })
}

fn usage(message: String) -> Fault {
    Fault::Unreadable(Diagnostic::new(Code::Usage, Place::nowhere(), message).into())
}

/// Writes all files or none: nothing is overwritten, and what was written before a fault is
/// removed again.
fn write_all(directory: &Path, files: &BTreeMap<String, String>) -> Result<(), Fault> {
    let there: Vec<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|name| directory.join(name).symlink_metadata().is_ok())
        .collect();
    if let Some(first) = there.first() {
        let message = format!("`{}` is already there", directory.join(first).display());
        return Err(usage(message));
    }
    let existed = directory.is_dir();
    let unwritable = |path: &Path, error: &std::io::Error| {
        let found: Diagnostics = files::unreadable(path, error);
        Fault::Unreadable(found)
    };
    fs::create_dir_all(directory).map_err(|error| unwritable(directory, &error))?;
    let mut written = Vec::new();
    for (name, text) in files {
        let path = directory.join(name);
        let created = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path);
        let outcome = created.and_then(|mut file| {
            written.push(path.clone());
            std::io::Write::write_all(&mut file, text.as_bytes())
        });
        if let Err(error) = outcome {
            for path in &written {
                drop(fs::remove_file(path));
            }
            if !existed {
                drop(fs::remove_dir(directory));
            }
            return Err(unwritable(&path, &error));
        }
    }
    Ok(())
}
