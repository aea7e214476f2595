//! The shape of the house: imports point one way, files stay readable, and nothing half-built or
//! bound to one machine stands in the sources.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use support::sources::{SourceFile, files, relative, root};

/// Files above 600 lines, each with why it is one file.
const LONG_FILES: &[(&str, &str)] = &[];

/// Names that the crate's root or `model` hand on, with the rooms where they live.
const HANDED_ON: &[(&str, &str)] = &[
    ("Catalog", "model::catalog"),
    ("Order", "model::order"),
    ("Quote", "model::quote"),
    ("Date", "model::date"),
    ("quote_json", "model::quote"),
    ("Plan", "plan"),
    ("Diagnostics", "diagnostic"),
    ("check_catalog", "compile"),
    ("storefront", "compile"),
    ("storefront_plan", "compile"),
];

/// Each room with the rooms that it may use, in the order of `docs/architecture.md`.
fn arrows() -> Vec<(String, BTreeSet<String>)> {
    let docs = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let names = |cell: &str| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    docs.lines()
        .skip_while(|line| !line.starts_with("| Room | Uses |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            assert_eq!(cells.len(), 2, "{line}");
            (
                names(cells[0]).concat(),
                names(cells[1]).into_iter().collect(),
            )
        })
        .collect()
}

/// The room of a path; none for what is no room, such as `crate::main`.
fn room(path: &[String]) -> Option<String> {
    let mut names = path.iter().map(String::as_str);
    let first = names.next()?;
    let handed_on = |name: &str| {
        HANDED_ON
            .iter()
            .find(|(it, _)| *it == name)
            .map(|(_, room)| (*room).to_owned())
    };
    match (first, names.next()) {
        ("model", None) => None,
        ("model", Some(second)) => {
            Some(handed_on(second).unwrap_or_else(|| format!("model::{second}")))
        }
        ("bin", _) => Some("bin".to_owned()),
        (first, _) => Some(handed_on(first).unwrap_or_else(|| first.to_owned())),
    }
}

#[test]
fn imports_point_one_way() {
    let arrows = arrows();
    assert!(
        arrows.len() > 10,
        "docs/architecture.md has a table of rooms"
    );
    let order: Vec<&str> = arrows.iter().map(|(room, _)| room.as_str()).collect();
    for (at, (room, uses)) in arrows.iter().enumerate() {
        for used in uses {
            assert!(
                order[..at].contains(&used.as_str()),
                "`{room}` uses `{used}`, which is not above it"
            );
        }
    }
    let arrows: BTreeMap<String, BTreeSet<String>> = arrows.into_iter().collect();
    let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut faults = BTreeSet::new();
    for file in SourceFile::all() {
        // the front pages hand names on; they are no rooms
        let Some(here) = room(&file.module).filter(|room| room != "bin") else {
            continue;
        };
        let Some((here, allowed)) = arrows.get_key_value(&here) else {
            faults.insert(format!(
                "{}: docs/architecture.md lacks the room `{here}`",
                file.path
            ));
            continue;
        };
        for path in file.imports() {
            // alone it is the root's function `evaluate`, not the stage
            let there = if path == ["evaluate"] {
                Some("eval".to_owned())
            } else {
                room(&path)
            };
            let Some(there) = there else { continue };
            if there == *here {
                continue;
            }
            if !allowed.contains(&there) {
                faults.insert(format!("{}: `{here}` uses `{there}`", file.path));
            }
            used.entry(here).or_default().insert(there);
        }
    }
    for (room, allowed) in &arrows {
        let used = used.get(room.as_str()).cloned().unwrap_or_default();
        for unused in allowed.difference(&used) {
            faults.insert(format!(
                "docs/architecture.md: `{room}` does not use `{unused}`"
            ));
        }
    }
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Libraries and the only places that may name them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("pest", &["src/parse/"]),
    ("pest_meta", &["src/parse/"]),
    ("serde", &["src/model/read/", "src/wasm/findings.rs"]),
    ("serde_wasm_bindgen", &["src/wasm/findings.rs"]),
    ("serde_json", &["src/model/read/"]),
    ("schemars", &["src/model/schema/"]),
    ("rust_decimal", &["src/money/"]),
    ("iso_currency", &["src/money/"]),
    ("sha2", &["src/model/write/"]),
    ("strsim", &["src/diagnostic/"]),
    ("clap", &["src/cli/"]),
    ("csv_core", &["src/cli/batch/"]),
    ("rayon", &["src/cli/batch/"]),
    ("indicatif", &["src/cli/batch/"]),
    ("yore", &["src/import/"]),
    ("wasm_bindgen", &["src/wasm/"]),
    ("calamine", &["src/import/spreadsheet/"]),
    ("quick_xml", &["src/import/spreadsheet/"]),
    ("zip", &["src/import/spreadsheet/"]),
    ("jsonwebtoken", &["src/analyze/sign/"]),
    ("serde_json_canonicalizer", &["src/analyze/sign/"]),
    ("base64", &["src/analyze/sign/"]),
    ("pem", &["src/analyze/sign/"]),
];

#[test]
fn each_library_has_one_place() {
    let mut faults = Vec::new();
    for file in SourceFile::all() {
        for (library, places) in LIBRARIES {
            let here = places.iter().any(|place| file.path.starts_with(place));
            if !here && names_library(&file.code, library) {
                faults.push(format!(
                    "{}: names `{library}`, which belongs to {places:?}",
                    file.path
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn names_library(code: &str, library: &str) -> bool {
    let path = format!("{library}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric() && !"_:".contains(before))
    })
}

#[test]
fn files_stay_readable() {
    let mut faults = Vec::new();
    let mut paths = files("src", &["rs"]);
    paths.extend(files("tests", &["rs"]));
    paths.extend(files("grammar", &["pest"]));
    for path in paths {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let path = relative(&path);
        let listed = LONG_FILES.iter().any(|(long, _)| *long == path);
        match lines {
            801.. => faults.push(format!("{path}: {lines} lines, expected at most 800")),
            601.. if !listed => faults.push(format!("{path}: {lines} lines, expected at most 600")),
            ..=600 if listed => faults.push(format!("{path}: no longer long, and still listed")),
            _ => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_begins_with_what_it_is() {
    let missing: Vec<_> = files("src", &["rs"])
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .map(|path| relative(&path))
        .collect();
    assert!(missing.is_empty(), "no `//!` head: {missing:?}");
}

#[test]
fn nothing_half_built() {
    let mut faults = Vec::new();
    for file in SourceFile::all() {
        for word in [
            "todo!",
            "unimplemented!",
            "dbg!",
            "unreachable!",
            "HashMap",
            "HashSet",
            "SystemTime",
            "Instant",
        ] {
            if file.code.contains(word) {
                faults.push(format!("{}: `{word}`", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_path_of_a_machine() {
    let mut faults = Vec::new();
    for folder in [
        "src", "tests", "docs", "examples", "grammar", "scripts", ".ci", ".cargo",
    ] {
        for path in files(
            folder,
            &["rs", "md", "json", "price", "pest", "csv", "sh", "toml"],
        ) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            // written in two parts, so that this file does not find itself
            for home in [
                concat!("/ho", "me/"),
                concat!("/ro", "ot/"),
                concat!("/Us", "ers/"),
                concat!("/tm", "p/"),
                concat!("C:", "\\"),
            ] {
                if text.contains(home) {
                    faults.push(format!("{}: `{home}`", relative(&path)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_are_read_out_of_every_form() {
    let file = SourceFile {
        path: "src/model/read/x.rs".to_owned(),
        module: ["model", "read", "x"].map(str::to_owned).to_vec(),
        code: "use crate::a::{self, b::{C, D as E}, f::*}; use super::super::g::h; crate::i::j(1)"
            .to_owned(),
    };
    let found: Vec<String> = file.imports().iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        ["a", "a::b::C", "a::b::D", "a::f", "i::j", "model::g::h"]
    );
}
