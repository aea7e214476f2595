//! Catalogs, plans and orders from files.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::compile;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::{Catalog, Order};
use crate::plan::Plan;
use crate::plan::bytes::is_plan;

/// What a command cannot go on without: the files themselves, or what stands in them.
pub(super) enum Fault {
    /// A file cannot be read.
    Unreadable(Diagnostics),
    /// What it says is faulty.
    Faulty(Diagnostics),
}

/// The catalog in a directory (`catalog.json` and the files it names) or in a file.
pub(super) fn catalog(path: &Path) -> Result<Catalog, Fault> {
    let file = file_of(path);
    let bytes = bytes(&file)?;
    if is_plan(&bytes) {
        let message = format!(
            "`{}` is a packed plan, which cannot be turned back into a catalog",
            path.display()
        );
        let help = "give the catalog's directory or file; `price` and `explain` read plans, too";
        let fault = Diagnostic::new(Code::FileUnreadable, Place::nowhere(), message);
        return Err(Fault::Unreadable(fault.with_help(help.to_owned()).into()));
    }
    catalog_in(&file, bytes)
}

/// The plan in a file that `pack --plan` wrote, or of a catalog.
pub(super) fn plan(path: &Path) -> Result<Plan, Fault> {
    let file = file_of(path);
    let bytes = bytes(&file)?;
    if !is_plan(&bytes) {
        return Ok(compile(&catalog_in(&file, bytes)?)?);
    }
    Plan::from_bytes(&bytes).map_err(|error| {
        let message = format!("`{}`: {error}", path.display());
        let fault = Diagnostic::new(Code::FileUnreadable, Place::nowhere(), message);
        Fault::Unreadable(fault.with_help("pack the catalog again".to_owned()).into())
    })
}

fn file_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.join("catalog.json")
    } else {
        path.to_owned()
    }
}

fn catalog_in(file: &Path, bytes: Vec<u8>) -> Result<Catalog, Fault> {
    let text = utf_8(file, bytes)?;
    let directory = file.parent().map(Path::to_owned).unwrap_or_default();
    let name = file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let files = |name: &str| within(&directory, name);
    Catalog::from_json_with(&name, &text, &files).map_err(Fault::Faulty)
}

/// The order in a file, or on standard input for `-`.
pub(super) fn order(path: &Path) -> Result<Order, Fault> {
    Order::from_json(&text(path)?).map_err(Fault::Faulty)
}

/// The text of a file, or of standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, Fault> {
    utf_8(path, bytes(path)?)
}

fn utf_8(path: &Path, bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|_| {
        let message = format!("`{}` is not UTF-8", path.display());
        Fault::Unreadable(Diagnostic::new(Code::FileUnreadable, Place::nowhere(), message).into())
    })
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        fs::read(path)
    };
    read.map_err(|error| Fault::Unreadable(unreadable(path, &error)))
}

/// Writes a file whole: beside it first, then in its place.
pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Fault> {
    let beside = beside(path);
    let written = fs::write(&beside, content).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| Fault::Unreadable(unreadable(path, &error)))
}

/// Where a file is written before it takes its place.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

/// Why a file cannot be read or written.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostics {
    let message = format!("`{}`: {}", path.display(), reason(error));
    Diagnostic::new(Code::FileUnreadable, Place::nowhere(), message).into()
}

/// A file that a catalog names; also links must not lead out of its directory.
pub(super) fn within(directory: &Path, name: &str) -> Result<Vec<u8>, String> {
    let path = directory.join(name);
    let root = if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        directory
    };
    let resolved = path.canonicalize().map_err(|error| reason(&error))?;
    let root = root.canonicalize().map_err(|error| reason(&error))?;
    if !resolved.starts_with(root) {
        return Err("it leads out of the catalog's directory".to_owned());
    }
    fs::read(resolved).map_err(|error| reason(&error))
}

fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "reading it is not allowed".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        ErrorKind::StorageFull => "there is no space left".to_owned(),
        _ => "it cannot be read".to_owned(),
    }
}
